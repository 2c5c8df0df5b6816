"""Pages of made-up words for the index of copies: reports that many print, cut, edited and under boxes; without statements or events."""

import random
from collections.abc import Iterator

from onrecord.store.packed import pack
from onrecord.store.reader import Reader
from onrecord.store.rows import COLUMNS
from onrecord.store.write import Reading

_WORDS = 3_000


def made_pages(count: int, seed: int, *, boxes: int = 4, most: int = 60) -> Iterator[Reading]:
    """Pages; of one report in eight up to `most` printings."""
    chance = random.Random(seed)
    shared = [_words(chance, 25) for _ in range(boxes)]
    number = 0
    while number < count:
        report = _words(chance, chance.choice([60, 160, 220]))
        printings = 1 if chance.random() < 0.5 else chance.randint(2, 6)
        if chance.random() < 0.12:
            printings = chance.randint(most // 2, most)
        for _ in range(printings):
            words = [chance.choice(report) if chance.random() < 0.02 else word for word in report]
            if chance.random() < 0.3:
                words = words[: chance.randint(20, len(words))]
            if chance.random() < 0.1:
                words = report  # equal to others
            if chance.random() < 0.2:
                words = [*words, *_words(chance, 70)]
            if shared and chance.random() < 0.4:
                words = [*words, *chance.choice(shared)]
            yield _page(number, words, f"Outlet {chance.randrange(9)}", f"2024-03-{chance.randint(1, 28):02}")
            number += 1
            if number == count:
                return


def _words(chance: random.Random, length: int) -> list[str]:
    return [f"w{int(_WORDS * chance.random() ** 3):x}q" for _ in range(length)]


def _page(number: int, words: list[str], outlet: str, published: str) -> Reading:
    sentences = [" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, len(words), 12)]
    paragraphs, start = [], 0
    for at in range(0, len(sentences), 3):
        text = " ".join(sentences[at : at + 3])
        paragraphs.append(("paragraph", start, start + len(text), text))
        start += len(text) + 1
    told = {"kind": "news", "language": "en", "media_type": "text/html", "outlet": outlet, "published": published, "agencies": "[]", "authors": "[]"}
    rows = {table: [] for table in COLUMNS} | {"article": [tuple(told.get(name) for name in COLUMNS["article"])], "paragraph": paragraphs}
    place = f"https://news.example/{number}"
    packed = pack(b"{}")
    return Reading(place, f"sha256:{number:064x}", 1, None, None, place, None, None, outlet, None, Reader("1"), packed, rows)  # type: ignore[arg-type]
