"""What follows from the lines of a story: the voices of each claim, its counts and flags.

train/corpora/stories/ANNOTATE.md says how they are computed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from training.event_marks import RELATIONS, Json, MarksError
from training.story_marks import Claim, Reference, Story

FLAGS: Final = {"independent": "independently_reported", "corroborated": "corroborated", "disputed": "disputed", "retracted": "retracted"}


def origins_of(story: Story) -> dict[tuple[str, str], list[tuple[str, str | None]]]:
    """By page and statement: its origins, and which of its speakers each is of."""
    found: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
    for key, origin in story.origins.items():
        for one in origin.statements:
            beside = found[one.page, one.mark]
            if beside and (one.actor is None or any(actor in (None, one.actor) for _, actor in beside)):
                raise MarksError(f"{story.name}: {one.page}.{one.mark} is in {key} and in {beside[0][0]}; say whose part each is: {one.mark}@ACTOR")
            beside.append((key, one.actor))
    return found


def counted(story: Story, claim: Claim) -> Json:
    """The voices of a claim by relation, its narrators, counts and flags."""
    held = origins_of(story)
    voices: dict[str, list[Json]] = {relation: [] for relation in RELATIONS}
    narrated = []
    for event in claim.events:
        report = story.reports[event.page]
        if by_id(report.gold["events"], event.mark)["narrator"]:
            narrated.append({"newsroom": report.newsroom, "document": f"{report.page.name}.txt", "outlet": report.outlet})
        for link in report.gold["links"]:
            if link["target"] != event.mark:
                continue
            speakers = (by_id(report.gold["statements"], link["statement"])["source"] or {}).get("actors", [])
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


def by_id(entries: Iterable[Json], key: str) -> Json:
    """The entry of an ID that is there."""
    return next(one for one in entries if one["id"] == key)


def transfer_of(story: Story, event: Reference) -> Json | None:
    """The transfer that an event carries."""
    return next((one for one in story.reports[event.page].gold["arms_transfers"] if one["event"] == event.mark), None)
