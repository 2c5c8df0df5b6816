"""Is what we would publish what a user can install? The wheel alone, in a fresh environment, without compilers, then without a network.

    python -m tools.check_dist [--wheels DIR] [--json FILE]      needs dist/ (make dist) and, to fill DIR, the package index once

DIR (build/wheels) gets the packages of requirements/run.txt by their hashes, wheels only. From there, with the index shut off, the wheel of dist/ is
installed into a new environment; its size is measured; then, without a route, `onrecord doctor` and the commands of `make demo` run on the examples.
Exit status 1 where one fails, or the installation is larger than it may be.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
MOST_BYTES: Final = 260_000_000
MOST_PACKAGES: Final = 30
EXAMPLES: Final = ("mortars-1-wire.html", "mortars-2-copy.html", "mortars-3-denial.txt")
# What a user types after installing, and words that must come out.
COMMANDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("doctor",), " checks passed"),
    (("read", "--no-pager", "--brief", *EXAMPLES), "denies"),
    (("ingest", *EXAMPLES, "--store", "news.db"), ""),
    (("claims", "news.db"), "Törnroos"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """What an installation takes."""

    wheel: int  # bytes
    installed: int  # bytes on disk of all packages, bytecode and pip aside
    own: int  # of them onrecord's
    packages: tuple[str, ...]  # onrecord and what it brought


def environment(folder: Path, *, pip: bool = True) -> Path:
    """A fresh environment; its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", *([] if pip else ["--without-pip"]), str(folder)], check=True)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def site_packages(python: Path) -> Path:
    """Where it installs to."""
    told = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True)
    return Path(told.stdout.strip())


def bare(python: Path, home: Path) -> dict[str, str]:
    """The environment of a machine with nothing but that interpreter: no compiler on the path, no settings, no modules from elsewhere."""
    keep = {name: os.environ[name] for name in ("SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return keep | {"PATH": str(python.parent), "HOME": str(home), "CC": "no-compiler", "CXX": "no-compiler", "PYTHONUTF8": "1"}


@cache
def without_route() -> tuple[str, ...]:
    """What to put before a command so that it has no network at all; () where the system does not permit it."""
    if shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0:
        return (str(shutil.which("unshare")), "-rn")
    return ()


def run_demo(python: Path, folder: Path, commands: Sequence[tuple[tuple[str, ...], str]] = COMMANDS) -> list[str]:
    """Run the commands in a folder with the examples alone, without a route; where the system permits none, every socket refuses to connect.

    Returns:
        What failed, a line each; () where all came out as it should.
    """
    for name in EXAMPLES:
        shutil.copy(ROOT / "examples" / name, folder / name)
    onrecord = str(python.with_name("onrecord"))
    variables = bare(python, folder) | ({} if without_route() else {"PYTHONPATH": str(ROOT / "tests" / "offline")})
    failed = []
    for arguments, wanted in commands:
        done = subprocess.run([*without_route(), onrecord, *arguments], cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0 or wanted not in done.stdout:
            failed.append(f"onrecord {' '.join(arguments)}: exit status {done.returncode}; {(done.stderr or done.stdout).strip()[-300:]}")
    return failed


def measured(wheel: Path, site: Path) -> Size:
    """The sizes of what stands in an environment that has the wheel and what it needs."""
    names, installed, own = [], 0, 0
    for info in sorted(site.glob("*.dist-info")):
        name = info.name.partition("-")[0]
        if name in ("pip", "setuptools"):
            continue
        files = [site / line.split(",")[0] for line in (info / "RECORD").read_text(encoding="utf-8").splitlines()]
        size = sum(path.stat().st_size for path in files if path.suffix != ".pyc" and path.is_file())
        names.append(name)
        installed += size
        own += size if name == "onrecord" else 0
    return Size(wheel.stat().st_size, installed, own, tuple(names))


def download(wheels: Path) -> None:
    """The packages that the wheel needs, by their hashes, as wheels."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--only-binary=:all:", "--require-hashes"]
    subprocess.run([*command, "-r", str(ROOT / "requirements" / "run.txt"), "-d", str(wheels)], check=True)


def main() -> int:
    """Check; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=ROOT / "build" / "wheels", help="where the packages are kept; filled where it is not there")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the wheel is")
    parser.add_argument("--json", type=Path, help="also write the sizes to this file")
    given = parser.parse_args()
    found = sorted(given.dist.glob("onrecord-*.whl"))
    if len(found) != 1:
        print(f"{given.dist}: {len(found)} wheels of onrecord, not one; run make dist", file=sys.stderr)
        return 2
    if not given.wheels.is_dir():
        download(given.wheels)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = environment(folder / "fresh")
        subprocess.run(
            [python, "-m", "pip", "--quiet", "--isolated", "--disable-pip-version-check", "install", "--no-index", "--no-compile",
             "--only-binary=:all:", "--find-links", str(given.wheels.resolve()), str(found[0].resolve())],
            env=bare(python, folder), check=True,
        )  # fmt: skip
        size = measured(found[0], site_packages(python))
        (folder / "work").mkdir()
        failed = run_demo(python, folder / "work")
    print(f"wheel       {size.wheel / 1e6:6.1f} MB")
    print(f"installed   {size.installed / 1e6:6.1f} MB, of which onrecord {size.own / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB")
    print(f"packages    {len(size.packages):6}    at most {MOST_PACKAGES}: {', '.join(size.packages)}")
    print(f"no route    {'by a name space of its own' if without_route() else 'unshare is not permitted here: sockets refused to connect'}")
    if size.installed > MOST_BYTES or len(size.packages) > MOST_PACKAGES:
        failed.append("the installation is larger than it may be")
    if given.json:
        given.json.write_text(json.dumps(asdict(size), indent=1) + "\n", encoding="utf-8")
    print("\n".join(failed) or "doctor and demo ran")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
