"""What the words of a line say it is: furniture that can be told without knowing where it stands."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.article.tables import bare, fold, letters_of, spellings
from onrecord.lexicon import read_table

_LABEL_CHARACTERS = 60
_LONGEST_TOLD = 900  # characters
_LONGEST_OPENING = 45  # words: a longer line that opens like a promo is prose
_LONGEST_MENTION = 70
_LONGEST_FRAME = 8
_LONGEST_COUNT = 7
_LONGEST_LIST = 30
_COUNT = re.compile(r"\W*\d[\d.,\u00a0 ]*(?:[km]\b)?\+?\s*([^\W\d].{0,20})|([^\W\d].{0,20}?)\s*[:(]?\s*\d[\d.,]*[km]?\s*\)?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?:[-.][A-Za-z0-9]+)*")
_SHORTCODE = re.compile(r"\[(?=[^\[\]]{0,150}[_=\d/])/?[a-z][a-z\d_-]{1,30}(?: [^\[\]]{0,120})?\]")
_INITIALS = re.compile(r"\(?[A-ZÀ-ÖØ-Þ]\. ?(?:[A-ZÀ-ÖØ-Þ]\. ?)?[A-ZÀ-ÖØ-Þ]\.\)?")
_LONGEST_INITIALS = 10  # characters
_SEPARATED = re.compile(r"\s*[|•·/»›>]\s*|\s{2,}|\t|\s[.–—-]\s")
_SEPARATING = re.compile(r"[|•·/»›>\t]|\s[\s.–—-]")  # where nothing of this stands, no line is parted
_CREDITING = re.compile(r"(?:(?:written|reported|posted|published) )?by\s+[^\W\d_]", re.IGNORECASE)
_LONGEST_PART = 8  # words between two strokes
_BYLINE_OPENERS = ("by ", "von ", "por ", "par ")
_STOPS = (":", ",", ".", ";")
_SENTENCE_MARKS = (".", "?", "!", "”", '"')
_DAY_TIME = re.compile(r"\d")


@dataclass(frozen=True)
class _Phrases:
    """phrases.tsv, ready for look-up."""

    whole: dict[str, str]
    starts: dict[str, tuple[tuple[str, str], ...]]  # first word → phrases, longest first
    ends: dict[str, str]
    endings: tuple[str, ...]
    mentions: dict[str, tuple[tuple[str, str], ...]]  # longest word → phrases
    labels: dict[str, str]
    counts: dict[str, str]
    frames: tuple[tuple[str, str, str], ...]  # beginning, end, kind
    frame_beginnings: tuple[str, ...]
    frame_ends: tuple[str, ...]  # of those without a beginning
    vocabularies: tuple[tuple[str, frozenset[str]], ...]


@cache
def _phrases() -> _Phrases:
    by_how: dict[str, dict[str, str]] = {how: {} for how in ("is", "starts", "ends", "has", "label", "count", "frame")}
    vocabularies: dict[str, set[str]] = {}
    for kind, how, words, _ in read_table("article/phrases.tsv").rows:
        if how == "words":
            vocabularies.setdefault(kind, set()).update(fold(words).split())
        else:
            for phrase in spellings(fold(words)):
                by_how[how].setdefault(bare(phrase) if how in ("is", "label") else phrase, kind)
    starts: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in by_how["starts"].items():
        starts.setdefault(phrase.split()[0], []).append((phrase, kind))
    mentions: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in by_how["has"].items():
        mentions.setdefault(max(letters_of(phrase), key=len), []).append((phrase, kind))
    parted = ((frame.split("…"), kind) for frame, kind in by_how["frame"].items())
    frames = tuple((parts[0].strip(), parts[1].strip(), kind) for parts, kind in parted)
    return _Phrases(
        whole=by_how["is"],
        starts={word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in starts.items()},
        ends=by_how["ends"],
        endings=tuple(by_how["ends"]),
        mentions={word: tuple(rows) for word, rows in mentions.items()},
        labels=by_how["label"],
        counts=by_how["count"],
        frames=frames,
        frame_beginnings=tuple(start + " " for start, _, _ in frames if start),
        frame_ends=tuple(" " + end for start, end, _ in frames if not start),
        vocabularies=tuple((kind, frozenset(words)) for kind, words in vocabularies.items()),
    )


def kind_of_words(text: str, *, prose: bool) -> str | None:
    """What kind of furniture a line is by its words and shape alone; None where they do not tell.

    Args:
        text: the line.
        prose: it has the shape of a sentence, so that a single opening word ("By", "Updated") tells nothing.
    """
    if len(text) <= _LABEL_CHARACTERS and not prose:
        return _kind_of_label(text)  # pages of one outlet, and of all outlets, have many in common
    return _told(text, prose=prose) if len(text) <= _LONGEST_TOLD else None


@lru_cache(maxsize=4096)
def _kind_of_label(text: str) -> str | None:
    return _told(text, prose=False)


def _told(text: str, *, prose: bool) -> str | None:
    folded = fold(text)
    core = bare(folded)
    if not core:
        return "other"
    count = core.count(" ") + 1
    phrases = _phrases()
    text = text.strip()
    return (
        phrases.whole.get(core)
        or _by_shape(text, core, count)
        or (_by_label(folded, count) if ":" in folded[:40] else None)
        or (_by_day_and_author(text) if _SEPARATING.search(text) else None)
        or (_by_opening(folded.lstrip('-–—•*▶►> "'), prose, count) if count <= _LONGEST_OPENING else None)
        or (_by_vocabulary(text, core) if count <= _LONGEST_LIST else None)
        or (_by_parts(text, core) if _SEPARATING.search(text) else None)
        or (_by_frame(core) if count <= _LONGEST_FRAME else None)
        or (_by_count(core) if count <= _LONGEST_COUNT and _DAY_TIME.search(core) else None)
        or (_by_ending(folded, prose) if 2 <= count <= _LONGEST_MENTION else None)
        or (_by_mention(folded) if 2 <= count <= _LONGEST_MENTION else None)
    )


def _by_shape(text: str, core: str, count: int) -> str | None:
    if "_" in text and count == 1 and _IDENTIFIER.fullmatch(text):
        return "advertising"  # the name of an image or a slot, left by a scraper: "slot_leaderboard"
    first = text[0]
    if first == "[" and _SHORTCODE.fullmatch(text):
        return "advertising"  # what a site's own program should have filled: "[the_ad id=3]"
    if len(text) <= _LONGEST_INITIALS and _INITIALS.fullmatch(text):
        return "byline"
    if text[-1] == ":" and count <= 3 and ":" not in text[:-1]:
        return "label"
    if not core[0].isalpha() and not any(map(str.isalpha, core)):
        return "other"
    return None


def _by_day_and_author(text: str) -> str | None:
    """A day and who wrote it, in one line with a stroke, a dot or a dash between: "3 May 2021 | By Mary Roe"."""
    parts = [part for part in _SEPARATED.split(text) if part]
    if len(parts) < 2 or any(part.count(" ") >= _LONGEST_PART for part in parts) or not any(_CREDITING.match(part) for part in parts[1:]):
        return None
    dated = (part for part in parts if _DAY_TIME.search(part) and not _CREDITING.match(part))
    return (
        "byline" if any(_by_vocabulary(part, bare(fold(part))) == "date" or _by_opening(fold(part), False, 0) == "date" for part in dated) else None
    )


def _by_parts(text: str, core: str) -> str | None:
    """Three short words or more with strokes, dots or wide gaps between: a row of links."""
    parts = _SEPARATED.split(text)
    if len(parts) < 3 or core.startswith(_BYLINE_OPENERS) or text.endswith(_SENTENCE_MARKS):
        return None
    return "navigation" if all(len(part.split()) <= 3 and len(part) <= 24 for part in parts) else None


def _by_vocabulary(text: str, core: str) -> str | None:
    words = letters_of(core if text.isupper() else text)
    if not words:
        return None
    for kind, vocabulary in _phrases().vocabularies:
        if words[0] in vocabulary and vocabulary.issuperset(words) and kind != "date":
            return kind
        if kind == "date" and (len(words) <= 2 or _DAY_TIME.search(core)) and _is_date(words, vocabulary):
            return kind
    return None


def _is_date(words: list[str], vocabulary: frozenset[str]) -> bool:
    """Zones ("AEDT") and clock words cling to dates, so one strange word is let pass among three."""
    if vocabulary.isdisjoint(words):
        return False
    strange = sum(1 for word in words if word not in vocabulary)
    return strange <= (len(words) >= 3) and any(len(word) > 2 and word in vocabulary for word in words)


def _by_frame(core: str) -> str | None:
    phrases = _phrases()
    if not core.startswith(phrases.frame_beginnings) and not core.endswith(phrases.frame_ends):
        return None
    for start, end, kind in phrases.frames:
        if (not start or core.startswith(start + " ")) and (not end or core.endswith(" " + end)):
            return kind
    return None


def _by_count(core: str) -> str | None:
    found = _COUNT.fullmatch(core)
    if not found:
        return None
    return _phrases().counts.get(bare(found[1] or found[2]))


def _by_opening(folded: str, prose: bool, count: int) -> str | None:
    first = folded.split(" ", 1)[0]
    for key in (first, first.rstrip(":,.;")) if first[-1:] in _STOPS else (first,):
        for phrase, kind in _phrases().starts.get(key, ()):
            if not folded.startswith(phrase):
                continue
            after = folded[len(phrase) : len(phrase) + 1]
            if after.isalnum() or ((prose or count > 20) and " " not in phrase and phrase.isalpha()):
                continue
            return kind
    return None


def _by_label(folded: str, count: int) -> str | None:
    if count > 30:
        return None
    return _phrases().labels.get(bare(folded.split(":", 1)[0]))


def _by_ending(folded: str, prose: bool) -> str | None:
    if not prose:
        folded = folded.rstrip(".")
    if not folded.endswith(_phrases().endings):
        return None
    for phrase, kind in _phrases().ends.items():
        if folded.endswith(phrase) and (len(folded) == len(phrase) or not phrase[0].isalpha() or not folded[-len(phrase) - 1].isalpha()):
            return kind
    return None


def _by_mention(folded: str) -> str | None:
    mentions = _phrases().mentions
    told = mentions.keys() & letters_of(folded)
    return next((kind for word in sorted(told) for phrase, kind in mentions[word] if phrase in folded), None)
