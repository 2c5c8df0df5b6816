"""The claims of a story: each deed with who asserts it, who denies it, and how many stand behind it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from onrecord.across.deeds import group_deeds
from onrecord.across.figures import figures_of
from onrecord.across.ids import id_of
from onrecord.across.names import Who, fold, is_same
from onrecord.across.newsrooms import Newsrooms, newsrooms_of
from onrecord.across.origins import group_utterances, origin_ids
from onrecord.across.parties import of_bodies, one_party
from onrecord.across.telling import Deed, Telling
from onrecord.across.voices import SaidOf, said_of, speaker_key, spoken_on, through_chains, with_cited, with_speakers_of_copies
from onrecord.record import Status
from onrecord.stories import Claim, Copy, Narration, Voice

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
    pages = with_speakers_of_copies(pages, newsrooms.leads)
    days = {page.id: page.day for page in pages}
    count = Counter(page.digest for page in pages)
    digests = {page.id: page.digest if count[page.digest] == 1 else f"{page.digest}@{page.id}" for page in pages}
    groups = group_deeds([deed for page in pages for deed in page.deeds], days, dict(newsrooms.leads))
    of_deed = {(deed.document, deed.id): number for number, group in enumerate(groups) for deed in group}
    by_page = {page.id: page for page in pages}
    parties = one_party(u.who for page in pages for u in page.utterances if u.who)
    parties |= of_bodies(pages, parties)
    spoken = {
        (s.utterance.document, s.utterance.id, speaker_key(s.utterance.who)): s
        for page in pages
        for s in spoken_on(page, by_page[newsrooms.leads[page.id]], newsrooms, of_deed, parties)
    }
    spoken = through_chains(spoken)
    origins = origin_ids(group_utterances(list(spoken.values())), digests)
    ids = {key: id_of("o", story, where) for key, (_, where) in origins.items()}
    states = _states(pages)
    told = []
    for group in groups:
        said = list(said_of(group, by_page, spoken, ids))
        told.append(Told(_claim(story, group, said, by_page, newsrooms, digests, states), tuple(group)))
    return tuple(told)


def _states(pages: Iterable[Telling]) -> dict[str, str]:
    """Alpha-3 code → name, folded, of the states that some pages name in a deed or hear."""
    speakers = (u.who for page in pages for u in page.utterances)
    sides = (w for page in pages for d in page.deeds for w in (*d.initiators, *d.recipients, d.supplier, d.recipient))
    return {who.key: fold(who.name) for who in (*speakers, *sides) if who is not None and who.standing == "state"}


def _claim(
    story: str,
    group: Sequence[Deed],
    said: Sequence[SaidOf],
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
    asserts = with_cited(voices["asserts"], [s for s in said if s.link.relation == "asserts"], states)
    narrated = tuple(Narration(newsrooms.of_page[d.document], d.document) for d in group if d.narrator)
    first = min(group, key=lambda d: (pages[d.document].day or 0, digests[d.document], d.id))
    lead = max(group, key=lambda d: (d.of == "transfer", len(d.initiators) + len(d.recipients), -(pages[d.document].day or 0), d.document))
    carried = [pages[v.document] for v in asserts] + [pages[n.document] for n in narrated]
    rooms = {v.newsroom or f"page {v.document}" for v in asserts} | {n.newsroom or f"page {n.document}" for n in narrated}
    published = sorted(page.published for page in (pages[d.document] for d in group) if page.published)
    transfers = [d for d in group if d.of == "transfer"]
    return Claim(
        id=id_of("c", story, f"{digests[first.document]}#{first.id}"),
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


def is_corroborated(asserts: Iterable[Voice], denies: Iterable[Voice] = ()) -> bool:
    """Whether two parties assert it of which neither cites the other; who repeats another's word counts as the other.

    Who is read as asserting and as denying it in one breath counts for nothing: nobody corroborates what he denies.
    """
    denied = {(v.origin, v.document, v.actor) for v in denies}
    voices = [v for v in asserts if v.party is not None and (v.origin, v.document, v.actor) not in denied]
    cites: dict[str, set[str]] = defaultdict(set)  # on one page, and so on each: its word does not become its own by being said again
    for voice in voices:
        if voice.party and voice.cites:
            cites[voice.party].add(voice.cites)
    behind = {party: _relied_on(party, cites) for voice in voices if voice.party for party in _relied_on(voice.party, cites)}
    # A witness is who relies on nobody; who rely on each other are one.
    return len({frozenset(on) for on in behind.values() if all(behind[party] == on for party in on)}) > 1


def _relied_on(party: str, cites: Mapping[str, Collection[str]]) -> set[str]:
    """A party with all on whose word its own rests, through however many."""
    found, ahead = {party}, [party]
    while ahead:
        new = set(cites.get(ahead.pop(), ())) - found
        found |= new
        ahead += sorted(new)
    return found


def is_retracted(asserts: Sequence[Voice], said: Sequence[SaidOf], pages: Iterable[Telling]) -> bool:
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
