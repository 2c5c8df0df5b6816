"""Proper names: what a run of capitalised words names, with the titles before it, a person, a body or what may be either."""

from dataclasses import replace
from typing import Final

from onrecord.grounding.actors.nouns import AFTER_HEAD, called_body, gender_of, is_person_head, kin_of, known_noun, singular
from onrecord.grounding.actors.phrase import Phrase, Sort
from onrecord.grounding.actors.words import Token, words_of

_LONGEST_NAME: Final = 5  # words of a person's name


def core_of(tokens: list[Token]) -> list[Token]:
    """The words up to what follows the head: "a spokesman {for the army}" is left out, "the Ministry of Defence" is kept."""
    for i, token in enumerate(tokens):
        if token.low in AFTER_HEAD and i:
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


def name_in(core: list[Token]) -> Phrase | None:
    """The proper name that ends the words of a source: a person, a body, or what may be either; None where it ends in a noun."""
    core = list(core)
    while core and (core[-1].text in ("'s", "’s") or not core[-1].low[0].isalnum()):
        core.pop()
    if not core or not (core[-1].capital or core[-1].low in words_of("particle")):
        return body_in(core)
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
            return body_in(before) or _named(run, lead)
    if not titled and len(run) > 1 and (noun := called_body(lead)) is not None:
        return _called(run, lead, noun)
    role = lead[-1].low if lead else ""
    called = titled or (is_person_head(singular(role) if role else "") and singular(role) == role)
    if run[-1].low in words_of("title") and len(run) > 1 and not titled and run[-1].low in words_of("body"):
        return _named(run, lead)
    if run[-1].low in words_of("title") or (run[-1].low in words_of("person") and not called and not _ends_as_body(run)):
        return None  # an office without its holder is no name
    if name and called and len(name) <= _LONGEST_NAME and not _is_bodily(name):
        key = _key(name)
        described = _titles(lead, titles)
        gender = gender_of([t.low for t in titles] + ([role] if role else []))
        return Phrase(run[0].start, run[-1].end, "person", (name[0].start, name[-1].end), key, True, described, gender=gender) if key else None
    if _is_personal(run, lead):
        key = _key(run)
        return Phrase(run[0].start, run[-1].end, "person", (run[0].start, run[-1].end), key, False)
    return _named(run, lead)


def _called(run: list[Token], lead: list[Token], noun: str) -> Phrase:
    """A name before which stands what body it is: "the think tank {Norland Arms Monitor}"."""
    named = _named(run, lead)
    kin = frozenset(kin_of(t) for t in lead[:-1] if t.low[0].isalnum() and t.low not in words_of("loose"))
    described = named.described or ((noun.rpartition("-")[2] if noun not in words_of("body") else noun, kin),)
    return replace(named, sort="name" if named.sort == "person" else named.sort, described=described)


def _ends_as_body(run: list[Token]) -> bool:
    """Whether a name of three words or more ends as those of bodies do: "Norland Arms Monitor", not "Chief Monitor"."""
    return len(run) > 2 and run[-1].low in words_of("part")


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
        kin = frozenset(kin_of(t) for t in (*lead, *run) if t is not head and t.low not in words_of("loose") and t.low[0].isalnum())
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


def body_in(core: list[Token]) -> Phrase | None:
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
    kin = frozenset(kin_of(t) for t in own)
    key = tuple(t.low for t in core[first:] if t.text not in ("'s", "’s"))
    return Phrase(core[0].start, head.end, "body", (core[first].start, head.end), key, False, ((singular(head.low), kin),), True)


def _is_counted(core: list[Token]) -> bool:
    return core[0].low in ("two", "three", "four", "several", "some", "many", "other", "a", "an", "one", "another")


def _titles(lead: list[Token], titles: list[Token]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The nouns before a name: "Russian Defence {Minister}", "Kremlin {spokesman}"."""
    words = [*lead, *titles]
    found = []
    for token in words[-6:]:
        single = singular(token.low)
        low = known_noun(token) if is_person_head(single) or (token.low in words_of("title") and len(token.low) > 3) else None
        if low is not None:  # a body before a name ("police commander Otto Lund") is not what the name stands for
            kin = frozenset(
                kin_of(t) for t in words if t is not token and t.low[0].isalnum() and t.low not in words_of("loose") and t.text not in ("'s", "’s")
            )
            found.append((low, kin))
    return tuple(reversed(found))


def _key(name: list[Token]) -> tuple[str, ...]:
    return tuple(t.text.casefold().rstrip(".").replace("’", "'") for t in name if t.low[0].isalnum())
