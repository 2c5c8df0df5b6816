"""Pack the corpora that we wrote, with their data card: dist/onrecord-corpora-VERSION.tar.gz. The same files give the same bytes.

python -m tools.corpora [--out DIR]
"""

import argparse
import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from onrecord.version import __version__

ROOT: Final = Path(__file__).parent.parent
CARD: Final = "train/corpora/DATA_CARD.md"
# Folder in the package → folder here.
FOLDERS: Final = {
    **{name: f"train/corpora/{name}" for name in ("events", "mentions", "stance", "stories", "deals")},
    "nested-and-shapes": "benchmarks/corpora",
    "pages": "tests/pages",
    "examples": "examples",
}
MADE: Final = 1_700_000_000  # every member's time: when a file was written says nothing of it


def members() -> Iterator[tuple[str, bytes]]:
    """Every file of the package but the sums, by its name in it; programs stay with the code."""
    yield "README.md", (ROOT / CARD).read_bytes()
    yield "LICENSE", (ROOT / "train/corpora/events/LICENSE").read_bytes()
    for name, folder in FOLDERS.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                yield f"{name}/{path.relative_to(ROOT / folder).as_posix()}", path.read_bytes()


def packed(root: str) -> bytes:
    """The archive, with SHA256SUMS of all files in it."""
    files = sorted(members())
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files)
    out = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=MADE) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, data in [*files, ("SHA256SUMS", sums.encode())]:
            member = tarfile.TarInfo(f"{root}/{name}")
            member.size, member.mtime, member.mode = len(data), MADE, 0o644
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def main() -> None:
    """Write it, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    root = f"onrecord-corpora-{__version__}"
    data = packed(root)
    (out / f"{root}.tar.gz").write_bytes(data)
    print(f"{hashlib.sha256(data).hexdigest()}  {out / root}.tar.gz  {len(data):,} bytes")


if __name__ == "__main__":
    main()
