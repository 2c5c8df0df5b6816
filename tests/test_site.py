"""The check of the built site finds what it is there for: dead links, missing anchors, and whatever is loaded from elsewhere."""

from pathlib import Path

from tools.check_site import faults


def test_dead_links_missing_anchors_and_foreign_loads_are_named(tmp_path: Path) -> None:
    (tmp_path / "how").mkdir()
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="a.css"><link rel="canonical" href="https://onrecord.example/"><script src="https://cdn.example/x.js"></script>'
        '<h1 id="top">x</h1><a href="how/a.html#steps">a</a><a href="how/">b</a><a href="gone.html">c</a><a href="https://elsewhere.example/">d</a>',
        encoding="utf-8",
    )
    (tmp_path / "how" / "a.html").write_text('<a href="../index.html#top">up</a><a href="#none">here</a>', encoding="utf-8")
    (tmp_path / "how" / "index.html").write_text("<p>x</p>", encoding="utf-8")
    assert sorted(faults(tmp_path)) == [
        "how/a.html: #none has no such anchor",
        "index.html: gone.html leads nowhere",
        "index.html: how/a.html#steps has no such anchor",
        "index.html: loads https://cdn.example/x.js",
    ]
