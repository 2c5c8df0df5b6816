"""Where the time of a page goes, stage by stage, beside trafilatura's extraction alone in the same run.

    python -m benchmarks.profile [--every 4] [--passes 3] [--write]     --write: docs/profile.md and docs/profile.svg

Pages are every n-th of bench/extraction, each in memory before the clock starts. A pass reads each page from its bytes to its JSON; what the encoder
keeps of earlier windows is forgotten before each page, so that no pass is helped by the one before. Time is that of the processor, one thread, and of
each stage the median pass; the encoder's own is counted where its windows are made. The peer starts from decoded text with its defaults and
metadata, which is its title, body, authors and date.
"""

import argparse
import gzip
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it; before numpy loads

from benchmarks.__main__ import SHARED
from benchmarks.extraction import PEER, truth_file
from benchmarks.frame import DataError, Options, read_jsonl, who_we_are
from benchmarks.speed import peer_pass
from onrecord.encoder.model import packaged
from onrecord.errors import OnRecordError
from onrecord.page import Capture, read_page
from onrecord.pipeline import LAYERS, run
from onrecord.record import Record

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
PAGE: Final = "page"  # bytes to text and layout, before the pipeline
JSON: Final = "json"  # the record to JSON, behind it
STAGES: Final = (PAGE, *LAYERS, JSON)
# What each stage does, and which of four parts of the work it is of.
TOLD: Final = {
    PAGE: ("decode, parse, canonical text", "article"), "article": ("headline, body, byline, agency", "article"),
    "encoding": ("the small encoder reads every window", "statements"), "statements": ("who says what, by encoder and rules", "statements"),
    "mentions": ("persons, bodies, weapons by name", "grounding"), "clauses": ("parts of speech, governors, triggers", "events"),
    "deeds": ("what happened, of which type", "events"), "times_found": ("time expressions", "grounding"),
    "published": ("the day and its evidence", "grounding"), "times": ("calendar values", "grounding"),
    "places": ("places and their points", "grounding"), "actors": ("who is meant, by rules and network", "grounding"),
    "attributions": ("when and through whom it was said", "grounding"), "cases": ("which places tell one deed", "events"),
    "events": ("the events", "events"), "links": ("who asserts and denies which", "events"), "arms_transfers": ("the register", "events"),
    JSON: ("the record as JSON", "article"),
}  # fmt: skip
INKS: Final = {"article": "#4f7d8c", "statements": "#b5563c", "grounding": "#8a7a2f", "events": "#6a5a9c"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What was measured."""

    pages: int
    read: int  # of them; the others are refused by name
    seconds: dict[str, float]  # processor time of each of STAGES
    peer: float | None  # of the peer, the same pages

    @property
    def whole(self) -> float:
        """Of all stages."""
        return sum(self.seconds.values())


def timed(pages: Sequence[tuple[bytes, str]]) -> tuple[dict[str, float], int]:
    """Processor seconds of each stage over some pages, and how many were read."""
    spent, read = dict.fromkeys(STAGES, 0.0), 0
    for content, url in pages:
        packaged().forget()
        last = time.process_time()

        def count(stage: str) -> None:
            nonlocal last
            now = time.process_time()
            spent[stage] += now - last
            last = now

        def told(stage: str, record: Record) -> Record:
            if stage == "encoding" and record.encoding is not None:
                for window in record.encoding.windows:  # else its time would count for the first head that asks
                    packaged().vectors(window)
            count(stage)
            return record

        try:
            page = read_page(content, Capture(url))
            count(PAGE)
            record = run(page.document, page.layout, notes=page.notes, mend=told)
        except OnRecordError:
            count(PAGE)  # most are refused for their bytes
            continue
        record.to_json()
        count(JSON)
        read += 1
    return spent, read


def measure(data: Path, shared: Path, *, every: int, passes: int) -> Profile:
    """Passes of ours and of the peer's in turn, and of each the median."""
    path = truth_file(data)
    truth = read_jsonl(path)[::every]
    pages = [(gzip.decompress((path.parent / one["html_file"]).read_bytes()), str(one["url"])) for one in truth]
    try:
        peer = peer_pass(path, Options(shared=shared), pages)
    except ImportError as error:
        print(f"peer {PEER} not run: {error}; pip install -e '.[bench]' brings it", file=sys.stderr)
        peer = None
    timed(pages[:2])  # what is loaded once is no page's
    ours: list[dict[str, float]] = []
    theirs: list[float] = []
    read = 0
    for number in range(passes):
        print(f"pass {number + 1} of {passes} …", file=sys.stderr, flush=True)
        spent, read = timed(pages)
        ours.append(spent)
        if peer is not None:
            start = time.process_time()
            peer()
            theirs.append(time.process_time() - start)
    median = {stage: statistics.median(one[stage] for one in ours) for stage in STAGES}
    return Profile(len(pages), read, median, statistics.median(theirs) if theirs else None)


def table(profile: Profile) -> str:
    """The stages as a Markdown table, in the order of the pipeline."""
    lines = ["| stage | what it does | ms a page | share |", "| --- | --- | ---: | ---: |"]
    for stage, seconds in profile.seconds.items():
        lines.append(f"| `{stage}` | {TOLD[stage][0]} | {seconds / profile.pages * 1000:.1f} | {seconds / profile.whole:.1%} |")
    lines.append(f"| **all** | | **{profile.whole / profile.pages * 1000:.0f}** | |")
    return "\n".join(lines)


def beside(profile: Profile) -> str:
    """Pages a second of processor time, ours and the peer's."""
    told = f"{who_we_are()}: {profile.pages / profile.whole:.2f} pages a second of one core, from bytes to JSON"
    article = profile.seconds[PAGE] + profile.seconds["article"]
    told += f" ({profile.pages / article:.0f} for the article alone)"
    if profile.peer is None:
        return f"{told}; {PEER} was not there to compare."
    ratio, alone = profile.peer / profile.whole, profile.peer / article
    theirs = f"{PEER}, its extraction alone, in the same run: {profile.pages / profile.peer:.0f}"
    return f"{told}. {theirs}. Ratio {ratio:.3f}, of the article alone {alone:.1f}."


def drawn(profile: Profile) -> str:
    """The stages as bars, a line each."""
    left, width, step = 150, 470, 22
    longest = max(profile.seconds.values())
    lines = []
    for number, (stage, seconds) in enumerate(profile.seconds.items()):
        y = 46 + number * step
        length = max(1.0, width * seconds / longest)
        name, share = escape(stage), f"{seconds / profile.whole:.1%} · {seconds / profile.pages * 1000:.1f} ms"
        lines.append(f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{name}</text>')
        lines.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="16" rx="2" fill="{INKS[TOLD[stage][1]]}"/>')
        lines.append(f'<text x="{left + length + 6:.1f}" y="{y + 12}">{share}</text>')
    height = 46 + len(profile.seconds) * step + 34
    legend = "".join(
        f'<rect x="{left + at * 118}" y="{height - 24}" width="12" height="12" rx="2" fill="{ink}"/><text x="{left + 18 + at * 118}" '
        f'y="{height - 14}">{name}</text>'
        for at, (name, ink) in enumerate(INKS.items())
    )
    title = f"Processor time of a page by stage: {profile.whole / profile.pages * 1000:.0f} ms, mean of {profile.pages} news pages"
    style = (
        "svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#222}.h{font-weight:600;font-size:14px}"
        "@media(prefers-color-scheme:dark){svg{background:#16191c}text{fill:#e8e6e3}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" role="img" aria-labelledby="t"><title id="t">{title}</title>'
        f'<style>{style}</style><text class="h" x="8" y="24">{title}</text>{"".join(lines)}{legend}</svg>\n'
    )


def page(profile: Profile) -> str:
    """docs/profile.md."""
    machine = f"{platform.system()}, {platform.machine()}, Python {platform.python_version()}"
    return f"""# Where the time goes

Made by `python -m benchmarks.profile --write`; do not edit by hand. {profile.pages} news pages of the web, of which {profile.read} were read and the
others refused by name; processor time of one thread, of each stage the median pass; nothing is remembered from page to page.
{machine}, on a machine with other work to do.

{beside(profile)}

![Bars: the processor time of a page by stage](profile.svg)

{table(profile)}

A quarter of {PEER}'s speed was asked for{_verdict(profile)}. The encoder, and the heads that read what it says, are most of it: they read every
window of every English page. A page of another language stops behind its article and its day. With `--workers N` pages are read side by side; a
text that comes again to the letter is encoded once a process.
"""


def _verdict(profile: Profile) -> str:
    if profile.peer is None:
        return ""
    ratio = profile.peer / profile.whole
    return f", and is reached: {ratio:.2f}" if ratio >= 0.25 else f", and **is not reached: {ratio:.2f}**"


def main() -> int:
    """Measure, print, and write where asked."""
    shared = Path(os.environ.get(SHARED) or DOCS.parent.parent / "shared")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared / "bench/extraction/dev", help="default: bench/extraction/dev of the shared folder")
    parser.add_argument("--every", type=int, default=4, help="every n-th page (default: 4)")
    parser.add_argument("--passes", type=int, default=3, help="passes, of which the median counts (default: 3)")
    parser.add_argument("--write", action="store_true", help="write docs/profile.md and docs/profile.svg")
    given = parser.parse_args()
    try:
        profile = measure(given.data, shared, every=given.every, passes=given.passes)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{table(profile)}\n\n{beside(profile)}")
    if given.write:
        (DOCS / "profile.md").write_text(page(profile), encoding="utf-8")
        (DOCS / "profile.svg").write_text(drawn(profile), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
