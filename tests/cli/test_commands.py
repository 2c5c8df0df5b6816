"""The other commands, the help of all, and how fast the door opens."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest
from click.testing import CliRunner

import onrecord
from onrecord.cli import cli
from tests.processes import run_text


def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_text(*args, env=os.environ | env)


@pytest.mark.parametrize("name", [None, *cli.commands])
def test_every_command_has_help_with_examples(name: str | None) -> None:
    done = CliRunner().invoke(cli, [*([name] if name else []), "--help"], prog_name="onrecord")
    assert done.exit_code == 0
    assert "Examples:" in done.output
    assert f"onrecord {name or ''}" in done.output
    assert max(map(len, done.output.splitlines())) <= 90


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_has_help(name: str) -> None:
    for parameter in cli.commands[name].params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name  # type: ignore[attr-defined]


def test_help_loads_little_and_nothing_heavy() -> None:
    """Help is there at once: what it takes is what is loaded, and a clock would tell of the machine."""
    code = (
        "import sys, onrecord.cli; print(len(sys.modules), "
        "*({'rich', 'jinja2', 'regex', 'numpy', 'selectolax', 'chardet', 'multiprocessing', 'sqlite3', 'onnxruntime'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules, *heavy = done.stdout.split()
    assert heavy == []
    assert int(modules) < 300


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"onrecord {onrecord.__version__}\n"


def test_schemas_are_valid_and_fit_what_read_prints() -> None:
    for contract in ("record", "stories"):
        schema = json.loads(run("schema", contract).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
    schema = json.loads(run("schema").stdout)
    jsonschema.validate(onrecord.read_text("The ministry denied that any shells were shipped.").to_dict(), schema)


def test_doctor_finds_this_installation_whole() -> None:
    done = run("doctor", "--json")
    report = json.loads(done.stdout)
    assert [check for check in report["checks"] if check["state"] == "broken"] == []
    assert done.returncode == 0
    found = {check["what"]: check["found"] for check in report["checks"]}
    assert "licence" in found["statements/cues.tsv"]
    assert found["reads a page"] == "its day, one denial, and every span cites its words"
    assert found["stores a page"] == "and finds its denial"
    assert found["reading PDF"].startswith("with pypdfium2")
    assert "blocks-html" in found["models"]
    assert "selectolax" in found


BROKEN = """
import sys, tempfile
from onrecord import lexicon
from onrecord.cli import main
sys.modules["xlsxwriter"] = sys.modules["rapidfuzz"] = None  # as where the extra is not installed
tempfile.tempdir = "gone"
names = lexicon.table_names
lexicon.table_names = lambda: (*names(), "statements/gone.tsv")
main()
"""


def test_doctor_names_what_is_broken_and_what_to_do() -> None:
    done = subprocess.run([sys.executable, "-c", BROKEN, "doctor"], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 1
    assert "broken   statements/gone.tsv" in done.stdout
    assert "→ install onrecord again" in done.stdout
    assert "broken   temporary files" in done.stdout
    assert "broken   stores a page" in done.stdout
    assert "3 of " in done.stdout
    assert "warning  export --as xlsx" in done.stdout
    assert "→ install the extra xlsx: pip install '.[xlsx]' in the checkout" in done.stdout
    assert "warning  reconcile                    not possible: rapidfuzz" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("3 of ")
    assert done.stdout.splitlines()[-1].endswith("2 warnings: export --as xlsx, reconcile")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    done = CliRunner().invoke(cli, ["completion", shell], prog_name="onrecord")
    assert done.exit_code == 0
    assert "_ONRECORD_COMPLETE" in done.output


def test_completion_completes() -> None:
    done = run(_ONRECORD_COMPLETE="bash_complete", COMP_WORDS="onrecord read --un", COMP_CWORD="2")
    assert "--until" in done.stdout
