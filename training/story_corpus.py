"""The corpora of stories and deals: pages in mark-up, and whose word, utterance and deed is the same on several of them.

    python -m training.story_corpus [stories|deals] writes HALF/NAME.txt, NAME.gold.json and STORY.stories.json of one or both, and prints the counts
    python -m training.story_corpus --check FILE…   says what is wrong in files of mark-up

train/corpora/stories/ANNOTATE.md says what the marks and lines mean and how counts and flags are computed.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from training.corpus_command import list_faults, print_counts, write_files
from training.event_marks import HALVES, Json, MarksError
from training.event_printing import printed
from training.story_checks import check_story
from training.story_counts import FLAGS, counted, origins_of, transfer_of
from training.story_gold import stories_of
from training.story_marks import Report, Story, story_of

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora"
CORPORA: Final = ("stories", "deals")


def read_stories(path: Path) -> list[Story]:
    """The stories of a file of mark-up.

    Raises:
        MarksError: it names file, story, page and line.
    """
    return [read_story(path.name, path.name.split("-")[0], block) for block in _blocks(path)]


def _blocks(path: Path) -> list[str]:
    return re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def read_story(file: str, half: str, block: str) -> Story:
    """The story of one block of mark-up, from its name to its last line, checked.

    Raises:
        MarksError: it names file, story, page and line.
    """
    try:
        story = story_of(file, half, block)
        check_story(f"{file} {story.name}", story)
    except MarksError as error:
        raise error if str(error).startswith(file) else MarksError(f"{file} {error}") from error
    return story


@cache
def stories(corpus: str, half: str) -> tuple[Story, ...]:
    """All stories of a half, by file and place in it."""
    return tuple(story for path in sorted((FOLDER / corpus / "pages").glob(f"{half}-*.txt")) for story in read_stories(path))


def files(corpus: str) -> Iterator[tuple[Path, str]]:
    """Everything that is made from the mark-up: path in the corpora, and what it holds."""
    for half in HALVES:
        everything = stories(corpus, half)
        for story in everything:
            others = [one.page for other in everything if other is not story for one in other.reports.values()]
            texts = {}
            for letter, report in story.reports.items():
                text, gold = printed(report.page, others)
                gold["article"]["agencies"] = _agencies(report, text)
                texts[letter] = (text, gold)
                yield FOLDER / corpus / half / f"{report.page.name}.txt", text
                yield FOLDER / corpus / half / f"{report.page.name}.gold.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
            across = json.dumps(stories_of(story, texts), ensure_ascii=False, indent=1) + "\n"
            yield FOLDER / corpus / half / f"{story.name}.stories.json", across


def _agencies(report: Report, text: str) -> list[Json]:
    """The agency that the page credits: the newsroom's name, or its first word, where the outlet is another."""
    if report.newsroom == report.outlet:
        return []
    match = re.search(rf"{re.escape(report.newsroom)}|\b{re.escape(report.newsroom.split()[0])}\b", text)
    if match is None:
        return []
    return [{"name": report.newsroom, "aka": [report.newsroom.split()[0]], "start": match.start(), "end": match.end(), "text": match[0]}]


def counts(corpus: str, half: str) -> dict[str, int]:
    """What a half holds."""
    found: Counter[str] = Counter()
    for story in stories(corpus, half):
        found["stories"] += 1
        found["pages"] += len(story.reports)
        found["pages that are copies"] += sum(one.of is not None for one in story.reports.values())
        found["words"] += sum(len(one.page.text.split()) for one in story.reports.values())
        found["newsrooms"] += len({one.newsroom for one in story.reports.values()})
        found["statements"] += sum(len(one.gold["statements"]) for one in story.reports.values())
        found["statements in origins"] += len(origins_of(story))
        found["statements had from another newsroom"] += len(story.cited)
        found["origins"] += len(story.origins)
        found["origins without a party"] += sum(one.party is None for one in story.origins.values())
        found["origins that cite another"] += sum(one.cites is not None for one in story.origins.values())
        found["deals"] += len(story.deals)
        for claim in story.claims.values():
            computed = counted(story, claim)
            found["claims"] += 1
            found["claims: transfers"] += transfer_of(story, claim.events[0]) is not None
            found["claims with figures that differ"] += len(claim.figures) > 1
            found.update(f"claims {flag}" for flag, column in FLAGS.items() if computed[column])
            parties = [{voice["party"] for voice in computed[relation]} - {None} for relation in ("asserts", "denies")]
            found["claims of which a party both denies and asserts"] += bool(parties[0] & parties[1])
    return dict(found)


def check(path: Path) -> list[str]:
    """What is wrong in a file of mark-up: of each story that cannot be read, the first fault."""
    wrong = []
    for block in _blocks(path):
        try:
            read_story(path.name, path.name.split("-")[0], block)
        except MarksError as error:
            wrong.append(str(error))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="*", choices=(*CORPORA, []), help="which; both if none is given")
    parser.add_argument("--check", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.check:
        return list_faults(line for path in options.check for line in check(path))
    for corpus in options.corpus or CORPORA:
        write_files(dict(files(corpus)), [FOLDER / corpus / half for half in HALVES])
        print(f"{corpus:<50}  train   test")
        print_counts(counts(corpus, "train"), counts(corpus, "test"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
