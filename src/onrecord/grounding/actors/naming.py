"""What the words of a source are: a name with its titles, a description with its head, or a pronoun; several where they are joined."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from onrecord.lexicon import read_table, word_set

Sort = Literal["person", "body", "name", "description", "pronoun"]
Gender = Literal["he", "she"]

_UPPER: Final = "".join(chr(c) for c in range(0x530) if chr(c).isupper())
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[’']s\b"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Cmdr|Adm|Sgt|Cpl|Sen|Rep|Gov|Rev|St|Jr|Sr|Brig|Supt|Det)\.(?=\s)"
    rf"|\b[{_UPPER}]\.(?=\s)"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:(?:-|[’'](?!s\b))(?:[^\W_]|[\u0300-\u036f])+)*"
    r"|[^\w\s]"
)


_MOST_TOKENS: Final = 60  # of one source; what is longer is a sentence
_LONGEST_NAME: Final = 5  # words of a person's name

MASCULINE: Final = frozenset(("he", "him", "himself"))
FEMININE: Final = frozenset(("she", "her", "herself"))
PLURAL: Final = frozenset(("they", "them", "themselves", "both", "neither", "the two", "the pair", "both men", "both women", "the couple"))
NEUTER: Final = frozenset(("it", "itself"))
RELATIVE: Final = frozenset(("who", "which", "that"))
SPEAKER: Final = frozenset(("i", "me", "myself"))
NOBODY: Final = word_set(
    "we us you one this these those what whoever someone somebody anyone anybody everyone everybody nobody none each all there"
)  # pronouns that tell no antecedent by themselves
PRONOUNS: Final = MASCULINE | FEMININE | PLURAL | NEUTER | RELATIVE | SPEAKER | NOBODY
_JOINING: Final = frozenset(("and", "or", "nor", "&"))
_DEFINITE: Final = frozenset(("the", "this", "that", "these", "those"))
_AFTER_HEAD: Final = word_set("of for at in from on with by to about who which that whose whom near inside outside based close familiar speaking")
_VOWELS: Final = re.compile(r"(?:nians?|ians?|eans?|ans?|ish|eses?|ese|ics?|ia|en|ers?|i|a|e)$")


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind in speakers.tsv."""
    return frozenset(word for of, words, _ in read_table("grounding/actors/speakers.tsv").rows if of == kind for word in words.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the document."""

    start: int
    end: int
    text: str
    low: str  # lower case, without the full stop of an abbreviation

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One who is spoken of, as the text has it at one place.

    `name` is where the words of a proper name stand, without titles and articles; `key` is that name, folded. `head` and
    `kin` are the noun that says what the source is and the words that single it out, reduced so that "Swedish" meets "Sweden".
    """

    start: int
    end: int
    sort: Sort
    name: tuple[int, int] | None = None
    key: tuple[str, ...] = ()
    titled: bool = False
    described: tuple[tuple[str, frozenset[str]], ...] = ()
    definite: bool = False
    plural: bool = False
    gender: Gender | None = None
    pronoun: str = ""

    @property
    def head(self) -> str | None:
        """The noun that says what it is, of a description."""
        return self.described[0][0] if self.described else None


def find_tokens(text: str, start: int, end: int, most: int = _MOST_TOKENS) -> list[Token]:
    """The words of text[start:end], at most so many."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        if len(found) == most:
            break
        word = match[0]
        found.append(Token(match.start(), match.end(), word, word.lower().rstrip(".").replace("’", "'") or word))
    return found


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
    if (pronoun := _pronoun(tokens)) is not None:
        gender: Gender | None = "he" if pronoun in MASCULINE else "she" if pronoun in FEMININE else None
        return (Phrase(tokens[0].start, tokens[-1].end, "pronoun", pronoun=pronoun, gender=gender),)
    parts = _joined(tokens)
    if parts is None:
        phrase = _read_unit(tokens)
        return (_whole(phrase, start, end),)
    return parts


def _pronoun(tokens: list[Token]) -> str | None:
    """The pronoun that a source is, "he" or "both men"; None where it is more."""
    lows = [token.low for token in tokens if token.low not in (",", "too", "also", "himself", "herself", "themselves", "itself")] or [tokens[0].low]
    words = " ".join(lows[:3])
    return words if words in PRONOUNS else None


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


# Joined sources


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
    pronoun = _pronoun(group)
    if pronoun is None:
        return _read_unit(group)
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
    phrase = _read_unit(piece)
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
    head = tail[-1] if not any(t.low in _AFTER_HEAD for t in tail) else next(tail[k - 1] for k, t in enumerate(tail) if t.low in _AFTER_HEAD and k)
    single = singular(head.low)
    if single == head.low or (single not in words_of("person") and single not in words_of("body")):
        return None
    start, end = tokens[0].start, tokens[-1].end
    both = []
    for own in (lead, heads):
        kin = frozenset(_kin(t) for t in own) | frozenset(_kin(t) for t in tail if t is not head and t.low not in words_of("loose"))
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


_OPEN_ANEW: Final = word_set("the a an his her its their one two three four five several another other")


def _is_one_name(groups: list[list[Token]]) -> bool:
    """Whether "X and Y" is the name of one body: "the Ministry of Trade and Industry", "Vik and Vik", "the army and navy club"."""
    first, last = groups[0], groups[-1]
    whole = first[-1].capital and last[0].capital
    inner_of = any(token.low in ("of", "for") for token in first) and whole and _read_unit(last).sort != "person"
    doubled = first[-1].low == last[0].low
    last_body = len(last) > 1 and last[0].capital and last[-1].capital and (last[-1].low in words_of("part") or last[-1].low in words_of("body"))
    return inner_of or doubled or (last_body and len(first) == 1 and whole)


# One source


def _read_unit(tokens: list[Token]) -> Phrase:
    """What one source is: the name in it, or in its apposition, or else the head of its description."""
    segments = _segments(tokens)
    main = segments[0] if segments and segments[0] else tokens
    start, end = tokens[0].start, tokens[-1].end
    core = _core(main)
    named = _name_in(core)
    rest = [segment for segment in segments[1:] if segment[0].low not in RELATIVE and segment[0].low != "whose"][:2]
    more = tuple(d for segment in rest if (d := _describe(segment)) is not None and (_is_person_head(d[0]) or d[0] in words_of("body")))
    if named is not None and named.sort == "person":
        return Phrase(start, end, "person", named.name, named.key, named.titled, named.described + more, gender=named.gender)
    described = _describe(main)
    if described is not None and _is_person_head(described[0]) and not _is_plural(main):
        for segment in rest:
            other = _name_in(_core(segment))
            if other is not None and other.sort == "person" and other.name is not None and other.name[1] == segment[-1].end:
                # "its spokesman, Captain Otto Lund": the name says who the description is.
                gender = other.gender or _gender(_last_word(main))
                told = (described, *other.described)
                return Phrase(start, end, "person", other.name, other.key, True, told, main[0].low in _DEFINITE, gender=gender)
    if named is None and described is not None and described[0] in words_of("body") and main[0].low in _DEFINITE and rest:
        named = _name_in(_core(rest[0]))  # "the manufacturer, Vik"
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


def _core(tokens: list[Token]) -> list[Token]:
    """The words up to what follows the head: "a spokesman {for the army}" is left out, "the Ministry of Defence" is kept."""
    for i, token in enumerate(tokens):
        if token.low in _AFTER_HEAD and i:
            before = tokens[i - 1]
            after = tokens[i + 1 : i + 3]
            direct = token.low == "for" and bool(after) and after[0].capital  # "Unity for Change"
            kept = token.low in ("of", "for") and before.capital and any(t.capital for t in after) and (direct or _takes_of(before))
            if not kept:
                return tokens[:i]
    return tokens


def _takes_of(token: Token) -> bool:
    low = token.low
    return low in words_of("body") or low in words_of("title") or low in words_of("part") or low in words_of("person")


def _name_in(core: list[Token]) -> Phrase | None:
    """The proper name that ends the words of a source: a person, a body, or what may be either; None where it ends in a noun."""
    core = list(core)
    while core and (core[-1].text in ("'s", "’s") or not core[-1].low[0].isalnum()):
        core.pop()
    if not core or not (core[-1].capital or core[-1].low in words_of("particle")):
        return _body_in(core)
    first = len(core)
    while first > 0:
        token = core[first - 1]
        joins = token.low in words_of("particle") or token.low in ("of", "for") or (token.low in ("the", "and", "&") and _is_of(core, first - 1))
        if not (token.capital or (joins and first < len(core))) or token.low in words_of("opening") - {"of", "for", "the", "and"}:
            break
        first -= 1
    while first < len(core) and (core[first].low in ("of", "for", "the", "and", "&") or (not core[first].capital)):
        first += 1
    run, lead = core[first:], core[:first]
    return read_run(run, lead) if run else None


def _is_of(core: list[Token], i: int) -> bool:
    return any(core[k].low in ("of", "for") for k in range(max(0, i - 3), i))


def read_run(run: list[Token], lead: list[Token]) -> Phrase | None:
    """What a run of capitalised words names, with the words before it in the same phrase: "Defence Minister" + "Ada Brandt".

    None where it names nobody: "Foreign Minister" alone is an office.
    """
    last_office = -1
    for i, token in enumerate(run):
        if token.low in words_of("title") and i + 1 != len(run):
            last_office = i
    titled = last_office >= 0
    name = run[last_office + 1 :]
    titles = run[: last_office + 1]
    if titled and name and name[0].low in ("of", "for"):
        # "Secretary of State Ada Brandt"
        k = 1
        while k < len(name) and (
            name[k].low in words_of("office") or name[k].low in ("the", "and", "&", "affairs") or name[k].low in words_of("body")
        ):
            k += 1
        if k == len(name) or k == 1:
            return None
        titles, name = titles + name[:k], name[k:]
    while name and name[-1].low in words_of("suffix"):
        name = name[:-1]
    if lead and lead[-1].text in ("'s", "’s") and not titled:
        before = [*lead, *run]
        if len(run) == 1 or not _is_personal(run, lead):
            return _body_in(before) or _named(run, lead)
    role = lead[-1].low if lead else ""
    called = titled or (_is_person_head(singular(role) if role else "") and singular(role) == role)
    if run[-1].low in words_of("title") and len(run) > 1 and not titled and run[-1].low in words_of("body"):
        return _named(run, lead)
    if run[-1].low in words_of("title") or (run[-1].low in words_of("person") and not called):
        return None  # an office without its holder is no name
    if name and called and len(name) <= _LONGEST_NAME and not _is_bodily(name):
        key = _key(name)
        described = _titles(lead, titles)
        gender = _gender([t.low for t in titles] + ([role] if role else []))
        return Phrase(run[0].start, run[-1].end, "person", (name[0].start, name[-1].end), key, True, described, gender=gender) if key else None
    if _is_personal(run, lead):
        key = _key(run)
        return Phrase(run[0].start, run[-1].end, "person", (run[0].start, run[-1].end), key, False)
    return _named(run, lead)


def _is_bodily(name: list[Token]) -> bool:
    """Whether the words end as the names of bodies do."""
    low = name[-1].low
    return len(name) > 1 and (low in words_of("body") or low in words_of("part")) and low not in words_of("person")


def _is_personal(run: list[Token], lead: list[Token]) -> bool:
    """First and last name: two to five words, none of which is found in other names, and no article before them."""
    names = [t for t in run if t.low not in words_of("particle")]
    if not 2 <= len(names) <= _LONGEST_NAME or any(t.low in ("of", "for", "the", "and", "&") for t in run):
        return False
    if lead and lead[-1].low in ("the", "a", "an"):
        return False
    if names[0].low in words_of("place"):
        return False
    upper = all(t.text.isupper() for t in names)
    for token in names:
        low = token.low
        if any(c.isdigit() for c in token.text) or low in words_of("body") or low in words_of("office"):
            return False
        if token is names[-1] and low in words_of("part"):
            return False
        if token.text.isupper() and len(low) > 1 and "." not in token.text and not upper:
            return False
        if low.count(".") > 1:
            return False
    return not (upper and max(len(t.low) for t in names) < 4) and len(names[-1].low) > 1


def _named(run: list[Token], lead: list[Token]) -> Phrase:
    """A name that is no person's for sure: a body where its words say so."""
    body = next((i for i, t in enumerate(run) if t.low in words_of("body")), None)
    of = body is not None and any(t.low in ("of", "for") for t in run[body:])
    ends = run[-1].low in words_of("body") or run[-1].low in words_of("part") - words_of("place")
    key = tuple(t.low for t in run if t.low not in ("the", "'s"))
    name = (run[0].start, run[-1].end)
    if (ends and len(run) > 1 and run[-1].low in words_of("body")) or of:
        head = run[body] if of and body is not None else run[-1]
        kin = frozenset(_kin(t) for t in (*lead, *run) if t is not head and t.low not in words_of("loose") and t.low[0].isalnum())
        if lead and lead[-1].text in ("'s", "’s"):
            owner = [t for t in lead if t.low not in ("the",)]
            name = (owner[0].start if owner else run[0].start, run[-1].end)
        return Phrase(run[0].start, run[-1].end, "body", name, key, False, ((singular(head.low), kin),), True)
    described: tuple[tuple[str, frozenset[str]], ...] = ()
    sort: Sort = (
        "body"
        if ends and len(run) > 1 and run[-1].low in ("inc", "corp", "co", "ltd", "llc", "plc", "gmbh", "oy", "holdings", "industries")
        else "name"
    )
    return Phrase(run[0].start, run[-1].end, sort, name, key, False, described, True)


def _body_in(core: list[Token]) -> Phrase | None:
    """ "Norland’s foreign ministry", "the Estovian army": a body named by its kind and whose it is."""
    if not core or singular(core[-1].low) not in words_of("body") or _is_counted(core):
        return None
    head = core[-1]
    owners = [t for t in core[:-1] if t.capital and t.low not in words_of("opening")]
    if not owners or (singular(head.low) != head.low and head.low not in words_of("body")):
        return None
    own = [t for t in core[:-1] if t.low not in words_of("loose") and t.low[0].isalnum()]
    first = next((i for i, t in enumerate(core) if t.low not in ("the", "a", "an", "this", "that", "both")), 0)
    if core[0].low in ("a", "an"):
        return None
    kin = frozenset(_kin(t) for t in own)
    key = tuple(t.low for t in core[first:] if t.text not in ("'s", "’s"))
    return Phrase(core[0].start, head.end, "body", (core[first].start, head.end), key, False, ((singular(head.low), kin),), True)


def _is_counted(core: list[Token]) -> bool:
    return core[0].low in ("two", "three", "four", "several", "some", "many", "other", "a", "an", "one", "another")


def _description(main: list[Token], start: int, end: int, described: tuple[str, frozenset[str]] | None) -> Phrase:
    """A source without a name: "a senior official", "witnesses", "the ministry"."""
    plural = _is_plural(main)
    definite = main[0].low in _DEFINITE
    gender = _gender(_last_word(main)) if not plural else None
    return Phrase(start, end, "description", described=(described,) if described else (), definite=definite, plural=plural, gender=gender)


def _describe(segment: list[Token]) -> tuple[str, frozenset[str]] | None:
    """The head of a description and the words that single it out; None where it has no noun."""
    if len(segment) > 2 and segment[0].low in _ONE_OF and segment[1].low == "of":
        segment = segment[2:]
    core = _head_words(segment)
    if not core:
        return None
    head = core[-1]
    if any(t.low in words_of("body") or t.low in words_of("person") for t in core) and _known(head) is None:
        # "the group Nordic Watch", "the minister himself"
        head = next(t for t in reversed(core) if _known(t) is not None) if any(_known(t) for t in core) else head
    kin = frozenset(
        _kin(t) for t in segment if t is not head and t.low[0].isalnum() and t.low not in words_of("loose") and t.text not in ("'s", "’s")
    )
    return _known(head) or singular(head.low), kin


def _last_word(segment: list[Token]) -> list[str]:
    """The head of a description as it is written: "spokeswoman"."""
    return [token.low for token in _head_words(segment)[-1:]]


def _head_words(segment: list[Token]) -> list[Token]:
    """The words up to the first that follows a head."""
    for i, token in enumerate(segment):
        if token.low in _AFTER_HEAD and i:
            return segment[:i]
    return segment


def _known(token: Token) -> str | None:
    """The noun for a person or body that a word is, in the singular."""
    low = singular(token.low)
    if low in words_of("body") or _is_person_head(low) or (low in words_of("title") and len(low) > 3):
        return "spokesperson" if low.startswith("spokes") else low
    return None


def _titles(lead: list[Token], titles: list[Token]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The nouns before a name: "Russian Defence {Minister}", "Kremlin {spokesman}"."""
    words = [*lead, *titles]
    found = []
    for token in words[-6:]:
        single = singular(token.low)
        low = _known(token) if _is_person_head(single) or (token.low in words_of("title") and len(token.low) > 3) else None
        if low is not None:  # a body before a name ("police commander Otto Lund") is not what the name stands for
            kin = frozenset(
                _kin(t) for t in words if t is not token and t.low[0].isalnum() and t.low not in words_of("loose") and t.text not in ("'s", "’s")
            )
            found.append((low, kin))
    return tuple(reversed(found))


def _is_person_head(low: str) -> bool:
    return low in words_of("person") or low == "spokesperson" or low.endswith(("man", "woman", "person", "ologist"))


def _is_plural(segment: list[Token]) -> bool:
    """Whether a description speaks of several."""
    core = _head_words(segment)
    low = core[-1].low if core else ""
    return low in ("people", "men", "women") or low.endswith(("men", "women", "people")) or singular(low) != low or low in _COUNTS


_ONE_OF: Final = word_set("one two three some many most several another both all each")
_COUNTS: Final = word_set("others some many several most few two three four five six")
_SAME: Final = word_set("forces armed-forces marines sports news series headquarters bus congress pancreas business")


def singular(low: str) -> str:
    """A noun without its plural ending, by the commonest rules, in one spelling."""
    low = low.replace("organiz", "organis")
    if low in _SAME or len(low) < 4:
        return low
    if low.endswith("people"):
        return low
    if low.endswith("men"):
        return low[:-2] + "an"
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "'s")):
        return low[:-1]
    return low


def _kin(token: Token) -> str:
    """A word reduced so that "Swedish" meets "Sweden" and "defense" meets "defence"."""
    low = singular(token.low.replace("defense", "defence").replace(".", ""))
    if token.text in ("US", "U.S.", "States") or low == "american":
        return "us"
    while len(low) > 4:
        shorter = _VOWELS.sub("", low)
        if shorter == low or len(shorter) < 4:
            break
        low = shorter
    return low


def _key(name: list[Token]) -> tuple[str, ...]:
    return tuple(t.text.casefold().rstrip(".").replace("’", "'") for t in name if t.low[0].isalnum())


def _gender(words: list[str]) -> Gender | None:
    """Which pronoun takes up one who is called by these words."""
    he, she = words_of("he"), words_of("she")
    for word in words:
        if word in he and word not in she:
            return "he"
        if word in she:
            return "she"
    return None


# Names all over the article

_ABBREVIATION: Final = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Cmdr|Adm|Sgt|Cpl|Sen|Rep|Gov|Rev|St|Brig|Supt|Det)\."
_CAPITAL: Final = rf"(?:{_ABBREVIATION}|(?:[{_UPPER}]\.){{1,3}}|[{_UPPER}](?:[^\W_]|[\u0300-\u036f]|-(?=\w)|[’'](?!s\b)(?=\w))*)"
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
            before = _BEFORE.search(text, max(start, phrase.start - 90), phrase.start)
            if before is not None and phrase.sort == "person" and (d := _apposition(text, before.start(1), before.end(1))) is not None:
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
            return _body_in(core)
        inner = token.low in words_of("inner") or token.low in words_of("office") or token.low in words_of("body")
        if not inner and (
            not owned or token.low in words_of("opening") or token.low in words_of("loose") or _known(token) or token.low.endswith("ed")
        ):
            return None
    return None


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
        if token.low in words_of("opening") - {"the", "a", "an", "its", "his", "her", "their"} or (not token.low[0].isalnum() and token.low != "'s"):
            cut = i + 1
    return tokens[cut:]


def _title_start(lead: list[Token], at: int) -> int:
    """Where the titles before a name begin: "Kremlin spokesman" is one, "met" and "the" are none."""
    first = at
    if not lead or not _is_person_head(singular(lead[-1].low)):
        return first
    for token in reversed(lead):
        known = token.capital or _known(token) is not None or token.low in words_of("office") or token.low in words_of("title")
        if not known or token.low in words_of("opening") or token.text in ("'s", "’s"):
            break
        first = token.start
    return first


def _apposition(text: str, start: int, end: int) -> tuple[str, frozenset[str]] | None:
    """What "a doctor at the clinic" or "its spokesman" says of the name beside it; None where it is no such phrase."""
    tokens = find_tokens(text, start, end, 10)
    core = _head_words(tokens)
    if not core or core[-1].capital or _known(core[-1]) is None or singular(core[-1].low) != core[-1].low:
        return None
    return _describe(tokens)
