"""A page of the corpora as a crawler would keep it: with furniture around the body, and the gold moved to where the words then stand."""

import random
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from training.event_marks import Json, span_of
from training.event_pages import Page, gold_of


def printed(page: Page, others: Sequence[Page]) -> tuple[str, Json]:
    """A page as a crawler would keep it, and its gold with offsets in it; teasers are of other pages of the same half.

    The furniture is drawn by the page's name: the same corpus gives the same pages.
    """
    chance = random.Random(page.name)
    day = date.fromisoformat(page.head["published"])
    outlet = page.head.get("outlet", "The Daily Register")
    top = [chance.choice((outlet, f"{outlet} - World", f"{outlet}\nHOME  WORLD  POLITICS  SPORT"))]
    top += [
        page.head["headline"],
        chance.choice((f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"Published: {day.isoformat()}")),
    ]
    if chance.random() < 0.5:
        top.append(chance.choice(("Share post:", "Share this article", "Listen to this article")))
    before = "\n\n".join(top) + "\n\n"
    after, related = "", []
    if chance.random() < 0.5 and len(others) > 3:
        after = "\n\n" + chance.choice(("Related articles", "Read more", "More from World"))
        for other in chance.sample([one for one in others if one.name != page.name], 2):
            teaser = re.split(r"(?<=[.!?])\s", other.text.replace("\n", " "), maxsplit=1)[0][:110].rsplit(" ", 1)[0] + "..."
            related.append({"headline": other.head["headline"], "teaser": teaser})
            after += f"\n\n{other.head['headline']}\n\n{teaser}"
    text = before + page.text + after + "\n"
    shift = len(before)
    gold = _shifted(gold_of(page), shift)
    at = text.index(page.head["headline"])
    blocks, start = [], shift
    for block in page.text.split("\n\n"):
        blocks.append({"start": start, "end": start + len(block), "text": block})
        start += len(block) + 2
    article = {
        "headline": {"start": at, "end": at + len(page.head["headline"]), "text": page.head["headline"]},
        "body": blocks,
        "published": {"date": page.head["published"], "evidence": []},
        "agencies": [],
        "authors": [],
        "related": [{"headline": {"text": one["headline"]}, "teaser": {"text": one["teaser"]}} for one in related],
    }
    times = [
        {"id": f"t{mark.number}", **span_of(page.text, mark)} for mark in page.marks if mark.kind == "t"
    ]  # fmt: skip
    document = {"location": f"{page.name}.txt", "media_type": "text/plain", "language": "en", "characters": len(text)}
    return text, {"schema": "onrecord-gold/1", "document": document, "article": article, **gold, "times": _shifted(times, shift)}


def _shifted(node: Any, by: int) -> Any:
    if isinstance(node, dict):
        moved = {key: _shifted(value, by) for key, value in node.items()}
        if isinstance(node.get("start"), int):
            moved |= {"start": node["start"] + by, "end": node["end"] + by}
        return moved
    return [_shifted(one, by) for one in node] if isinstance(node, list) else node
