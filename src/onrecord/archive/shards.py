"""Files cut into shards: who reads which records. A shard is named by its file and its number, so the same files give the same shards."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from onrecord.archive.damage import REMOVE
from onrecord.archive.inputs import Input
from onrecord.archive.parquet_pages import cut_rows, find_in_rows
from onrecord.archive.storage import Place, open_input
from onrecord.errors import PageError, SetupError
from onrecord.intake.found import Done, Item, Source, Unreadable, printable
from onrecord.intake.parts import Part, cut_into_parts, find_in_part
from onrecord.intake.warc_records import Range

PLANS: Final = "plan"
_MAGIC: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class Shard:
    """Some pages of one file: records that begin in a range of offsets, or rows.

    member: of a zip, as `onrecord.intake.parts` has it; None of Parquet.
    """

    id: str
    path: str
    start: int
    end: int
    pages: int
    member: str | None = None
    payloads: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """What it becomes."""
        return f"shards/{self.id}.parquet"


@dataclass(frozen=True, slots=True)
class Plan:
    """A file, cut.

    path: from the root on, or its URI.
    """

    path: str
    size: int
    shards: tuple[Shard, ...]
    unreadable: tuple[Unreadable, ...]


def cut(given: Input, pages: int) -> Plan:
    """Cut a file into shards of no more than so many pages; only headers are read."""
    shards: list[Shard] = []
    lost: list[Unreadable] = []
    place = printable(given.path)
    try:
        file, size = open_input(given.path)
        with file:
            source = Source(place, place, file, size)
            head = file.read(len(_MAGIC))
            if head == _MAGIC:
                for start, end in cut_rows(file, place, pages):
                    shards.append(Shard(_name(given, shards), given.path, start, end, end - start))
            else:
                for part in cut_into_parts(source, pages):
                    if isinstance(part, Unreadable):
                        lost.append(part)
                    else:
                        w = part.within
                        shards.append(Shard(_name(given, shards), given.path, w.start, w.end, w.pages, part.member, dict(w.payloads)))
    except PageError as error:
        lost.append(Unreadable(f"{place}!", place, "open", error.problem, error.remedy))
    return Plan(given.whole, given.size, tuple(shards), tuple(lost))


def _name(given: Input, before: list[Shard]) -> str:
    return f"{given.id}-{len(before):05d}"


def find_in_shard(shard: Shard, done: Done) -> Iterator[Item]:
    """The pages of a shard, and what in it is lost.

    Raises:
        PageError: its file cannot be opened any more, or its disk or store not be read. What is damaged in it is an item.
    """
    file, size = open_input(shard.path)
    place = printable(shard.path)
    with file:
        source = Source(place, place, file, size)
        try:
            if shard.member is None:
                yield from find_in_rows(source, shard.start, shard.end, done)
            else:
                within = Range(shard.start, shard.end, shard.pages, shard.payloads)
                yield from find_in_part(source, Part(shard.member, within), done)
        except OSError as error:
            raise PageError(place, f"cannot be read: {error.strerror or error}", "check its disk or store; the same command goes on") from None


def plan_file(given: Input) -> str:
    """Where the plan of a file stands."""
    return f"{PLANS}/{given.id}.json"


def pack_plan(plan: Plan) -> bytes:
    """A plan as it is written down."""
    return json.dumps(asdict(plan), ensure_ascii=True).encode()


def unpack_plan(data: bytes) -> Plan:
    """The plan that was packed.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is damaged.
    """
    told: dict[str, Any] = json.loads(data)
    return Plan(told["path"], told["size"], tuple(Shard(**s) for s in told["shards"]), tuple(Unreadable(**u) for u in told["unreadable"]))


def as_they_are(plans: Sequence[Plan], given: Iterable[Input]) -> list[Plan]:
    """Plans without those of files that are of another size now: what was cut before is of a file that is no more.

    Args:
        given: files as they are. One that is not among them, and was cut more than once, is looked at; where it is of no size that was cut, or is
            gone, nothing tells which plan to drop.
    """
    sizes = {file.whole: file.size for file in given}
    of_path: dict[str, set[int]] = {}
    for plan in plans:
        of_path.setdefault(plan.path, set()).add(plan.size)
    for path, cut_at in of_path.items():
        if path not in sizes and len(cut_at) > 1 and (size := _size_of(path)) in cut_at:
            sizes[path] = size
    return [plan for plan in plans if sizes.get(plan.path, plan.size) == plan.size]


def _size_of(path: str) -> int | None:
    try:
        file, size = open_input(path)
    except PageError:
        return None
    file.close()
    return size


def read_plan(place: Place, name: str) -> Plan:
    """A plan of an archive.

    Raises:
        SetupError: it is damaged.
    """
    try:
        return unpack_plan(place.read(name))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SetupError(place.path(name), "is damaged", REMOVE) from None


def read_plans(place: Place) -> list[Plan]:
    """All plans of an archive, by their names.

    Raises:
        SetupError: one is damaged.
    """
    return [read_plan(place, f"{PLANS}/{name}") for name in sorted(place.names(PLANS)) if name.endswith(".json") and not name.startswith(".")]
