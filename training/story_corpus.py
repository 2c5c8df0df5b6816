"""The corpora of stories and deals: pages in mark-up, and whose word, utterance and deed is the same on several of them.

    python -m training.story_corpus [stories|deals] writes HALF/NAME.txt, NAME.gold.json and STORY.stories.json of one or both, and prints the counts
    python -m training.story_corpus --check FILE…   says what is wrong in files of mark-up

train/corpora/stories/ANNOTATE.md says what the marks and lines mean and how counts and flags are computed.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Final

from training.event_corpus import BOUNDS, CATEGORIES, HALVES, RELATIONS, MarksError, Page, gold_of, page_of, printed

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora"
CORPORA: Final = ("stories", "deals")
COLUMNS: Final = ("outlets", "newsrooms", "origins", "parties")
FLAGS: Final = {"independent": "independently_reported", "corroborated": "corroborated", "disputed": "disputed", "retracted": "retracted"}
COPIES: Final = ("copy", "excerpt", "update")
SAME: Final = 0.7  # likeness of the words of two sentences from which one is the other's copy

Json = dict[str, Any]

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


# Reading


def read_stories(path: Path) -> list[Story]:
    """The stories of a file of mark-up.

    Raises:
        MarksError: it names file, story, page and line.
    """
    return [read_story(path.name, path.name.split("-")[0], block) for block in _blocks(path)]


def _blocks(path: Path) -> list[str]:
    return re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def read_story(file: str, half: str, block: str) -> Story:
    """The story of one block of mark-up, from its name to its last line, checked.

    Raises:
        MarksError: it names file, story, page and line.
    """
    try:
        return _story(file, half, block)
    except MarksError as error:
        raise error if str(error).startswith(file) else MarksError(f"{file} {error}") from error


def _story(file: str, half: str, block: str) -> Story:
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
    _check(where, story)
    return story


def _report(where: str, story: Story, letter: str, written: str, by_letter: Mapping[str, str]) -> Report:
    of = kind = None
    if match := re.search(r"^copy (\w+)(?: (\w+))?$", written, re.MULTILINE):
        of, kind = match[1], match[2] or "copy"
        if of not in story.reports or story.reports[of].of or kind not in COPIES:
            raise MarksError(f"{where} {letter}: {match[0]!r} needs a page above that is no copy itself, and one of {' '.join(COPIES)}")
        written = _copied(f"{where} {letter}", written, by_letter[of])
    page = page_of(where, story.half, f"{story.name}-{letter}\n{written}")
    if "outlet" not in page.head:
        raise MarksError(f"{where} {letter}: the head needs 'outlet'")
    outlet = page.head["outlet"]
    newsroom = story.reports[of].newsroom if of else page.head.get("newsroom") or page.head.get("agency") or outlet
    return Report(letter, page, gold_of(page), outlet, newsroom, of, kind)


# Copies


def _copied(where: str, written: str, original: str) -> str:
    """The mark-up of a copy, put together from that of its original."""
    head, body, own = _parts(where, written)
    _, source, lines = _parts(where, original)
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", source.strip())]
    made = []
    for line in (one.strip() for one in body.strip().splitlines()):
        if match := re.fullmatch(r"= ?(\d+)(?:-(\d+))?(?: \|(.*))?", line):
            made += _taken(f"{where}: {line!r}", paragraphs, int(match[1]), int(match[2] or match[1]), match[3])
        elif line:
            made.append(line)
    text = "\n\n".join(made)
    marked = {tag.split(":")[0] for tags in re.findall(r"\[(\S+) ", text) for tag in tags.split(",")}
    replaced = {_key(line) for line in own.splitlines() if line.strip()}
    kept = [line for line in (one.strip() for one in lines.splitlines()) if line and _key(line) not in replaced]
    return "\n".join([head.strip(), "---", text, "---", *(left for line in kept if (left := _left(line, marked))), own.strip()])


def _parts(where: str, written: str) -> tuple[str, str, str]:
    parts = re.split(r"^---\s*$", written, flags=re.MULTILINE)
    if len(parts) != 3:
        raise MarksError(f"{where}: has {len(parts)} parts; head, body and what the marks are, parted by lines of ---")
    return parts[0], parts[1], parts[2]


def _taken(where: str, paragraphs: Sequence[str], first: int, last: int, edits: str | None) -> list[str]:
    if not 1 <= first <= last <= len(paragraphs):
        raise MarksError(f"{where}: the original has {len(paragraphs)} paragraphs")
    taken = list(paragraphs[first - 1 : last])
    for edit in edits.split(" | ") if edits else ():
        old, arrow, new = f"{edit.strip()} ".partition(" =>")
        if not arrow or len(taken) != 1:
            raise MarksError(f"{where}: {edit!r} is not 'OLD => NEW' on one paragraph")
        if old not in taken[0]:
            raise MarksError(f"{where}: {old!r} does not stand in the paragraph")
        taken[0] = re.sub(r" ([.,;:])", r"\1", " ".join(taken[0].replace(old, new.strip(), 1).split()))
    return taken


def _key(line: str) -> str:
    words = line.split()
    return " ".join(words[:2]) if words[0] == "a" else words[0]


def _left(line: str, marked: set[str]) -> str:
    """What remains of a line on a copy that has only these marks; "" where nothing does.

    "s1 asserts off said=t1 : asserts e1 specific ; denies e2 anaphoric l1.1" without e2 and t1 is "s1 asserts off : asserts e1 specific".
    """
    key = line.split()[0]
    if key == "a":
        return line
    if key[0] == "s":
        told, *linked = re.split(r"\s:\s", line)
        if f"c{key[1:]}" not in marked:
            return ""
        if f"s{key[1:]}" not in marked:
            told = re.sub(r"^(\S+ \S+) \S+", r"\1 -", told)
        links = [_known_words(one, marked) for one in " : ".join(linked).split(";") if len(one.split()) > 1 and one.split()[1] in marked]
        return _known_words(told, marked) + (" : " + " ; ".join(links) if links else "")
    if key not in marked:
        return ""
    if key[0] == "i":
        words = line.split()
        keep = words if f"q{key[1:]}" in marked else [w for w in words if not re.fullmatch(r"[\d.]+(-[\d.]+)?", w) and w not in BOUNDS]
        return " ".join(w for w in keep if not w.startswith("part=") or w[5:] in marked)
    told, bar, deal = line.partition(" | ")
    if not bar:
        return _known_words(told, marked)
    words = deal.split()
    words[2] = "+".join(item for item in words[2].split("+") if item in marked) or "-"
    words = [word for word in words if word != "value" or f"v{key[1:]}" in marked]
    return f"{_known_words(told, marked)} | {_known_words(' '.join(words), marked)}"


def _known_words(words: str, marked: set[str]) -> str:
    """Without references to marks that are gone: said=t1, within=s2, @t3, ordered=t1, l1.2."""

    def stands(word: str) -> bool:
        match = re.fullmatch(r"(?:@|(?:said|within|ordered|delivered)=)([ts]\d+)|(l\d+\.\d+)", word)
        return match is None or (match[1] or match[2]).replace("s", "c") in marked

    return " ".join(word for word in words.split() if stands(word))


# The lines of a story


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


# Checking


def _check(where: str, story: Story) -> None:
    seen: dict[str, tuple[Any, ...]] = {}
    for report in story.reports.values():
        for actor in report.gold["actors"]:
            told = (actor["kind"], actor["country"], actor["role"])
            if seen.setdefault(actor["id"], told) != told:
                raise MarksError(f"{where} {report.letter}: actor {actor['id']!r} is {told}, and {seen[actor['id']]} on a page before")
    held = _origins_of(story)
    for key, origin in story.origins.items():
        _check_origin(f"{where}: origin {key}", story, origin, seen)
    told_as: dict[tuple[str, str], str] = {}
    for key, claim in story.claims.items():
        for one in claim.events:
            if told_as.setdefault((one.page, one.mark), key) != key:
                raise MarksError(f"{where}: {one.page}.{one.mark} is of {key} and of {told_as[one.page, one.mark]}")
    for report in story.reports.values():
        for link in report.gold["links"]:
            at = f"{report.letter}.{link['statement']}"
            if (report.letter, link["target"]) in told_as and (report.letter, link["statement"]) not in held:
                raise MarksError(f"{where}: {at} speaks of {told_as[report.letter, link['target']]}, and is in no origin")
    for key, claim in story.claims.items():
        _check_claim(f"{where}: claim {key}", story, claim)
    for key, deal in story.deals.items():
        transfers = [_transfer(story, one) for name in deal.claims for one in story.claims[name].events]
        sides = {(one["supplier"], one["recipient"]) for one in transfers if one}
        if (deal.supplier, deal.recipient) not in sides:
            raise MarksError(f"{where}: deal {key} is {deal.supplier} > {deal.recipient}, its transfers are {sorted(map(str, sides))}")
    for (letter, mark), newsroom in story.cited.items():
        if newsroom == story.reports[letter].newsroom:
            raise MarksError(f"{where}: {letter}.{mark} cites its own newsroom")


def _check_origin(where: str, story: Story, origin: Origin, actors: Mapping[str, tuple[Any, ...]]) -> None:
    if origin.cites and origin.cites not in story.origins:
        raise MarksError(f"{where}: cites {origin.cites!r}, which is no origin")
    state = origin.party is not None and re.fullmatch(r"[A-Z]{3}", origin.party)
    if origin.party and not state and origin.party not in actors:
        raise MarksError(f"{where}: its party {origin.party!r} is neither a state nor an actor of the story")
    for one in origin.statements:
        statement = _by_id(story.reports[one.page].gold["statements"], one.mark)
        speakers = (statement["source"] or {}).get("actors", [])
        if one.actor and one.actor not in speakers:
            raise MarksError(f"{where}: {one.actor!r} is no source of {one.page}.{one.mark}")
        if state and not any(origin.party in (key, actors[key][1]) for key in speakers):
            raise MarksError(f"{where}: no source of {one.page}.{one.mark} is of {origin.party}")


def _check_claim(where: str, story: Story, claim: Claim) -> None:
    events = [_by_id(story.reports[one.page].gold["events"], one.mark) for one in claim.events]
    if not events:
        raise MarksError(f"{where}: has no event")
    if len(types := {event["type"] for event in events}) > 1:
        raise MarksError(f"{where}: is of types {' '.join(sorted(types))}")
    if len(kinds := {_transfer(story, one) is None for one in claim.events}) > 1:
        raise MarksError(f"{where}: is a transfer on some pages only: {len(kinds)} kinds")
    computed = _computed(story, claim)
    numbers = [word for word in claim.noted if word.isdigit()]
    flags = [word for word in claim.noted if not word.isdigit()]
    if unknown := [word for word in flags if word not in FLAGS]:
        raise MarksError(f"{where}: no flag {unknown[0]!r}; the flags are {' '.join(FLAGS)}")
    found = [str(computed[column]) for column in COLUMNS]
    if numbers and numbers != found:
        raise MarksError(f"{where}: noted {' '.join(numbers)}, computed {' '.join(found)} ({' '.join(COLUMNS)})")
    holds = [flag for flag, column in FLAGS.items() if computed[column]]
    if claim.noted and sorted(flags) != sorted(holds):
        raise MarksError(f"{where}: noted {flags}, computed {holds}")


def _origins_of(story: Story) -> dict[tuple[str, str], list[tuple[str, str | None]]]:
    """By page and statement: its origins, and which of its speakers each is of."""
    found: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
    for key, origin in story.origins.items():
        for one in origin.statements:
            beside = found[one.page, one.mark]
            if beside and (one.actor is None or any(actor in (None, one.actor) for _, actor in beside)):
                raise MarksError(f"{story.name}: {one.page}.{one.mark} is in {key} and in {beside[0][0]}; say whose part each is: {one.mark}@ACTOR")
            beside.append((key, one.actor))
    return found


def _by_id(entries: Iterable[Json], key: str) -> Json:
    return next(one for one in entries if one["id"] == key)


def _transfer(story: Story, event: Reference) -> Json | None:
    return next((one for one in story.reports[event.page].gold["arms_transfers"] if one["event"] == event.mark), None)


# What is computed


def _computed(story: Story, claim: Claim) -> Json:
    """The voices of a claim by relation, its narrators, counts and flags."""
    held = _origins_of(story)
    voices: dict[str, list[Json]] = {relation: [] for relation in RELATIONS}
    narrated = []
    for event in claim.events:
        report = story.reports[event.page]
        if _by_id(report.gold["events"], event.mark)["narrator"]:
            narrated.append({"newsroom": report.newsroom, "document": f"{report.page.name}.txt", "outlet": report.outlet})
        for link in report.gold["links"]:
            if link["target"] != event.mark:
                continue
            speakers = (_by_id(report.gold["statements"], link["statement"])["source"] or {}).get("actors", [])
            for origin, actor in held.get((report.letter, link["statement"]), ()):
                voices[link["relation"]].append(
                    {
                        "party": story.origins[origin].party,
                        "actor": actor or next(iter(speakers), None),
                        "origin": origin,
                        "newsroom": story.cited.get((report.letter, link["statement"]), report.newsroom),
                        "document": f"{report.page.name}.txt",
                        "statement": link["statement"],
                        "said": None,
                        "cites": story.origins[cites].party if (cites := story.origins[origin].cites) else None,
                        "outlet": report.outlet,
                    }
                )
    asserted = voices["asserts"]
    origins = {voice["origin"] for voice in asserted}
    roots = {story.origins[_root(story, key)].party for key in origins} - {None}
    newsrooms = {one["newsroom"] for one in (*asserted, *narrated)}
    return {
        **{relation: [_without_outlet(voice) for voice in voices[relation]] for relation in RELATIONS},
        "narrated": [_without_outlet(one) for one in narrated],
        "outlets": len({one["outlet"] for one in (*asserted, *narrated)}),
        "newsrooms": len(newsrooms),
        "origins": len(origins),
        "parties": len({voice["party"] for voice in asserted} - {None}),
        "independently_reported": len(newsrooms) > 1,
        "corroborated": len(roots) > 1,
        "disputed": bool(voices["denies"]),
        "retracted": bool(claim.withdrawn),
    }


def _without_outlet(one: Json) -> Json:
    return {key: value for key, value in one.items() if key != "outlet"}


def _root(story: Story, key: str) -> str:
    """The origin that an origin repeats in the end; itself where it repeats none or goes round."""
    passed = [key]
    while (cites := story.origins[passed[-1]].cites) and cites not in passed:
        passed.append(cites)
    return passed[-1]


# The gold


def stories_of(story: Story, texts: Mapping[str, tuple[str, Json]]) -> Json:
    """The gold of a story in the form of contract `onrecord-stories/1`, with pages and origins beside; `texts` are its printed pages by letter."""
    reports = sorted(story.reports.values(), key=lambda one: (one.page.head["published"], one.letter))
    days = [one.page.head["published"] for one in reports]
    held = _origins_of(story)
    return {
        "schema": "onrecord-stories/1",
        "copies": [*_copies(story, texts), *_citations(story, texts)],
        "stories": [
            {"id": story.name, "subject": story.subject, "documents": [f"{one.page.name}.txt" for one in reports], "first": days[0], "last": days[-1]}
        ],
        "claims": [_claim(story, key) for key in story.claims],
        "deals": [
            {
                "id": f"{story.name}.{key}", "supplier": deal.supplier, "recipient": deal.recipient,
                "claims": [f"{story.name}.{one}" for one in deal.claims], "totals": deal.totals,
            }
            for key, deal in story.deals.items()
        ],
        "pages": [
            {
                "document": f"{one.page.name}.txt", "outlet": one.outlet, "newsroom": one.newsroom, "published": one.page.head["published"],
                "copy_of": f"{story.name}-{one.of}.txt" if one.of else None,
            }
            for one in reports
        ],
        "origins": [
            {
                "id": key, "party": origin.party, "cites": origin.cites,
                "statements": [
                    {"document": f"{story.name}-{page}.txt", "statement": mark, "actor": actor}
                    for (page, mark), of in held.items() for name, actor in of if name == key
                ],
            }
            for key, origin in story.origins.items()
        ],
    }  # fmt: skip


def _claim(story: Story, key: str) -> Json:
    claim = story.claims[key]
    order = sorted(claim.events, key=lambda one: (story.reports[one.page].page.head["published"], one.page))
    days = [story.reports[one.page].page.head["published"] for one in order]
    event = _by_id(story.reports[claim.events[0].page].gold["events"], claim.events[0].mark)
    statuses = [_by_id(story.reports[one.page].gold["events"], one.mark)["status"] for one in order]
    transfer = _transfer(story, claim.events[0])
    return {
        "id": f"{story.name}.{key}",
        "story": story.name,
        "of": "transfer" if transfer else "event",
        "type": event["type"],
        "initiators": event["initiators"],
        "recipients": event["recipients"],
        "supplier": transfer["supplier"] if transfer else None,
        "recipient": transfer["recipient"] if transfer else None,
        "items": [item["text"] for item in transfer["items"]] if transfer else [],
        "time": claim.time,
        "status": next((one for one in reversed(statuses) if one != "denied"), "denied"),
        "deal": next((f"{story.name}.{name}" for name, deal in story.deals.items() if key in deal.claims), None),
        "events": [{"document": f"{story.name}-{one.page}.txt", "event": one.mark} for one in order],
        "figures": [
            {"what": one["what"], "value": one["value"], **{by: _named(story, one[by]) for by in ("by", "denied_by")}} for one in claim.figures
        ],
        **_computed(story, claim),
        "withdrawn_by": [f"{story.name}-{one.page}.txt" for one in claim.withdrawn],
        "first": days[0],
        "last": days[-1],
    }


def _named(story: Story, references: Iterable[Reference]) -> list[str]:
    """Who stands behind figures: the party, else the origin, else the newsroom that says it in its own voice."""
    held = _origins_of(story)
    found = []
    for one in references:
        of = held.get((one.page, one.mark), ())
        found += [story.origins[name].party or name for name, actor in of if one.actor in (None, actor)] or [story.reports[one.page].newsroom]
    return list(dict.fromkeys(found))


def _copies(story: Story, texts: Mapping[str, tuple[str, Json]]) -> Iterator[Json]:
    for report in story.reports.values():
        if report.of:
            yield _pair(story, report.letter, report.of, report.kind or "copy", texts)


def _citations(story: Story, texts: Mapping[str, tuple[str, Json]]) -> Iterator[Json]:
    """Pages that have a statement through another newsroom, with that newsroom's own report of it where it is in the story."""
    held = _origins_of(story)
    pairs = {}
    for (letter, mark), newsroom in story.cited.items():
        if story.reports[letter].of:
            continue
        origins = {name for name, _ in held.get((letter, mark), ())}
        for other in story.reports.values():
            shared = any(origins & {name for name, _ in held.get((other.letter, one["id"]), ())} for one in other.gold["statements"])
            if other.newsroom == newsroom and other.of is None and shared:
                pairs[letter, other.letter] = True
    for letter, cited in pairs:
        yield _pair(story, letter, cited, "cites", texts)


def _pair(story: Story, letter: str, of: str, kind: str, texts: Mapping[str, tuple[str, Json]]) -> Json:
    mine, theirs = (_sentences(texts[one][1]) for one in (letter, of))
    shared = [(span, best) for words, span in mine if (best := _nearest(words, theirs))]
    evidence = []
    if shared:
        longest = max(shared, key=lambda pair: pair[0]["end"] - pair[0]["start"])
        evidence = [{"document": f"{story.name}-{one}.txt", **span} for one, span in zip((letter, of), longest, strict=True)]
    return {
        "document": f"{story.name}-{letter}.txt",
        "of": f"{story.name}-{of}.txt",
        "kind": kind,
        "share": round(len(shared) / max(1, len(mine)), 3),
        "evidence": evidence,
    }


def _nearest(words: Sequence[str], sentences: Iterable[tuple[Sequence[str], Json]]) -> Json | None:
    """Where the sentence of most like words stands; None where none is SAME."""
    alike = [(SequenceMatcher(None, words, other, autojunk=False).ratio(), span) for other, span in sentences]
    likeness, place = max(alike, key=lambda one: one[0], default=(0.0, None))
    return place if likeness >= SAME else None


def _sentences(gold: Json) -> list[tuple[list[str], Json]]:
    """The sentences of a printed body: their bare words, and where they stand. A dateline before " - " is left out."""
    found = []
    for block in gold["article"]["body"]:
        for match in re.finditer(r"\S.*?(?:[.!?][\"'”]?(?=\s|$)|$)", block["text"]):
            start = block["start"] + match.start() + (match[0].find(" - ") + 3 if re.match(r"[A-Z' ]{3,}[,.():\w ]* - ", match[0]) else 0)
            text = block["text"][start - block["start"] : match.end()]
            if words := re.findall(r"\w+", text.lower()):
                found.append((words, {"start": start, "end": start + len(text), "text": text}))
    return found


# The whole corpora


@cache
def stories(corpus: str, half: str) -> tuple[Story, ...]:
    """All stories of a half, by file and place in it."""
    return tuple(story for path in sorted((FOLDER / corpus / "pages").glob(f"{half}-*.txt")) for story in read_stories(path))


def files(corpus: str) -> Iterator[tuple[Path, str]]:
    """Everything that is made from the mark-up: path in the corpora, and what it holds."""
    for half in HALVES:
        everything = stories(corpus, half)
        for story in everything:
            others = [one.page for other in everything if other is not story for one in other.reports.values()]
            texts = {}
            for letter, report in story.reports.items():
                text, gold = printed(report.page, others)
                gold["article"]["agencies"] = _agencies(report, text)
                texts[letter] = (text, gold)
                yield FOLDER / corpus / half / f"{report.page.name}.txt", text
                yield FOLDER / corpus / half / f"{report.page.name}.gold.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
            across = json.dumps(stories_of(story, texts), ensure_ascii=False, indent=1) + "\n"
            yield FOLDER / corpus / half / f"{story.name}.stories.json", across


def _agencies(report: Report, text: str) -> list[Json]:
    """The agency that the page credits: the newsroom's name, or its first word, where the outlet is another."""
    if report.newsroom == report.outlet:
        return []
    match = re.search(rf"{re.escape(report.newsroom)}|\b{re.escape(report.newsroom.split()[0])}\b", text)
    if match is None:
        return []
    return [{"name": report.newsroom, "aka": [report.newsroom.split()[0]], "start": match.start(), "end": match.end(), "text": match[0]}]


def counts(corpus: str, half: str) -> dict[str, int]:
    """What a half holds."""
    found: Counter[str] = Counter()
    for story in stories(corpus, half):
        found["stories"] += 1
        found["pages"] += len(story.reports)
        found["pages that are copies"] += sum(one.of is not None for one in story.reports.values())
        found["words"] += sum(len(one.page.text.split()) for one in story.reports.values())
        found["newsrooms"] += len({one.newsroom for one in story.reports.values()})
        found["statements"] += sum(len(one.gold["statements"]) for one in story.reports.values())
        found["statements in origins"] += len(_origins_of(story))
        found["statements had from another newsroom"] += len(story.cited)
        found["origins"] += len(story.origins)
        found["origins without a party"] += sum(one.party is None for one in story.origins.values())
        found["origins that cite another"] += sum(one.cites is not None for one in story.origins.values())
        found["deals"] += len(story.deals)
        for claim in story.claims.values():
            computed = _computed(story, claim)
            found["claims"] += 1
            found["claims: transfers"] += _transfer(story, claim.events[0]) is not None
            found["claims with figures that differ"] += len(claim.figures) > 1
            found.update(f"claims {flag}" for flag, column in FLAGS.items() if computed[column])
            parties = [{voice["party"] for voice in computed[relation]} - {None} for relation in ("asserts", "denies")]
            found["claims of which a party both denies and asserts"] += bool(parties[0] & parties[1])
    return dict(found)


def check(path: Path) -> list[str]:
    """What is wrong in a file of mark-up: of each story that cannot be read, the first fault."""
    wrong = []
    for block in _blocks(path):
        try:
            read_story(path.name, path.name.split("-")[0], block)
        except MarksError as error:
            wrong.append(str(error))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="*", choices=(*CORPORA, []), help="which; both if none is given")
    parser.add_argument("--check", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.check:
        wrong = [line for path in options.check for line in check(path)]
        print("\n".join(wrong) or "nothing wrong")
        return bool(wrong)
    for corpus in options.corpus or CORPORA:
        wanted = dict(files(corpus))
        for half in HALVES:
            for path in (FOLDER / corpus / half).glob("*"):
                if path not in wanted:
                    path.unlink()
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        both = {half: counts(corpus, half) for half in HALVES}
        print(f"{corpus:<50}  train   test")
        for key in dict.fromkeys([*both["train"], *both["test"]]):
            print(f"{key:<50} {both['train'].get(key, 0):>6} {both['test'].get(key, 0):>6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
