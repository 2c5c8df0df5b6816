"""Names all over the article, each with its titles and the apposition beside it."""

import re
from collections.abc import Iterator
from typing import Final

from onrecord.grounding.actors.naming import body_in, read_run
from onrecord.grounding.actors.nouns import describe, head_words, is_person_head, known_noun, singular
from onrecord.grounding.actors.phrase import Phrase
from onrecord.grounding.actors.pronouns import RELATIVE
from onrecord.grounding.actors.words import UPPER, Token, find_tokens, words_of

_ABBREVIATION: Final = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Cmdr|Adm|Sgt|Cpl|Sen|Rep|Gov|Rev|St|Brig|Supt|Det)\."
_CAPITAL: Final = rf"(?:{_ABBREVIATION}|(?:[{UPPER}]\.){{1,3}}|[{UPPER}](?:[^\W_]|[\u0300-\u036f]|-(?=\w)|[’'](?!s\b)(?=\w))*)"
_RUN: Final = re.compile(
    rf"(?<![\w.’'-]){_CAPITAL}(?:\s(?:(?:of|for|de|del|della|der|den|da|di|dos|du|van|von|la|al|bin|ibn|ben|the)\s){{0,2}}{_CAPITAL}){{0,9}}"
)
_LEAD: Final = re.compile(r"(?:[\w’'.-]+\s){1,5}\Z")
_SENTENCE_END: Final = re.compile(r"[.!?:;,]\s")
_AND_MORE: Final = re.compile(rf"\sand\s{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}")  # "the Ministry of Trade {and Industry}"
_TAIL: Final = re.compile(r"([’']s?)?((?:\s[a-z-]+){1,4})")
_APPOSED: Final = re.compile(r",\s(?:\d+,\s)?((?:[\w’'-]+\s){0,7}[\w’'-]+)")
_BEFORE: Final = re.compile(r"([\w’'-]+(?:\s[\w’'-]+){0,7}),\s\Z")


def find_names(text: str, start: int, end: int) -> Iterator[Phrase]:
    """Every name in text[start:end], with its titles and the apposition beside it; each word is looked at a bounded number of times."""
    for match in _RUN.finditer(text, start, end):
        tokens = find_tokens(text, match.start(), match.end(), 14)
        while tokens and tokens[0].low in words_of("opening"):
            tokens = tokens[1:]
        while tokens and (tokens[-1].low in words_of("opening") or not tokens[-1].capital):
            tokens = tokens[:-1]
        if not tokens:
            continue
        if tokens[0].low in words_of("body") and len(tokens) > 2 and (more := _AND_MORE.match(text, tokens[-1].end, end)) is not None:
            tokens.extend(find_tokens(text, more.start(), more.end(), 5))
        lead = _lead(text, start, tokens[0].start)
        phrase = read_run(tokens, lead)
        if phrase is None:
            continue
        described = phrase.described
        stop = tokens[-1].end
        if phrase.sort in ("person", "name"):
            after = _APPOSED.match(text, stop, min(end, stop + 90))
            if after is not None and (d := _apposition(text, after.start(1), after.end(1))) is not None:
                described = (*described, d)
            before = _BEFORE.search(text, max(start, phrase.start - 90), phrase.start) if phrase.sort == "person" else None
            if before is not None and (d := _apposition(text, before.start(1), before.end(1))) is not None:
                described = (*described, d)
        first = _title_start(lead, tokens[0].start) if phrase.sort == "person" else phrase.start
        yield Phrase(first, stop, phrase.sort, phrase.name, phrase.key, phrase.titled, described, phrase.definite, False, phrase.gender)
        if (body := _body_behind(text, tokens, end)) is not None:
            yield body


def _body_behind(text: str, owner: list[Token], end: int) -> Phrase | None:
    """The body that a name owns: "Norland’s foreign ministry", "the Arkel police"."""
    found = _TAIL.match(text, owner[-1].end, min(end, owner[-1].end + 60))
    if found is None:
        return None
    owned = found[1] is not None
    tail = find_tokens(text, found.start(2), found.end(2), 5)
    for i, token in enumerate(tail):
        if token.low in words_of("body") and not (i + 1 < len(tail) and tail[i + 1].low in words_of("body") | words_of("person")):
            core = [*owner, *tail[: i + 1]]
            return body_in(core)
        inner = token.low in words_of("inner") or token.low in words_of("office") or token.low in words_of("body")
        if not inner and (
            not owned or token.low in words_of("opening") or token.low in words_of("loose") or known_noun(token) or token.low.endswith("ed")
        ):
            return None
    return None


_LEADING: Final = frozenset(("the", "a", "an", "its", "his", "her", "their"))


def _lead(text: str, start: int, at: int) -> list[Token]:
    """The words before a name in its phrase."""
    found = _LEAD.search(text, max(start, at - 70), at)
    if found is None:
        return []
    begin = found.start()
    for stop in _SENTENCE_END.finditer(text, begin, at):
        begin = stop.end()
    tokens = find_tokens(text, begin, at, 12)
    cut = 0
    for i, token in enumerate(tokens):
        if (token.low in words_of("opening") and token.low not in _LEADING) or (not token.low[0].isalnum() and token.low != "'s"):
            cut = i + 1
    return tokens[cut:]


def _title_start(lead: list[Token], at: int) -> int:
    """Where the titles before a name begin: "Kremlin spokesman" is one, "met" and "the" are none."""
    first = at
    if not lead or not is_person_head(singular(lead[-1].low)):
        return first
    for token in reversed(lead):
        known = token.capital or known_noun(token) is not None or token.low in words_of("office") or token.low in words_of("title")
        if not known or token.low in words_of("opening") or token.text in ("'s", "’s"):
            break
        first = token.start
    return first


def _apposition(text: str, start: int, end: int) -> tuple[str, frozenset[str]] | None:
    """What "a doctor at the clinic" or "its spokesman" says of the name beside it; None where it is no such phrase."""
    tokens = find_tokens(text, start, end, 10)
    core = head_words(tokens) if tokens and tokens[0].low not in RELATIVE and tokens[0].low != "whose" else []
    if not core or core[-1].capital or known_noun(core[-1]) is None or singular(core[-1].low) != core[-1].low:
        return None
    return describe(tokens)
