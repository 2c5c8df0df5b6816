"""Take the pictures of the web UI that the README shows, of a store of invented pages: docs/web-*.webp.

    python -m tools.screenshots [FOLDER]

The pages are those of examples/ and of tests/pages/: the three examples alone tell one deal, and of no place where it happened. Needs Chromium and
Playwright. The program itself makes the pictures, in windows of one size; with another Chromium or other fonts they differ by some pixels.
"""

import base64
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Page, sync_playwright

from onrecord.store import open_store
from tests.web.browser import CHROMIUM, serve

ROOT: Final = Path(__file__).parent.parent
FOLDERS: Final = ("examples", "tests/pages")
READ: Final = "mortars-3-denial.txt"  # what the reader shows
WIDTH: Final = 1280
_QUALITY: Final = 70


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of which address, and how high."""

    name: str
    address: str
    height: int
    dark: bool = False


def shots(page: str) -> tuple[Shot, ...]:
    """The pictures of the README; the reader shows one page."""
    return (
        Shot("reader", f"/page/{page}", 1_000),
        Shot("board", "/claims?sort=disputed", 860),
        Shot("register", "/arms?scope=all", 760, dark=True),
        Shot("map", "/map", 1_160),
    )


def take(tab: Page, address: str) -> bytes:
    """A picture of what the window shows of an address, as WebP, which Playwright itself does not write."""
    tab.goto(address)
    session = tab.context.new_cdp_session(tab)
    return base64.b64decode(session.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})["data"])


def main() -> None:
    """Make the store, take the pictures, say what they weigh."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    with TemporaryDirectory() as folder, sync_playwright() as run:
        store = Path(folder) / "examples.db"
        pages = sorted(str(file) for name in FOLDERS for file in (ROOT / name).iterdir() if file.suffix in (".html", ".txt"))
        subprocess.run([sys.executable, "-m", "onrecord", "ingest", *pages, "--store", str(store)], cwd=ROOT, check=True)
        with open_store(store) as opened:
            opened.stories()
            page = next(row.page for row in opened.pages() if row.location.endswith(READ))
        browser = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--hide-scrollbars"])
        for base in serve(store, read_only=True):
            for shot in shots(page):
                tab = browser.new_page(viewport={"width": WIDTH, "height": shot.height}, color_scheme="dark" if shot.dark else "light")
                data = take(tab, base + shot.address)
                (out / f"web-{shot.name}.webp").write_bytes(data)
                print(f"web-{shot.name}.webp: {len(data) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
