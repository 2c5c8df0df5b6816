"""What each part of a packet is held against: the table CHECKS, at the end.

Each check looks at what the packet tells and at what came out again, and at nothing that another check found: they may run in any order.
What they find is told in the order of the table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from onrecord import codec
from onrecord.contract import to_dict
from onrecord.export.store.harm import harm
from onrecord.export.store.pages import Page
from onrecord.proof.again import Again
from onrecord.proof.cells import NEAR, SCHEME, Cell, cells_csv, cells_of, compare
from onrecord.proof.claim import claim_cells
from onrecord.proof.container import MANIFEST, SUMS, digest_of
from onrecord.proof.kept import Kept
from onrecord.proof.parts import OF_A_PAGE, OF_ALL, Merged, Whole, all_cells, cells_json, limits_of, listed, manifest_of, page_parts, whole_parts
from onrecord.proof.program import differences, present
from onrecord.proof.told import DAMAGE, SHOWN, Told
from onrecord.store.write import capture_key

_FORM: Final = "it is not in the form in which this onrecord writes it"


class Finding(NamedTuple):
    """Something that a part says otherwise; or, where `compared` is false, that it may say and that was not compared."""

    part: str
    problem: str
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """All that a check may look at.

    pages: those that the packet tells of, as claims are merged from them.
    made: parts as this onrecord makes them of the others; {} where those cannot be read.
    manifest: the same of the manifest.
    same_program: whether the onrecord that made the packet is this one: it would have written every part as `made` has it.
    """

    told: Told
    pages: Mapping[str, Page]
    again: Again
    made: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    same_program: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What a part is held against.

    part: its name, within its folder.
    against: in words, as docs/proof.md has them.
    """

    part: str
    against: str
    find: Callable[[Checked], Iterator[Finding]]


def checked(told: Told, again: Again) -> Checked:
    """A packet, for the checks."""
    pages = {key: kept.page() for key, kept in told.pages.items()}
    made, manifest = _made(told, pages)
    return Checked(told, pages, again, made, manifest, not differs_of(told))


def differs_of(told: Told) -> tuple[str, ...]:
    """In what the onrecord that made a packet is another than this one."""
    made_by = told.manifest.get("made_by")
    return differences(made_by if isinstance(made_by, dict) else {}, present())


def limits_again(told: Told) -> tuple[str, ...]:
    """What the packet cannot prove, as this onrecord tells it of the other parts: what the manifest says of it may be forged."""
    program = told.program or present()
    return tuple(limits_of([kept.manifest_json(program) for kept in told.pages.values()], told.claims))


def find_problems(one: Checked) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What is wrong in a packet beyond its digests, each with its part; and what was not compared."""
    found = [finding for check in CHECKS for finding in check.find(one)]
    wrong = dict.fromkeys((finding.part, finding.problem) for finding in found if finding.compared)
    named = {part for part, _ in wrong}
    return tuple(wrong), tuple(dict.fromkeys(_in_words(f) for f in found if not f.compared and f.part not in named))


def _in_words(finding: Finding) -> str:
    return f"{finding.part}: {finding.problem}"


def _made(told: Told, pages: Mapping[str, Page]) -> tuple[Mapping[str, bytes], Mapping[str, Any]]:
    """The parts of a packet and its manifest, made again of pages, claims and what the manifest says of the program and the store."""
    if told.problems or told.program is None or told.head is None or told.pages.keys() != set(told.keys):
        return {}, {}
    try:
        own = {f"pages/{key}/{name}": data for key, kept in told.pages.items() for name, data in page_parts(kept, told.head)}
        entries = tuple(kept.manifest_json(told.program) for kept in told.pages.values())
        whole = Whole(told.program, told.head, told.claims, entries, tuple(limits_of(entries, told.claims)))
        cells = all_cells(pages, told.claims)
        files = tuple(listed(name, data) for name, data in told.files.items() if name not in (MANIFEST, SUMS))
        of_pages = tuple(one for one in files if one["name"].startswith("pages/"))
        return own | dict(whole_parts(whole, cells, pages, of_pages)), manifest_of(whole, cells, files)
    except DAMAGE:  # which part is the cause, its own check tells
        return {}, {}


# One page


def _of_pages(find: Callable[[Checked, str, Kept], Iterator[str]], part: str) -> Callable[[Checked], Iterator[Finding]]:
    def of_all(one: Checked) -> Iterator[Finding]:
        for key, kept in one.told.pages.items():
            name = f"pages/{key}/{part}"
            if name in one.told.files:
                yield from (Finding(name, problem) for problem in find(one, key, kept))

    return of_all


def _source(one: Checked, key: str, kept: Kept) -> Iterator[str]:
    data = kept.source or b""
    if f"sha256:{digest_of(data)}" != kept.digest:
        yield f"its bytes are not those of {kept.digest:.24}…, which capture.json names"
    elif len(data) != kept.size:
        yield f"it has {len(data):,} bytes, and capture.json says {kept.size:,}"


def _capture(one: Checked, key: str, kept: Kept) -> Iterator[str]:
    if capture_key(kept.digest, kept.given.location, kept.told["retrieved"]) != key:
        yield f"digest, place and time do not give the page's key {key}"


def _record(one: Checked, key: str, kept: Kept) -> Iterator[str]:
    document = kept.record.document
    if document.id != kept.digest:
        yield f"it is the record of {document.id:.24}…, and capture.json names {kept.digest:.24}…"
    for name, own, told in (("location", document.location, kept.given.location), ("retrieved", document.retrieved, kept.told["retrieved"])):
        if own != told:
            yield f"document.{name}: it says {own!s:.{SHOWN}}, and capture.json {told!s:.{SHOWN}}"


def _whole_records(part: str) -> Callable[[Checked], Iterator[Finding]]:
    """A record to its last field: more than its cells have. Only where this onrecord has read the page, since another says some of it otherwise."""

    def of_all(one: Checked) -> Iterator[Finding]:
        for key in one.again.pages:
            name, kept = f"pages/{key}/{part}", one.told.pages[key]
            if name not in one.told.files:
                continue
            own, now = (kept.record, one.again.pages[key].record) if part == "record.json" else (kept.reading, one.again.plain[key].record)
            wrong = [told for told in compare(cells_of(own, key), cells_of(now, key)) if told.outcome != "same"]
            unlike = list(_unlike(to_dict(own), to_dict(now), ""))
            if unlike and one.same_program and present().read(own.generator):
                path, says, comes = unlike[0]
                more = f", and {len(unlike) - 1} more" if len(unlike) > 1 else ""
                yield Finding(name, f"{path.removeprefix('.')}: it says {_short(says)}, and {_short(comes)} comes out of the page{more}")
            elif wrong and part == "reading.json":  # what differs of record.json is told cell by cell
                yield Finding(name, f"without corrections {len(wrong)} cells come out otherwise, such as {wrong[0].told.cell}")
            elif unlike:
                yield Finding(name, "beyond its cells, since another onrecord read the page", compared=False)

    return of_all


def _corrections(one: Checked, key: str, kept: Kept) -> Iterator[str]:
    for correction in kept.corrections:
        if correction.what != "value" or correction.digest != kept.digest:
            yield f"{correction.field or correction.what}: it corrects another document, or is no value"


# The tables


def _cells(one: Checked) -> Iterator[Finding]:
    """The table says what records and claims say, by the same names: whatever version made them, as long as it makes cells by this scheme."""
    told = one.told
    if told.manifest.get("cell_scheme") != SCHEME:
        problem = f"its cells are of scheme {told.manifest.get('cell_scheme')!r:.20}, and this onrecord compares scheme {SCHEME}"
        yield Finding(MANIFEST, problem)
    if "cells.json" not in told.files:
        return
    pages = one.pages
    own = {cell: "record.json" for key, page in pages.items() for cell in cells_of(page.record, key)}
    own |= {cell: "claims.json" for merged in told.claims for cell in _told_cells(merged, pages)}
    unread = {key for key in told.keys if key not in pages}
    for cell in told.cells:
        if cell not in own and cell.page not in unread:
            source = "claims.json" if cell.cell.startswith("claims[") else "record.json"
            yield Finding("cells.json", f"{_at(cell)}: it says otherwise than {source}")
    given = set(told.cells)
    for cell, source in own.items():
        if cell not in given:
            yield Finding("cells.json", f"{_at(cell)}: {source} has it, and it is not in the table")
    if len(given) < len(told.cells):
        yield Finding("cells.json", "it has a cell twice")


def _at(cell: Cell) -> str:
    return f"{cell.page} {cell.cell}" if cell.page else cell.cell


def _told_cells(merged: Merged, pages: Mapping[str, Page]) -> tuple[Cell, ...]:
    """The cells of a claim as claims.json has it; () where it rests on what is not there, which its own check tells."""
    try:
        return claim_cells(merged.claim, pages.__getitem__)
    except DAMAGE:
        return ()


def _words(one: Checked) -> Iterator[Finding]:
    """Each quoted word stands where its cell says."""
    for cell in one.told.cells:
        kept = one.told.pages.get(cell.page or "")
        if kept is None or cell.words is None or not cell.spans:
            continue
        text = kept.record.document.text
        if " ".join(text[start:end] for start, end in cell.spans) != cell.words:
            yield Finding("cells.json", f"{_at(cell)}: “{cell.words:.{SHOWN}}” does not stand at {cell.spans[0][0]}")


def _csv(one: Checked) -> Iterator[Finding]:
    told = one.told.files.get("cells.csv")
    if told is not None and told != cells_csv(one.told.cells).encode("utf-8", "backslashreplace"):
        yield Finding("cells.csv", "it says otherwise than cells.json")


def _cells_form(one: Checked) -> Iterator[Finding]:
    told = one.told.files.get("cells.json")
    if told is not None and one.told.cells and told != cells_json(one.told.cells):
        yield Finding("cells.json", _FORM if one.same_program else "its form, since another onrecord wrote it", compared=one.same_program)


# The claims


def _claims(one: Checked) -> Iterator[Finding]:
    for merged in one.told.claims:
        yield from (Finding("claims.json", problem) for problem in _claim(merged, one))
        again = one.again.claims.get(merged.claim.id)
        if again is None:
            continue
        # Its deal is found among all pages of a store, so it cannot come out of a packet.
        now = codec.encode(replace(again, deal=merged.claim.deal), "")
        for path, says, comes in _unlike(codec.encode(merged.claim, ""), now, f"claims[{merged.claim.id}]"):
            if one.same_program:
                yield Finding("claims.json", f"{path}: it says {_short(says)}, and {_short(comes)} comes out of its pages")
            else:
                yield Finding("claims.json", "beyond its cells, since another onrecord made the packet", compared=False)


def _claim(merged: Merged, one: Checked) -> Iterator[str]:
    claim, pages = merged.claim, one.pages
    missing = sorted(set(merged.pages) - one.again.pages.keys())
    if missing or len(set(merged.pages)) < len(merged.pages):
        yield f"claim {claim.id} rests on pages that could not be read again: {', '.join(missing) or 'one is named twice'}"
    try:
        claim_cells(claim, pages.__getitem__)
    except DAMAGE as error:
        yield f"claim {claim.id} rests on what is not in its pages: {error!s:.{SHOWN}}"
    if claim.id not in one.again.claims:
        yield f"claim {claim.id} does not come out of its pages"
    for copy in merged.copies:
        if not {copy.document, copy.of} <= set(merged.pages):
            yield f"{copy.document:.{SHOWN}} carries the text of {copy.of:.{SHOWN}}: not both are pages of claim {claim.id}"
        for words in copy.evidence:
            page = pages.get(words.document)
            text = page.record.document.text if page is not None and words.document in (copy.document, copy.of) else ""
            if words.text != text[words.start : words.end] or not words.text:
                yield f"words that show a copy do not stand in {words.document:.{SHOWN}} at {words.start}"


# What is made of other parts


def _made_parts(names: str, problem: str = "it is not what this onrecord makes of the other parts") -> Callable[[Checked], Iterator[Finding]]:
    """Parts that are the same to the last byte when they are made again; another version may write them otherwise."""

    def of_all(one: Checked) -> Iterator[Finding]:
        for name in one.told.files:
            if name.rpartition("/")[2] not in names.split(", ") or one.made.get(name) == one.told.files[name]:
                continue
            if not one.made or one.told.container.changed:  # digests have told what is changed
                yield Finding(name, "parts that it is made of were changed or cannot be read", compared=False)
            elif one.same_program:
                yield Finding(name, problem)
            else:
                yield Finding(name, "another onrecord made it", compared=False)

    return of_all


def _names(one: Checked) -> Iterator[Finding]:
    """No part is missing, and none is there that no packet of these pages and claims has."""
    some = {f"pages/{key}/{name}" for key in one.told.keys for name in OF_A_PAGE} | set(OF_ALL)
    wanted = {*one.made, MANIFEST, SUMS} if one.made else some
    for name in one.told.files:
        if name not in wanted:
            yield Finding(name, "no part of a packet has that name" if name not in some else "no packet of these pages and claims has that part")
    for name in one.made:
        if name not in one.told.files:
            yield Finding(name, "it is missing")


_ALWAYS: Final = ("schema", "claims", "pages", "made_by", "audits", "cell_scheme", "cells", "files")  # whatever version wrote it


def _manifest(one: Checked) -> Iterator[Finding]:
    told, made = one.told.manifest, one.manifest
    if not made:
        if told:
            yield Finding(MANIFEST, "parts that it tells of cannot be read", compared=False)
        return
    if not one.same_program:  # in whose words a file is told of may be another version's
        told, made = ({**manifest, "files": _without(manifest.get("files"), "what")} for manifest in (told, made))
    for name in {**made, **told}:
        unlike = next(_unlike(told.get(name), made.get(name), name), None)
        if unlike is None:
            continue
        path, says, comes = unlike
        if one.same_program or name in _ALWAYS or name not in made:
            yield Finding(MANIFEST, f"{path}: it says {_short(says)}, and the other parts {_short(comes)}")
        else:
            yield Finding(MANIFEST, f"{name}, since another onrecord made it", compared=False)


def _without(listed_: Any, name: str) -> Any:
    if not isinstance(listed_, list):
        return listed_
    return [{key: value for key, value in one.items() if key != name} if isinstance(one, dict) else one for one in listed_]


def _harm(one: Checked) -> Iterator[Finding]:
    """How often records are wrong, as the version that made the packet measured it."""
    if one.told.head is None:
        return
    if one.told.head.harm != harm():
        if one.same_program:
            yield Finding(MANIFEST, "rests_on.harm: it is not what this onrecord has measured")
        else:
            yield Finding(MANIFEST, "how often such records are wrong, since another onrecord measured it", compared=False)


def _unlike(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ, as deep down as they can be held against each other; processors round confidences differently."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _unlike(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        for n, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _unlike(a, b, f"{path}[{n}]")
    elif type(one) is float and type(other) is float:
        if not abs(one - other) <= NEAR:
            yield path, one, other
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield path, one, other


def _short(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "yes", False: "no"}[value]
    try:
        return f"{value!s:.{SHOWN}}"
    except RecursionError:
        return "something too deep to be told"


_DATA: Final = "capture.json, record.json, reading.json, corrections.jsonl, claims.json"
CHECKS: Final = (
    Check("every part", "the parts that pages and claims of the packet have: none is missing, none is more", _names),
    Check("source.bin", "digest and size in capture.json", _of_pages(_source, "source.bin")),
    Check("capture.json", "the key of its page", _of_pages(_capture, "capture.json")),
    Check("record.json", "digest, place and time in capture.json", _of_pages(_record, "record.json")),
    Check("record.json", "the page read again, with what people corrected", _whole_records("record.json")),
    Check("reading.json", "the page read again, without what people corrected", _whole_records("reading.json")),
    Check("corrections.jsonl", "the digest of its page", _of_pages(_corrections, "corrections.jsonl")),
    Check("cells.json", "record.json and claims.json, name by name", _cells),
    Check("cells.json", "the form in which onrecord writes it", _cells_form),
    Check("cells.json", "the words in the text of the page", _words),
    Check("cells.csv", "cells.json", _csv),
    Check("claims.json", "its pages, the words that show a copy, and the claim merged again", _claims),
    Check(MANIFEST, "what all other parts say", _manifest),
    Check(MANIFEST, "how often this onrecord was found wrong", _harm),
    Check("page.html", "record.json, made again to the last byte", _made_parts("page.html")),
    Check("index.html, README.txt", "all other parts, made again to the last byte", _made_parts("index.html, README.txt")),
    Check("audits.json", "the manifest, made again to the last byte", _made_parts("audits.json")),
    Check(_DATA, "the form in which onrecord writes it, so that no reader finds in it what another does not", _made_parts(_DATA, _FORM)),
)
