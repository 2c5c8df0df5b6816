"""`onrecord audit`: how often a store is wrong, judged by people on a sample of what matters."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.forms import number_of, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.audit import Audit, AuditRow, Results
    from onrecord.audit.answers import Answer
    from onrecord.store.store import Store

_KEYS: Final = "r right   w wrong   t can't tell   b back   ? help   q leave; what was judged is kept"
_HELP: Final = """  r  right: the words say all that was read of them
  w  wrong: then the number of the part that is, or Enter for something else
  t  can't tell: counts neither as right nor as wrong
  b  back to the row before; a row that is judged anew counts as it was judged last
  q  leave; the same command goes on where you left
Other keys do nothing."""
_VERDICTS: Final = {"r": "right", "w": "wrong", "t": "open"}
_ENTER: Final = ("\r", "\n")
_ENDS: Final = ("", "\x03", "\x04")  # nobody is there any more; Ctrl-C and Ctrl-D where the terminal hands them on


@click.command(
    short_help="Judge a sample, and know how often the store is wrong.",
    epilog="Exit status: 0 all is well, 1 the store or the answers cannot be read, or nothing is in it; 2 the command was not understood.",
)
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--rows", metavar="N", type=click.IntRange(1, 10_000), help="Rows of the sample. Default: those of the last one, else 100.")
@click.option("--seed", metavar="N", type=int, help="Another sample of the same size. Default: that of the last one, else 1.")
@click.option("--judge", metavar="NAME", help="Who judges. Default: your login name. A second judge sees the same sample, not what the first said.")
@click.option("--sheet", metavar="FILE", type=click.Path(path_type=Path), help="Write the sample to FILE, .tsv or .jsonl, to judge it elsewhere.")
@click.option("--answers", metavar="FILE", type=click.Path(path_type=Path), help="Take what was judged elsewhere: that file, filled in.")
@click.option("--results", "only_results", is_flag=True, help="Only show what was found so far.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as one JSON object.")
@click.option("--new", "anew", is_flag=True, help="Draw another sample, though the last one still stands for the store.")
@click.option("--force", is_flag=True, help="Write over a sheet that is there.")
@click.help_option("-h", "--help")
def audit(
    store: str,
    rows: int | None,
    seed: int | None,
    judge: str | None,
    sheet: Path | None,
    answers: Path | None,
    *,
    only_results: bool,
    as_json: bool,
    anew: bool,
    force: bool,
) -> int:
    """Judge a sample of what matters in STORE: denials, transfers, sure dates, merged copies, corroborated claims, settled and unsettled apart.

    On a terminal the rows come one after the other, and a key judges each; stop at any time, the same command goes on. In a browser it is the
    page Audit of `onrecord serve`. What is found is an error rate for each kind, with its 95 % interval, re-weighted to the store. It is kept in the
    store, shown on the board, and stands at the head of every export until more than a tenth of the rows of its kind are new, changed or gone.

    \b
    Examples:
      onrecord audit news.db                          judge, or go on judging
      onrecord audit news.db --rows 200 --seed 7
      onrecord audit news.db --judge ben              a second judge: agreement
      onrecord audit news.db --sheet sample.tsv       to judge it in a spreadsheet
      onrecord audit news.db --answers sample.tsv --judge ada
      onrecord audit news.db --results --json
    """
    from onrecord.audit import draw, latest, left, results_of
    from onrecord.audit.answers import read_answers, write_sheet
    from onrecord.store import open_store

    name = judge or getpass.getuser()
    if sheet is not None and answers is not None:
        raise click.UsageError("--sheet and --answers do not go together: the one writes what the other takes")
    with open_store(store) as opened:
        last = latest(opened)
        if only_results and last is None:
            report(f"{store}: nothing was audited yet; begin with onrecord audit {store}")
            return 1
        if only_results and last is not None and rows is None and seed is None:
            found = last
        else:
            found = draw(opened, rows=rows or (last.wanted if last else 100), seed=seed if seed is not None else last.seed if last else 1, anew=anew)
            if last is None or found.id != last.id:
                report(f"drew {number_of(len(found.rows), 'row')} with seed {found.seed}" + _why_new(last, found))
        if sheet is not None:
            write_sheet(found, sheet, force=force)
            report(f"wrote {sheet}: fill in the columns verdict and part, then onrecord audit {store} --answers {sheet} --judge NAME")
        elif answers is not None:
            taken = _take(opened, found, name, read_answers(answers, found))
            report(f"{number_of(taken, 'judgement')} of {name} taken from {answers}")
        elif not only_results and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            _judge(opened, found, name)
        results = results_of(opened, found)
        waiting = len(left(opened, found, name))
    if as_json:
        click.echo(json.dumps(results.to_dict(), ensure_ascii=False))
    elif sheet is None:
        show(_drawn(results))
        if waiting and not only_results:
            report(f"{number_of(waiting, 'row')} left for {name}; on a terminal the same command goes on, elsewhere --sheet and --answers do")
    return 0


def _why_new(last: "Audit | None", found: "Audit") -> str:
    same = last is not None and (last.wanted, last.seed) == (found.wanted, found.seed)
    return ": the store has changed since the last sample" if same else ""


def _take(store: "Store", audit: "Audit", judge: str, answers: "list[Answer]") -> int:
    """Write what was judged elsewhere, but for what the judge has said already; how many were new."""
    from onrecord.audit import judge_rows, judgements_of

    had = {(one.n, one.verdict, one.part, one.comment) for one in judgements_of(store, audit, judge)}
    new = [answer for answer in answers if (answer.row.n, answer.verdict, answer.part, answer.comment) not in had]
    judge_rows(store, judge, new)
    return len(new)


# On a terminal


def _judge(store: "Store", audit: "Audit", judge: str) -> None:
    """Show the rows that are left one after the other, and write down each key. Back leads to rows of earlier sessions too."""
    from onrecord.audit import judge_row, judged_rows, left

    judged = judged_rows(store, audit, judge)
    rows = (*judged, *left(store, audit, judge))
    at = len(judged)
    with _keys() as pressed:
        while at < len(rows):
            _show_row(audit, rows[at], judge, _judged_before(store, audit, rows[at], judge))
            key = _pressed_of((*_VERDICTS, "b", "q"), pressed)
            if key in ("q", *_ENDS):
                break
            if key == "b":
                at = max(at - 1, 0)
                continue
            verdict = _VERDICTS[key]
            part = _part(rows[at], pressed) if verdict == "wrong" else None
            if part == "":  # taken back
                continue
            judge_row(store, rows[at], judge, verdict, part=part)
            at += 1
    click.echo()


@contextmanager
def _keys() -> "Iterator[Callable[[], str]]":
    """What gives the next key, without Enter and unseen. Keys that are pressed before they are asked for are kept: click's own way drops them."""
    if sys.platform == "win32":
        yield click.getchar
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        yield lambda: os.read(terminal, 1).decode("ascii", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _pressed_of(listed: tuple[str, ...], pressed: "Callable[[], str]") -> str:
    """The next key that is listed, or that nobody is there; a question mark shows the help, and other keys do nothing."""
    while True:
        key = pressed().lower()
        if key == "\x1b":  # an arrow and its like: three characters or more, of which the last is a letter, such as that of `b`
            key = pressed()
            while key in ("[", "O", ";") or key.isdigit():
                key = pressed()
            continue
        if key in listed or key in _ENDS:
            return key
        if key == "?":
            click.echo(_HELP)


def _part(row: "AuditRow", pressed: "Callable[[], str]") -> str | None:
    """Which part is wrong: a figure; Enter says none; "" where the judge goes back."""
    from onrecord.audit import PARTS

    parts = dict(zip(map(str, range(1, 10)), PARTS[row.kind], strict=False))
    click.echo("  wrong: " + "   ".join(f"{n} {part}" for n, part in parts.items()) + "   Enter something else   b back")
    key = _pressed_of((*parts, *_ENTER, "b"), pressed)
    return "" if key in ("b", *_ENDS) else parts.get(key)


def _judged_before(store: "Store", audit: "Audit", row: "AuditRow", judge: str) -> str:
    """What the judge said of a row before: "wrong, supplier"."""
    from onrecord.audit import judgements_of

    said = {"right": "right", "wrong": "wrong", "open": "can't tell"}
    found = [one for one in judgements_of(store, audit, judge) if one.n == row.n]
    return ", ".join(filter(None, (said[found[0].verdict], found[0].part, found[0].comment))) if found else ""


def _show_row(audit: "Audit", row: "AuditRow", judge: str, before: str) -> None:
    from rich.console import Console

    click.clear()
    console = Console(highlight=False, markup=False, emoji=False, width=min(Console().width, 110))
    for one in _of_row(audit, row, judge, before):
        console.print(one)


def _of_row(audit: "Audit", row: "AuditRow", judge: str, before: str) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.audit import KINDS
    from onrecord.export.visible import visible

    yield Text(f"{row.n} of {len(audit.rows)} · {KINDS[row.kind]} · {'settled' if row.settled else 'not settled'} · {judge}", "dim")
    for passage in row.told.passages:
        yield Text("")
        yield Text(visible(passage.where), "dim")
        yield _marked(passage.text, passage.marks)
    yield Text("")
    for name, value in row.told.claim:
        yield Text.assemble((f"{name}: ", "dim"), (visible(value), "bold"))
    yield Text("")
    if before:
        yield Text.assemble(("judged before: ", "dim"), visible(before))
    yield Text(_KEYS)


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> "Any":
    from rich.text import Text

    from onrecord.export.visible import visible

    found, at = Text(), 0
    for start, end in marks:
        if start < at:
            continue
        found.append(visible(text[at:start]))
        found.append(visible(text[start:end]), "bold underline")
        at = end
    found.append(visible(text[at:]))
    return found


def _drawn(results: "Results") -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text(results.head() if results.judge else f"{results.sampled} rows drawn with seed {results.seed}; nobody has judged any yet", "bold")
    for line in results.lines():
        yield Text(f"  {line}")
    for one in results.kinds:
        if one.parts:
            yield Text(f"  of {one.kind}: " + ", ".join(f"{part} {count}" for part, count in one.parts), "dim")
