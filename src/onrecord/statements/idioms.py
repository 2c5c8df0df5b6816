"""Turns of phrase that fix a stance: "poured cold water on", "remained tight-lipped", "issued a two-line denial".

Two kinds. idioms.tsv names them word by word, with gaps. The closed classes below make the rest: a verb that says nothing by itself and
a noun that does ("issued … a warning"), and one with a word for nothing and something that was asked for ("gave no details").
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from onrecord.lexicon import read_table, word_set
from onrecord.record import Stance
from onrecord.statements.cues import Entry, Match, inflect
from onrecord.statements.tokens import is_adverb

GAP: Final = "…"
_GAP_WORDS: Final = 3  # that a gap may hold at most
_NOUN_WITHIN: Final = 5  # words after a light verb in which its noun is looked for

_LIGHT: Final = word_set(
    "issue make give offer put voice express raise deliver release publish file enter lodge send have harbour harbor hold repeat renew reiterate"
    " restate provide sound air utter post broadcast circulate come"
)
# Their nouns; "statement" and "comment" say no more than the verb does.
_NOUNS: Final = {
    Stance.DENIES: word_set("denial denials rebuttal rebuttals refutation repudiation retraction disavowal disclaimer"),
    Stance.CONFIRMS: word_set("confirmation confession admission acknowledgment acknowledgement"),
    Stance.DECLINES: word_set("refusal"),
    Stance.DOUBTS: word_set("doubt doubts misgiving misgivings reservations scepticism skepticism disbelief incredulity"),
    Stance.EXPECTS: word_set(
        "hope hopes fear fears expectation expectations forecast forecasts prediction predictions optimism pessimism confidence warning warnings"
        " alarm anxiety apprehension"
    ),
    Stance.PROMISES: word_set(
        "promise promises pledge pledges vow vows undertaking commitment commitments guarantee guarantees assurance assurances"
    ),
    Stance.THREATENS: word_set("threat threats ultimatum"),
    Stance.URGES: word_set("appeal appeals plea pleas call calls request requests demand demands recommendation recommendations ultimata"),
    Stance.ASKS: word_set("query queries"),
    Stance.HOLDS: word_set("support backing approval disapproval opposition objection objections preference sympathy displeasure dissatisfaction"),
}
_STANCE_OF_NOUN: Final = {noun: stance for stance, nouns in _NOUNS.items() for noun in nouns}
# What is done with a claim without disputing it: "spread rumours", "face allegations".
_HANDLING: Final = word_set(
    "spread make investigate publish repeat face hear circulate carry post leak follow prompt spark fuel draw submit present level air renew monitor"
    " weigh review study examine discuss raise respond react release start feed amplify share survive fight escape track trade collect"
)
_SAYING: Final = word_set("say write go not know")
_NOTHING: Final = word_set("no little few scant")
_ASKED_FOR: Final = word_set(
    "answer answers clarification clue clues comment comments detail details elaboration explanation explanations figure figures hint"
    " indication information mention name names number numbers particulars reaction reason reasons reference reply replies response responses"
    " specifics timeline timetable word"
)
_ANSWERLESS: Final = word_set("give offer provide make have issue send release receive get")


def find_idiom(words: Sequence[str], more: Sequence[str] = ()) -> Match | None:
    """The longest turn of phrase that begins in a cue.

    Args:
        words: of the cue, in lower case, "don't" as two.
        more: what follows it, into which a light verb's noun may reach: "issued" + "a denial of …".

    Returns:
        The match, with places in `words + more`; None where there is none.
    """
    found: Match | None = None
    for match in (*_listed(words, more), *_light(words, more)):
        if found is None or len(match.entry.words) > len(found.entry.words):
            found = match
    return found


def handles_claims(words: Sequence[str]) -> bool:
    """Whether a cue has a verb that passes claims on or deals with them, rather than one that disputes them."""
    return not _handling().isdisjoint(words)


@cache
def _handling() -> frozenset[str]:
    return frozenset(form for verb in _HANDLING for form in inflect(verb))


def _listed(words: Sequence[str], more: Sequence[str]) -> Iterator[Match]:
    """Rows of idioms.tsv; one may reach into what follows, where a cue was cut short: "finds" + "it hard to believe". What is said does not."""
    near = (*words, *more)
    for start, word in enumerate(words):
        for entry, forms in _index().get(word, ()):
            end = _rest(words if entry.words[0] in _SAYING else near, start + 1, entry.words[1:])
            if end is not None:
                yield Match(start, end, entry, forms)


def _light(words: Sequence[str], more: Sequence[str]) -> Iterator[Match]:
    """A light verb and its noun, which reaches into what follows only where the cue ends in the verb."""
    for start, word in enumerate(words):
        verb = _light_verbs().get(word)
        if verb is None:
            continue
        near = [*words, *more] if start == len(words) - 1 else list(words)
        for k in range(start + 1, min(start + 1 + _NOUN_WITHIN, len(near))):
            no = _NOTHING.intersection(near[start + 1 : k])
            if near[k] in _ASKED_FOR and no and verb in _ANSWERLESS:
                yield Match(start, k + 1, Entry((verb, "no", near[k]), Stance.DECLINES, frozenset(("stance",)), ""), frozenset())
            elif near[k] in _STANCE_OF_NOUN and not no:
                yield Match(start, k + 1, Entry((verb, near[k]), _STANCE_OF_NOUN[near[k]], frozenset(("stance",)), ""), frozenset())
                break


@cache
def read_idioms() -> tuple[Entry, ...]:
    """The rows of idioms.tsv, gaps among their words."""
    return tuple(
        Entry(tuple(words.split()), None if stance == "null" else Stance(stance), frozenset(("stance",)), example)
        for words, stance, example in read_table("statements/idioms.tsv").rows
    )


@cache
def _index() -> dict[str, tuple[tuple[Entry, frozenset[str]], ...]]:
    """First word, in every form → entries."""
    index: dict[str, list[tuple[Entry, frozenset[str]]]] = {}
    for entry in read_idioms():
        first = entry.words[0]
        for word, kinds in ({first: frozenset[str]()} if first == "not" else inflect(first)).items():
            index.setdefault(word, []).append((entry, kinds))
    return {word: tuple(rows) for word, rows in index.items()}


@cache
def _light_verbs() -> dict[str, str]:
    """Each form of a light verb → its base."""
    return {form: verb for verb in sorted(_LIGHT) for form in inflect(verb)}


def _rest(words: Sequence[str], i: int, rest: Sequence[str]) -> int | None:
    """Where the rest of an entry ends, or None where it does not stand at word i."""
    if not rest:
        return i
    if rest[0] == GAP:
        ends = (_rest(words, k, rest[1:]) for k in range(i, min(i + _GAP_WORDS, len(words)) + 1))
        return next((end for end in ends if end is not None), None)
    if i < len(words) and words[i] not in (rest[0], rest[0] + "s") and is_adverb(words[i]):
        i += 1
    if i >= len(words) or words[i] not in (rest[0], rest[0] + "s"):
        return None
    return _rest(words, i + 1, rest[1:])
