"""Read the examples as another processor would, and compare byte for byte.

    python -m tools.processors            needs qemu-x86_64 (Debian: qemu-user); some minutes
    python -m tools.processors Nehalem    as a processor without AVX

Equal bytes are asked of every x86 processor with AVX2; qemu plays Haswell, which has no more than that.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.golden import PAGES, differs, record_of

_READ = "import sys; from pathlib import Path; from tools.golden import record_of; Path(sys.argv[2]).write_text(record_of(Path(sys.argv[1])))"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.processors", description=str(__doc__).partition("\n")[0])
    parser.add_argument("processor", nargs="?", default="Haswell", help="as `qemu-x86_64 -cpu help` names it (default Haswell)")
    parser.add_argument("pages", nargs="*", type=Path, default=PAGES, help="files to read instead of the examples")
    args = parser.parse_args()
    worst = 0
    for page in args.pages:
        with tempfile.TemporaryDirectory() as folder:
            there = Path(folder) / "record.json"
            command = ["qemu-x86_64", "-cpu", args.processor, sys.executable, "-c", _READ, str(page), str(there)]
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=False)
            except OSError as error:
                sys.stderr.write(f"qemu-x86_64: {error.strerror}; on Debian: apt-get install qemu-user\n")
                return 2
            if done.returncode:
                sys.stderr.write(f"{page.name}: {done.stderr.strip().splitlines()[-1]}\n")
                return 2
            here, there_read = record_of(page), there.read_text()
        same = here == there_read
        worst |= not same
        sys.stdout.write(f"{page.name}: {'the same bytes' if same else _told(here, there_read)}\n")
    return worst


def _told(here: str, there: str) -> str:
    return f"other bytes; {differs(json.loads(here), json.loads(there)) or 'confidences alone, by .011 at most'}"


if __name__ == "__main__":
    sys.exit(main())
