"""An audit, end to end: a seeded sample, judged on a terminal, elsewhere and in a browser; figures with intervals, stamped on exports."""

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.audit import KINDS, PARTS, Audit, draw, judge_row, judged_rows, judgements_of, left, results_of, stamp_of
from onrecord.audit.answers import read_answers, write_sheet
from onrecord.audit.population import Kind, Member, Told, members_of
from onrecord.audit.sampling import allotted, changed_since, drawn, population_of
from onrecord.errors import RegisterError, StoreError
from onrecord.store import open_store
from onrecord.store.store import Store
from tests import processes
from tests.store.given import fill
from tests.terminal import on_terminal
from tests.web.given import client, csrf_of, deal, post, small_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "made.db"
    small_store(path).close()
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "news.db"
    shutil.copyfile(made, path)
    with open_store(path) as opened:
        yield opened


# The sample


def test_a_sample_is_the_same_for_a_seed_and_another_for_another(store: Store) -> None:
    members = tuple(members_of(store))
    wanted = allotted(population_of(members), 8)
    assert drawn(members, wanted, 3) == drawn(tuple(reversed(members)), wanted, 3)
    assert len({tuple(m.item for m in drawn(members, wanted, seed)) for seed in range(20)}) > 5
    assert sum(wanted.values()) == 8
    counts = Counter(m.kind for m in drawn(members, wanted, 1))
    assert set(counts) == {m.kind for m in members}


def test_a_sample_has_all_there_is_where_that_is_little(store: Store) -> None:
    audit = draw(store, rows=10_000)
    members = tuple(members_of(store))
    assert Counter(row.kind for row in audit.rows) == Counter(m.kind for m in members)
    assert {"denial", "transfer", "date", "copy"} <= {row.kind for row in audit.rows}
    assert draw(store, rows=10_000).key == audit.key  # it stands for the store: no other is drawn
    assert draw(store, rows=10_000, anew=True).key != audit.key


def test_a_judge_sees_the_words_and_what_was_read_of_them(store: Store) -> None:
    for row in draw(store).rows:
        assert row.told.claim
        assert Told.from_json(row.told.to_json()) == row.told
        for passage in row.told.passages:
            assert passage.text
            assert all(0 <= start < end <= len(passage.text) for start, end in passage.marks)
        if row.kind in ("denial", "transfer"):
            passage = row.told.passages[0]
            assert passage.marks
            page = row.item.split()[0]
            assert passage.text in store.record(page).document.text


def test_an_empty_store_has_nothing_to_audit(tmp_path: Path) -> None:
    fill(tmp_path / "empty.db")
    with open_store(tmp_path / "empty.db") as opened, pytest.raises(StoreError, match="nothing in it to audit"):
        draw(opened)


# Judging


def judged(store: Store, judge: str, wrong: int) -> Audit:
    """An audit of which a judge calls every so-manieth row wrong."""
    audit = draw(store)
    for row in audit.rows:
        verdict = "wrong" if row.n % wrong == 0 else "right"
        judge_row(store, row, judge, verdict, part=PARTS[row.kind][0] if verdict == "wrong" else None)
    return audit


def test_figures_agreement_and_what_is_wrong(store: Store) -> None:
    audit = judged(store, "ada", 2)
    judged(store, "ben", 3)
    found = results_of(store, audit)
    assert (found.judge, found.sampled, found.done) == ("ada", len(audit.rows), len(audit.rows))
    assert sum(one.wrong for one in found.kinds) == len(audit.rows) // 2
    assert all(sum(count for _, count in one.parts) == one.wrong for one in found.kinds)
    (agreement,) = found.agreements
    same = sum((n % 2 == 0) == (n % 3 == 0) for n in range(1, len(audit.rows) + 1))
    assert (agreement.judges, agreement.agreed) == (("ada", "ben"), same / len(audit.rows))
    assert json.loads(json.dumps(found.to_dict()))["kinds"][0]["share"]["rate"] == found.kinds[0].share.rate


def test_the_last_word_of_a_judge_holds_and_cannot_tell_counts_for_nothing(store: Store) -> None:
    audit = draw(store)
    for verdict in ("right", "wrong", "open"):
        judge_row(store, audit.rows[0], "ada", verdict)
    (one,) = judgements_of(store, audit, "ada")
    assert one.verdict == "open"
    assert store.connection.execute("SELECT count(*) FROM judgement").fetchone() == (3,)
    found = results_of(store, audit)
    assert not found.is_begun
    assert f"1 can't tell and none decided, of {next(k.rows for k in found.kinds if k.kind == one.kind)} rows" in "\n".join(found.lines())
    assert len(left(store, audit, "ada")) == len(audit.rows) - 1
    assert left(store, audit, "ben") == audit.rows


@pytest.mark.parametrize(("verdict", "part"), [("maybe", None), ("right", "supplier"), ("wrong", "the weather")])
def test_what_cannot_be_said_is_not_written(store: Store, verdict: str, part: str | None) -> None:
    audit = draw(store)
    with pytest.raises(ValueError, match="there are"):
        judge_row(store, audit.rows[0], "ada", verdict, part=part)
    assert judgements_of(store, audit) == ()


def test_a_kind_that_nobody_judged_is_not_said_to_hold_no_longer(store: Store) -> None:
    audit = draw(store)
    row = next(row for row in audit.rows if row.kind == "transfer")
    judge_row(store, row, "ada", "right")
    fill(Path(store.path), deal(3, "Wire"), deal(4, "Globe"), deal(5, "Post"))
    with open_store(store.path) as later:
        later.stories()
        changed = [one for one in results_of(later, audit).kinds if not one.holds]
        assert {one.kind for one in changed} > {"transfer"}
    page = client(Path(store.path)).get("/audit").text
    assert page.count("no longer holds") == 1


def test_a_figure_stands_until_more_than_a_tenth_of_its_rows_are_others(store: Store) -> None:
    audit = judged(store, "ada", 2)
    stamp = stamp_of(store)
    assert stamp is not None
    assert all(one.holds for one in stamp.kinds)
    fill(Path(store.path), deal(3, "Wire"), deal(4, "Globe"))
    with open_store(store.path) as later:
        later.stories()
        now = results_of(later, audit)
        changed = {one.kind for one in now.kinds if not one.holds}
        assert "transfer" in changed
        assert any("no longer stands for the store" in line for line in now.lines())
        assert not any("all of these together" in line for line in now.lines())
        assert draw(later).key != audit.key  # another sample, since this one is of another store
    before, after = audit.population, population_of(members_of(store))
    assert all(0 <= changed_since(before, after, kind) <= 1 for kind in KINDS)
    assert all(changed_since(before, before, kind) == 0 for kind in KINDS)


def _members(settled: Iterable[int], unsettled: Iterable[int] = ()) -> list[Member]:
    def member(n: int, *, settled: bool) -> Member:
        return Member("denial", settled, f"p{n} s1", n * 0x9E3779B97F4A7C15 % 2**64, ())  # digests that lie evenly

    return [member(n, settled=True) for n in settled] + [member(n, settled=False) for n in unsettled]


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        pytest.param((range(100),), (range(100),), 0.0, id="as it was"),
        pytest.param((range(100),), (range(110),), 10 / 110, id="ten are new"),
        pytest.param((range(100),), (range(76),), 0.24, id="24 have gone"),
        pytest.param((range(114),), (range(24, 117),), 24 / 114, id="24 have gone, three are new"),
        pytest.param((range(100),), (range(5, 105),), 0.05, id="five say something else"),
        pytest.param((range(60), range(60, 100)), (range(80), range(80, 100)), 0.2, id="twenty are settled now"),
        pytest.param((range(100),), ((), range(100)), 1.0, id="none is settled any more"),
        pytest.param((range(100),), ((),), 1.0, id="all have gone"),
        pytest.param(((),), (range(100),), 1.0, id="there were none"),
        pytest.param(((),), ((),), 0.0, id="there are none"),
        pytest.param((range(10_000),), (range(5_000, 10_000),), 0.5, id="half of more than a sketch holds have gone"),
    ],
)
def test_rows_that_are_new_gone_or_settled_otherwise_have_changed(
    before: tuple[Iterable[int], ...], now: tuple[Iterable[int], ...], changed: float
) -> None:
    assert changed_since(population_of(_members(*before)), population_of(_members(*now)), "denial") == pytest.approx(changed, abs=0.02)


def test_a_stamp_does_not_outlive_the_rows_that_were_judged(store: Store) -> None:
    """Of rows that were corrected away nothing is said any more."""
    judged(store, "ada", 2)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE statement SET stance = 'asserts' WHERE stance = 'denies'")
    with open_store(store.path) as later:
        stamp = stamp_of(later)
    assert stamp is not None
    (denials,) = (one for one in stamp.kinds if one.kind == "denial")
    assert (denials.holds, denials.changed) == (False, 1.0)
    assert "no longer stands for the store: 100% of the rows are new, changed or gone since" in denials.told()


@pytest.mark.parametrize(
    ("said", "stamped"),
    [
        pytest.param([("ada", "open")], "first", id="she cannot tell"),
        pytest.param([("ada", "right"), ("ada", "open")], "first", id="she cannot tell after all"),
        pytest.param([("ada", "right")], "new", id="decided"),
        pytest.param([("ada", "open"), ("ben", "wrong")], "new", id="decided by another"),
    ],
)
def test_a_stamp_is_of_the_last_audit_of_which_anything_was_decided(store: Store, said: list[tuple[str, str]], stamped: str) -> None:
    first = judged(store, "ada", 2)
    new = draw(store, anew=True)
    for judge, verdict in said:
        judge_row(store, new.rows[0], judge, verdict)
    stamp = stamp_of(store)
    assert stamp is not None
    assert (stamp.key, stamp.is_begun) == ({"first": first, "new": new}[stamped].key, True)


@pytest.mark.parametrize("untold", [(), ("transfer",), ("date", "copy")], ids=str)
def test_all_together_are_those_of_which_anything_was_decided(store: Store, untold: tuple[Kind, ...]) -> None:
    """A kind of which the judge can tell nothing is neither in the rows nor in the interval of all."""
    audit = draw(store)
    for row in audit.rows:
        judge_row(store, row, "ada", "open" if row.kind in untold else "right")
    found = results_of(store, audit)
    decided = [one for one in found.kinds if one.kind not in untold]
    assert [one.judged > 0 for one in found.kinds] == [one in decided for one in found.kinds]
    assert found.lines()[-1] == f"all of these together, of {sum(one.rows for one in decided):,} rows: 0.0 % are wrong (0.0 to 0.0 %)"


@pytest.mark.parametrize(
    ("ada", "ben", "told"),
    [
        ("rrww", "rrww", "agree on 100% of 4 rows that both decided, Cohen's kappa 1.00"),
        ("rrww", "rwww", "agree on 75% of 4 rows that both decided, Cohen's kappa 0.50"),
        ("rrwt", "rrww", "agree on 100% of 3 rows that both decided, Cohen's kappa 1.00; on 1 more one of them could not tell"),
        ("rrtt", "rrtt", "agree on 100% of 2 rows that both decided; on 2 more one of them could not tell"),
        ("tt", "rw", "have decided no row that is the same; on 2 one of them could not tell"),
    ],
)
def test_judges_agree_on_what_both_decided(store: Store, ada: str, ben: str, told: str) -> None:
    audit = draw(store)
    for judge, keys in (("ada", ada), ("ben", ben)):
        for row, key in zip(audit.rows, keys, strict=False):
            judge_row(store, row, judge, {"r": "right", "w": "wrong", "t": "open"}[key])
    found = results_of(store, audit)
    assert found.lines()[-1] == f"ada and ben {told}"
    assert json.loads(json.dumps(found.to_dict()))["agreements"][0]["open"] == sum("t" in pair for pair in zip(ada, ben, strict=True))


# On the command line


def test_judging_elsewhere(store: Store, tmp_path: Path) -> None:
    for suffix, judge in ((".tsv", "ada"), (".jsonl", "ben")):
        sheet = tmp_path / f"sample{suffix}"
        done = processes.run_text("audit", store.path, "--sheet", sheet)
        assert done.returncode == 0, done.stderr
        text = sheet.read_text(encoding="utf-8-sig")
        if suffix == ".tsv":
            lines = [line.split("\t") for line in text.splitlines()]
            at = lines[0].index("verdict")
            filled = "\n".join("\t".join([*line[:at], "w" if n == 1 else "right", "1" if n == 1 else "", *line[at + 2 :]]) if n else "\t".join(line)
                               for n, line in enumerate(lines))  # fmt: skip
        else:
            filled = "\n".join(json.dumps({**json.loads(line), "verdict": "right"}) for line in text.splitlines())
        sheet.write_text(filled, encoding="utf-8")
        taken = processes.run_text("audit", store.path, "--answers", sheet, "--judge", judge, "--json")
        assert taken.returncode == 0, taken.stderr
        found = json.loads(taken.stdout)
    again = processes.run_text("audit", store.path, "--answers", sheet, "--judge", judge)
    assert f"0 judgements of {judge} taken" in again.stderr
    assert (found["judge"], found["sampled"]) == ("ada", found["done"])
    assert sum(one["wrong"] for one in found["kinds"]) == 1
    assert found["agreements"][0]["agreed"] == 1 - 1 / found["sampled"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nothing", "it has no columns row and verdict"),
        ("row\tverdict\n1\tperhaps\n", "line 2: no verdict: 'perhaps'"),
        ("row\tverdict\n999\tright\n", "line 2: the sample has no row '999'"),
        ("row\tverdict\taudit\n1\tright\tu000000000000\n", "line 2: of another sample, u000000000000"),
        ("row\tverdict\tpart\n1\twrong\tthe weather\n", "line 2: 'the weather' is nothing that can be wrong"),
        ('{"row": 1, "verdict": "right"}\n{"row":\n', "line 2: not JSON"),
    ],
)
def test_answers_that_cannot_be_meant_are_named_and_none_is_taken(store: Store, tmp_path: Path, text: str, problem: str) -> None:
    audit = draw(store)
    (tmp_path / "a.tsv").write_text(text)
    with pytest.raises(RegisterError) as caught:
        read_answers(tmp_path / "a.tsv", audit)
    assert problem in str(caught.value)
    done = processes.run_text("audit", store.path, "--answers", tmp_path / "a.tsv")
    assert (done.returncode, problem in done.stderr, judgements_of(store, audit)) == (1, True, ())


def test_a_sheet_is_a_sheet_and_stands(store: Store, tmp_path: Path) -> None:
    audit = draw(store)
    with pytest.raises(RegisterError, match=r"ends in \.tsv or \.jsonl"):
        write_sheet(audit, tmp_path / "sample.xlsx")
    write_sheet(audit, tmp_path / "sample.tsv")
    with pytest.raises(FileExistsError):
        write_sheet(audit, tmp_path / "sample.tsv")
    assert processes.run_text("audit", store.path, "--sheet", tmp_path / "b.tsv", "--answers", tmp_path / "c.tsv").returncode == 2
    assert processes.run_text("audit", tmp_path / "none.db").returncode == 1
    assert processes.run_text("audit", store.path, "--results").returncode == 0


def test_rows_are_judged_by_keys_on_a_terminal_and_the_command_goes_on(store: Store, tmp_path: Path) -> None:
    """Right, wrong with its part, can't tell, back, leave; then the same command begins where it was left."""
    audit = draw(store)
    first = on_terminal("audit", store.path, "--judge", "pat", keys="rw1tbrq")
    assert "1 of" in first
    held = {one.n: (one.verdict, one.part) for one in judgements_of(store, audit, "pat")}
    assert held == {1: ("right", None), 2: ("wrong", PARTS[audit.rows[1].kind][0]), 3: ("right", None)}
    second = on_terminal("audit", store.path, "--judge", "pat", keys="r" * (len(audit.rows) - 3))
    assert f"4 of {len(audit.rows)}" in second
    assert left(store, audit, "pat") == ()
    assert "judged by pat" in second


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        ("?q", {}),
        ("x9\t\x1b[Bq", {}),  # a down arrow ends in the letter of `back`
        ("r\x1b[Bq", {1: ("right", 0)}),
        ("w9xq?\x1b[A2q", {1: ("wrong", 2)}),
        ("w\rq", {1: ("wrong", 0)}),
        ("W\nq", {1: ("wrong", 0)}),
        ("wbRTq", {1: ("right", 0), 2: ("open", 0)}),
    ],
)
def test_keys_that_are_not_listed_do_nothing(store: Store, keys: str, held: dict[int, tuple[str, int]]) -> None:
    audit = draw(store)
    shown = on_terminal("audit", store.path, "--judge", "pat", keys=keys)
    found = {one.n: (one.verdict, PARTS[one.kind].index(one.part) + 1 if one.part else 0) for one in judgements_of(store, audit, "pat")}
    assert found == held
    assert ("Other keys do nothing" in shown) == ("?" in keys)


def test_what_was_judged_before_is_shown_when_a_judge_goes_back(store: Store) -> None:
    audit = draw(store)
    assert "judged before" not in on_terminal("audit", store.path, "--judge", "pat", keys="rw1q")
    shown = re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", on_terminal("audit", store.path, "--judge", "ben", keys="w1tbbq"))
    assert "judged before: can't tell" in shown
    assert f"judged before: wrong, {PARTS[audit.rows[0].kind][0]}" in shown


BACK = [
    # keys of a second session, after rows 1, 2 and 3 were judged right, wrong, can't tell; what then holds of rows 1 to 4
    ("btq", ["right", "wrong", "open", None]),
    ("brq", ["right", "wrong", "right", None]),
    ("bbrq", ["right", "right", "open", None]),
    ("bbbbbw\rq", ["wrong", "wrong", "open", None]),
    ("brrq", ["right", "wrong", "right", "right"]),
    ("rbbrq", ["right", "wrong", "right", "right"]),
]


@pytest.mark.parametrize(("keys", "expected"), BACK)
def test_back_leads_to_what_the_same_judge_said_in_an_earlier_session(store: Store, keys: str, expected: list[str | None]) -> None:
    audit = draw(store)
    judge_row(store, audit.rows[0], "ben", "open")
    for row, verdict in zip(audit.rows, ("right", "wrong", "open"), strict=False):
        judge_row(store, row, "pat", verdict)
    on_terminal("audit", store.path, "--judge", "pat", keys=keys)
    held = {one.n: one.verdict for one in judgements_of(store, audit, "pat")}
    assert [held.get(n) for n in range(1, 5)] == expected
    assert [one.verdict for one in judgements_of(store, audit, "ben")] == ["open"]


def test_back_follows_the_order_of_judging(store: Store) -> None:
    audit = draw(store)
    for n in (1, 2, 3, 1):
        judge_row(store, audit.rows[n - 1], "pat", "right")
    assert [row.n for row in judged_rows(store, audit, "pat")] == [2, 3, 1]
    assert judged_rows(store, audit, "ben") == ()


# In exports and in a browser


@pytest.mark.parametrize("form", ["csv", "sipri"])
def test_an_export_carries_the_last_audit_at_its_head(store: Store, form: str) -> None:
    options = ["--table", "claims"] if form == "csv" else []
    before = processes.run_text("export", store.path, "--as", form, *options).stdout
    assert "nobody has judged how often this store is wrong" in before
    judged(store, "ada", 4)
    after = processes.run_text("export", store.path, "--as", form, *options).stdout
    assert "ada" in after


def test_a_sample_is_drawn_and_judged_in_a_browser(store: Store) -> None:
    browser = client(Path(store.path), author="ada")
    begun = browser.get("/audit")
    assert "Draw a sample" in begun.text
    form = {"csrf": csrf_of(begun.text), "judge": "ada"}
    assert post(browser, "/audit/draw", {**form, "rows": "100", "seed": "5"}).status_code == 303
    shown = browser.get("/audit.json").json()
    key, row = shown["audit"], shown["row"]
    first = browser.get("/audit").text
    assert all(f"Wrong: {part}" in first for part in row["parts"])
    sent: list[dict[str, Any]] = [
        {"verdict": "right"},
        {"part": "", "verdict": "wrong"},
        {"part": browser_part(browser, 3)},
        {"verdict": "open", "comment": "no page"},
    ]
    for n, one in enumerate(sent, 1):
        assert "failed" not in post(browser, "/audit/judge", {**form, "audit": key, "row": str(n), **one}).headers["location"]
    audit = draw(store, seed=5)
    held = [(one.verdict, one.part is not None, one.comment) for one in judgements_of(store, audit, "ada")]
    assert held == [("right", False, ""), ("wrong", False, ""), ("wrong", True, ""), ("open", False, "no page")]
    assert browser.get("/audit.json").json()["row"]["n"] == 5
    assert browser.get("/audit.json?judge=ben").json()["row"]["n"] == 1
    assert "judged by ada" in browser.get("/claims").text
    assert browser.get("/claims.json").json()["audit"][0].startswith("judged by ada")


@pytest.mark.parametrize(
    ("rows", "seed"), [("0", "1"), ("1001", "1"), ("0000000010000000000", "1"), ("1" * 5_000, "1"), ("ten", "1"), ("10", ""), ("10", "1" * 10)]
)
def test_a_sample_of_a_size_that_cannot_be_is_not_drawn(store: Store, rows: str, seed: str) -> None:
    browser = client(Path(store.path), author="ada")
    sent = post(browser, "/audit/draw", {"csrf": csrf_of(browser.get("/audit").text), "judge": "ada", "rows": rows, "seed": seed})
    assert "failed=a+sample+has+1+to+1%2C000+rows" in sent.headers["location"]
    assert browser.get("/audit.json").json()["audit"] is None


def browser_part(browser: Any, n: int) -> str:
    """A part that can be wrong with a row."""
    return str(browser.get(f"/audit.json?row={n}").json()["row"]["parts"][0])


@pytest.mark.parametrize(
    "form",
    [
        {"row": "999"},
        {"row": "1", "audit": "u000000000000"},
        {"row": "1", "verdict": "maybe"},
        {"row": "1", "verdict": "wrong", "part": "the weather"},
    ],
)
def test_what_cannot_be_judged_in_a_browser_is_told(store: Store, form: dict[str, str]) -> None:
    audit = draw(store)
    browser = client(Path(store.path))
    sent = {"csrf": csrf_of(browser.get("/audit").text), "audit": audit.key, "verdict": "right", **form}
    found = post(browser, "/audit/judge", sent)
    assert "failed=" in found.headers["location"]
    assert "Not written" in browser.get(found.headers["location"]).text
    assert judgements_of(store, audit) == ()
    assert post(browser, "/audit/draw", {"csrf": sent["csrf"], "rows": "0", "seed": "1"}).headers["location"].startswith("/audit?")


def test_a_server_that_only_reads_draws_and_judges_nothing(store: Store) -> None:
    draw(store)
    browser = client(Path(store.path), read_only=True)
    assert 'action="/audit' not in browser.get("/audit").text
    assert browser.post("/audit/judge", data={}).status_code >= 400
