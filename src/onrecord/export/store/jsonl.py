"""JSON Lines of the contract: the head, then a record a line, each as `onrecord read --json` prints it."""

import json
from collections.abc import Iterable, Iterator

from onrecord.export.store.head import Head
from onrecord.export.store.pages import Page


def jsonl(head: Head | None, pages: Iterable[Page]) -> Iterator[str]:
    """The lines. The first is the head, of schema `onrecord-export/1`; the others are records of `onrecord/1`."""
    if head is not None:
        yield json.dumps(head.to_dict(), ensure_ascii=False)
    for page in pages:
        yield page.record.to_json()
