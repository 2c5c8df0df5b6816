"""What onrecord is made of: the licences of all of it, and a bill of materials.

    python -m tools.supply_chain licences       each package and table with its licence; exit status 1 where one is not allowed
    python -m tools.supply_chain sbom [OUT]     CycloneDX 1.6, JSON: the packages that a user installs, with hashes, and the data that ships

Packages are those of the lock files, read from the metadata of the environment that they are installed in. No network.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from onrecord.lexicon import read_table, table_names
from onrecord.version import __version__

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "onrecord"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# By the names that metadata use; an expression is taken apart at AND, OR and commas, and each part must be here.
ALLOWED = {
    "0BSD", "APACHE-2.0", "APACHE 2.0", "APACHE SOFTWARE LICENSE", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "3-CLAUSE BSD LICENSE", "BSD LICENSE", "CC0-1.0",
    "CC BY 4.0", "CNRI-PYTHON", "ISC", "MIT", "MIT LICENSE", "MOZILLA PUBLIC LICENSE 2.0 (MPL 2.0)", "MPL-2.0", "PSF-2.0", "UNICODE-3.0", "ZLIB",
    "PUBLIC DOMAIN",
}  # fmt: skip
# What the metadata leave open, as the package's own LICENSE says it.
READ = {"axe-playwright-python": "MIT", "daft": "Apache-2.0", "pypdfium2": "BSD-3-Clause AND Apache-2.0"}
_PARTS = re.compile(r"\s+(?:AND|OR)\s+|,\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is shipped or installed, with what is known of it."""

    name: str
    version: str | None
    licence: str | None
    hashes: tuple[str, ...]
    origin: str | None = None

    @property
    def is_allowed(self) -> bool:
        return self.licence is not None and all(part.strip().upper() in ALLOWED for part in _PARTS.split(self.licence) if part.strip())


def packages(lock: str) -> Iterator[Part]:
    """The packages of a lock file; the licence is None where it is not told or the package is not installed."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements" / lock).read_text(encoding="utf-8")):
        if pin := _PIN.match(block):
            yield Part(pin[1], pin[2], READ.get(pin[1]) or _licence(pin[1]), tuple(sorted(_HASH.findall(block))))


def _licence(name: str) -> str | None:
    try:
        told = distribution(name).metadata.json
    except PackageNotFoundError:
        return None
    if expression := told.get("license_expression"):
        return str(expression)
    classified = [line.rpartition("::")[2].strip() for line in told.get("classifier", []) if line.startswith("License ::")]
    return " AND ".join(classified) or str(told.get("license", "")).partition("\n")[0].strip() or None


def data() -> Iterator[Part]:
    """The data files that ship, with the licence that their head, or the card beside them, tells."""
    for name in table_names():
        origin, _, licence = read_table(name).head["origin"].partition("; licence ")
        licence = read_table(name).head.get("licence") or licence or origin.rpartition("licence ")[2]
        yield Part(name, None, _first(licence), (_digest(PACKAGE / name),), origin)
    from onrecord.grounding.places.gazetteer import packaged

    head = packaged().head
    yield Part(
        "grounding/places/gazetteer.bin", None, _first(head["licence"]), (_digest(PACKAGE / "grounding/places/gazetteer.bin"),), head["origin"]
    )
    models = [path for kind in ("onnx", "npz") for path in PACKAGE.rglob(f"*.{kind}")]
    for path in sorted([*models, *(PACKAGE / "grounding" / "places").glob("*.json")]):
        yield Part(path.relative_to(PACKAGE).as_posix(), None, "Apache-2.0", (_digest(path),), "trained for onrecord; see the card beside it")


def _first(licence: str) -> str:
    """The licence without what is said of examples, authors and files beside it."""
    found = re.match(r"\s*(CC0-1\.0|CC BY 4\.0|CC BY 3\.0|Apache-2\.0|MIT|BSD-\d-Clause|public domain)", licence, re.IGNORECASE)
    return found[1] if found else licence.strip()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def licences() -> int:
    """Print them; how many are not allowed or not known."""
    seen: dict[str, Part] = {}
    for lock in ("run.txt", "dev.txt"):
        seen |= {part.name: part for part in packages(lock)}
    wrong = 0
    for part in [*seen.values(), *data()]:
        wrong += not part.is_allowed
        sys.stdout.write(f"{'' if part.is_allowed else 'NOT ALLOWED '}{part.name} {part.version or ''}: {part.licence or 'unknown'}\n")
    for corpus in sorted(path for path in (ROOT / "train" / "corpora").iterdir() if path.is_dir()):
        told = (corpus / "LICENSE").read_text(encoding="utf-8") if (corpus / "LICENSE").is_file() else ""
        is_free = "CC BY 4.0" in told or "Attribution 4.0 International" in told
        wrong += not is_free
        sys.stdout.write(f"{'' if is_free else 'NOT ALLOWED '}train/corpora/{corpus.name}: {'CC BY 4.0' if is_free else 'unknown'}\n")
    sys.stdout.write(f"{wrong} not allowed or not known\n")
    return wrong


def sbom() -> dict[str, Any]:
    """The bill of materials. Without a time or a serial number: the same sources give the same bill."""
    root = f"pkg:pypi/onrecord@{__version__}"
    libraries = [_component(part, "library", f"pkg:pypi/{part.name}@{part.version}") for part in packages("run.txt")]
    files = [
        _component(part, "machine-learning-model" if part.name.endswith((".onnx", ".npz")) else "data", f"onrecord:{part.name}") for part in data()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": root, "name": "onrecord", "version": __version__, "purl": root,
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": [*libraries, *files],
        "dependencies": [{"ref": root, "dependsOn": sorted(part["bom-ref"] for part in libraries)}],
    }  # fmt: skip


def _component(part: Part, kind: str, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = {"type": kind, "bom-ref": ref, "name": part.name}
    if part.version:
        found |= {"version": part.version, "purl": ref}
        found["externalReferences"] = [
            {"type": "distribution", "url": ref, "hashes": [{"alg": "SHA-256", "content": digest} for digest in part.hashes]}
        ]
    else:
        found |= {"hashes": [{"alg": "SHA-256", "content": digest} for digest in part.hashes], "description": part.origin}
    return found | {"licenses": [{"license": {"name": part.licence or "unknown"}}]}


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("licences")
    commands.add_parser("sbom").add_argument("out", nargs="?", type=Path)
    wanted = parser.parse_args()
    if wanted.command == "licences":
        sys.exit(1 if licences() else 0)
    text = json.dumps(sbom(), ensure_ascii=False, indent=1) + "\n"
    if wanted.out is None:
        sys.stdout.write(text)
    else:
        wanted.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
