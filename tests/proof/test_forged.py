"""Forged packets: what is changed by somebody who makes every digest anew is found by reading again, or is said not to be compared."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.proof.verify import verify
from tests.processes import run_text
from tests.proof.forging import forged, in_text


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
    assert b"denies" not in next(iter(told))


def test_the_command_tells_of_half_a_character(packet: Path, tmp_path: Path) -> None:
    half = in_text("claims.json", '"story": "', '"story": "\\ud800'), in_text("manifest.json", '"claims": [\n  "', '"claims": [\n  "\\ud800')
    done = run_text("verify", forged(packet, tmp_path / "claim.zip", *half), "--json")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert json.loads(done.stdout)["same"] is False
