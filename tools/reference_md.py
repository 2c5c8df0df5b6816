"""Write the pages of docs/reference that are made from code and data: the record, the data tables, the data sets.

    python -m tools.reference_md

A test fails when one differs from what the schema, the heads of the tables and training/sources.toml say.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from onrecord.contract import record_schema
from onrecord.lexicon import read_table, table_names
from training.sources import Source, sources

FOLDER: Final = Path(__file__).parent.parent / "docs" / "reference"
_MADE: Final = "Made by `python -m tools.reference_md`; do not edit by hand."


def _type(form: Mapping[str, Any]) -> str:
    """A form of JSON Schema in a few words of Markdown."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in form:
        return " or ".join(_type(one) for one in form["anyOf"])
    if "enum" in form:
        return " · ".join(f"`{value}`" for value in form["enum"])
    if "const" in form:
        return f"`{form['const']}`"
    if form.get("type") == "array":
        return f"list of {_type(form['items'])}" if "items" in form else "list"
    if form.get("type") == "object" and "properties" in form:
        return "{" + ", ".join(f"`{name}`" for name in form["properties"]) + "}"
    if form.get("type") == "number" and form.get("maximum") == 1:
        return "number from 0 to 1"
    kind = form.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def record_md() -> str:
    """The fields of contract onrecord/1, type by type, from its JSON Schema."""
    schema = record_schema()
    first = schema["$ref"].rpartition("/")[2]
    types = {first: schema["$defs"][first]} | schema["$defs"]
    lines = [
        "# The record, field by field", "", f"{_MADE}", "",
        "Contract `onrecord/1`, as `onrecord read --json` prints it and `onrecord schema` describes it. A span is a half-open range",
        "`[start, end)` of code points of `document.text`; its `text` is there for reading. A key is always present: `null` is unknown or did",
        "not run, `[]` is none found. What the words mean:",
        "[stances](../stances.md), [the day](../dates.md), [events](../events.md), [places](../places.md).",
    ]  # fmt: skip
    for name, form in types.items():
        lines += ["", f"## {name}", ""]
        if told := form.get("description"):
            lines += [told, ""]
        if "properties" in form:
            lines += ["| field | is |", "| --- | --- |"]
            lines += [f"| `{field}` | {_type(one)} |" for field, one in form["properties"].items()]
        else:
            lines.append(_type(form))
    return "\n".join(lines) + "\n"


def tables_md() -> str:
    """Each data table with what its head says of it."""
    lines = [
        "# The data tables", "", _MADE, "",
        "What a word means is data: each table is a file of the package with its origin and licence in its head. `onrecord doctor` checks them.",
        "Tables of facts say up to when they are known; behind that day a role is `null`. Those whose origin names a command are compiled;",
        "`make tables` makes all of them again. The others are written by hand.",
        "", "| table | rows | what | origin and licence | known until |", "| --- | ---: | --- | --- | --- |",
    ]  # fmt: skip
    for name in table_names():
        table = read_table(name)
        origin = table.head["origin"] + (f"; licence {table.head['licence']}" if "licence" in table.head else "")
        cells = (f"`{name}`", f"{len(table.rows):,}", table.head["what"], origin, _until(name, table.head))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _until(name: str, head: Mapping[str, str]) -> str:
    """Up to when a table of facts is known: a column of its own, or a line of the head."""
    table = read_table(name)
    if "until" in table.columns:
        days = [row[table.columns.index("until")] for row in table.rows]
        return f"by row: {min(days)} to {max(days)}"
    return head.get("until", "")


def sources_md() -> str:
    """The data sets behind the package, as `python -m training sources` lists them."""
    lines = [
        "# What the package is made from", "", _MADE, "",
        "Every data set that a model was taught on, a table compiled from, or a threshold chosen on. `python -m training sources` prints the",
        "same, `--check` holds files against the digests. *Not free* is what a model may not be taught on without a question of licence open;",
        "the model cards name it, and `--only-licensed` leaves it out where it can.",
    ]  # fmt: skip
    for source in sources():
        lines += ["", f"## {source.name}", "", *_source_rows(source)]
    return "\n".join(lines) + "\n"


def _source_rows(source: Source) -> Iterator[str]:
    where = {"repository": "this repository", "shared": "the shared data folder, not public", "index": f"a package index: `{source.fetch}`"}
    yield "| | |"
    yield "| --- | --- |"
    yield f"| origin | {source.origin} |"
    yield f"| licence | {source.licence}{'' if source.free else ' · **not free**'} |"
    yield f"| where | {where[source.at]} |"
    if source.makes:
        yield f"| makes | {', '.join(f'`{name}`' for name in source.makes)} |"
    if source.chose:
        yield f"| chose | {', '.join(f'`{name}`' if '/' in name and ' ' not in name else name for name in source.chose)} |"
    yield f"| command | {source.command} |"
    for name, digest in source.files.items():  # that of our own folders moves with every word in them: the command prints it
        yield f"| `{name}` | {'' if source.at == 'repository' else f'`{digest[:16]}…`'} |"


PAGES: Final = {"record.md": record_md, "tables.md": tables_md, "sources.md": sources_md}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
