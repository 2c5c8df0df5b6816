"""Write the list of columns in docs/export.md: what each table of an export holds.

    python tools/export_md.py

A test fails when the file differs from what the program writes.
"""

from collections.abc import Iterator
from pathlib import Path

from onrecord.export.store import TABLES
from onrecord.export.store.columns import Column
from onrecord.export.store.pages import PROVENANCE

OUT = Path(__file__).parent.parent / "docs" / "export.md"
MARK = "<!-- from here made by `python tools/export_md.py`; do not edit by hand -->\n"


def tables_md() -> str:
    """The part of the document that is made."""
    return "\n".join([MARK, *_sections()])


def _sections() -> Iterator[str]:
    yield "### Columns that every table but `failures` ends with\n"
    yield from _columns(PROVENANCE)
    for table in TABLES.values():
        yield f"### {table.name}\n"
        yield f"A row is {table.row}.\n"
        yield from _columns(tuple(column for column in table.columns if column not in PROVENANCE))


def _columns(columns: tuple[Column, ...]) -> Iterator[str]:
    yield "| column | kind | what is in it |"
    yield "| --- | --- | --- |"
    yield from (f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in columns)
    yield ""


if __name__ == "__main__":
    OUT.write_text(OUT.read_text(encoding="utf-8").split(MARK)[0] + tables_md(), encoding="utf-8")
