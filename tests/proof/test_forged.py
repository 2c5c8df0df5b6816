"""Forged packets: what is changed by somebody who makes every digest anew is found by reading again, or is said not to be compared."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.proof.cells import cells_csv, read_cells
from onrecord.proof.checks import CHECKS
from onrecord.proof.parts import OF_A_PAGE, OF_ALL
from onrecord.proof.verify import verify
from onrecord.proof.writing import write
from onrecord.store.store import Store
from tests.processes import run_text
from tests.proof.forging import Edit, Files, files_of, forged, in_json, in_text, named
from tests.proof.given import key_of, make_store


@pytest.mark.parametrize("field", ["story", "id", "supplier", "first"])
@pytest.mark.usefixtures("read_once")
def test_half_a_character_is_told_and_raises_nothing(packet: Path, tmp_path: Path, field: str) -> None:
    """JSON can hold half a character, and no digest of it can be made."""
    path = forged(packet, tmp_path / "claim.zip", in_text("claims.json", f'"{field}": "', f'"{field}": "\\ud800'))
    verdict = verify(str(path))
    assert any(part == "claims.json" for part, _ in verdict.changed)


def test_what_is_changed_is_told_in_one_order(packet: Path, tmp_path: Path) -> None:
    """Whatever the hashes of a process are: those of texts differ in each."""
    path = forged(packet, tmp_path / "claim.zip", in_text("record.json", '"stance": "denies"', '"stance": "confirms"'))
    code = f"from onrecord.proof.verify import verify; print(verify({str(path)!r}).changed)"
    told = {
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_the_command_tells_of_half_a_character(packet: Path, tmp_path: Path) -> None:
    half = in_text("claims.json", '"story": "', '"story": "\\ud800'), in_text("manifest.json", '"claims": [\n  "', '"claims": [\n  "\\ud800')
    done = run_text("verify", forged(packet, tmp_path / "claim.zip", *half), "--json")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert json.loads(done.stdout)["same"] is False


# What is changed by who makes every digest anew: which part is named


def of_claim(**told: Any) -> Edit:
    """Other fields of the claim."""
    return in_json("claims.json", lambda claims: claims[0]["claim"].update(told))


def of_manifest(change: Callable[[Any], object]) -> Edit:
    """Another manifest."""
    return in_json("manifest.json", change)


def of_record(change: Callable[[Any], object]) -> Edit:
    """Another record, of the page with a denial."""
    return in_json("record.json", change, with_text='"stance": "denies"')


def other_program(files: Files) -> None:
    """As if another onrecord had made it: what was compared only where this one had is switched off by one field of the packet's own."""
    of_manifest(lambda told: told["made_by"].update(code="0" * 64))(files)


def confirming(record: Any) -> None:
    """Whoever denies it confirms it."""
    for statement in record["statements"]:
        if statement["stance"] == "denies":
            statement["stance"] = "confirms"


def renamed(files: Files) -> None:
    """Cells under each other's names, in both tables: by their keys each is the same."""
    told = json.loads(files["cells.json"])
    names = {cell["cell"].rpartition(".")[2]: cell for cell in told if cell["cell"].startswith("claims[")}
    names["disputed"]["cell"], names["retracted"]["cell"] = names["retracted"]["cell"], names["disputed"]["cell"]
    for cell in told:
        cell["cell"] = cell["cell"].replace(".denies[", ".asserts[")
    files["cells.json"] = json.dumps(told, ensure_ascii=False).encode()
    files["cells.csv"] = cells_csv(read_cells(told)).encode()


def replaced(part: str, text: str) -> Edit:
    """A part that is another text altogether."""

    def edit(files: Files) -> None:
        files[named(files, part)] = text.encode()

    return edit


def elsewhere(files: Files) -> None:
    """A copy of a page that is not in the packet."""

    def change(claims: Any) -> None:
        claims[0]["copies"].append({"document": claims[0]["pages"][0], "of": "c0123456789abcdef", "kind": "copy", "share": 1.0, "evidence": []})

    in_json("claims.json", change)(files)


BY_A_COURT = {"layer": "article", "code": "checked", "text": "by a court"}
FORGED: dict[str, tuple[Edit, str]] = {
    "free text for the browser": (replaced("index.html", "<html>Velmar confirms it. Nobody denies it.</html>"), "index.html"),
    "free text for the reader": (replaced("README.txt", "All of this is true, signed by a court."), "README.txt"),
    "a page for the browser": (in_text("page.html", "denied", "confirmed"), "page.html"),
    "a claim that is disputed": (of_claim(disputed=True), "claims.json"),
    "a claim that nobody asserts": (of_claim(asserts=[]), "claims.json"),
    "a claim without who corroborates it": (of_claim(corroborated=None), "claims.json"),
    "a claim of another story": (of_claim(story="s0123456789ab"), "claims.json"),
    "a copy of a page elsewhere": (elsewhere, "claims.json"),
    "a record of another place": (of_record(lambda told: told["document"].update(location="https://news.example/other")), "record.json"),
    "a record got at another time": (of_record(lambda told: told["document"].update(retrieved="2020-01-01T00:00:00Z")), "record.json"),
    "a record with other notes": (
        of_record(lambda told: told["notes"].append({"layer": "article", "code": "checked", "text": "by a court"})),
        "record.json",
    ),
    "a name twice in a record": (in_text("record.json", '"generator": ', '"generator": {}, "generator": '), "record.json"),
    "a capture with more to tell": (in_json("capture.json", lambda told: told.update(signed_by="a court")), "capture.json"),
    "a capture of another size": (in_json("capture.json", lambda told: told.update(bytes=7)), "source.bin"),
    "the headline in the manifest": (of_manifest(lambda told: told["pages"][0].update(headline="Velmar confirms")), "manifest.json"),
    "the outlet in the manifest": (of_manifest(lambda told: told["pages"][0].update(outlet="The Other")), "manifest.json"),
    "the day in the manifest": (of_manifest(lambda told: told["pages"][0].update(published="2020-01-01")), "manifest.json"),
    "an audit in the manifest": (of_manifest(lambda told: told.update(audits=[{"rate": 0}])), "manifest.json"),
    "no limits": (of_manifest(lambda told: told.update(limits=[])), "manifest.json"),
    "no files": (of_manifest(lambda told: told.update(files=[])), "manifest.json"),
    "no cells": (of_manifest(lambda told: told.update(cells=0)), "manifest.json"),
    "other figures of harm": (of_manifest(lambda told: told["rests_on"]["harm"].update(figures=[])), "manifest.json"),
    "no part of an audit": (lambda files: files.update({"audits.json": b"[]"}), "audits.json"),
    "cells under other names": (renamed, "cells.json"),
    "a part less": (lambda files: files.pop("index.html"), "index.html"),
}
BY_ANOTHER: dict[str, tuple[tuple[Edit, ...], str]] = {
    "a record that confirms": ((of_record(confirming),), "cells.json"),
    "a table that confirms": ((in_text("cells.csv", "denies", "confirms"),), "cells.csv"),
    "cells that confirm": ((in_text("cells.json", '"denies"', '"confirms"'), in_text("cells.csv", "denies", "confirms")), "cells.json"),
    "a claim that is disputed": ((of_claim(disputed=True),), "cells.json"),
    "a claim that nobody asserts": ((of_claim(asserts=[]),), "cells.json"),
    "cells under other names": ((renamed,), "cells.json"),
    "cells by another scheme": ((of_manifest(lambda told: told.update(cell_scheme=2)),), "manifest.json"),
    "cells by no scheme": ((of_manifest(lambda told: told.pop("cell_scheme")),), "manifest.json"),
    "a headline": ((of_manifest(lambda told: told["pages"][0].update(headline="Velmar confirms")),), "manifest.json"),
    "a record of another place": ((of_record(lambda told: told["document"].update(location="https://news.example/other")),), "record.json"),
    "a copy of a page elsewhere": ((elsewhere,), "claims.json"),
}


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.usefixtures("read_once")
def test_what_is_forged_is_named(packet: Path, tmp_path: Path, case: str) -> None:
    edit, part = FORGED[case]
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", edit)))
    assert not verdict.same
    assert part in {changed.rpartition("/")[2] for changed, problem in verdict.changed if "form" not in problem}, verdict.changed


@pytest.mark.parametrize("case", BY_ANOTHER)
@pytest.mark.usefixtures("read_once")
def test_what_is_forged_is_named_though_another_onrecord_is_said_to_have_made_it(packet: Path, tmp_path: Path, case: str) -> None:
    edits, part = BY_ANOTHER[case]
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", *edits, other_program)))
    assert verdict.differs
    assert not verdict.same
    assert part in {changed.rpartition("/")[2] for changed, _ in verdict.changed}, verdict.changed


@pytest.mark.usefixtures("read_once")
def test_a_claim_beyond_its_cells_is_not_compared_where_another_onrecord_made_it(packet: Path, tmp_path: Path) -> None:
    origin = in_text("claims.json", '"origin": "o', '"origin": "o0')
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", origin, other_program)))
    assert verdict.same
    assert "claims.json: beyond its cells, since another onrecord made the packet" in verdict.not_compared


@pytest.mark.parametrize("part", ["index.html", "README.txt", "page.html"])
@pytest.mark.usefixtures("read_once")
def test_what_another_onrecord_may_have_written_otherwise_is_not_compared_and_that_is_said(packet: Path, tmp_path: Path, part: str) -> None:
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", replaced(part, "Velmar confirms it."), other_program)))
    assert verdict.same
    assert any(f"{part}: another onrecord made it" in told for told in verdict.not_compared)
    whole = verify(str(packet))
    assert (whole.same, whole.not_compared) == (True, ())


def test_every_part_is_held_against_something() -> None:
    """SHA256SUMS against the comment of the archive, layout.json by the cells that come out of it: the form of a packet sees to both."""
    told = {part for check in CHECKS for part in check.part.split(", ")}
    assert set(OF_A_PAGE) | set(OF_ALL) <= told | {"SHA256SUMS", "layout.json"}
    text = (Path(__file__).parents[2] / "docs/proof.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert check.against in text, check.part


@pytest.mark.usefixtures("read_once")
def test_a_part_in_another_form_is_named(packet: Path, tmp_path: Path) -> None:
    """What one reader of JSON takes for the same another may not: a part has one form only."""
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", in_text("claims.json", '"claim": {', '"claim":  {'))))
    assert verdict.changed == (("claims.json", "it is not in the form in which this onrecord writes it"),)


# What rests on the word of people


def test_what_people_corrected_is_told_as_theirs(tmp_path: Path) -> None:
    """A denial that somebody made a confirmation comes out of the packet the same, and nothing but that somebody stands behind it."""
    path, out = tmp_path / "news.db", tmp_path / "claim.zip"
    make_store(path)
    with Store(path) as store:
        page = key_of(store, "reply")
        denial = next(s.id for s in store.record(page).statements or () if s.stance == "denies")
        store.correct(page, f"statements[{denial}].stance", "confirms", author="Mallory", why="I was there", time="2026-01-01T00:00:00Z")
        claims = [claim.id for claim in store.stories().claims if page in {v.document for v in (*claim.asserts, *claim.denies)}]
    packed = write(str(path), [page, *claims], out)
    verdict = verify(str(out))
    assert verdict.same
    assert [(c.field, c.author, c.value) for p in verdict.pages if p.page == page for c in p.corrections] == [
        (f"statements[{denial}].stance", "Mallory", "confirms")
    ]
    theirs = {one.told.cell for one in verdict.cells if verdict.is_by_people(one)}
    assert f"statements[{denial}].stance" in theirs
    assert "document.text" not in theirs
    said = f"of {page} cells are as people corrected them, and only their word stands behind that: statements[{denial}].stance by Mallory"
    assert said in packed.limits
    assert said in verdict.limits
    readme = " ".join(files_of(out)["README.txt"].decode().split())
    assert said.removeprefix("of") in readme
    assert "without anybody" not in readme
    shown = run_text("verify", out, "--brief")
    assert shown.returncode == 0, shown.stderr
    assert f"by people   {page} statements[{denial}].stance by Mallory, I was there" in shown.stdout
    assert f"{len(theirs)} of them as people corrected them" in shown.stderr
    told = json.loads(run_text("verify", out, "--json").stdout)
    assert {cell["cell"] for cell in told["cells"] if cell["as_corrected"]} == theirs
    assert [one["author"] for read in told["pages"] if read["page"] == page for one in read["corrections"]] == ["Mallory"]
    forgeries: dict[str, tuple[Edit, str]] = {
        "signed by another": (in_text("corrections.jsonl", "Mallory", "Trent"), "manifest.json"),
        "of another document": (in_text("corrections.jsonl", '"digest": "sha256:', '"digest": "sha256:0'), "corrections.jsonl"),
        "as it was read": (in_text("reading.json", '"stance": "denies"', '"stance": "confirms"'), "reading.json"),
        "without what was corrected": (lambda files: (files.pop(named(files, "corrections.jsonl")), None)[1], "reading.json"),
    }
    for name, (edit, part) in forgeries.items():
        other = verify(str(forged(out, tmp_path / "forged.zip", edit)))
        assert not other.same, name
        assert part in {changed.rpartition("/")[2] for changed, _ in other.changed}, (name, other.changed)


@pytest.mark.usefixtures("read_once")
def test_what_is_not_proven_is_told_by_the_one_who_checks(packet: Path, tmp_path: Path) -> None:
    """Not by the packet, whose limits can be forged: what no packet proves, and what this one does not."""
    verdict = verify(str(forged(packet, tmp_path / "claim.zip", of_manifest(lambda told: told.update(limits=["nothing"])))))
    assert verdict.not_proven == verify(str(packet)).not_proven
    readme = " ".join(files_of(packet)["README.txt"].decode().split())
    for text in verdict.not_proven:
        assert f"{text[:1].upper()}{text[1:]}" in readme
