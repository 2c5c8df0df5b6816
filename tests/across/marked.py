"""The stories of marked.txt, in the mark-up of train/corpora/stories/ANNOTATE.md. Everybody and everything below a state is invented."""

import re
from pathlib import Path

ALL = tuple(re.split(r"^(?=# )", Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:])
BRIEFING, TWO_GOVERNMENTS, CITED, REPEATED, REVERSAL, EARLY_DENIAL, BATCHES = ALL
