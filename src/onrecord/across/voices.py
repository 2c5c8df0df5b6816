"""Who speaks of each deed of a story: statements with newsroom, party and day, and what each has from another."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from onrecord.across.days import Days
from onrecord.across.names import Who, fold, words_of_country
from onrecord.across.newsrooms import Newsrooms
from onrecord.across.origins import Spoken, is_newsroom_itself, order_of
from onrecord.across.telling import Deed, Link, Telling, Utterance
from onrecord.lexicon import word_set
from onrecord.record import Stance
from onrecord.stories import Voice

_WORD: Final = re.compile(r"[^\W_]+")
_NOUNS: Final = {
    "BUS": word_set("firm company maker manufacturer builder owner"),
    "GOV": word_set("ministry government minister embassy"),
    "MIL": word_set("army military navy ministry"),
    "COP": word_set("police"),
}
_GENERIC: Final = frozenset(w for words in _NOUNS.values() for w in words) | word_set(
    "office department agency party group spokesman spokeswoman foreign defence interior"
)


@dataclass(frozen=True, slots=True)
class SaidOf:
    """One link of one speaker, ready to become a voice."""

    spoken: Spoken
    link: Link
    voice: Voice
    order: int


def with_speakers_of_copies(pages: Sequence[Telling], leads: Mapping[str, str]) -> list[Telling]:
    """Pages whose copied statements have the speakers of that page of their text which knows most of them.

    A copy leaves out a dateline or a title, and its "armed forces" are no longer those of a state; but its words are those of the text it copies.

    Args:
        pages: in the order in which they count.
        leads: page → the page whose text it carries.
    """
    known: dict[tuple[str, str], tuple[int, list[Who | None]]] = {}
    for page in sorted(pages, key=lambda page: page.id != leads[page.id]):
        for key, speakers in _speakers(page, leads[page.id]).items():
            placed = _placed(speakers)
            if key not in known or placed > known[key][0]:
                known[key] = placed, speakers
    return [
        replace(
            page,
            utterances=tuple(one for _, said in groupby(page.utterances, lambda u: u.id) for one in _as_known(list(said), leads[page.id], known)),
        )
        for page in pages
    ]


def _speakers(page: Telling, lead: str) -> dict[tuple[str, str], list[Who | None]]:
    """The statements of a page whose words stand on it once → who says each."""
    found: dict[tuple[str, str], list[Who | None]] = {}
    of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for utterance in page.utterances:
        found.setdefault(_words_of(utterance, lead), []).append(utterance.who)
        of[_words_of(utterance, lead)].add(utterance.id)
    return {key: speakers for key, speakers in found.items() if len(of[key]) == 1}


def _placed(speakers: Iterable[Who | None]) -> int:
    """Of how many speakers the country is known."""
    return sum(who is not None and who.country is not None for who in speakers)


def _words_of(utterance: Utterance, lead: str) -> tuple[str, str]:
    return lead, " ".join(_WORD.findall(fold(utterance.text)))


def _as_known(said: Sequence[Utterance], lead: str, known: Mapping[tuple[str, str], tuple[int, list[Who | None]]]) -> Iterable[Utterance]:
    placed, speakers = known.get(_words_of(said[0], lead), (0, []))
    if placed <= _placed([one.who for one in said]):
        return said
    return (replace(said[0], who=who, unnamed=who is None or who.standing == "unnamed") for who in speakers)


def spoken_on(
    page: Telling, lead: Telling, newsrooms: Newsrooms, of_deed: Mapping[tuple[str, str], int], parties: Mapping[Who, str | None]
) -> Iterable[Spoken]:
    """The utterances of a page that speak of a deed, with newsroom, party and day; a copy has them on the day of the page that it copies."""
    speaks_of: dict[str, set[str]] = defaultdict(set)
    for link in page.links:
        if (page.id, link.deed) in of_deed:
            speaks_of[link.statement].add(str(of_deed[page.id, link.deed]))
    for utterance in page.utterances:
        if utterance.id not in speaks_of:
            continue
        cited = newsrooms.cited_by(utterance)
        itself = is_newsroom_itself(utterance.who, newsrooms)
        yield Spoken(
            utterance=utterance,
            newsroom=cited or newsrooms.of_page[page.id],
            own=newsrooms.of_page[page.id],
            cited=cited,
            party=None if itself or utterance.who is None else parties[utterance.who],
            days=_days(utterance, page, lead),
            lead=lead.id,
            deeds=frozenset(speaks_of[utterance.id]),
            itself=itself,
            asserts=any(link.statement == utterance.id and link.relation == "asserts" for link in page.links),
        )


def through_chains(spoken: Mapping[tuple[str, str, str], Spoken]) -> dict[tuple[str, str, str], Spoken]:
    """Utterances with the newsroom at the head of the chain: who cites a newsroom that has it from another has it from the other."""
    had_from: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for one in spoken.values():
        for deed in one.deeds:
            if one.own is not None and one.asserts:
                had_from[deed, one.own].add(one.cited)

    def head(one: Spoken) -> str | None:
        newsroom, passed = one.cited, {one.own}
        while newsroom is not None and newsroom not in passed:
            passed.add(newsroom)
            further = {source for deed in one.deeds for source in had_from.get((deed, newsroom), ())}
            if len(further) != 1 or None in further:
                break
            newsroom = further.pop()
        return newsroom

    return {key: replace(one, newsroom=newsroom, cited=newsroom) if (newsroom := head(one)) else one for key, one in spoken.items()}


def _days(utterance: Utterance, page: Telling, lead: Telling) -> Days | None:
    """When it was said; where the page does not say on which day, on that of the page whose text it is."""
    if utterance.days and utterance.days[0] > 0 and (not utterance.plain or page is lead):
        return utterance.days
    day = lead.day or page.day
    return (day, day) if day else None


def said_of(
    group: Sequence[Deed], pages: Mapping[str, Telling], spoken: Mapping[tuple[str, str, str], Spoken], ids: Mapping[tuple[str, str, str], str]
) -> Iterable[SaidOf]:
    """Who speaks of a deed, page by page, without denials that cannot be of it.

    Who says the deed in the words by which he denies another ("it was legal") says it: one utterance stands to a claim in one way.
    """
    told = {deed.document: list(_told_on(pages[deed.document], deed, spoken, ids)) for deed in group}
    happened = min((deed.days[0] for deed in group if deed.days and deed.step == "done"), default=None)
    asserted = _first(one for voices in told.values() for one in voices)
    for deed in group:
        here = _first(told[deed.document])
        for one in told[deed.document]:
            if one.link.relation == "denies" and (_is_too_early(one, happened, here, asserted) or _is_said_too(one, told[deed.document])):
                continue
            yield one


def _is_said_too(denial: SaidOf, told: Iterable[SaidOf]) -> bool:
    """Whether a denial is by its stance none, and the same statement says the deed."""
    stance = denial.spoken.utterance.stance
    return stance != Stance.DENIES and any(one.link.relation == "asserts" and one.voice.statement == denial.voice.statement for one in told)


def _told_on(page: Telling, deed: Deed, spoken: Mapping[tuple[str, str, str], Spoken], ids: Mapping[tuple[str, str, str], str]) -> Iterable[SaidOf]:
    for link in page.links:
        if link.deed == deed.id:
            yield from (_said_by(page, link, utterance, spoken, ids) for utterance in page.utterances if utterance.id == link.statement)


def _first(told: Iterable[SaidOf]) -> int | None:
    """The day on which it was first said to be so."""
    return min((one.spoken.days[0] for one in told if one.link.relation == "asserts" and one.spoken.days), default=None)


def _said_by(
    page: Telling, link: Link, utterance: Utterance, spoken: Mapping[tuple[str, str, str], Spoken], ids: Mapping[tuple[str, str, str], str]
) -> SaidOf:
    key = page.id, utterance.id, speaker_key(utterance.who)
    one = spoken[key]
    voice = Voice(one.party, utterance.who.label if utterance.who else None, ids[key], one.newsroom, page.id, utterance.id, utterance.said, None)
    return SaidOf(one, link, voice, order_of(one.days, page.day))


def _is_too_early(denial: SaidOf, happened: int | None, here: int | None, asserted: int | None) -> bool:
    """Whether a denial was spoken before what it would answer.

    Args:
        happened: the first day on which the deed may have been done.
        here: the day on which its page first has anybody say that it was.
        asserted: the day on which any page has.
    """
    said = denial.spoken.days
    if said is None:
        return False
    if happened is not None and said[1] < happened:
        return True
    if denial.link.basis == "blanket":  # of the kind: it is carried to no deed that was not spoken of yet
        return asserted is not None and said[1] < asserted - 1
    return denial.link.basis == "anaphoric" and not denial.spoken.utterance.plain and here is not None and said[1] < here - 1


def with_cited(voices: Sequence[Voice], said: Sequence[SaidOf], states: Mapping[str, str]) -> tuple[Voice, ...]:
    """Voices with the party on whose word each relies, where its sentence names one that says the same."""
    names: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, set[str]] = defaultdict(set)
    for one in said:
        who = one.spoken.utterance.who
        if one.spoken.party and who is not None:
            names[one.spoken.party] |= {w for w in who.words if len(w) > 3 and w not in _GENERIC} | {fold(who.name)}
            names[one.spoken.party] |= words_of_country(one.spoken.party) | {states.get(one.spoken.party, fold(who.name))}
            nouns[one.spoken.party] |= _NOUNS.get(who.sector or "", frozenset()) | (who.words & _GENERIC)
    cited: dict[tuple[str, str], str] = {}
    party_of = {(one.voice.document, one.voice.statement): one.spoken.party for one in said}
    for one in said:
        # Who tells what another told him, and says the same, has it from him.
        for inner in said:
            if inner.spoken.utterance.within == one.voice.statement and inner.voice.document == one.voice.document:
                source = party_of[inner.voice.document, inner.voice.statement]
                if source is not None and source != one.spoken.party:
                    cited[one.voice.document, one.voice.statement] = source
        relied = f" {' '.join(_WORD.findall(fold(one.spoken.utterance.cited)))} "
        if not relied.strip():
            continue
        others = sorted(party for party in names if party != one.spoken.party)
        named = [party for party in others if any(f" {name} " in relied for name in names[party])]
        # "as the ministry has established": of one ministry alone that says it.
        described = [party for party in others if any(f" {noun} " in relied or f" {noun}s " in relied for noun in nouns[party])]
        if named or len(described) == 1:
            cited[one.voice.document, one.voice.statement] = (named or described)[0]
    return tuple(replace(v, cites=cited.get((v.document, v.statement))) for v in voices)


def speaker_key(who: Who | None) -> str:
    """What tells the speakers of one statement apart; "" where there is none."""
    return who.key if who else ""
