"""The stories of goods.txt, deals in several goods in the mark-up of train/corpora/stories/ANNOTATE.md, in a store. All below a state is invented."""

import re
from contextlib import closing
from pathlib import Path

from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.store import Store
from onrecord.store.write import put, reading_of
from tests.across.told import captures_of

ALL = tuple(re.split(r"^(?=# )", Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:])
# Forty armoured cars and twelve radars are ordered: by Kenya's navy on one page, by Kenya in passing and without goods on another; Kenya denies the
# cars; of the radars six have come. Of one goods: six boats are ordered, which Kenya denies; six have come.
TWO_GOODS, ONE_GOODS = ALL


def _only_denied() -> str:
    """The page of the denial of the boats, alone."""
    head, _, rest = ONE_GOODS.partition("## a")
    page = rest.partition("## b")[2].partition("## c")[0].replace("[l1.1 patrol boats]", "[l1.1 [i1 patrol boats]]")
    page = page.replace("ordered sale - supplier=PRT recipient=KEN", "ordered sale i1 supplier=PRT recipient=KEN\ni1 ships")
    return f"{head}## a{page}## story\norigin o1 KEN : a.s1\nclaim c1 : a.e1\n"


ONLY_DENIED = _only_denied()


def stored(marked: str, path: Path) -> Store:
    """A store of the pages of a story in mark-up, its stories made."""
    _, captures, _ = captures_of(marked)
    with closing(open_file(path, write=True, create=True)) as connection:
        for capture in captures:
            data = capture.record.document.text.encode()
            reading = reading_of(capture.record, key=f"{capture.id}.txt", size=len(data), source=pack(data), outlet=capture.outlet)
            assert put(connection, [reading]) == 0
    store = open_store(path)
    store.stories()
    return store
