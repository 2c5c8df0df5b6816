"""The engine, Daft: on this machine by its native runner, on a cluster by Ray. Nothing here says who works on what; Daft does.

Neither Daft nor Ray may tell anybody that they were used: that is switched off before they are imported.
"""

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import AuthenticationError
from pathlib import Path
from typing import Any, Final

from onrecord.archive.storage import library
from onrecord.errors import SetupError

QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "DAFT_ANALYTICS_ENABLED": "0",
    "SCARF_NO_ANALYTICS": "true",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
LOCAL: Final = "local"
_RAY: Final = "ray://"
_WORKER: Final = b"daft.execution.udf_worker"
_LOOK_S: Final = 0.1


class WorkerDiedError(Exception):
    """A process of the engine died, and with it what the engine was doing. What is whole is kept."""


def daft(engine: str = LOCAL) -> Any:
    """Daft, set to run where it is asked to.

    Args:
        engine: "local", or "ray://HOST:PORT" of a cluster; "ray://" alone asks Ray for the cluster of this machine.

    Raises:
        SetupError: it is not installed, or the cluster cannot be reached.
    """
    os.environ.update(QUIET)
    found = library("daft")
    logging.getLogger("daft").setLevel(logging.ERROR)  # what it tells of a worker that died we tell ourselves
    if engine == LOCAL:
        return found
    if not engine.startswith(_RAY):
        raise SetupError(engine, "no engine", "give local, or ray://HOST:PORT")
    ray = library("ray")
    if not ray.is_initialized():
        address = engine if engine != _RAY else "auto"
        try:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, runtime_env={"env_vars": QUIET})
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise SetupError(engine, f"no cluster there: {error}", "start one with `ray start --head`, and give its address") from None
        found.set_runner_ray(noop_if_initialized=True)
    return found


def run(engine: str, make: Callable[[str], Callable[[bytes], bytes]], told: str, jobs: Iterable[bytes], *, workers: int) -> Iterator[bytes]:
    """The result of each job, as they are done, in no order.

    Args:
        make: makes a worker, in a process of its own that does one job after another; it and what it makes can be pickled by name.
        told: what it is made of.

    Raises:
        WorkerDiedError: a process died.
        KeyboardInterrupt: the engine was interrupted.
        SetupError: Daft is not installed.
    """
    d = daft(engine)
    jobs = list(jobs)
    if not jobs:
        return

    class Worker:
        def __init__(self, told: str) -> None:
            self._work = make(told)

        def __call__(self, job: bytes) -> bytes:
            return self._work(job)

    worker: Any = d.cls(Worker, use_process=True, max_concurrency=workers)
    # One job a batch: else one process gets all of them.
    frame = d.from_pydict({"job": jobs}).into_batches(1).select(worker(told)(d.col("job")).alias("result"))
    rows, done = frame.iter_rows(), 0
    with _watched() if engine == LOCAL else nullcontext():
        while True:
            try:
                row = next(rows)
            except StopIteration:
                if done < len(jobs):  # Daft takes Ctrl-C for itself, and ends without a word
                    raise KeyboardInterrupt from None
                return
            except (RuntimeError, d.exceptions.DaftCoreException, OSError, EOFError, AuthenticationError) as error:
                raise WorkerDiedError(str(error).strip().partition("\n")[0] or repr(error)) from error
            done += 1
            yield bytes(row["result"])


@contextmanager
def _watched() -> Iterator[None]:
    """Let Daft notice a worker that dies before it has called back: Daft would wait for its call for ever.

    Each worker calls back on a socket that is named in its command line. Where it is gone, we call instead and hang up at once; a call that nobody
    waits for does no harm. Where the system does not tell of processes, nothing is watched.
    """
    over = threading.Event()
    watching = threading.Thread(target=_watch, args=(over,), daemon=True, name="watch-workers")
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


def _watch(over: threading.Event) -> None:
    known: dict[int, str] = {}
    while not over.wait(_LOOK_S):
        alive = dict(_workers())
        for pid in known.keys() - alive.keys():
            with socket.socket(socket.AF_UNIX) as call, suppress(OSError):
                call.settimeout(1)
                call.connect(known[pid])
        known = alive


def _workers() -> Iterator[tuple[int, str]]:
    """The workers of this process that live, and the socket on which each calls back."""
    with suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            for pid in (task / "children").read_text().split():
                with suppress(OSError):
                    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if _WORKER in words:
                        yield int(pid), os.fsdecode(words[words.index(_WORKER) + 1])


def told_to_workers(engine: str, **told: Any) -> str:
    """What a worker is made of, with the process that it ends with."""
    return json.dumps({**told, "driver": os.getpid() if engine == LOCAL else None})
