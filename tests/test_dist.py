"""What would be published: the same bytes from any build, and a wheel that alone, without a network, reads the examples."""

import os
import re
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from onrecord.version import __version__
from tools.check_dist import ROOT, bare, environment, measured, run_demo, site_packages

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff")
FOLDERS = ("src", "docs", "examples")


def build(source: Path, out: Path) -> dict[str, bytes]:
    """The wheel and the sdist that this folder gives, by name."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(out)],
        cwd=source, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}, capture_output=True, check=True,
    )  # fmt: skip
    return {path.name: path.read_bytes() for path in out.iterdir()}


def copied(folder: Path) -> Path:
    """A second place with the sources."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SOURCES:
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build(copied(tmp_path_factory.mktemp("source")), out)
    (found,) = out.glob("*.whl")
    return found


def test_two_builds_in_two_places_at_two_times_give_one_wheel_and_one_sdist(wheel: Path, tmp_path: Path) -> None:
    source = copied(tmp_path / "a second place")
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    first = {path.name: path.read_bytes() for path in wheel.parent.iterdir()}
    second = build(source, tmp_path / "two")
    assert first.keys() == second.keys() == {f"onrecord-{__version__}-py3-none-any.whl", f"onrecord-{__version__}.tar.gz"}
    assert [name for name in first if first[name] != second[name]] == []


def test_the_sdist_holds_what_the_wheel_is_built_from_and_nothing_of_the_machine(wheel: Path) -> None:
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as tar:
        members = tar.getmembers()
    assert {(one.uid, one.gid, one.uname, one.gname, one.mtime) for one in members} == {(0, 0, "", "", 1_700_000_000)}
    held = {one.name.partition("/")[2] for one in members}
    with zipfile.ZipFile(wheel) as packed:
        modules = {f"src/{name}" for name in packed.namelist() if name.startswith("onrecord/")}
    assert modules <= held
    assert {"README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "pyproject.toml", "docs/trust.md", "examples/README.md"} <= held
    assert [name for name in held if name.endswith((".pyc", ".db"))] == []


def test_the_citation_names_this_version_and_its_licence() -> None:
    told = dict(re.findall(r"^([a-z-]+): (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE))
    assert told["version"] == __version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (told["license"], told["title"], told["abstract"]) == (project["license"], project["name"], project["description"])
    assert told["cff-version"] == "1.2.0"


@pytest.mark.skipif(os.name == "nt", reason="pip is told the interpreter of another environment by its path: tried on POSIX alone")
def test_the_wheel_alone_reads_the_examples_in_a_fresh_environment_without_compiler_and_network(wheel: Path, tmp_path: Path) -> None:
    """`make check-dist` does the same with every dependency installed from its wheel; here they are those of the environment that tests."""
    python = environment(tmp_path / "fresh", pip=False)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--isolated", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--no-compile", str(wheel)], capture_output=True, check=True)
    home = site_packages(python)
    assert measured(wheel, home).packages == ("onrecord",)
    assert measured(wheel, home).own < 80_000_000
    # Packages beside it; .pth files there are not read, so that what is installed for editing here is not seen.
    (home / "beside.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    where = subprocess.run([python, "-c", "import onrecord; print(onrecord.__file__)"], env=bare(python, tmp_path), capture_output=True, text=True)
    assert Path(where.stdout.strip()).is_relative_to(home), where.stderr
    (tmp_path / "work").mkdir()
    assert run_demo(python, tmp_path / "work") == []


def test_the_containerfile_takes_the_wheel_and_the_lock_alone_and_runs_without_rights() -> None:
    """No container runtime is needed to hold it to this: what it copies exists, is let through to the builder, and nothing else is fetched."""
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    copied = [rest.split()[0] for step, rest in steps if step == "COPY" and "--from" not in rest]
    assert copied == ["requirements/run.txt", "dist/*.whl"]
    assert {line[1:] for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")} == set(copied)
    bases = [rest.split()[0] for step, rest in steps if step == "FROM"]
    assert {re.sub(r".*:(3\.1[123])-slim$", "slim", base) for base in bases} == {"slim"}
    last = max(number for number, (step, _) in enumerate(steps) if step == "FROM")
    assert [rest for step, rest in steps[last:] if step == "USER"] == ["10001"]
    installs = [rest for step, rest in steps if step == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in rest and "--no-index" in rest for rest in installs)
    assert not {step for step, _ in steps} & {"ADD", "VOLUME", "HEALTHCHECK"}
