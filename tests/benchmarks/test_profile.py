"""The profile of the pipeline: every stage is timed, told and drawn, and its page is of the stages that there are."""

import re
from pathlib import Path

from benchmarks.profile import DOCS, STAGES, TOLD, Profile, drawn, page, table, timed
from onrecord.pipeline import LAYERS

EXAMPLES = DOCS.parent / "examples"


def test_every_stage_of_a_page_is_timed_and_a_page_that_is_refused_is_not_read() -> None:
    wire = (EXAMPLES / "mortars-1-wire.html").read_bytes()
    spent, read = timed([(wire, "https://pelicanwire.example/1"), (b'{"headline": "Tugs sold"}', "https://pelicanwire.example/2")])
    assert read == 1
    assert tuple(spent) == STAGES == ("page", *LAYERS, "json")
    assert all(seconds >= 0 for seconds in spent.values())
    assert max(spent, key=lambda stage: spent[stage]) not in ("page", "json")


def test_what_is_written_has_every_stage_with_its_share() -> None:
    profile = Profile(2, 2, {stage: 0.5 if stage == "encoding" else 0.01 for stage in STAGES}, 0.3)
    assert TOLD.keys() == set(STAGES)
    for text in (table(profile), drawn(profile)):
        assert [stage for stage in STAGES if stage not in text] == []
    assert "is reached: 0.45" in page(profile)
    assert "is not reached: 0.15" in page(Profile(2, 2, profile.seconds, 0.1))
    assert "not there to compare" in page(Profile(2, 2, profile.seconds, None))
    longest = max(float(width) for width in re.findall(r'width="([\d.]+)" height="16"', drawn(profile)))
    assert longest == 470


def test_the_page_of_the_documents_is_of_the_pipeline_as_it_is() -> None:
    told = re.findall(r"^\| `(\w+)` \|", Path(DOCS / "profile.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(told) == STAGES  # else: python -m benchmarks.profile --write
