"""What the words of a source are: a name with its titles, a description with its head, or a pronoun; several where they are joined."""

from typing import Final

from onrecord.grounding.actors.nouns import AFTER_HEAD, kin_of, singular
from onrecord.grounding.actors.phrase import Gender, Phrase, Sort
from onrecord.grounding.actors.pronouns import FEMININE, MASCULINE, RELATIVE, pronoun_of
from onrecord.grounding.actors.single import read_unit
from onrecord.grounding.actors.words import Token, find_tokens, words_of
from onrecord.lexicon import word_set

_JOINING: Final = frozenset(("and", "or", "nor", "&"))
_OPEN_ANEW: Final = word_set("the a an his her its their one two three four five several another other")


def read_source(text: str, start: int, end: int, *, named: bool = True) -> tuple[Phrase, ...]:
    """Those that the words of a source speak of: one, or several where the text clearly joins them.

    Args:
        text: the document's.
        start: where the source begins.
        end: where it ends.
        named: whether the statement has it for a name; the capital of "Estimates say" is that of its sentence.
    """
    tokens = find_tokens(text, start, end)
    if not named and tokens and tokens[0].text[1:].islower() and not (len(tokens) > 1 and tokens[1].capital):
        tokens[0] = Token(tokens[0].start, tokens[0].end, tokens[0].text.lower(), tokens[0].low)
    while tokens and not tokens[-1].low[0].isalnum() and tokens[-1].text not in ")]":
        tokens.pop()
    while len(tokens) > 2 and tokens[0].low in RELATIVE and tokens[1].text == ",":
        tokens = tokens[2:]  # "who, Ada Brandt said, …"
    if not tokens:
        return ()
    if (pronoun := pronoun_of(tokens)) is not None:
        gender: Gender | None = "he" if pronoun in MASCULINE else "she" if pronoun in FEMININE else None
        return (Phrase(tokens[0].start, tokens[-1].end, "pronoun", pronoun=pronoun, gender=gender),)
    parts = _joined(tokens)
    if parts is None:
        phrase = read_unit(tokens)
        return (_whole(phrase, start, end),)
    return parts


def _whole(phrase: Phrase, start: int, end: int) -> Phrase:
    return Phrase(
        start,
        end,
        phrase.sort,
        phrase.name,
        phrase.key,
        phrase.titled,
        phrase.described,
        phrase.definite,
        phrase.plural,
        phrase.gender,
        phrase.pronoun,
    )


def _joined(tokens: list[Token]) -> tuple[Phrase, ...] | None:
    """The parts of "Ada Brandt and Per Lund" or "both Russian and Chinese officials"; None where one source is meant."""
    first = tokens[0].low in ("both", "neither", "either")
    inner = tokens[1:] if first else tokens
    groups = _split(inner)
    if len(groups) < 2:
        return None
    shared = _shared_head(inner, groups)
    if shared is not None:
        return shared
    if any(not group for group in groups):
        return None
    read = [_read_pronoun_or_unit(group) for group in groups]
    person = any(phrase.sort in ("person", "pronoun") for phrase in read)
    if not all(_stands_alone(p, group, person) for p, group in zip(read, groups, strict=True)):
        return None
    if not _is_one_name(groups):
        return tuple(read)
    if any(token.low in ("of", "for") for token in inner):
        return None  # read as one source, "the Ministry of Trade and Industry"
    start, end = inner[0].start, inner[-1].end
    return (Phrase(start, end, "name", (start, end), tuple(t.low for t in inner), definite=True),)


def _read_pronoun_or_unit(group: list[Token]) -> Phrase:
    pronoun = pronoun_of(group)
    if pronoun is None:
        return read_unit(group)
    gender: Gender | None = "he" if pronoun in MASCULINE else "she" if pronoun in FEMININE else None
    return Phrase(group[0].start, group[-1].end, "pronoun", pronoun=pronoun, gender=gender)


def _split(tokens: list[Token]) -> list[list[Token]]:
    """The tokens between "and", "or", "as well as" and, in a list, commas; an apposition stays with its name."""
    pieces: list[list[Token]] = [[]]
    marks: list[Token] = []
    depth = 0
    for i, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and (token.low in _JOINING or token.text == ","):
            if token.low in _JOINING and i and tokens[i - 1].text == "," and not pieces[-1]:
                marks[-1] = token  # ", and"
                continue
            pieces.append([])
            marks.append(token)
        elif token.low == "well" and [t.low for t in tokens[i - 1 : i + 2]] == ["as", "well", "as"]:
            pieces[-1].pop()
            pieces.append([])
            marks.append(token)
        elif not (token.low == "as" and not pieces[-1] and marks and marks[-1].low == "well"):
            pieces[-1].append(token)
    if all(mark.text == "," for mark in marks):
        return [tokens]
    return _gather(pieces, marks)


def _gather(pieces: list[list[Token]], marks: list[Token]) -> list[list[Token]]:
    """Pieces, with those that only tell more of the name before ("the mayor", "a doctor and writer") put back to it."""
    groups: list[list[Token]] = [pieces[0]]
    told_more = False  # behind a comma that opened an apposition
    for number, (piece, mark) in enumerate(zip(pieces[1:], marks, strict=True), 1):
        named = bool(piece) and _is_name_like(piece)
        if mark.text == ",":
            last_of_list = named and _is_name_like(groups[-1]) and any(m.text != "," for m in marks[number:])
            if last_of_list:
                groups.append(piece)
            else:
                groups[-1] = [*groups[-1], mark, *piece]
                told_more = True
        elif told_more and not named:
            groups[-1] = [*groups[-1], mark, *piece]
        else:
            groups.append(piece)
            told_more = False
    return groups


def _is_name_like(piece: list[Token]) -> bool:
    """Whether it is a name by itself, with its title: "Otto Lund", "Captain Lund", "Norland"."""
    phrase = read_unit(piece)
    return phrase.sort in ("person", "name", "body") and phrase.name is not None and phrase.name[1] == piece[-1].end


def _shared_head(tokens: list[Token], groups: list[list[Token]]) -> tuple[Phrase, ...] | None:
    """ "Russian and North Korean officials": two names of peoples before one plural noun."""
    if len(groups) != 2 or not groups[0] or not groups[1]:
        return None
    first, last = groups[0], groups[1]
    lead = [t for t in first if t.low not in words_of("loose")]
    if not lead or not all(t.capital for t in lead) or len(lead) > 3:
        return None
    tail = [t for t in last if not t.capital]
    heads = [t for t in last if t.capital]
    if not heads or not tail or last[0] is not heads[0] or any(t.capital for t in last[len(heads) :]) or tail[0].text == "'s":
        return None
    head = tail[-1] if not any(t.low in AFTER_HEAD for t in tail) else next(tail[k - 1] for k, t in enumerate(tail) if t.low in AFTER_HEAD and k)
    single = singular(head.low)
    if single == head.low or (single not in words_of("person") and single not in words_of("body")):
        return None
    start, end = tokens[0].start, tokens[-1].end
    both = []
    for own in (lead, heads):
        kin = frozenset(kin_of(t) for t in own) | frozenset(kin_of(t) for t in tail if t is not head and t.low not in words_of("loose"))
        # The name has words from two places: its key holds them, and the citation is the whole.
        key = tuple(t.text for t in own) + tuple(t.text for t in tail)
        sort: Sort = "description"
        both.append(Phrase(start, end, sort, None, key, False, ((single, kin),), False, True))
    return tuple(both)


def _stands_alone(phrase: Phrase, group: list[Token], beside_person: bool) -> bool:
    """Whether one part of a joined source is a source by itself: "police and fire officials" may be one."""
    if phrase.sort in ("person", "pronoun"):
        return True
    if phrase.sort in ("body", "name"):
        return not any(token.low in ("of", "for") for token in group) or group[0].low in ("the", "a", "an")
    return group[0].low in _OPEN_ANEW or (phrase.plural and beside_person)


def _is_one_name(groups: list[list[Token]]) -> bool:
    """Whether "X and Y" is the name of one body: "the Ministry of Trade and Industry", "Vik and Vik", "the army and navy club"."""
    first, last = groups[0], groups[-1]
    whole = first[-1].capital and last[0].capital
    inner_of = any(token.low in ("of", "for") for token in first) and whole and read_unit(last).sort != "person"
    doubled = first[-1].low == last[0].low
    last_body = len(last) > 1 and last[0].capital and last[-1].capital and (last[-1].low in words_of("part") or last[-1].low in words_of("body"))
    return inner_of or doubled or (last_body and len(first) == 1 and whole)
