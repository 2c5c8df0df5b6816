"""Fuzz one of the doors through which foreign bytes come in, led by the coverage of our own code.

    pip install --require-hashes -r requirements/fuzz.txt        (atheris; Linux, Python 3.11 to 3.13)
    python -m tools.fuzz html --seconds 600
    python -m tools.fuzz html --input crash-1234                 (once more what failed)

What is new is kept under build/fuzz/TARGET, what failed as build/fuzz/TARGET/crash-…; the seeds in tests/fuzz/corpus are only read. A crash is mended
like any bug: its bytes, made as small as they get, go to tests/fuzz/corpus, where the ordinary tests run them for ever.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES = ("decode", "html", "flat", "warc", "feeds", "times", "query", "page")


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--most-bytes", type=int, default=8_000)
    parser.add_argument("--input", type=Path, help="run this file alone")
    wanted = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install --require-hashes -r requirements/fuzz.txt")
    with atheris.instrument_imports(include=["onrecord"]):
        targets = importlib.import_module("tests.fuzz.targets")
    one = targets.TARGETS[wanted.target]
    if wanted.input is not None:
        one(wanted.input.read_bytes())
        return
    corpus = Path(targets.CORPUS / wanted.target)
    one(min(corpus.iterdir()).read_bytes())  # what is loaded once shall not look like a slow input
    out = ROOT / "build" / "fuzz" / wanted.target
    out.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={wanted.seconds}", f"-max_len={wanted.most_bytes}", "-timeout=100", "-rss_limit_mb=4000", "-print_final_stats=1"]
    where = [f"-artifact_prefix={out}/", str(out), str(corpus)]
    atheris.Setup([sys.argv[0], *options, *where], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
