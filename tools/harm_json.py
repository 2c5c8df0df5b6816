"""Write src/onrecord/export/store/harm.json: the figures that every export carries, without the examples they were counted on.

python -m benchmarks harm --json build/harm.json
python tools/harm_json.py build/harm.json
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "src" / "onrecord" / "export" / "store" / "harm.json"
_TOLD = re.compile(
    r"(?P<pages>[^:]+): (?P<what>[^:]+): (?P<told>\d+ of \d+, [\d.]+ to [\d.]+ %)"
    r"|(?P<genres>other genres): (?P<false>\d+) false events of (?P<rest>.+)"
)


def harm_json(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """What the file holds, of what `python -m benchmarks harm --json` wrote."""
    run = next(one for one in reports if one["benchmark"] == "harm")
    figures = []
    for note in run["notes"]:
        if not (found := _TOLD.fullmatch(note)):
            continue
        if found["genres"]:
            figures.append({"what": "false event", "pages": "pages of other genres", "told": f"{found['false']} of {found['rest']}"})
        elif not found["told"].startswith("0 of 0,"):
            figures.append({"what": found["what"], "pages": found["pages"], "told": found["told"]})
    return {"measured": run["rows"][0]["who"].split(",")[0], "data": run["digest"], "figures": figures}


if __name__ == "__main__":
    told = harm_json(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    OUT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
