"""What one source is: the name in it, or in its apposition, or else the head of its description."""

from typing import Final

from onrecord.grounding.actors.naming import core_of, name_in
from onrecord.grounding.actors.nouns import describe, gender_of, is_person_head, is_plural, last_word
from onrecord.grounding.actors.phrase import Phrase
from onrecord.grounding.actors.pronouns import RELATIVE
from onrecord.grounding.actors.words import Token, words_of

_DEFINITE: Final = frozenset(("the", "this", "that", "these", "those"))


def read_unit(tokens: list[Token]) -> Phrase:
    """What one source is: the name in it, or in its apposition, or else the head of its description."""
    segments = _segments(tokens)
    main = segments[0] if segments and segments[0] else tokens
    start, end = tokens[0].start, tokens[-1].end
    core = core_of(main)
    named = name_in(core)
    rest = [segment for segment in segments[1:] if segment[0].low not in RELATIVE and segment[0].low != "whose"][:2]
    more = tuple(d for segment in rest if (d := describe(segment)) is not None and (is_person_head(d[0]) or d[0] in words_of("body")))
    if named is not None and named.sort == "person":
        return Phrase(start, end, "person", named.name, named.key, named.titled, named.described + more, gender=named.gender)
    described = describe(main)
    if described is not None and is_person_head(described[0]) and not is_plural(main):
        for segment in rest:
            other = name_in(core_of(segment))
            if other is not None and other.sort == "person" and other.name is not None and other.name[1] == segment[-1].end:
                # "its spokesman, Captain Otto Lund": the name says who the description is.
                gender = other.gender or gender_of(last_word(main))
                told = (described, *other.described)
                return Phrase(start, end, "person", other.name, other.key, True, told, main[0].low in _DEFINITE, gender=gender)
    if named is None and described is not None and described[0] in words_of("body") and main[0].low in _DEFINITE and rest:
        named = name_in(core_of(rest[0]))  # "the manufacturer, Vik"
        if named is not None:
            return Phrase(start, end, "name", named.name, named.key, False, (described,), True)
    if named is not None:
        return Phrase(start, end, named.sort, named.name, named.key, False, named.described + more, True)
    return _description(main, start, end, described)


def _segments(tokens: list[Token]) -> list[list[Token]]:
    """The parts of a source between its commas, dashes and brackets; a relative clause begins a part of its own."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in (",", "(", ")", "–", "—", ";", ":") or (token.low in ("who", "which", "whose") and parts[-1]):
            parts.append([])
        else:
            parts[-1].append(token)
    return [parts[0], *(part for part in parts[1:] if part)]


def _description(main: list[Token], start: int, end: int, described: tuple[str, frozenset[str]] | None) -> Phrase:
    """A source without a name: "a senior official", "witnesses", "the ministry"."""
    plural = is_plural(main)
    definite = main[0].low in _DEFINITE
    gender = gender_of(last_word(main)) if not plural else None
    return Phrase(start, end, "description", described=(described,) if described else (), definite=definite, plural=plural, gender=gender)
