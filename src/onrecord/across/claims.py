"""The claims of a story: each deed with who asserts it, who denies it, and how many stand behind it."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from onrecord.across.days import Days
from onrecord.across.deeds import group_deeds
from onrecord.across.figures import figures_of
from onrecord.across.names import Who, fold, is_same, words_of_country
from onrecord.across.newsrooms import Newsrooms, newsrooms_of
from onrecord.across.origins import Spoken, group_utterances, is_newsroom_itself, order_of, origin_ids
from onrecord.across.telling import Deed, Link, Telling, Utterance
from onrecord.lexicon import word_set
from onrecord.record import Status
from onrecord.stories import Claim, Copy, Narration, Voice

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

Relation = Literal["asserts", "denies", "declines", "doubts"]
RELATIONS: Final[tuple[Relation, ...]] = ("asserts", "denies", "declines", "doubts")
_MOST_COMMITTED: Final = (
    Status.OCCURRED, Status.ONGOING, Status.CANCELLED, Status.PLANNED, Status.EXPECTED, Status.POSSIBLE, Status.HYPOTHETICAL, Status.DENIED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the deeds of the pages that it was merged from: what deals and the origin tree need beside it."""

    claim: Claim
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One link of one speaker, ready to become a voice."""

    spoken: Spoken
    link: Link
    voice: Voice
    order: int


def claims_of(story: str, pages: Sequence[Telling], copies: Iterable[Copy]) -> tuple[Told, ...]:
    """The claims of one story.

    Args:
        story: its ID.
        pages: its pages, in any order: the result does not depend on it.
        copies: pairs of pages; those of other stories are left out.

    Returns:
        The claims in the order in which they were first told.
    """
    pages = sorted(pages, key=lambda page: (page.day or 0, page.digest, page.id))
    newsrooms = newsrooms_of(pages, copies)
    days = {page.id: page.day for page in pages}
    count = Counter(page.digest for page in pages)
    digests = {page.id: page.digest if count[page.digest] == 1 else f"{page.digest}@{page.id}" for page in pages}
    groups = group_deeds([deed for page in pages for deed in page.deeds], days, dict(newsrooms.leads))
    of_deed = {(deed.document, deed.id): number for number, group in enumerate(groups) for deed in group}
    by_page = {page.id: page for page in pages}
    parties = one_party(u.who for page in pages for u in page.utterances if u.who)
    parties |= _of_bodies(pages, parties)
    spoken = {
        (s.utterance.document, s.utterance.id, _key(s.utterance.who)): s
        for page in pages
        for s in _spoken(page, by_page[newsrooms.leads[page.id]], newsrooms, of_deed, parties)
    }
    spoken = _through_chains(spoken)
    origins = origin_ids(group_utterances(list(spoken.values())), digests)
    ids = {key: _id("o", story, where) for key, (_, where) in origins.items()}
    states = _states(pages)
    told = []
    for group in groups:
        said = list(_said(group, by_page, spoken, ids))
        told.append(Told(_claim(story, group, said, by_page, newsrooms, digests, states), tuple(group)))
    return tuple(told)


def _states(pages: Iterable[Telling]) -> dict[str, str]:
    """Alpha-3 code → name, folded, of the states that some pages name in a deed or hear."""
    speakers = (u.who for page in pages for u in page.utterances)
    sides = (w for page in pages for d in page.deeds for w in (*d.initiators, *d.recipients, d.supplier, d.recipient))
    return {who.key: fold(who.name) for who in (*speakers, *sides) if who is not None and who.standing == "state"}


def _key(who: Who | None) -> str:
    return who.key if who else ""


def one_party(actors: Iterable[Who]) -> dict[Who, str | None]:
    """Each speaker of a story → its party: one that pages call by several names, or read as of two countries, is one.

    Args:
        actors: the speakers of every statement; who speaks more often outweighs who speaks once.
    """
    count = Counter(actors)
    groups: list[list[Who]] = []
    by_key: dict[tuple[str, bool], list[Who]] = {}  # a minister who is in opposition on a later page is another party there
    for who in sorted(count, key=lambda w: (-len(w.words), -len(w.key), w.key, w.country or "", w.sector or "", w.kind or "")):
        if who.party is None or who.standing == "state":
            continue
        group = by_key.get((who.key, who.party == who.country)) if who.standing == "named" and len(who.words) > 1 else None
        if group is None and who.party != who.country:
            group = next((g for g in groups if g[0].party != g[0].country and is_same(g[0], who)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(who)
        by_key.setdefault((who.key, who.party == who.country), group)
    found = {who: who.party for who in count}
    for group in groups:
        votes: Counter[str] = Counter()
        for who in group:
            votes[who.party or ""] += count[who] + (len(group) * 100 if who is group[0] and who.party != who.country else 0)
        party = max(sorted(votes), key=votes.__getitem__)
        found.update(dict.fromkeys(group, party))
    return found


def _of_bodies(pages: Sequence[Telling], parties: Mapping[Who, str | None]) -> dict[Who, str | None]:
    """Persons who speak for a firm, a group or a party that a page names beside them: it is the party, "Halvard Aero spokeswoman Karin Öhrnberg"."""
    bodies = sorted({body for page in pages for body in page.bodies if body.words}, key=lambda b: (-len(b.words), b.key))
    found: dict[Who, str | None] = {}
    for page in pages:
        for utterance in page.utterances:
            who = utterance.who
            if who is None or who.kind != "person" or who.standing == "unnamed" or parties.get(who) in (None, who.country) or who in found:
                continue
            words = set(_WORD.findall(fold(utterance.source))) - who.words
            body = next((b for b in bodies if b.words <= words), None)
            if body is not None:
                found[who] = parties.get(body, body.party)
    return found


def _spoken(
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


def _through_chains(spoken: Mapping[tuple[str, str, str], Spoken]) -> dict[tuple[str, str, str], Spoken]:
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


def _said(
    group: Sequence[Deed], pages: Mapping[str, Telling], spoken: Mapping[tuple[str, str, str], Spoken], ids: Mapping[tuple[str, str, str], str]
) -> Iterable[_Said]:
    """Who speaks of a deed, page by page, without denials that cannot be of it."""
    for deed in group:
        page = pages[deed.document]
        links = [link for link in page.links if link.deed == deed.id]
        told = [_said_by(page, link, utterance, spoken, ids) for link in links for utterance in page.utterances if utterance.id == link.statement]
        asserted = [one.spoken.days for one in told if one.link.relation == "asserts" and one.spoken.days]
        for one in told:
            if one.link.relation == "denies" and _is_too_early(one, deed, asserted):
                continue
            yield one


def _said_by(
    page: Telling, link: Link, utterance: Utterance, spoken: Mapping[tuple[str, str, str], Spoken], ids: Mapping[tuple[str, str, str], str]
) -> _Said:
    key = page.id, utterance.id, _key(utterance.who)
    one = spoken[key]
    voice = Voice(one.party, utterance.who.label if utterance.who else None, ids[key], one.newsroom, page.id, utterance.id, utterance.said, None)
    return _Said(one, link, voice, order_of(one.days, page.day))


def _is_too_early(denial: _Said, deed: Deed, asserted: Sequence[Days]) -> bool:
    """Whether a denial was spoken before what it would answer: the deed itself, or the first that its page has anybody say of it."""
    days = denial.spoken.utterance.days
    if days is None or denial.spoken.utterance.plain:
        return False
    if denial.link.basis == "blanket" and deed.days and deed.step == "done" and days[1] < deed.days[0]:
        return True
    return bool(asserted) and days[1] < min(first for first, _ in asserted) - 1 and denial.link.basis != "specific"


def _claim(
    story: str,
    group: Sequence[Deed],
    said: Sequence[_Said],
    pages: Mapping[str, Telling],
    newsrooms: Newsrooms,
    digests: Mapping[str, str],
    states: Mapping[str, str],
) -> Claim:
    voices = {
        relation: tuple(
            one.voice
            for one in sorted(
                (s for s in said if s.link.relation == relation),
                key=lambda s: (s.order, digests[s.voice.document], s.voice.statement, s.voice.actor or ""),
            )
        )
        for relation in RELATIONS
    }
    asserts = _with_cited(voices["asserts"], [s for s in said if s.link.relation == "asserts"], states)
    narrated = tuple(Narration(newsrooms.of_page[d.document], d.document) for d in group if d.narrator)
    first = min(group, key=lambda d: (pages[d.document].day or 0, digests[d.document], d.id))
    lead = max(group, key=lambda d: (d.of == "transfer", len(d.initiators) + len(d.recipients), -(pages[d.document].day or 0), d.document))
    carried = [pages[v.document] for v in asserts] + [pages[n.document] for n in narrated]
    rooms = {v.newsroom or f"page {v.document}" for v in asserts} | {n.newsroom or f"page {n.document}" for n in narrated}
    published = sorted(page.published for page in (pages[d.document] for d in group) if page.published)
    transfers = [d for d in group if d.of == "transfer"]
    return Claim(
        id=_id("c", story, f"{digests[first.document]}#{first.id}"),
        story=story,
        of="transfer" if transfers else "event",
        type=lead.type,
        initiators=_labels(w for d in group for w in d.initiators),
        recipients=_labels(w for d in group for w in d.recipients),
        supplier=_label(d.supplier for d in transfers),
        recipient=_label(d.recipient for d in transfers),
        items=tuple(dict.fromkeys(g.what for d in transfers for g in d.goods)),
        time=_when(group),
        status=min((d.status for d in group), key=_MOST_COMMITTED.index),
        deal=None,
        asserts=asserts,
        denies=voices["denies"],
        declines=voices["declines"],
        doubts=voices["doubts"],
        narrated=narrated,
        figures=figures_of(group, {s.voice.statement + "@" + s.voice.document: s.voice for s in said}, pages, newsrooms),
        outlets=len({fold(p.outlet) if p.outlet else p.id for p in carried}),
        newsrooms=len(rooms),
        origins=len({v.origin for v in asserts}),
        parties=len({v.party for v in asserts} - {None}),
        first=published[0] if published else None,
        last=published[-1] if published else None,
        independently_reported=len(rooms) > 1,
        corroborated=is_corroborated(asserts, voices["denies"]),
        disputed=bool(voices["denies"]),
        retracted=is_retracted(asserts, said, _retracting(group, pages)),
    )


def _retracting(group: Sequence[Deed], pages: Mapping[str, Telling]) -> Iterable[Telling]:
    """Pages that take a report back, and tell this deed as denied or in the words that take it back."""
    for deed in group:
        page = pages[deed.document]
        if page.retraction and (deed.status == Status.DENIED or deed.words & {"retract", "withdraw", "withdrew", "withdrawn"}):
            yield page


def _with_cited(voices: Sequence[Voice], said: Sequence[_Said], states: Mapping[str, str]) -> tuple[Voice, ...]:
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


def is_corroborated(asserts: Iterable[Voice], denies: Iterable[Voice] = ()) -> bool:
    """Whether two parties assert it of which neither cites the other; who repeats another's word counts as the other.

    Who is read as asserting and as denying it in one breath counts for nothing: nobody corroborates what he denies.
    """
    denied = {(v.origin, v.document, v.actor) for v in denies}
    voices = [v for v in asserts if v.party is not None and (v.origin, v.document, v.actor) not in denied]
    relies = {v.party: v.cites for v in voices if v.cites}  # on one page, and so on each: its word does not become its own by being said again
    return len({relies.get(v.party, v.party) for v in voices}) > 1


def is_retracted(asserts: Sequence[Voice], said: Sequence[_Said], pages: Iterable[Telling]) -> bool:
    """Whether it was taken back: by a newsroom on a page that tells it, or by everybody who had asserted it."""
    if any(page.retraction for page in pages):
        return True
    last: dict[tuple[str | None, str], tuple[int, str]] = {}
    for one in said:
        key = one.voice.party, one.link.relation
        last[key] = max(last.get(key, (0, "")), (one.order, one.voice.document))
    parties = {voice.party for voice in asserts}
    if not parties or None in parties:
        return False
    # Who asserts and denies on one page has two things to say; who denies on a later one takes back.
    pairs = [(last[p, "asserts"], last.get((p, "denies"), (0, ""))) for p in parties]
    return all(denied[0] > asserted[0] and denied[1] != asserted[1] for asserted, denied in pairs)


def _labels(actors: Iterable[Who]) -> tuple[str, ...]:
    """Those who do it or to whom it is done, each once, by the name that says most."""
    kept: list[Who] = []
    for who in actors:
        at = next((i for i, other in enumerate(kept) if who.label == other.label or is_same(who, other)), None)
        if at is None:
            kept.append(who)
        elif kept[at].standing != "state" and len(who.name) > len(kept[at].name):
            kept[at] = who
    return tuple(who.label for who in kept)


def _label(actors: Iterable[Who | None]) -> str | None:
    """The side of a transfer as most of its pages give it: a state before its bodies."""
    count: dict[str, int] = defaultdict(int)
    for who in actors:
        if who is not None:
            count[who.label] += 2 + (who.standing == "state")
    return max(sorted(count), key=count.__getitem__) if count else None


def _when(group: Sequence[Deed]) -> str | None:
    """When it was: the narrowest time that a page tells."""
    timed = [(d.days[1] - d.days[0], d.days, d.when or "") for d in group if d.days]
    if not timed:
        return None
    _, days, value = min(timed)
    first, last = (date.fromordinal(day).isoformat() for day in days)
    return first if first == last else value or f"{first}/{last}"


def _id(kind: str, *words: str) -> str:
    return f"{kind}{hashlib.sha256(' '.join(words).encode()).hexdigest()[:12]}"
