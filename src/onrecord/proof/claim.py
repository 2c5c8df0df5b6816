"""The cells of a claim: who asserts and denies it on which page, in which words, and what is counted of that."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from onrecord.across.captures import tell
from onrecord.across.claims import claims_of
from onrecord.across.telling import Capture
from onrecord.export.store.across import RELATIONS, narrated_words, voice_words
from onrecord.export.store.pages import Page
from onrecord.proof.cells import Cell, Value
from onrecord.stories import Claim, Copy, Voice
from onrecord.text import Span

_FIELDS = ("of", "type", "status", "time", "initiators", "recipients", "supplier", "recipient", "items")
_COUNTS = ("outlets", "newsrooms", "origins", "parties")
_STANDING = ("independently_reported", "corroborated", "disputed", "retracted")


def claim_cells(claim: Claim, page_of: Callable[[str], Page]) -> tuple[Cell, ...]:
    """Every cell of a claim. Those that name a page quote it; the others are counted or merged from them."""
    return tuple(_cells(claim, page_of))


def _cells(claim: Claim, page_of: Callable[[str], Page]) -> Iterator[Cell]:
    name = f"claims[{claim.id}]"
    for field in (*_FIELDS, *_COUNTS, *_STANDING, "first", "last"):
        value = getattr(claim, field)
        told: Value = float(value) if field in _COUNTS else value if isinstance(value, bool | tuple) or value is None else str(value)
        yield Cell(None, f"{name}.{field}", f"{name}.{field}", told)
    for n, figure in enumerate(claim.figures):
        told = (figure.what, figure.value, f"by {', '.join(figure.by)}", *((f"denied by {', '.join(figure.denied_by)}",) if figure.denied_by else ()))
        yield Cell(None, f"{name}.figures[{n}]", f"{name}.figures={figure.what}={figure.value}", told)
    seen: dict[str, int] = {}
    for relation in RELATIONS:
        for n, voice in enumerate(getattr(claim, relation)):
            page = page_of(voice.document)
            where = f"{name}.{relation}@{voice.document}:{_begins(page, voice)}"
            seen[where] = seen.get(where, 0) + 1
            said = "/".join(day or "?" for day in (voice.said.earliest, voice.said.latest)) if voice.said else "?"
            told = (
                voice.actor or "source not named",
                f"party {voice.party or 'none'}",
                f"newsroom {voice.newsroom or 'its own page'}",
                f"said {said}",
            )
            yield _quoted(page, f"{name}.{relation}[{n}]", f"{where}#{seen[where]}", told, voice_words(page, voice.statement))
    for n, one in enumerate(claim.narrated):
        page = page_of(one.document)
        told = (f"newsroom {one.newsroom or 'its own page'}",)
        yield _quoted(page, f"{name}.narrated[{n}]", f"{name}.narrated@{one.document}#{n}", told, narrated_words(page, claim))


def _begins(page: Page, voice: Voice) -> int | str:
    """Where a voice's cue stands: its statement may be numbered otherwise another time."""
    found = next((s for s in page.record.statements or () if s.id == voice.statement), None)
    return found.cue.spans[0].start if found and found.cue.spans else voice.statement


def _quoted(page: Page, cell: str, key: str, value: tuple[str, ...], words: tuple[Span, ...]) -> Cell:
    return Cell(page.key, cell, key, value, page.words(words), tuple((span.start, span.end) for span in words))


def merged_again(claim: Claim, pages: Mapping[str, Page], copies: Iterable[Copy]) -> Claim | None:
    """The claim as the pages of its story give it: the one of that ID, else the one that shares most of its voices; None where none does."""
    tellings = [tell(Capture(page.key, page.record, page.outlet)) for page in pages.values()]
    found = [told.claim for told in claims_of(claim.story, tellings, copies)]
    same = next((one for one in found if one.id == claim.id), None)
    if same is not None:
        return same
    wanted = _voices(claim)
    best = max(found, key=lambda one: len(wanted & _voices(one)), default=None)
    return best if best is not None and wanted & _voices(best) else None


def _voices(claim: Claim) -> set[tuple[str, str, str]]:
    told = {(relation, v.document, v.statement) for relation in RELATIONS for v in getattr(claim, relation)}
    return told | {("narrates", one.document, "") for one in claim.narrated}
