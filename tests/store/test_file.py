"""The file of a store: what is wrong with it is said, and nothing in it is lost."""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError, StoreError
from onrecord.store import file, open_store
from onrecord.store.file import APPLICATION_ID, VERSION, faults, migrate, open_file, run_script, schema_sql
from onrecord.store.store import Store
from onrecord.store.write import put
from tests.store.given import TEXTS, exported, fill, four_pages, reading


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store of four pages."""
    path = tmp_path_factory.mktemp("stored") / "news.db"
    four_pages(path).close()
    return path.read_bytes()


def text_file(path: Path) -> None:
    path.write_text("page\nanother\n" * 100, encoding="utf-8")


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")


def newer(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def with_a_trigger(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON statement BEGIN DELETE FROM correction; END")


def without_a_table(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE figure")


def with_another_view(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP VIEW claims")
        connection.execute("CREATE VIEW claims AS SELECT 1 AS claim")


def cut_short(path: Path) -> None:
    fill(path, reading("grain"))
    path.write_bytes(path.read_bytes()[:-9000])


def cut_to_a_stub(path: Path) -> None:
    fill(path, reading("grain"))
    path.write_bytes(path.read_bytes()[:60])


FAULTS = [
    # what is at the path, and what the error says of it
    pytest.param(lambda path: None, "there is no such store; make one: onrecord ingest", id="nothing"),
    pytest.param(lambda path: path.touch(), "an empty file, no store", id="empty"),
    pytest.param(lambda path: path.mkdir(), "not a store: a folder", id="folder"),
    pytest.param(text_file, "not a store: no SQLite file", id="text"),
    pytest.param(other_database, "not a store of onrecord: an SQLite file of another program", id="other database"),
    pytest.param(newer, f"a store of a newer onrecord (schema {VERSION + 1}; this one knows {VERSION}); install the newer onrecord", id="newer"),
    pytest.param(with_a_trigger, "the store has a trigger that onrecord did not make: quiet", id="trigger"),
    pytest.param(without_a_table, "the store is damaged: it lacks figure", id="table gone"),
    pytest.param(with_another_view, "the store was changed by another program: claims", id="view changed"),
    pytest.param(cut_short, "the store is cut short", id="cut short"),
    pytest.param(cut_to_a_stub, "the store is cut short", id="stub"),
]


@pytest.mark.parametrize(("make", "told"), FAULTS)
def test_what_is_no_sound_store_is_refused_and_left_alone(make: Callable[[Path], None], told: str, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("make", [text_file, other_database, newer, cut_short])
def test_an_ingest_never_writes_over_what_is_no_store(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        open_file(path, write=True, create=True)
    assert path.read_bytes() == before


def test_a_new_store_names_its_program_and_the_version_of_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path)
    head = path.read_bytes()[:100]
    assert (int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")) == (APPLICATION_ID, VERSION)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
        assert connection.execute(loose).fetchall() == []


def test_users_may_add_views_and_tables_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("grain"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW mine AS SELECT * FROM statements WHERE stance = 'denies'")
        connection.execute("CREATE TABLE marked (page TEXT)")
        connection.commit()
    with open_store(path) as store:
        assert len(store.pages()) == 1


def test_reading_cannot_write(tmp_path: Path) -> None:
    with four_pages(tmp_path / "news.db") as store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.connection.execute("DELETE FROM done")


def test_opening_a_store_once_more_leaves_its_log_to_who_writes(tmp_path: Path) -> None:
    """POSIX takes back a process's locks on a file when it closes it anywhere; another process then takes the log for nobody's."""
    path = tmp_path / "news.db"
    fill(path, reading("grain"))
    with closing(open_file(path, write=True)) as connection:
        Store(path).close()
        code = f"import sqlite3; c = sqlite3.connect({str(path)!r}); c.execute('SELECT count(*) FROM record').fetchone(); c.close()"
        subprocess.run([sys.executable, "-c", code], check=True)
        put(connection, [reading("shells")])
        code = f"import sqlite3; print(sqlite3.connect({str(path)!r}).execute('SELECT count(*) FROM record').fetchone()[0])"
        assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "2\n"


def test_that_another_program_is_waited_for_is_told_once_and_then_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The other program never ends: what is told hangs on no clock."""
    path = tmp_path / "news.db"
    fill(path)
    monkeypatch.setattr(file, "_TOLD_MS", 0)
    monkeypatch.setattr(file, "_BUSY_MS", 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_store(path) as store, pytest.raises(StoreError, match="another program is writing to the store"), store.writing():
            pass
        assert caplog.messages == ["waiting for another program that writes to news.db …"]
        other.execute("ROLLBACK")
    with open_store(path) as store, store.writing():
        pass
    assert len(caplog.messages) == 1


def test_a_full_disk_loses_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("grain"))
    with closing(open_file(path, write=True)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="there is no room left on the disk; free some, then give the same command again"), faults(str(path)):
            put(connection, [reading("shells"), replace(reading("undated"), source=bytes(200_000))])
        assert not connection.in_transaction
    with open_store(path) as store:
        assert [page.headline for page in store.pages()] == ["Harvest fair opens a day late"]
        assert store.check() == ()
    fill(path, reading("shells"), reading("undated"))  # the same once there is room
    with open_store(path) as store:
        assert (len(store.pages()), store.check()) == (3, ())


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that its reader may not write, whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        with suppress(AttributeError, PermissionError):
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_store_that_may_not_be_written_is_read_and_says_so_when_written(as_nobody: Path) -> None:
    path = as_nobody / "news.db"
    four_pages(path).close()
    path.chmod(0o444)
    as_nobody.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)
    with open_store(path) as store:
        assert len(store.pages()) == len(TEXTS)
        page = store.pages()[0]
        with pytest.raises(StoreError, match="may not be written"):
            store.correct(page, "article.headline", None, author="Ada")
        assert store.corrections() == ()
    with pytest.raises(StoreError, match="may not be written"):
        open_file(path, write=True)


def test_flipped_bytes_are_told_or_harmless_but_never_a_traceback(stored: bytes, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    whole.write_bytes(stored)
    with Store(whole) as store:
        expected = exported(store)
    chance, told = random.Random(8), 0
    for _ in range(120):
        path = tmp_path / "flipped.db"
        at = chance.randrange(len(stored))
        data = bytearray(stored)
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            with open_store(path) as store, faults(str(path)):
                told += bool(store.check())
                exported(store)
        except OnRecordError as error:
            told += str(path) in str(error)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            pytest.fail(f"byte {at}: {error!r}")
    with Store(whole) as store:
        assert exported(store) == expected
    assert told


STEPS = {
    2: "CREATE TABLE sighting (id INTEGER PRIMARY KEY, capture_id INTEGER NOT NULL REFERENCES capture (id)) STRICT;\n-- and the rows\n"
    "INSERT INTO sighting (capture_id) SELECT id FROM capture;",
    3: "ALTER TABLE sighting ADD COLUMN seen TEXT;",
}


def test_a_store_is_brought_up_to_date_in_one_step_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    four_pages(path).close()
    with closing(open_file(path, write=True)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, VERSION, VERSION + 2, {VERSION + 1: STEPS[2], VERSION + 2: "ALTER TABLE nothing ADD COLUMN x;"})
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'sighting'").fetchone() == (0,)
        migrate(connection, VERSION, VERSION + 2, {VERSION + 1: STEPS[2], VERSION + 2: STEPS[3]})
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 2,)
        assert connection.execute("SELECT count(*), count(seen) FROM sighting").fetchone() == (len(TEXTS), 0)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_leaves_rows_without_their_parents_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("grain"))
    with closing(open_file(path, write=True)) as connection:
        with pytest.raises(StoreError, match="leaves rows of"):
            migrate(connection, VERSION, VERSION + 1, {VERSION + 1: "DELETE FROM document;"})
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (1,)


RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_stores_of_every_released_version_are_brought_up_to_date(released: Path, tmp_path: Path) -> None:
    """The file NAME.sql holds the schema as that version made it; a store of it ends with the schema that a new store gets."""
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        run_script(connection, released.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {int(released.stem)}")
        connection.execute("COMMIT")
    fill(path, reading("grain"))
    with open_store(path) as store:
        assert len(store.pages()) == 1


def test_the_schema_of_the_present_version_is_among_those_released() -> None:
    """A change of schema.sql needs a new VERSION and a step in migrations/, once a version was released."""
    assert (RELEASED[-1].stem, RELEASED[-1].read_text(encoding="utf-8")) == (str(VERSION), schema_sql())
