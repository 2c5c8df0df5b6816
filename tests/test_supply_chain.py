"""What is shipped can be named and is licensed."""

import json
import re

import pytest

from tools.supply_chain import ROOT, Part, data, licences, packages, sbom

LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    locked = list(packages(lock))
    assert locked
    assert [part.name for part in locked if not part.hashes] == []


def test_every_package_and_table_is_under_a_licence_that_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert licences() == 0, [line for line in capsys.readouterr().out.splitlines() if line.startswith("NOT")]


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [("MIT", True), ("Apache-2.0 OR BSD-2-Clause", True), ("MPL-2.0 AND MIT", True), ("GPL-3.0-only", False), ("MIT AND LGPL-2.1", False),
     (None, False), ("CC BY-NC 4.0", False), ("CC BY-SA 4.0", False), ("unknown", False)],
)  # fmt: skip
def test_a_licence_is_allowed_when_each_of_its_parts_is(licence: str | None, allowed: bool) -> None:
    assert Part("x", "1", licence, ()).is_allowed is allowed


def test_the_bill_names_every_package_and_every_file_of_data() -> None:
    bill = json.loads(json.dumps(sbom()))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {part["name"] for part in bill["components"]}
    assert {part.name for part in packages("run.txt")} | {part.name for part in data()} == named
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs))
    for part in bill["components"]:
        hashes = part.get("hashes") or part["externalReferences"][0]["hashes"]
        assert hashes, part["name"]
        assert all(re.fullmatch("[0-9a-f]{64}", each["content"]) for each in hashes)
        assert part["licenses"]
