"""The shape that a reader can rely on: one door, one visible pipeline, imports that point one way, nothing heavy at the door."""

import ast
import inspect
import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import onrecord
from onrecord.pipeline import PIPELINE
from onrecord.record import Record

PACKAGE = Path(onrecord.__file__).parent
STAGES = {"page", "article", "encoder", "statements", "mentions", "coreference", "clauses", "grounding", "events"}
GROUND = {"text", "characters", "cardinals", "layout", "record", "errors", "lexicon", "forest", "codec", "contract", "version"}
READS = {
    "statements": {"encoder"},
    "mentions": {"encoder"},
    "coreference": {"encoder"},
    "clauses": {"encoder", "mentions"},  # what the letters of a word show is read alike for names and clauses
    "grounding": {"coreference", "encoder"},
    "copies": {"copies"},  # the words of many pages
    "across": {"across"},  # records of many pages
    "store": {"store", "page", "pipeline", "export"},  # deriving a record anew reads its page; a notebook's table shows what is safe to show
    "ingest": {"ingest", "intake", "store", "page", "pipeline", "workers", "copies", "across", "fetch"},
    "fetch": {"fetch"},
    "audit": {"audit", "export", "ingest", "store"},  # a sheet is written as exports are
    "reconcile": {"across", "events", "export", "grounding", "reconcile", "store"},  # names of states, weapons and claims
    "search": {"search", "store"},  # words and fields over the store
    "intake": {"intake", "page"},  # what a page's bytes may be, and how many
    "events": {"clauses", "encoder", "grounding"},  # who is meant by the words of a deed
}  # heads ask the encoder
EDGES = {"archive", "cli", "export", "web", "proof", "explain"}  # archive runs ingest's steps on an engine
HEAVY = {
    "numpy",
    "regex",
    "py3langid",
    "chardet",
    "selectolax",
    "rich",
    "jinja2",
    "starlette",
    "uvicorn",
    "click",
    "concurrent.futures.process",
    "multiprocessing",
    "onnxruntime",
}


def test_the_public_api_is_what_all_says() -> None:
    public = {name for name in vars(onrecord) if not name.startswith("_") and not inspect.ismodule(getattr(onrecord, name))}
    assert public | {"__version__"} == set(onrecord.__all__)


def test_a_process_that_a_test_starts_cannot_connect_either() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a test opened a connection: ('127.0.0.1', 9)" in done.stderr


@pytest.mark.parametrize("stage", PIPELINE, ids=lambda s: s.layer)
def test_a_stage_reads_earlier_layers_by_their_names(stage: object) -> None:
    at = PIPELINE.index(stage)  # type: ignore[arg-type]
    earlier = {"document", "layout", *(s.layer for s in PIPELINE[:at])}
    assert set(PIPELINE[at].reads) <= earlier
    assert list(inspect.signature(PIPELINE[at].run).parameters) == list(PIPELINE[at].reads)


def test_layers_are_filled_in_the_order_of_the_record() -> None:
    order = [f.name for f in fields(Record)]
    filled = [stage.layer for stage in PIPELINE]
    assert filled == sorted(filled, key=order.index)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    """A stage imports the ground and itself, never another stage; the ground imports no stage; nothing imports an edge."""
    home = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if home in {"__init__", "__main__", "pipeline", "reading"} | EDGES:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lazy = {node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)}
    for node in ast.walk(tree):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom) and node.module
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            if name.startswith("onrecord."):
                target = name.split(".")[1]
                convenience = home == "record" and node in lazy  # Record.to_json and its kind: methods that call their module
                allowed = GROUND | {"stories"} | ({home} if home in STAGES else set()) | READS.get(home, set())
                assert target in allowed or convenience, f"{home} imports {name}"


def test_importing_onrecord_loads_nothing_heavy() -> None:
    code = f"import sys, json, onrecord; print(json.dumps(sorted({HEAVY!r} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_every_module_and_public_function_says_what_it_does() -> None:
    silent = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(PACKAGE)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert silent == []


def test_no_stage_swallows_errors() -> None:
    """A blanket handler makes a defect look like an empty page; the runner alone may catch everything, to name the page."""
    blanket = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            ):
                blanket.append(str(path.relative_to(PACKAGE)))
    assert blanket == ["pipeline.py"]
