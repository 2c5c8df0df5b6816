"""The tense in which a time is spoken of: a cheap reading of the verbs around it, no parser."""

import re
from typing import Literal

from onrecord.grounding.times.participles import is_tense

Tense = Literal["past", "present", "future"]
_REACH = 240  # characters to either side: longer than nearly every clause, and what keeps hostile text linear

_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(A-Z])|\n\s*\n")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z]|[A-Z][a-z]{0,2}|Sept|Prof|Capt|Gen|Brig|Supt|[ap]\.m)$")
_FUTURE = (
    "will|'ll|’ll|won't|won’t|shall|would|to be|is to|are to|going to|set to|due to|due|about to|plan|plans|planned|planning|expect|"
    "expects|expected|expecting|schedule|scheduled|slated|intends?|intended|hopes?|hoping|wants? to|upcoming|forthcoming|starting|beginning|until|"
    "no later than|as early as|as soon as|deadline|looks to|likely|aims?|pledged|vowed|promised|proposed|ready to|forecasts?|predict(?:s|ed)?|"
    "call(?:s|ed) for|need to|must|should|can|may"
)
_PAST = (
    "was|were|had|did|didn't|didn’t|said|told|came|went|began|took|made|got|gave|found|saw|left|held|met|sent|became|fell|rose|won|lost|led|ran|spoke|wrote|"
    "put|cut|set|shut|quit|shot|kept|brought|bought|sold|paid|hit|struck|broke|flew|drew|grew|knew|thought|felt|stood|sat|built|spent|died|since|ago|been"
)
# What is told in the present is still to come where a time stands with it: "He returns on Friday", "The court reopens in June."
_SCHEDULED = (
    "returns|arrives|departs|leaves|travels|flies|opens|reopens|begins|starts|meets|ends|closes|resumes|expires|votes|sails|visits|hosts|steps down|"
    "takes office|takes effect|comes into force|goes to|goes on trial|goes on sale|goes into effect|goes before|kicks off|falls due"
)
_AUXILIARY = re.compile(r"(?:^|\s)(?:be|get|being|been|to|is|are|will|would|could|might|shall|should|can|may|must|not|n['’]t)\s$", re.IGNORECASE)
_HAD_BEEN = re.compile(r"\bhad(?: been)? (?:originally )?$", re.IGNORECASE)
_DEADLINE = re.compile(r"(?:^|\s)(?:by|no later than|not before)\s{1,2}$", re.IGNORECASE)
_NEVER_ATTRIBUTES = re.compile("was|were|had|did.*|said|told|since|ago|been", re.IGNORECASE)
_PRESENT = "is|are|has|have|says|say|does|do|am"
_PAST_ED = r"[a-z]{2,15}ed"
_ANNOUNCED = re.compile("predicted|vowed|promised|pledged|proposed", re.IGNORECASE)
_VERB = re.compile(rf"(?<![\w'’])(?:(?P<future>{_FUTURE}|{_SCHEDULED})|(?P<past>{_PAST}|{_PAST_ED})|(?P<present>{_PRESENT}))(?![\w])", re.IGNORECASE)


def tense_at(text: str, start: int, end: int) -> Tense | None:
    """The tense of the verb that governs [start, end): the last one before it in its sentence, else the next one after it.

    "will … in July" is future, "left in July" past; None where no verb is near.
    """
    if text.startswith(("'s ", "’s "), end):  # "Monday's vote" is made already
        return "past"
    before = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _SENTENCE.finditer(before):
        if not _ABBREVIATED.search(before, 0, stop.start()):
            cut = stop.end()
    if _DEADLINE.search(before):
        return "future"
    last, told, offset = None, False, start - len(before)
    for verb in _VERB.finditer(before, cut):
        if not _may_tell(verb, text, offset, offset + cut, told=told):
            continue
        told = told or verb.lastgroup == "past"
        participle = verb.lastgroup == "past" and _AUXILIARY.search(before, max(0, verb.start() - 12), verb.start())
        if not (participle and last is not None):  # "will be sold": the auxiliary tells
            last = verb
    if last is not None and last[0].lower() == "until" and not before[cut : last.start()].strip(" \"“‘'("):
        last = None  # "Until Thursday the road was shut": the verb that follows tells
    if last is not None and last.lastgroup == "future" and _HAD_BEEN.search(before, max(0, last.start() - 12), last.start()):
        return "past"  # "had been scheduled to expire Friday"
    if last is not None:
        spoken = _ANNOUNCED.fullmatch(last[0]) and not before[last.end() :].strip(" \u00a0")
        return "past" if spoken else _of(last)  # "promised Wednesday" is when, "promised a vote on Wednesday" is what
    after = text[end : end + _REACH]
    stop_after = _SENTENCE.search(after)
    verbs = _VERB.finditer(after, 0, stop_after.start() if stop_after else len(after))
    following = next((verb for verb in verbs if _may_tell(verb, text, end, offset + cut)), None)
    if following and _ANNOUNCED.fullmatch(following[0]):
        return "past"  # "In May the miners promised": when they did
    return _of(following) if following else None


def _may_tell(verb: re.Match[str], text: str, offset: int, sentence: int, *, told: bool = False) -> bool:
    """Whether a verb that was found `offset` characters into the text tells a tense: not as an attribute ("20 armoured carriers")."""
    if verb.lastgroup != "past" or _NEVER_ATTRIBUTES.fullmatch(verb[0]):
        return True
    return is_tense(text, offset + verb.start(), offset + verb.end(), sentence=sentence, told=told)


def _of(match: re.Match[str]) -> Tense | None:
    group = match.lastgroup
    return group if group in ("past", "present", "future") else None  # type: ignore[return-value]
