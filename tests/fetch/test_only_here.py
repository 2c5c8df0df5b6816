"""Nothing in the package but `fetch` can open a connection."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

PACKAGE = Path(onrecord.__file__).parent
ROOT = Path(__file__).parent.parent.parent
# The port that `serve` is given; cookies; the sockets, files of this machine, on which the engine's workers call back.
LISTENS = {("web/__init__.py", "socket"), ("web/security.py", "http"), ("archive/engine.py", "socket")}
NETWORK = {
    "socket", "_socket", "ssl", "http", "socketserver", "ftplib", "poplib", "imaplib", "smtplib", "nntplib", "telnetlib", "xmlrpc", "asyncio",
    "webbrowser", "urllib.request", "requests", "httpx", "aiohttp", "urllib3",
}  # fmt: skip
OPENS = {"connect", "connect_ex", "create_connection", "open_connection", "HTTPConnection", "HTTPSConnection", "urlopen", "urlretrieve"}


def imported(path: Path) -> set[str]:
    """The modules that a file imports, with the packages that they are in."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names | {name.partition(".")[0] for name in names}


def opening(path: Path) -> set[str]:
    """What a file names that opens a connection, as it is written there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name: node.name.rpartition(".")[2] for node in ast.walk(tree) if isinstance(node, ast.alias)}
    names |= {node.id: node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {ast.unparse(node): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {written for written, name in names.items() if name in OPENS}


def test_no_other_module_imports_what_connects() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] != "fetch"
        for name in imported(path) & NETWORK
    }
    assert found == LISTENS
    families = re.findall(r"socket\.(AF_\w+)", (PACKAGE / "archive" / "engine.py").read_text(encoding="utf-8"))
    assert set(families) == {"AF_UNIX"}
    assert imported(PACKAGE / "fetch" / "exchange.py") & NETWORK == {"socket", "ssl", "http"}  # the test sees what there is to see


def test_the_web_ui_only_listens() -> None:
    found = {(path.relative_to(PACKAGE).as_posix(), name) for path in (PACKAGE / "web").rglob("*.py") for name in opening(path)}
    assert found == {("web/index.py", "sqlite3.connect")}  # a database in memory
    of_http = {name for name in imported(PACKAGE / "web" / "security.py") if name.startswith("http.")}
    assert of_http == {"http.cookies", "http.cookies.CookieError", "http.cookies.SimpleCookie"}
    assert opening(PACKAGE / "fetch" / "exchange.py") == {"sock.connect", "http.client.HTTPConnection"}


RUN = """
import sys

def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.client", "ftplib", "smtplib")):
        sys.stderr.write(f"a connection: {event}\\n")
        raise SystemExit(9)

sys.addaudithook(refuse)
"""


@pytest.mark.parametrize("page", ["mortars-3-denial.txt"])
def test_reading_a_page_touches_no_socket(page: str) -> None:
    code = RUN + f"sys.argv = ['onrecord', 'read', 'examples/{page}', '--json']\nfrom onrecord.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{"schema":')


def test_the_audit_sees_a_socket() -> None:
    code = RUN + "import socket\nsocket.socket()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (9, "a connection: socket.__new__\n")


def test_importing_the_package_does_not_load_the_fetcher() -> None:
    code = "import sys, onrecord; print(any(name.startswith('onrecord.fetch') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"
