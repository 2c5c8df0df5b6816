"""Stories in mark-up: pages, and lines that say whose word, utterance and deed is the same on several of them.

train/corpora/stories/ANNOTATE.md says what the marks and lines mean.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.stories import ONE_TEXT
from training.event_marks import Json, MarksError
from training.event_pages import BOUNDS, CATEGORIES, Page, gold_of, page_of
from training.story_copies import copied

_REFERENCE: Final = re.compile(r"([a-z0-9]+)(?:\.([se]\d+))?(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A statement or an event of a page ("a.s1", "a.e2"), one speaker of it ("a.s1@RUS"), or the page itself ("a")."""

    page: str
    mark: str  # "" for the page itself
    actor: str | None


@dataclass(slots=True)
class Report:
    """A page within its story: `letter` is its name there, `of` the letter of the page that it is a copy of."""

    letter: str
    page: Page
    gold: Json  # offsets in its body
    outlet: str
    newsroom: str
    of: str | None
    kind: str | None


@dataclass(slots=True)
class Origin:
    """One utterance: who stands behind it, and the statements that retell it."""

    party: str | None
    cites: str | None
    statements: list[Reference]


@dataclass(slots=True)
class Claim:
    """One deed: its events on the pages, and what the writer counted."""

    events: list[Reference]
    time: str | None
    noted: list[str]
    figures: list[Json] = field(default_factory=list)
    withdrawn: list[Reference] = field(default_factory=list)


@dataclass(slots=True)
class Deal:
    """The claims of one deal in order of stage, and the quantities of the whole."""

    supplier: str | None
    recipient: str | None
    claims: list[str]
    totals: list[Json]


@dataclass(slots=True)
class Story:
    """One story: its pages, and what holds across them."""

    name: str
    half: str
    subject: str
    reports: dict[str, Report]
    origins: dict[str, Origin] = field(default_factory=dict)
    cited: dict[tuple[str, str], str] = field(default_factory=dict)  # page and statement to the newsroom that it is had from
    claims: dict[str, Claim] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)


def story_of(file: str, half: str, block: str) -> Story:
    """The story of one block of mark-up, each line read by itself: what holds between them is not checked.

    Raises:
        MarksError: it names file or page, and line.
    """
    head, *parts = re.split(r"^## ", block, flags=re.MULTILINE)
    name, _, subject = head.strip().partition("\n")
    where = f"{file} {name}"
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise MarksError(f"{where}: a name has small letters, digits and hyphens")
    by_letter = {part.split("\n", 1)[0].strip(): part.split("\n", 1)[1] for part in parts if "\n" in part}
    if "story" not in by_letter or len(by_letter) != len(parts):
        raise MarksError(f"{where}: needs '## story' with its lines, and pages of different names")
    lines = [line.strip() for line in by_letter.pop("story").splitlines() if line.strip()]
    story = Story(name, half, subject.strip().removeprefix("subject").strip(), {})
    for letter, written in by_letter.items():
        story.reports[letter] = _report(where, story, letter, written, by_letter)
    for line in lines:
        _line(f"{where}: {line!r}", line, story)
    return story


def _report(where: str, story: Story, letter: str, written: str, by_letter: Mapping[str, str]) -> Report:
    of = kind = None
    if match := re.search(r"^copy (\w+)(?: (\w+))?$", written, re.MULTILINE):
        of, kind = match[1], match[2] or "copy"
        if of not in story.reports or story.reports[of].of or kind not in ONE_TEXT:
            raise MarksError(f"{where} {letter}: {match[0]!r} needs a page above that is no copy itself, and one of {' '.join(ONE_TEXT)}")
        written = copied(f"{where} {letter}", written, by_letter[of])
    page = page_of(where, story.half, f"{story.name}-{letter}\n{written}")
    if "outlet" not in page.head:
        raise MarksError(f"{where} {letter}: the head needs 'outlet'")
    outlet = page.head["outlet"]
    newsroom = story.reports[of].newsroom if of else page.head.get("newsroom") or page.head.get("agency") or outlet
    return Report(letter, page, gold_of(page), outlet, newsroom, of, kind)


def _line(where: str, line: str, story: Story) -> None:
    told, colon, rest = line.partition(" : ")
    kind, *words = told.split()
    if not colon or kind not in ("origin", "cited", "claim", "figure", "withdrawn", "deal") or not words:
        raise MarksError(f"{where}: is none of 'origin ID PARTY : …', 'cited NEWSROOM : …', 'claim ID : …', 'figure …', 'withdrawn …', 'deal …'")
    before, _, noted = rest.partition(" | ")
    if kind == "origin":
        cites = next((word[6:] for word in words[2:] if word.startswith("cites=")), None)
        if len(words) - (cites is not None) != 2 or words[0] in story.origins:
            raise MarksError(f"{where}: an origin is 'origin ID PARTY cites=ID : a.s1 …', its ID its own, the party '-' where nobody is named")
        story.origins[words[0]] = Origin(None if words[1] == "-" else words[1], cites, _references(where, before, story, "s"))
    elif kind == "cited":
        for one in _references(where, before, story, "s"):
            story.cited[one.page, one.mark] = " ".join(words)
    elif kind == "claim":
        if words[0] in story.claims:
            raise MarksError(f"{where}: {words[0]} stands twice")
        time = next((word[1:] for word in words[1:] if word.startswith("@")), None)
        story.claims[words[0]] = Claim(_references(where, before, story, "e"), time, noted.split())
    elif kind == "figure":
        given, _, denied = before.partition("/")
        if len(words) < 3:
            raise MarksError(f"{where}: a figure is 'figure CLAIM what value : a.s1 … / b.s2 …'")
        by, against = _references(where, given, story, "s"), _references(where, denied, story, "s")
        _claim_of(where, words[0], story).figures.append({"what": words[1], "value": " ".join(words[2:]), "by": by, "denied_by": against})
    elif kind == "withdrawn":
        _claim_of(where, words[0], story).withdrawn += _references(where, before, story, "s")
    else:
        if len(words) != 4 or words[2] != ">" or words[0] in story.deals:
            raise MarksError(f"{where}: a deal is 'deal ID SUPPLIER > RECIPIENT : c1 c2 | 24 exact aircraft'")
        for name in before.split():
            _claim_of(where, name, story)
        sides = [None if word == "-" else word for word in (words[1], words[3])]
        story.deals[words[0]] = Deal(sides[0], sides[1], before.split(), [_total(where, one.split()) for one in noted.split(";") if one.strip()])


def _total(where: str, words: Sequence[str]) -> Json:
    if len(words) != 3 or not re.fullmatch(r"[\d.]+(-[\d.]+)?", words[0]) or words[1] not in BOUNDS or words[2] not in CATEGORIES:
        raise MarksError(f"{where}: {' '.join(words)!r} is not a number, a bound ({' '.join(BOUNDS)}) and a category")
    value, _, upper = words[0].partition("-")
    return {"value": float(value), "upper": float(upper) if upper else None, "bound": words[1], "category": words[2]}


def _claim_of(where: str, key: str, story: Story) -> Claim:
    if key not in story.claims:
        raise MarksError(f"{where}: no claim {key!r} above")
    return story.claims[key]


def _references(where: str, words: str, story: Story, kind: str) -> list[Reference]:
    """The references of a line; what is told of a page holds for those of its copies that kept the mark."""
    found = []
    for word in words.split():
        match = _REFERENCE.fullmatch(word)
        if match is None or match[1] not in story.reports:
            raise MarksError(f"{where}: {word!r} leads to no page of the story")
        mark = match[2] or ""
        if mark and (mark[0] != kind or mark not in _marks(story.reports[match[1]])):
            raise MarksError(f"{where}: page {match[1]} has no {mark!r} that could stand here")
        if not mark and kind == "e":
            raise MarksError(f"{where}: {word!r} is a page, not an event")
        found.append(Reference(match[1], mark, match[3]))
        if mark:
            copies = (one for one in story.reports.values() if one.of == match[1] and mark in _marks(one))
            found += [Reference(one.letter, mark, match[3]) for one in copies]
    return list(dict.fromkeys(found))


def _marks(report: Report) -> set[str]:
    return {one["id"] for one in (*report.gold["statements"], *report.gold["events"])}
