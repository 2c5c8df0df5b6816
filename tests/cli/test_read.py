"""`onrecord read` as its users meet it: a real process, its output, its errors, its exit status."""

import gzip
import json
import os
import re
import select
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.cli.given import COMMAND, PAGE, quiet, run

REFUSED = [
    # arguments, exit status, what standard error says
    (["read"], 2, "Missing argument 'FILE...'"),
    (["read", "page.txt", "--nonsense"], 2, "No such option"),
    (["nonsense"], 2, "No such command"),
    (["read", "page.txt", "--until", "weather"], 2, "'weather' is not one of 'article', 'encoding', 'statements'"),
    (["read", "page.txt", "--workers", "0"], 2, "0 is not in the range x>=1"),
    (["read", "page.txt", "--width", "3"], 2, "3 is not in the range"),
    (["read", "page.txt", "--retrieved", "yesterday"], 2, "'yesterday' is no ISO 8601 time"),
    (["read", "page.txt", "--brief", "--full"], 2, "--brief and --full ask for opposites: choose one"),
    (["read", "page.txt", "--layout", "--brief"], 2, "leave out --brief"),
    (["read", "page.txt", "--layout", "--until", "times"], 2, "--layout and --until"),
    (["read", "page.txt", "--layout", "--until", "article"], 2, "leave out --until"),
    (["read", "page.txt", "--json", "--brief"], 2, "--json and --brief"),
    (["read", "page.txt", "--json", "--full"], 2, "--json and --full"),
    (["read", "page.txt", "--json", "--layout", "--full"], 2, "--json and --full"),
    (["read", "page.txt", "--json", "--width", "80"], 2, "--json and --width"),
    (["read", "page.txt", "--html", "out.html", "--brief"], 2, "--html and --brief"),
    (["read", "page.txt", "--html", "out.html", "--full"], 2, "--html and --full"),
    (["read", "page.txt", "--html", "out.html", "--width", "80"], 2, "--html and --width"),
    (["read", "page.txt", "--html", "a.html", "--html", "b.html"], 2, "--html is given 2 times: give it once"),
    (["read", "page.txt", "--location", "https://a.example/", "--location", "https://b.example/"], 2, "--location is given 2 times"),
    (["read", "page.txt", "--until", "article", "--until", "times"], 2, "--until is given 2 times"),
    (["read", "page.txt", "--location", "foo"], 2, "'foo' is no URL"),
    (["read", "page.txt", "--location", ""], 2, "'' is no URL"),
    (["read", "page.txt", "--location", "https://"], 2, "'https://' is no URL"),
    (["read", "page.txt", "--location", "javascript:alert(1)"], 2, "is no URL"),
    (["read", "page.txt", "--location", "https://a.example/ b"], 2, "is no URL"),
    (["read", "page.txt", "page.txt", "--location", "https://a.example/"], 2, "name one FILE"),
    (["read", "page.txt", "-"], 2, "standard input) is read alone"),
    (["read", "page.txt", "page.txt", "--html", "out.html"], 2, "out.html is no folder: with several FILEs name one, such as out/"),
    (["read", "page.txt", "--html", "page.txt/"], 2, "page.txt is a file, and no folder"),
    (["read", "page.txt", "--html", "none/out/"], 2, "there is no folder none"),
    (["read", "page.txt", "--html", ""], 2, "the name of the file is empty"),
    (["read", "page.txt", "--html", "none/out.html"], 2, "there is no folder none"),
    (["read", "page.txt", "--html", "-"], 2, "is no file"),
    (["read", "page.txt", "--html", "page.txt"], 2, "it would be lost"),
    (["read", "missing.txt"], 1, "onrecord: missing.txt: "),
    (["read", "folder"], 1, "onrecord: folder: this is a folder; name the files in it, such as folder/*.html"),
    (["read", "https://a.example/x"], 1, "onrecord: https://a.example/x: this is a URL, and onrecord opens no connection; save the page, then read"),
    (["read", "empty.txt"], 1, "onrecord: empty.txt: "),
    (["read", ""], 1, 'onrecord: "": the name of the file is empty; name a file, or - for standard input'),
    (["read", "data.json"], 1, "onrecord: data.json: JSON, not a page; take the article out of it"),
    (["read", "data.json", "--html", "out/"], 1, "onrecord: data.json: JSON, not a page"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "status", "said"), REFUSED, ids=lambda v: " ".join(v) if isinstance(v, list) else None)
def test_what_cannot_be_read_is_told_in_one_line(
    args: list[str], status: int, said: str, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "data.json").write_bytes(b'{"a": 1}')
    monkeypatch.chdir(tmp_path)
    done = run(*args)
    assert done.returncode == status
    assert said in " ".join(done.stderr.decode().split())
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    if status == 1:
        assert len(done.stderr.splitlines()) == 1
    assert page.read_text(encoding="utf-8") == PAGE
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data.json", "empty.txt", "folder", "page.txt"]


def test_options_that_go_together_are_taken_together(page: Path, tmp_path: Path) -> None:
    done = run("read", page, "--layout", "--json", "--full", "--html", tmp_path / "why.html")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["lines"]
    assert (tmp_path / "why.html").exists()
    assert json.loads(run("read", page, "--json", "--location", "file:///home/me/a.html").stdout)["document"]["location"] == "file:///home/me/a.html"


def test_a_file_that_is_no_page_does_not_stop_the_rest(page: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"files": ["page.txt"]}', encoding="utf-8")
    done = run("read", tmp_path / "manifest.json", "", page, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["document"]["location"] == str(page)
    said = done.stderr.decode().splitlines()
    assert said[0] == "onrecord: 2 of 3 pages could not be read:"
    assert sum("manifest.json: JSON, not a page" in line for line in said) == 1


def test_an_empty_record_is_told_where_nobody_sees_it(page: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("Said.\n", encoding="utf-8")
    for out in (["--json"], ["--html", str(tmp_path / "out.html")]):
        done = run("read", short, *out)
        assert done.returncode == 0
        assert f"onrecord: {short}: read, but no article was found: " in done.stderr.decode()
    several = run("read", short, page, short, "--json")
    assert several.returncode == 0
    assert several.stderr.decode().startswith("onrecord: 2 of 3 pages were read, but hold no article (article.kind says what each is), such as ")
    assert run("read", page, "--json").stderr == b""


def test_a_page_that_was_cut_says_so_on_the_first_screen(tmp_path: Path) -> None:
    cut = tmp_path / "cut.txt.gz"
    cut.write_bytes(gzip.compress(PAGE.encode())[:-40])
    for brief in ([], ["--brief"]):
        lines = run("read", cut, *brief).stdout.decode().splitlines()
        assert "Note: the gzip data ends before its end: the page may be cut" in lines[:8]
    assert run("read", cut, "--html", tmp_path / "out.html").returncode == 0
    assert "the page may be cut</p>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_json_is_one_record_a_line_and_a_failure_does_not_stop_the_rest(page: Path, tmp_path: Path) -> None:
    done = run("read", tmp_path / "missing.txt", page, tmp_path, page, "--json")
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [r["document"]["location"] for r in records] == [str(page)] * 2
    assert records[0]["document"]["text"] == PAGE
    lines = done.stderr.decode().splitlines()
    assert lines[0] == "onrecord: 2 of 4 pages could not be read:"
    assert len(lines) == 3


def test_workers_give_the_same_output(page: Path, tmp_path: Path) -> None:
    others = [tmp_path / f"{i}.txt" for i in range(5)]
    for i, other in enumerate(others):
        other.write_text(f"{PAGE}\nPage {i}.\n", encoding="utf-8")
    one, two = (run("read", page, *others, "--json", "--workers", n) for n in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr == b""


def test_records_arrive_as_they_are_read(page: Path, tmp_path: Path) -> None:
    """The first record is there while the second page, a long one, is still being read."""
    long = tmp_path / "long.txt"
    long.write_text("The harbour board said on Tuesday that it had sold two tugs.\n\n" * 40_000, encoding="utf-8")
    with subprocess.Popen([*COMMAND, "read", page, long, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        first = os.read(process.stdout.fileno(), 1_000_000)
        assert json.loads(first)["document"]["text"] == PAGE
        assert select.select([process.stdout], [], [], 0) == ([], [], [])
        process.kill()


def test_standard_input_is_bytes(page: Path) -> None:
    done = run("read", "-", "--json", "--location", "https://a.example/tugs", stdin=gzip.compress(PAGE.encode()))
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["document"]["location"] == "https://a.example/tugs"
    assert record["document"]["text"] == PAGE


def test_reading_stops_after_a_layer(page: Path) -> None:
    record = json.loads(run("read", page, "--json", "--until", "article").stdout)
    assert record["article"] is not None
    assert record["statements"] is None


def test_the_layout_is_told_in_every_form(page: Path, tmp_path: Path) -> None:
    shown = run("read", page, "--layout", "--width", "80").stdout.decode()
    assert re.search(r"^\[0:35\] +headline", shown, re.MULTILINE)
    assert "\x1b" not in shown
    line = json.loads(run("read", page, "--layout", "--json").stdout)["lines"][0]
    assert (line["span"], line["kind"]) == ([0, 35], "headline")
    done = run("read", page, "--layout", "--html", tmp_path / "why.html")
    assert done.returncode == 0
    assert "it stands above the text" in (tmp_path / "why.html").read_text(encoding="utf-8")
    several = run("read", page, page, "--layout", "--workers", "2").stdout.decode()
    assert several.count("\theadline\t") == 2


def test_the_layout_in_a_pipe_is_one_row_a_line_with_tabs(page: Path) -> None:
    rows = [row.split("\t") for row in run("read", "-", "--layout", stdin=page.read_bytes()).stdout.decode().splitlines() if row[0] != "#"]
    assert {len(row) for row in rows} == {9}
    assert rows[0][:2] == ["[0:35]", "headline"]


def test_the_view_is_plain_in_a_pipe_and_fits_80_columns(page: Path) -> None:
    done = run("read", page)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "✕ denies" in text
    assert "○ declines" in text


def test_colour_in_a_pipe_only_where_it_is_asked_for(page: Path) -> None:
    assert b"\x1b[1;31m" in run("read", page, "--color", env={"TERM": "xterm"}).stdout
    assert b"\x1b" not in run("read", page, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert b"\x1b" not in run("read", page, "--no-color", env={"FORCE_COLOR": "1"}).stdout


def test_any_file_name_can_be_read_and_told_in_any_locale(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9 \x1b[31m\xe6.txt"
    Path(os.fsdecode(name)).write_text(PAGE, encoding="utf-8")
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    def run(*args: str | bytes) -> subprocess.CompletedProcess[bytes]:  # a process from its start: that is when Python asks for the locale
        return subprocess.run([*COMMAND, *args], capture_output=True, env=quiet() | env, timeout=60, check=False)

    done = run("read", name, "--json")
    assert done.returncode == 0, done.stderr
    location = json.loads(done.stdout.decode("utf-8"))["document"]["location"]
    location.encode("utf-8")  # no lone surrogate is left
    assert "\x1b[31m" in location
    assert "␛[31m" in run("read", name).stdout.decode("utf-8")
    missing = run("read", name + b"x")
    assert missing.returncode == 1
    assert b"\x1b" not in missing.stderr
    assert missing.stderr.decode("utf-8").count("\n") == 1


@pytest.mark.parametrize("options", [["--json"], [], ["--brief", "--workers", "2"]])
def test_a_reader_that_leaves_ends_it_quietly(options: list[str], page: Path) -> None:
    command = [*COMMAND, "read", *[str(page)] * 200, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_is_one_line(workers: str, page: Path) -> None:
    command = [*COMMAND, "read", *[page] * 2000, "--json", "--workers", workers]
    # A job in the background ignores SIGINT, and what it starts inherits that: the test must pass there too.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heed) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        process.stdout.read()
        assert process.stderr.read() == b"onrecord: interrupted\n"
    assert process.returncode == 130


def test_a_full_disk_is_one_line(page: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    with full.open("wb") as out:
        done = subprocess.run([*COMMAND, "read", page, "--json"], stdout=out, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert b"No space left" in done.stderr


DEFECT = """
import sys
from onrecord import pipeline
from onrecord.cli import main
def broken(**layers):
    raise ZeroDivisionError("the stage is at fault")
stages = [pipeline.Stage(s.layer, s.reads, broken if s.layer == "statements" else s.run) for s in pipeline.PIPELINE]
pipeline.PIPELINE = tuple(stages)
main()
"""


def test_a_defect_is_one_line_and_its_traceback_comes_on_demand(page: Path) -> None:
    def read(*more: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-c", DEFECT, "read", str(page), *more], capture_output=True, timeout=60, check=False)

    plain, debug = read(), read("--debug")
    assert plain.returncode == debug.returncode == 1
    assert len(plain.stderr.splitlines()) == 1
    assert b"the stage is at fault" in plain.stderr
    assert b"Traceback" in debug.stderr
    assert b"in broken" in debug.stderr
