"""Take the pictures of the web UI that the README shows, of a store of invented pages: docs/web-*.webp.

    python tools/screenshots.py [FOLDER]

The pages are those of examples/ and of tests/pages/: the three examples alone tell one deal, and of no place where it happened. Needs Chromium and
Playwright. The program itself makes the pictures, in windows of one size; with another Chromium or other fonts they differ by some pixels.
"""

import base64
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from playwright.sync_api import Page, sync_playwright

from onrecord.store import open_store
from onrecord.web.app import create_app

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


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The web UI of a store on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(path, port=port, read_only=True, wait=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def take(tab: Page, address: str) -> bytes:
    """A picture of what the window shows of an address, as WebP, which Playwright itself does not write."""
    tab.goto(address)
    session = tab.context.new_cdp_session(tab)
    return base64.b64decode(session.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})["data"])


def main() -> None:
    """Make the store, take the pictures, say what they weigh."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder, sync_playwright() as run:
        store = Path(folder) / "examples.db"
        pages = sorted(str(file) for name in FOLDERS for file in (ROOT / name).iterdir() if file.suffix in (".html", ".txt"))
        subprocess.run([sys.executable, "-m", "onrecord", "ingest", *pages, "--store", str(store)], cwd=ROOT, check=True)
        with open_store(store) as opened:
            opened.stories()
            page = next(row.page for row in opened.pages() if row.location.endswith(READ))
        browser = run.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--hide-scrollbars"])
        with served(store) as base:
            for shot in shots(page):
                tab = browser.new_page(viewport={"width": WIDTH, "height": shot.height}, color_scheme="dark" if shot.dark else "light")
                data = take(tab, base + shot.address)
                (out / f"web-{shot.name}.webp").write_bytes(data)
                print(f"web-{shot.name}.webp: {len(data) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
