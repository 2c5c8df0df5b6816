"""Who says something of a claim, by the name that is shown."""

from collections.abc import Iterable

from onrecord.reconcile.parties import name_of
from onrecord.stories import Claim, Voice


def names_of(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Those who say it, each once: a state by its name."""
    return tuple(dict.fromkeys(name_of(v.party or v.actor or v.newsroom or "unnamed source") for v in voices))


def speakers_of(claim: Claim) -> tuple[str, ...]:
    """Who says it: those who assert it, and the newsrooms that tell it themselves."""
    return tuple(dict.fromkeys((*names_of(claim.asserts), *(n.newsroom or n.document for n in claim.narrated))))
