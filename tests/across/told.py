"""Stories in the mark-up of our own corpora (train/corpora/stories/ANNOTATE.md), as captures to merge."""

from collections.abc import Sequence
from dataclasses import dataclass

import onrecord
from benchmarks.story_pages import record_of
from onrecord.across import Capture, merge
from onrecord.stories import Claim, Copy, Stories
from training.event_printing import printed
from training.story_corpus import read_story
from training.story_marks import Story


@dataclass(frozen=True, slots=True)
class Told:
    """A story that was written for a test, and what was made of its pages."""

    story: Story
    captures: tuple[Capture, ...]
    copies: tuple[Copy, ...]
    stories: Stories

    def claim(self, page: str, words: str) -> Claim:
        """The claim that a statement of a page, or its narrator, is a voice of: the one of which `words` is type, or supplier > recipient."""
        found = [c for c in self.stories.claims if words in (c.type, f"{c.supplier} > {c.recipient}")]
        of_page = [c for c in found if any(v.document == page for v in (*c.asserts, *c.denies, *c.narrated))]
        assert of_page, f"no claim {words} on {page}: {[(c.type, c.supplier, c.recipient) for c in self.stories.claims]}"
        return of_page[0]


def captures_of(marked: str) -> tuple[Story, tuple[Capture, ...], tuple[Copy, ...]]:
    """The pages of a story in mark-up, with gold records, called by their letters."""
    story = read_story("told", "train", marked.strip().removeprefix("# "))
    captures, copies = [], []
    for letter, report in story.reports.items():
        text, gold = printed(report.page, [])
        read = onrecord.read_text(text, until="article")
        agencies = (report.newsroom,) if report.newsroom != report.outlet else ()
        record = record_of(gold, read)
        captures.append(Capture(letter, record, report.outlet, agencies, report.page.head["published"]))
        if report.of:
            copies.append(Copy(letter, report.of, "copy", 0.9, ()))
    return story, tuple(captures), tuple(copies)


def told(marked: str) -> Told:
    """A story in mark-up, merged."""
    story, captures, copies = captures_of(marked)
    return Told(story, captures, copies, merge(captures, copies))


def counts(claim: Claim) -> tuple[int, int, int, int]:
    """The four counts."""
    return claim.outlets, claim.newsrooms, claim.origins, claim.parties


def who(voices: Sequence[object]) -> list[str | None]:
    """The actors of voices, in order."""
    return [voice.actor for voice in voices]  # type: ignore[attr-defined]
