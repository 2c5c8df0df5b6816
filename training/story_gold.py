"""The gold of a story in the form of contract `onrecord-stories/1`: its copies, claims and deals."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from training.event_marks import Json
from training.story_counts import by_id, counted, origins_of, transfer_of
from training.story_marks import Reference, Story

SAME: Final = 0.7  # likeness of the words of two sentences from which one is the other's copy


def stories_of(story: Story, texts: Mapping[str, tuple[str, Json]]) -> Json:
    """The gold of a story in the form of contract `onrecord-stories/1`, with pages and origins beside; `texts` are its printed pages by letter."""
    reports = sorted(story.reports.values(), key=lambda one: (one.page.head["published"], one.letter))
    days = [one.page.head["published"] for one in reports]
    held = origins_of(story)
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
    event = by_id(story.reports[claim.events[0].page].gold["events"], claim.events[0].mark)
    statuses = [by_id(story.reports[one.page].gold["events"], one.mark)["status"] for one in order]
    transfer = transfer_of(story, claim.events[0])
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
        **counted(story, claim),
        "withdrawn_by": [f"{story.name}-{one.page}.txt" for one in claim.withdrawn],
        "first": days[0],
        "last": days[-1],
    }


def _named(story: Story, references: Iterable[Reference]) -> list[str]:
    """Who stands behind figures: the party, else the origin, else the newsroom that says it in its own voice."""
    held = origins_of(story)
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
    held = origins_of(story)
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
