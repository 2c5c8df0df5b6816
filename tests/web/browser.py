"""A real browser before the web UI: a store that is served while a test runs, and tabs that note all that goes wrong in them."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.web.app import create_app
from tests.web.given import LISTS, addresses_of

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
TYPES: Final = [*LISTS, "/search?q=howitzers"]
# What the policy stopped is told to the page's own document, whatever the console makes of it.
_REPORT: Final = """
addEventListener("securitypolicyviolation", (told) => console.error(`policy ${told.effectiveDirective} stopped ${told.blockedURI}`), true);
"""


@dataclass(frozen=True)
class Served:
    """A store that is served while a test runs."""

    base: str
    page: str
    claim: str

    @property
    def types(self) -> list[str]:
        """A page of every type."""
        return [*TYPES, *addresses_of(self.page, self.claim)]


@dataclass
class Watched:
    """A tab, with all that went wrong in it."""

    tab: Any
    wrong: list[str]


def serve(path: Path, **options: Any) -> Iterator[str]:
    """Serve a store on a free port."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(path, port=port, wait=True, **options)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def open_tab(chromium: Any, base: str, **options: Any) -> Watched:
    """A tab that notes errors, dialogs, what the policy stopped, and whatever would leave the host."""
    context = chromium.new_context(**options)
    context.add_init_script(_REPORT)
    tab = context.new_page()
    found = Watched(tab, [])
    tab.on("pageerror", lambda error: found.wrong.append(f"error {error}"))
    tab.on("console", lambda message: found.wrong.append(f"console {message.text}") if message.type in ("error", "warning") else None)
    tab.on("dialog", lambda dialog: (found.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url.startswith((base, "data:")) else found.wrong.append(f"left for {request.url}"))
    return found
