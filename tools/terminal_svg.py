"""Draw the terminal view of an example page as docs/terminal.svg, the picture at the head of the README.

    python tools/terminal_svg.py [PAGE] [OUT]

The picture is made by the program itself, so it cannot show what the program does not do. Run it after a change of the view.
"""

import re
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import onrecord
from onrecord.export.terminal import show

ROOT = Path(__file__).parent.parent
PAGE = "examples/mortars-3-denial.txt"
OUT = "docs/terminal.svg"
WIDTH = 100
# The inks of the HTML view (export/templates/page.css, dark); black, red, green, yellow, blue, magenta, cyan, white.
_INKS = ("14171a", "ffb38a", "86d9a8", "f0c666", "8ec5ff", "cdb0f5", "8ec5ff", "e8e6e3")
_RGB = [(int(ink[:2], 16), int(ink[2:4], 16), int(ink[4:], 16)) for ink in _INKS]
THEME = TerminalTheme(background=_RGB[0], foreground=_RGB[7], normal=_RGB)


def draw(page: str) -> str:
    """The first screen of a page's record as SVG, with the system's fonts: nothing is loaded from outside."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False)
    console.print(Text.assemble(("$ ", "dim"), f"onrecord read --brief {page}"))
    console.print()
    show(onrecord.read(ROOT / page, location=page), console, width=WIDTH, brief=True)
    # A fixed id: rich makes one of the content's address, and the picture would differ from run to run.
    svg = console.export_svg(title="onrecord read --brief", theme=THEME, unique_id="onrecord")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, 'DejaVu Sans Mono', Consolas, monospace")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE).rstrip() + "\n"


def main() -> None:
    """Write the picture; say where."""
    page, out = (*sys.argv[1:], *(PAGE, OUT)[len(sys.argv) - 1 :])
    (ROOT / out).write_text(draw(page), encoding="utf-8")
    print(f"wrote {out} from {page}")


if __name__ == "__main__":
    main()
