"""`onrecord stories`: pages of the same happenings, put together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import check_one_form, number_of, print_csv, show
from onrecord.cli.merged import Listed, headline_of, inputs, listed_of, merged_of, print_json
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

_COLUMNS: Final = ("story", "first", "last", "pages", "newsrooms", "claims", "disputed", "headline", "documents")
_PAGES: Final = 6  # pages shown of a story


@click.command(
    short_help="Put pages of the same happenings together.",
    epilog="Exit status: 0 all is well, 1 the store or every file failed, 2 the command was not understood.",
)
@inputs
def stories(paths: tuple[str, ...], workers: int, as_json: bool, as_csv: bool) -> int:
    """Put pages of the same happenings together: of a store, or of saved pages and files of records.

    --json prints everything across pages (copies, stories, claims, deals) as contract onrecord-stories/1.

    \b
    Examples:
      onrecord stories news.db
      onrecord stories pages/*.html --json > stories.json
      onrecord stories records.jsonl --csv
    """
    check_one_form(as_json=as_json, as_csv=as_csv)
    if as_json:
        from onrecord.codec import encode

        merged = merged_of(paths, workers)
        print_json(encode(merged.stories, ""))
        count, rests = len(merged.stories.stories), merged.rests
    else:
        listed = listed_of(paths, workers)
        if as_csv:
            print_csv(_rows(listed), _COLUMNS)
        else:
            show(_drawn(listed))
        count, rests = len(listed.stories), listed.rests
    report(f"{number_of(count, 'story', 'stories')}; {rests}")
    return 0 if rests.read or not rests.failed else 1


def _rows(listed: Listed) -> Iterator[dict[str, object]]:
    for row in listed.stories:
        story = row.story
        yield {
            "story": story.id,
            "first": story.first,
            "last": story.last,
            "pages": len(story.documents),
            "newsrooms": row.newsrooms,
            "claims": row.claims,
            "disputed": row.disputed,
            "headline": headline_of(listed.headlines, story.documents[0]),
            "documents": " ".join(story.documents),
        }


def _drawn(listed: Listed) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    for row, told in zip(_rows(listed), listed.stories, strict=True):
        story = told.story
        yield Text(one_line(str(row["headline"])), "bold")
        days = " to ".join(dict.fromkeys(d for d in (story.first, story.last) if d)) or "no date"
        disputed = f", {row['disputed']} disputed" if row["disputed"] else ""
        counts = (number_of(len(story.documents), "page"), number_of(told.newsrooms, "newsroom"), number_of(told.claims, "claim"))
        yield Text(f"  {days} · {' · '.join(counts)}{disputed} · {story.id}")
        for page in story.documents[:_PAGES]:
            named = ": ".join(filter(None, (listed.outlets.get(page), listed.headlines.get(page))))
            yield Text(f"    {one_line(page)}  {one_line(named)}".rstrip(), "dim", overflow="ellipsis", no_wrap=True)
        if len(story.documents) > _PAGES:
            yield Text(f"    and {len(story.documents) - _PAGES} more: see --json", "dim")
