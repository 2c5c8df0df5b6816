"""Files, folders, manifests and standard input; keys, progress and resuming over all of them."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import onrecord
from onrecord.errors import PageError
from onrecord.intake import Amount, Found, Unreadable, count_pages, find_pages
from tests.intake.make import failures, look, pages, stories, story, zipped

SINGLE_FILE = (
    b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://news.example/a \n saved date: Tue Mar 03 2026 08:10:00 GMT+0100 "
    b"(Central European Standard Time)\n--><head><title>x</title></head><body><p>The ministry denied it.</p></body></html>"
)


def test_a_folder_is_gone_through_in_order(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/c/3.html", "a/1.html", "z.html", "a.html", ".hidden/x.html", "b/.x.html", "b/Thumbs.db"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(story(1))
    found = pages(look(tmp_path))
    assert [str(Path(page.location).relative_to(tmp_path)) for page in found] == ["a.html", "z.html", "a/1.html", "b/2.html", "b/c/3.html"]
    assert [page.container for page in found] == [None] * 5
    assert {page.data for page in found} == {story(1)}  # equal bytes at five places are five captures
    assert len({page.key for page in found}) == 5


def test_links_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.html").write_bytes(story(1))
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "2.html").symlink_to(tmp_path / "a" / "1.html")
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    items = look(tmp_path)
    assert [Path(page.location).name for page in pages(items)] == ["2.html", "1.html"]
    (failure,) = failures(items)
    assert (Path(failure.location).name, failure.stage) == ("gone.html", "open")


@pytest.mark.parametrize("beside", ["story_files", "story-Dateien", "story_fichiers", "story.files"])
def test_the_folder_beside_a_saved_page_belongs_to_it(tmp_path: Path, beside: str) -> None:
    (tmp_path / "story.html").write_bytes(b"<!-- saved from url=(0022)https://news.example/a -->" + story(1))
    (tmp_path / beside).mkdir()
    (tmp_path / beside / "frame.html").write_bytes(story(2))
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "3.html").write_bytes(story(3))
    found = pages(look(tmp_path))
    assert [Path(page.location).name for page in found] == ["story.html", "3.html"]
    read = onrecord.read(found[0].data, location=found[0].location, until="article")
    assert read.document.location.endswith("story.html")


def test_the_time_in_a_page_of_single_file_is_read_with_it(tmp_path: Path) -> None:
    (page,) = pages(look(tmp_path / "x.html", SINGLE_FILE))
    assert page.retrieved is None
    assert onrecord.read(page.data, retrieved=page.retrieved, until="article").document.retrieved == "2026-03-03T08:10:00+01:00"


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "old.arc").write_bytes(b"filedesc://old.arc 0.0.0.0 20040301 text/plain 77\n1 0 Archive\n")
    (tmp_path / "page.html").write_bytes(story(1))
    paths: list[Path | str] = [tmp_path / "none", tmp_path / "pipe", tmp_path / "empty.html", "https://news.example/a", "nul\0", tmp_path / "old.arc"]
    items = list(find_pages([*paths, tmp_path / "page.html"]))
    causes = ["there is no such file", "a pipe, device or socket", "not a byte in it", "a URL", "cannot be read", "an ARC archive"]
    assert len(failures(items)) == len(causes)
    for failure, cause in zip(failures(items), causes, strict=True):
        assert cause in failure.cause
        assert failure.remedy
    assert [page.data for page in pages(items)] == [story(1)]


def test_a_picture_is_passed_by_in_a_folder_and_told_of_where_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert look(tmp_path) == []
    (page,) = pages(look(tmp_path / "page.html"))
    with pytest.raises(PageError, match="a PNG picture"):
        onrecord.read(page.data)


@pytest.mark.parametrize(
    ("name", "text", "passed_by"),
    [
        ("README.md", "# Pages\n\n| `a.html` | the report |\n| `b-2.html` | the denial |\n", True),
        ("notes.txt", "Read a.html before ./b-2.html.\n", True),
        ("SHA256SUMS", "0f3c  a.html\n77ab  \u00fcber.txt\n", True),
        ("utf-16.txt", "\ufeffRead a.html before b-2.html.\n", True),
        ("c.md", "# Ministry denies it\n\nThe ministry denied it, as a.html and another.html had it.\n", False),
        ("c.txt", "Ministry denies it\n\nThe ministry denied that a.htmls or aa.html were shipped.\n", False),
        ("c.html", "<p>The ministry denied it. <a href='a.html'>More</a> <a href='b-2.html'>and more</a></p>", False),
    ],
)
def test_a_text_about_the_files_of_its_folder_is_passed_by_and_read_where_it_was_asked_for(
    tmp_path: Path, name: str, text: str, *, passed_by: bool
) -> None:
    for other in ("a.html", "b-2.html", "\u00fcber.txt"):
        (tmp_path / other).write_bytes(story(1))
    (tmp_path / name).write_text(text, encoding="utf-16-le" if "16" in name else "utf-8")
    wanted = {"a.html", "b-2.html", "\u00fcber.txt"} | (set() if passed_by else {name})
    assert {Path(item.location).name for item in find_pages([tmp_path])} == wanted
    archive = zipped({f"news/{file.name}": file.read_bytes() for file in tmp_path.iterdir()})
    assert {Path(item.location).name for item in look(tmp_path / "x.zip", archive)} == wanted
    assert [Path(item.location).name for item in find_pages([tmp_path / name])] == [name]


def test_a_page_beyond_the_cap_is_named(tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.write(story(1))
        file.truncate(65 * 2**20)
    (failure,) = failures(look(tmp_path / "big.html"))
    assert "too large for one page" in failure.cause


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_can_be_written_everywhere(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9\n.html")).write_bytes(story(1))
    (page,) = pages(look(tmp_path))
    for text in (page.key, page.location):
        assert text.encode("utf-8")
        assert text.isprintable()
    assert page.location.endswith("caf\\xe9\\n.html")


def test_a_changed_file_has_another_key_and_an_unchanged_one_the_same(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    (first,) = look(path, story(1))
    assert look(path, done={first.key}) == []
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))
    (again,) = look(path, done={first.key})
    assert again.key != first.key


def test_a_done_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = look(tmp_path / "page.html", story(1))
    monkeypatch.setattr(onrecord.intake, "open_file", lambda path: pytest.fail(f"opened {path}"))
    assert look(tmp_path / "page.html", done={item.key}) == []


def test_a_key_does_not_depend_on_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = look(tmp_path / "page.html", story(1))
    monkeypatch.chdir(tmp_path)
    (here,) = find_pages(["page.html"])
    assert (here.key, here.location) == (whole.key, "page.html")


def test_progress_rises_to_the_amount(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    (tmp_path / "2.warc.gz").write_bytes(stories(5, packed=True)[0])
    (tmp_path / "3.zip").write_bytes(zipped({"a.html": story(7), "b.html": story(8)}))
    amount = count_pages([tmp_path])
    assert amount == Amount(3, sum(path.stat().st_size for path in tmp_path.iterdir()))
    progress = [item.progress for item in look(tmp_path)]
    assert progress == sorted(progress)
    assert 0 < progress[0] < progress[-1] < amount.bytes


def test_one_path_is_no_list_of_paths(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="a list of paths"):
        find_pages(str(tmp_path))


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_standard_input_is_one_page_or_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(story(1)))
    (page,) = find_pages(["-"])
    assert (page.location, page.key.startswith("(stdin)~")) == ("(stdin)", True)
    monkeypatch.setattr(sys, "stdin", Stdin(stories(2, packed=True)[0]))
    found = list(find_pages(["-"]))
    assert [item.location for item in found] == ["https://news.example/0", "https://news.example/1"]
    monkeypatch.setattr(sys, "stdin", Stdin(stories(2, packed=True)[0]))
    assert list(find_pages(["-"], done={found[0].key})) == found[1:]
    assert count_pages(["-"]).bytes == 0


def write_manifest(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Found | Unreadable]:
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    return list(find_pages([], manifest=tmp_path / "list.csv"))


MANIFESTS = [
    ("commas", 'path,url,outlet,saved_at\n1.html,https://news.example/a,"Post, The",2024-03-01T08:30:00Z\n', "utf-8"),
    ("semicolons", "path;url;outlet;saved_at\r\n1.html;https://news.example/a;Post, The;2024-03-01T08:30:00Z\r\n", "utf-8-sig"),
    ("tabs", "Saved_At\tNote\tURL\tOutlet\tPath\n2024-03-01T08:30:00Z\tx\thttps://news.example/a\tPost, The\t1.html\n", "utf-16"),
]


@pytest.mark.parametrize(("text", "encoding"), [case[1:] for case in MANIFESTS], ids=[case[0] for case in MANIFESTS])
def test_a_manifest_tells_where_a_page_came_from(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    (page,) = pages(write_manifest(tmp_path, text, encoding))
    assert (page.location, page.outlet, page.retrieved) == ("https://news.example/a", "Post, The", "2024-03-01T08:30:00Z")
    assert (page.data, page.container) == (story(1), None)


def test_a_manifest_of_paths_alone_and_of_archives(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    (tmp_path / "crawl").write_bytes(stories(2, packed=True)[0])
    found = pages(write_manifest(tmp_path, "path,outlet\n1.html\n\ncrawl,Post\n"))
    assert [(page.location, page.outlet) for page in found] == [
        (str(tmp_path / "1.html"), None), ("https://news.example/0", "Post"), ("https://news.example/1", "Post"),
    ]  # fmt: skip


def test_one_file_in_two_rows_is_two_captures(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    found = pages(write_manifest(tmp_path, "path,url\n1.html,https://a.example/1\n1.html,https://b.example/1\n"))
    assert len({page.key for page in found}) == 2
    assert count_pages([], manifest=tmp_path / "list.csv") == Amount(2, 2 * len(story(1)))


BESIDE = [
    # paths given beside the manifest; the pages found, by file, with the outlet told
    ("the folder that it names", ["pages"], ["1.html Post", "2.html None"]),
    ("the folder by another way", ["pages/../pages/"], ["1.html Post", "2.html None"]),
    ("the folder through a link", ["link"], ["1.html Post", "2.html None"]),
    ("the file itself", ["pages/1.html"], ["1.html Post"]),
    ("a folder around, the manifest in it", ["."], ["1.html Post", "2.html None"]),
    ("nothing", [], ["1.html Post"]),
]


@pytest.mark.parametrize(("paths", "expected"), [case[1:] for case in BESIDE], ids=[case[0] for case in BESIDE])
def test_what_a_manifest_names_is_found_once(tmp_path: Path, paths: list[str], expected: list[str]) -> None:
    (tmp_path / "pages").mkdir()
    for number in (1, 2):
        (tmp_path / "pages" / f"{number}.html").write_bytes(story(number))
    (tmp_path / "list.csv").write_text("path,outlet\npages/1.html,Post\n")
    if "link" in paths:
        (tmp_path / "link").symlink_to(tmp_path / "pages")
    given = [tmp_path / path for path in paths]
    found = list(find_pages(given, manifest=tmp_path / "list.csv"))
    assert failures(found) == []
    assert [f"{Path(page.location).name} {page.outlet}" for page in pages(found)] == expected
    assert count_pages(given, manifest=tmp_path / "list.csv").files == len(expected)


ROWS = [
    ("gone.html,,,", "there is no such file"),
    (",https://news.example/a,,", "no path in it"),
    ("1.html,news.example/a,,", "no address of the web: 'news.example/a'"),
    ("1.html,javascript:alert(1),,", "no address of the web"),
    ("1.html,,,yesterday", "no ISO 8601 time: 'yesterday'"),
    ("1.html,,Post, The,2024-03-01", "5 cells under 4 columns"),
    ("crawl,https://news.example/a,,", "one url for a file of many pages"),
]


@pytest.mark.parametrize(("row", "cause"), ROWS)
def test_an_error_of_a_manifest_names_its_row_and_the_others_go_on(tmp_path: Path, row: str, cause: str) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    (tmp_path / "crawl").write_bytes(stories(2, packed=True)[0])
    items = write_manifest(tmp_path, f"path,url,outlet,saved_at\n1.html,,,\n{row}\n1.html,https://news.example/b,,\n")
    (failure,) = failures(items)
    assert cause in failure.cause
    assert failure.location.startswith(f"{tmp_path / 'list.csv'}: row 3")
    assert failure.remedy
    assert len(pages(items)) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "a manifest needs a column path in its first row; its columns are: none"),
        ("file,url\n1.html,\n", "its columns are: file, url"),
        ("path,path\n1.html,2.html\n", "a column of the manifest stands twice"),
    ],
)
def test_a_manifest_that_is_none_stops_at_once(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(PageError) as caught:
        find_pages([], manifest=tmp_path / "list.csv")
    assert problem in str(caught.value)
    with pytest.raises(PageError, match="there is no such file"):
        find_pages([], manifest=tmp_path / "none.csv")


def test_a_manifest_by_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "1.html").write_bytes(story(1))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", Stdin(b"path,outlet\n1.html,Post\n"))
    assert [page.outlet for page in pages(list(find_pages([], manifest="-")))] == ["Post"]
    monkeypatch.setattr(sys, "stdin", Stdin(b"path,outlet\n1.html,Post\n"))
    with pytest.raises(PageError, match="cannot be both"):
        find_pages(["-"], manifest="-")


@given(st.text(st.sampled_from('a,;\t\n\r"\0path1_html:'), max_size=120))
def test_no_manifest_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    try:
        items = write_manifest(folder, "path,url,outlet,saved_at\n" + text)
    except PageError:
        items = []  # with zero bytes in it, it looks like UTF-16
        event("refused")
    assert all(item.location for item in items)
