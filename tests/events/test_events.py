"""What a page tells of having happened, who says so, and the register: end to end, on texts of ours."""

import json
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import SetupError
from onrecord.events import judging
from onrecord.record import Record
from tests.events.reading import record_of
from tests.processes import run_text

PAGE = """The Zeta Courier

Sweden sells radars to Chile, and denies a second deal

March 14, 2024

SANTIAGO, March 14 (Calder Wire) - Sweden sold 12 howitzers to Chile in January, the Chilean defence ministry said on Thursday.

Norway will deliver four patrol boats to Peru in May, a Norwegian official said.

Sweden's foreign ministry denied that Stockholm had sold missiles to Bolivia. Bolivia declined to comment.

In 1975 the Soviet Union supplied Peru with T-55 tanks.
"""


@pytest.fixture(scope="module")
def page() -> Record:
    return onrecord.read_text(PAGE)


def _sides(record: Record) -> list[tuple[str | None, str | None, str]]:
    return [(one.supplier, one.recipient, one.status.value) for one in record.arms_transfers or ()]


def test_a_sale_a_plan_and_history_stand_in_the_register(page: Record) -> None:
    assert ("SWE", "CHL", "occurred") in _sides(page)
    assert ("SUN", "PER", "occurred") in _sides(page)
    history = next(one for one in page.arms_transfers or () if one.supplier == "SUN")
    assert (history.told_as, history.narrator) == ("background", True)
    sale = next(one for one in page.arms_transfers or () if one.supplier == "SWE" and one.recipient == "CHL")
    (item,) = sale.items
    assert (page.document[item.span], item.category) == ("howitzers", "artillery")
    assert item.quantity is not None
    assert item.quantity.value == 12


def test_who_says_and_who_denies_stand_beside_the_deed(page: Record) -> None:
    data = page.to_dict()
    sale = next(one for one in data["arms_transfers"] if (one["supplier"], one["recipient"]) == ("SWE", "CHL"))
    assert len(sale["asserted_by"]) == 1
    assert sale["denied_by"] == []
    denied = [event for event in data["events"] if event["status"] == "denied"]
    assert all(event["denied_by"] and not event["asserted_by"] for event in denied)


def test_every_event_quotes_its_trigger_and_refers_to_what_is_there(page: Record) -> None:
    assert page.check() == ()
    assert page.events
    for event in page.events:
        assert all(page.document[span] for span in event.triggers)
    assert Record.from_json(page.to_json()) == page


def test_the_same_page_gives_the_same_record(page: Record) -> None:
    assert onrecord.read_text(PAGE).to_json() == page.to_json()


def test_a_headline_alone_makes_no_event() -> None:
    record = onrecord.read_text(
        "The Zeta Courier\n\nPoland sells tanks to Kenya\n\nMarch 14, 2024\n\nThe weather was fine. The harvest was good this year.\n"
    )
    assert record.events == ()
    assert record.arms_transfers == ()


NO_TRANSFER = [
    "Japan and the Philippines held a joint naval exercise with four frigates on Monday.",
    "Police seized 40 rifles and a pistol in a house near the harbour.",
    "The team sold its best striker to a club in Spain for $12 million.",
    "The company exported 300 tractors to Kenya last year.",
    "Rifles howitzers tanks missiles drones mortars frigates.",
]


@pytest.mark.parametrize("text", NO_TRANSFER)
def test_what_is_no_transfer_is_not_in_the_register(text: str) -> None:
    assert record_of(text).arms_transfers == ()


HOSTILE = {
    "names without verbs": "Oslo, Lima, Accra, Quito, Dakar, Hanoi, Delhi, Cairo. " * 200,
    "capitals": "NORWAY SOLD FORTY HOWITZERS TO KENYA, THE MINISTRY SAID. " * 60,
    "one sentence": "the minister who said that " + "the army of the north had sold rifles to the south and " * 600,
    "a table of weapons": "\n".join(f"T-{number} | tanks | {number} | Russia | India" for number in range(50, 250)),
    "five hundred deliveries": "\n".join(f"Norway delivered {number} rifles to Kenya in May." for number in range(2, 502)),
}


# How many events and rows a page may give at most, whatever its length.
BOUNDS = {
    "names without verbs": (0, 0),
    "capitals": (20, 8),
    "one sentence": (400, 0),
    "a table of weapons": (2, 0),
    "five hundred deliveries": (400, 400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_that_hurts_is_read_and_nothing_is_made_up(name: str) -> None:
    record = record_of(HOSTILE[name])
    assert record.check() == ()
    assert json.loads(record.to_json())["schema"] == "onrecord/1"
    events, rows = BOUNDS[name]
    assert len(record.events or ()) <= events
    assert len(record.arms_transfers or ()) <= rows


def test_a_live_blog_does_not_turn_into_one_event_a_line() -> None:
    lines = [f"{hour:02d}:30 Norway has sold 40 howitzers to Kenya, our correspondent writes." for hour in range(24)]
    assert len(record_of("\n".join(lines)).events or ()) <= 3


NAMED = [
    "“[Ishiba] has rejected the demands of the people, who look to him to lead,” the opposition leader said on Monday.",
    "Norway (the kingdom) has condemned Mali’s army, which shelled the village, on Monday.",
]


@pytest.mark.parametrize("text", NAMED)
def test_nobody_is_named_with_a_bracket_or_a_comma(text: str) -> None:
    record = record_of(text)
    assert record.events
    assert [actor.name for actor in record.actors or () if not (actor.name[0].isalnum() and actor.name[-1].isalnum())] == []


def test_a_page_in_another_language_says_why_there_is_none() -> None:
    text = "Le ministère a vendu des canons au Kenya en mai. Le président a refusé de commenter cette vente devant les journalistes réunis à Paris."
    record = onrecord.read_text(text + "\n\n" + text)
    assert record.events is None
    assert any(note.layer == "events" and note.code == "language" for note in record.notes)


@pytest.mark.parametrize("name", sorted(judging.digests()))
def test_weights_that_are_altered_are_named_with_their_digest(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / judging.SUMS).write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
    (folder / name).write_bytes(b"something else")
    monkeypatch.setattr(judging, "files", lambda _: tmp_path)
    judging.digests.cache_clear()
    try:
        with pytest.raises(SetupError, match=rf"events/models/{name}: is not the file that was trained.*{'0' * 64}"):
            judging.checked(name)
        (folder / name).unlink()
        with pytest.raises(SetupError, match=rf"events/models/{name}: cannot be read"):
            judging.checked(name)
    finally:
        judging.digests.cache_clear()


def test_the_command_line_prints_the_register(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    done = run_text("read", path, "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["arms_transfers"]
    assert "Sweden" in run_text("read", path, "--table", "sipri").stdout
