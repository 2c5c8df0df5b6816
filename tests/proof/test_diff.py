"""What one store says otherwise than another: pages, transfers and claims, matched by what stays the same."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import StoreError
from onrecord.proof.cells import Cell, Compared
from onrecord.proof.diff import Diff, PageChange, PageName, Side, diff
from onrecord.proof.diff_claims import Anchored, changes_of
from onrecord.proof.diff_shown import Entry, head_of, html_of, sections_of
from onrecord.record import Status
from onrecord.store.coverage import Coverage
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.store import Store
from onrecord.store.write import reading_of
from onrecord.stories import Claim
from tests.processes import run_text
from tests.store.given import fill

PAGES = Path(__file__).parent / "pages"


def store_of(path: Path, *names: str, place: str = "pages", stories: bool = True) -> Path:
    """A store of some of PAGES."""
    readings = []
    for name in names:
        data = (PAGES / f"{name}.html").read_bytes()
        record = onrecord.read(data, location=f"{place}/{name}.html")
        readings.append(reading_of(record, key=name, size=len(data), source=pack(data)))
    fill(path, *readings)
    if stories:
        with Store(path) as store:
            store.stories()
    return path


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of(tmp_path_factory.mktemp("before") / "old.db", "monday")


@pytest.fixture(scope="session")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of(tmp_path_factory.mktemp("after") / "new.db", "monday", "tuesday", "wednesday")


def test_new_pages_make_a_claim_disputed_and_corroborated(before: Path, after: Path) -> None:
    found = diff(before, after)
    assert [page.kind for page in found.pages] == ["added", "added"]
    assert found.unchanged == 1
    (change,) = [claim for claim in found.claims if claim.kind == "changed"]
    assert change.became == ("disputed", "corroborated", "independently reported")
    told = {one.what: (one.before, one.after) for one in change.changes}
    assert (told["parties"], told["disputed"]) == ((1, 2), (False, True))
    assert [who.partition(" (")[0] for who in told["denies"][1]] == ["Slovakia's defence ministry"]
    assert {how for _, how in change.because} == {"added"}
    assert {(one.kind, one.what) for one in found.transfers} == {
        ("new", "Slovakia → Kenya, howitzers, denied"),
        ("new", "Slovakia → Kenya, howitzers, agreed, planned"),
    }


def test_the_other_way_round_it_is_no_longer_so(before: Path, after: Path) -> None:
    found = diff(after, before)
    (change,) = [claim for claim in found.claims if claim.kind == "changed"]
    assert change.became == ("no longer disputed", "no longer corroborated", "no longer independently reported")
    assert [page.kind for page in found.pages] == ["removed", "removed"]
    assert {one.kind for one in found.transfers} == {"gone"}


def test_a_store_differs_from_itself_and_its_copy_in_nothing(after: Path, tmp_path: Path) -> None:
    copy = shutil.copy(after, tmp_path / "copy.db")
    for other in (after, copy):
        found = diff(after, other)
        assert found.same
        assert (found.unchanged, found.claims, found.transfers) == (3, (), ())


def test_cells_of_a_page_stand_as_the_record_has_them_what_a_person_looks_for_first() -> None:
    given = ("links[s3:e3].relation", "events[e10].status", "statements[s2].cue", "article.headline", "events[e9].type", "events[e9].status",
             "published.date", "statements[s11].stance", "statements[s2].stance")  # fmt: skip
    name = PageName("c1", "a.html", None, None, None, None)
    (entry,) = _pages_of(PageChange("read", name, name, tuple(Compared("new", None, Cell("c1", path, path, "x", None, (), None)) for path in given)))
    assert [line[0] for line in entry.lines] == [
        "published.date", "statements[s2].stance", "statements[s11].stance", "events[e9].status", "events[e9].type", "events[e10].status",
        "links[s3:e3].relation", "article.headline", "statements[s2].cue",
    ]  # fmt: skip


def _pages_of(change: PageChange) -> tuple[Entry, ...]:
    side = Side("a.db", Coverage(1, 1, 0, 0, 0), (), 0, False)
    (section,) = sections_of(Diff(side, side, (change,), 0, (), ()))
    return section.entries


def test_neither_store_is_written(before: Path, tmp_path: Path) -> None:
    """Stories that are older than the pages are merged in memory alone."""
    stale = store_of(tmp_path / "stale.db", "monday", "tuesday", "wednesday", stories=False)
    with closing(open_file(stale)) as connection:
        kept = list(connection.iterdump())
    found = diff(before, stale)
    assert (found.new.merged_here, found.old.merged_here) == (True, False)
    assert any(claim.became for claim in found.claims)
    assert f"onrecord claims {stale} does it for good" in dict(head_of(found))["new"]
    done = run_text("diff", before, stale)
    assert done.stderr == "onrecord: claims: 1 disputed; 2 pages differ; 1 page unchanged\n"
    with closing(open_file(stale)) as connection:
        assert list(connection.iterdump()) == kept


def test_a_correction_is_told_with_the_claim_that_it_moved(after: Path, tmp_path: Path) -> None:
    corrected = Path(shutil.copy(after, tmp_path / "corrected.db"))
    with Store(corrected) as store:
        page = next(row.page for row in store.pages() if row.location.endswith("tuesday.html"))
        statement = next(row.statement for row in store.statements(page=page, stance="denies"))
        for one in [row.statement for row in store.statements(page=page, stance="denies")]:
            store.correct(page, f"statements[{one}].stance", "declines", author="Ada", why="no denial")
        store.stories()
    found = diff(after, corrected)
    (change,) = found.pages
    assert change.kind == "read"
    assert {one.told.cell: (one.cell and one.cell.value, one.again and one.again.value) for one in change.cells}[
        f"statements[{statement}].stance"
    ] == (
        "denies",
        "declines",
    )
    (claim,) = [one for one in found.claims if "no longer disputed" in one.became]
    assert claim.because == ((page, "read"),)


def test_a_page_that_lies_elsewhere_or_has_other_bytes_is_still_that_page(before: Path, tmp_path: Path) -> None:
    elsewhere = store_of(tmp_path / "moved.db", "monday", place="archive")
    moved = diff(before, elsewhere)
    assert [page.kind for page in moved.pages] == ["moved"]
    assert not [claim for claim in moved.claims if claim.kind in ("new", "gone")]
    data = (PAGES / "monday.html").read_bytes().replace(b"20 howitzers", b"30 howitzers")
    other = tmp_path / "other.db"
    fill(other, reading_of(onrecord.read(data, location="pages/monday.html"), key="monday", size=len(data), source=pack(data)))
    replaced = diff(before, other)
    assert [page.kind for page in replaced.pages] == ["replaced"]
    assert not [claim for claim in replaced.claims if claim.kind in ("new", "gone")]
    assert any("figures" in {one.what for one in claim.changes} for claim in replaced.claims)
    (page,) = replaced.pages
    stances = [one for one in page.cells if one.told.cell.endswith(".stance")]
    assert stances == []  # what the outlet did not change is the same statement, though other words stand before it
    assert {one.told.cell for one in page.cells if one.told.cell.endswith(".quantity")} == {"arms_transfers[x1].items[0].quantity"}


def _claim(identity: str, **more: object) -> Claim:
    fields = dict.fromkeys(("initiators", "recipients", "items", "asserts", "denies", "declines", "doubts", "narrated", "figures"), ())
    plain: dict[str, object] = {"supplier": None, "recipient": None, "time": None, "deal": None, "first": None, "last": None}
    counts = dict.fromkeys(("outlets", "newsrooms", "origins", "parties"), 0)
    flags = dict.fromkeys(("independently_reported", "corroborated", "disputed", "retracted"), False)
    told = {"id": identity, "story": "s", "of": "event", "type": "AID", "status": Status.OCCURRED, **fields, **plain, **counts, **flags, **more}
    return Claim(**told)  # type: ignore[arg-type]


def _told(claim: Claim, *places: str) -> Anchored:
    return Anchored(claim, {("asserts", place.partition(":")[0], place.partition(":")[2]): "Ada" for place in places})


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([_told(_claim("c1"), "p:1")], [_told(_claim("c1"), "p:1")], []),
        ([_told(_claim("c1"), "p:1")], [_told(_claim("c2"), "p:1")], ["renamed"]),
        ([_told(_claim("c1"), "p:1")], [_told(_claim("c2", disputed=True), "p:1")], ["changed"]),
        ([_told(_claim("c1"), "p:1")], [_told(_claim("c1", type="SANCTION"), "q:9")], ["new", "gone"]),
        ([_told(_claim("c1"), "p:1"), _told(_claim("c2"), "p:2")], [_told(_claim("c2"), "p:1"), _told(_claim("c1"), "p:2")], ["renamed", "renamed"]),
        ([_told(_claim("c1"), "p:1", "p:2")], [_told(_claim("c1"), "p:1"), _told(_claim("c3"), "p:2")], ["changed", "new"]),
        ([_told(_claim("c1"))], [_told(_claim("c1", status=Status.DENIED))], ["changed"]),
        ([_told(_claim("c1"))], [_told(_claim("c2"))], ["new", "gone"]),
    ],
    ids=range(8),
)
def test_claims_are_matched_by_what_tells_of_them(old: list[Anchored], new: list[Anchored], kinds: list[str]) -> None:
    assert [change.kind for change in changes_of(old, new, {})] == kinds


def test_what_a_person_sees_is_what_a_script_gets(before: Path, after: Path, tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    done = run_text("diff", before, after, "--html", page, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["schema"], told["same"], told["pages_unchanged"]) == ("onrecord-diff/1", False, 1)
    assert [claim["became"] for claim in told["claims"] if claim["became"]] == [["disputed", "corroborated", "independently reported"]]
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "now denied by" in text
    refused = run_text("diff", before, after, "--html", page)
    assert (refused.returncode, "is there already" in refused.stderr) == (1, True)
    assert "claims: disputed (1)" in run_text("diff", before, after).stdout


def test_words_of_a_page_are_words_in_the_file(tmp_path: Path) -> None:
    data = b"<script>alert(1)</script> said\nNAIROBI, May 6, 2024 - \xe2\x80\xae<b>Kenya</b> said on Monday that it bought 20 tanks from Norway.\n"
    paths = []
    for name, page in (("old", data.replace(b"20", b"30")), ("new", data)):
        paths.append(tmp_path / f"{name}.db")
        record = onrecord.read_text(page.decode(), location="a<script>.html")
        fill(paths[-1], reading_of(record, key="a", size=len(page), source=pack(page)))
    found: Diff = diff(*paths)
    text = html_of(found)
    assert "<script" not in text
    assert "\u202e" not in text
    assert any(section.entries for section in sections_of(found))


def _of_another_version(path: Path, version: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    return path


@pytest.mark.parametrize(("version", "told"), [(99, "a store of a newer onrecord"), (0, "a store of an older onrecord")])
def test_a_store_of_another_version_is_refused_and_left_alone(before: Path, tmp_path: Path, version: int, told: str) -> None:
    other = _of_another_version(Path(shutil.copy(before, tmp_path / "other.db")), version)
    kept = other.read_bytes()
    with pytest.raises(StoreError, match=told):
        diff(before, other)
    done = run_text("diff", other, before)
    assert (done.returncode, told in done.stderr, str(other) in done.stderr) == (1, True, True)
    assert other.read_bytes() == kept


@pytest.mark.parametrize(("content", "told"), [(b"", "an empty file"), (b"text", "no SQLite file"), (None, "there is no such store")])
def test_what_is_no_store_is_refused(before: Path, tmp_path: Path, content: bytes | None, told: str) -> None:
    other = tmp_path / "other.db"
    if content is not None:
        other.write_bytes(content)
    with pytest.raises(StoreError, match=told):
        diff(before, other)
