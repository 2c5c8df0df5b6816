"""Who says something of a claim, by the name that is shown."""

from collections.abc import Iterable

from onrecord.across.names import speaker_name
from onrecord.reconcile.parties import name_of
from onrecord.stories import Claim, Voice


def names_of(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Those who say it, each once: a state by its name, others as pages write them."""
    voices = tuple(voices)
    return tuple(dict.fromkeys(_name_of(voice, voices) for voice in voices))


def _name_of(voice: Voice, voices: Iterable[Voice]) -> str:
    if voice.party is None:
        return name_of(voice.actor or voice.newsroom or "unnamed source")
    return name_of(speaker_name(voice.party, voice.actor, (other.actor for other in voices if other.party == voice.party)))


def speakers_of(claim: Claim) -> tuple[str, ...]:
    """Who says it: those who assert it, and the newsrooms that tell it themselves."""
    return tuple(dict.fromkeys((*names_of(claim.asserts), *(n.newsroom or n.document for n in claim.narrated))))
