"""What is wrong in a story though each of its lines can be read: references that do not fit, and counts noted otherwise than they are."""

import re
from collections.abc import Mapping
from typing import Any, Final

from training.event_marks import MarksError
from training.story_counts import FLAGS, by_id, counted, origins_of, transfer_of
from training.story_marks import Claim, Origin, Story

COLUMNS: Final = ("outlets", "newsrooms", "origins", "parties")


def check_story(where: str, story: Story) -> None:
    """See that references fit and that counts are as noted.

    Raises:
        MarksError: it names story, line and what does not fit.
    """
    seen: dict[str, tuple[Any, ...]] = {}
    for report in story.reports.values():
        for actor in report.gold["actors"]:
            told = (actor["kind"], actor["country"], actor["role"])
            if seen.setdefault(actor["id"], told) != told:
                raise MarksError(f"{where} {report.letter}: actor {actor['id']!r} is {told}, and {seen[actor['id']]} on a page before")
    held = origins_of(story)
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
        transfers = [transfer_of(story, one) for name in deal.claims for one in story.claims[name].events]
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
        statement = by_id(story.reports[one.page].gold["statements"], one.mark)
        speakers = (statement["source"] or {}).get("actors", [])
        if one.actor and one.actor not in speakers:
            raise MarksError(f"{where}: {one.actor!r} is no source of {one.page}.{one.mark}")
        if state and not any(origin.party in (key, actors[key][1]) for key in speakers):
            raise MarksError(f"{where}: no source of {one.page}.{one.mark} is of {origin.party}")


def _check_claim(where: str, story: Story, claim: Claim) -> None:
    events = [by_id(story.reports[one.page].gold["events"], one.mark) for one in claim.events]
    if not events:
        raise MarksError(f"{where}: has no event")
    if len(types := {event["type"] for event in events}) > 1:
        raise MarksError(f"{where}: is of types {' '.join(sorted(types))}")
    if len(kinds := {transfer_of(story, one) is None for one in claim.events}) > 1:
        raise MarksError(f"{where}: is a transfer on some pages only: {len(kinds)} kinds")
    computed = counted(story, claim)
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
