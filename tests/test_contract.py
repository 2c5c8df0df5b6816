"""The JSON of contract v1: an exact round trip, a schema made from the types, and errors that name the path."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

import onrecord
from onrecord.codec import citations
from onrecord.contract import record_schema
from onrecord.stories import stories_schema
from onrecord.text import Span
from tests.counting import calls
from tests.record_by_hand import full_record

# What a schema cannot say: that a citation quotes the text, and that derived values are derived.
NOT_IN_SCHEMA = {"the page has 'told'", "is not a place in a text", "differ from the links"}
NOT_IN_JSON = {"layout", "encoding", "mentions", "times_found"}


def test_a_full_record_written_by_hand_is_valid_and_comes_back_whole() -> None:
    record = full_record()
    data = json.loads(record.to_json())
    jsonschema.validate(data, record_schema(), cls=jsonschema.Draft202012Validator)
    assert onrecord.Record.from_json(record.to_json()) == record
    assert record.check() == ()


def test_joins_stand_where_the_contract_says() -> None:
    data = full_record().to_dict()
    assert data["article"]["published"]["date"] == "2026-04-30"
    assert data["article"]["modified"]["date"] == "2026-05-01"
    assert data["statements"][0]["source"]["actors"] == ["VEL"]
    assert data["statements"][0]["via"][0]["text"] == "Harbour Wire"
    assert data["events"][0]["denied_by"] == data["arms_transfers"][0]["denied_by"] == ["s2"]
    assert data["statements"][1]["content"]["text"] == "“It will,” “change nothing, because no such shipment exists.”"
    assert not NOT_IN_JSON & data.keys()


def test_layers_that_did_not_run_are_null_and_their_keys_present() -> None:
    record = onrecord.read_text("The ministry denied that any shells were shipped.", until="article")
    data = record.to_dict()
    assert [data[k] for k in ("statements", "events", "links", "arms_transfers", "actors", "times", "places")] == [None] * 7
    assert data["article"]["published"] is None
    assert {n["layer"] for n in data["notes"]} >= {"statements", "events", "links", "arms_transfers", "actors", "times", "places"}
    assert onrecord.Record.from_json(record.to_json()).to_json() == record.to_json()


def edit(path: str, value: Any) -> Callable[[Any], None]:
    *way, last = path.split(".")

    def change(data: Any) -> None:
        for key in way:
            data = data[int(key)] if key.isdigit() else data[key]
        if value is ...:
            del data[last]
        else:
            data[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "at", "problem"),
    [
        (edit("schema", "onrecord/9"), "$.schema", "not 'onrecord/1'"),
        (edit("statements", ...), "$", "lacks statements"),
        (edit("statements.0.stance", "believes"), "$.statements[0].stance", "is none of"),
        (edit("statements.0.cue.text", "sold"), "$.statements[0].cue.text", "the page has 'told'"),
        (edit("article.headline.start", 10**6), "$.article.headline", "is not a place in a text"),
        (edit("article.headline.start", True), "$.article.headline.start", "True is not a whole number"),
        (edit("times.0.confidence", "high"), "$.times[0].confidence", "'high' is not a number"),
        (edit("times.0.confidence", 7), "$.times[0].confidence", "7 is not between 0 and 1"),
        (edit("times.0.id", ""), "$.times[0].id", "an ID is not empty"),
        (edit("statements.0.cue", {"spans": [], "text": ""}), "$.statements[0].cue.spans", "cites nothing"),
        (edit("document.location", 3), "$.document.location", "3 is not a string"),
        (edit("times.0.mood", "x"), "$.times[0]", "has 'mood'"),
        (edit("events.0.denied_by", []), "$.events", "differ from the links"),
        (edit("document.text", None), "$.document.text", "no text to cite"),
    ],
)
def test_json_that_is_no_record_is_refused_with_its_path(change: Callable[[Any], None], at: str, problem: str) -> None:
    data = full_record().to_dict()
    change(data)
    assert not jsonschema.Draft202012Validator(record_schema()).is_valid(data) or problem in NOT_IN_SCHEMA
    with pytest.raises(onrecord.RecordError) as caught:
        onrecord.Record.from_json(json.dumps(data))
    assert caught.value.location == at
    assert problem in caught.value.problem


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '{"schema": NaN}'])
def test_what_is_not_json_of_a_record_is_refused(text: str) -> None:
    with pytest.raises(onrecord.RecordError):
        onrecord.Record.from_json(text)


def test_check_names_citations_and_references_that_do_not_hold() -> None:
    from dataclasses import replace

    record = full_record()
    assert record.times is not None
    assert record.events is not None
    broken = replace(
        record,
        times=(replace(record.times[0], span=Span(21, 25)), record.times[0]),
        events=(replace(record.events[0], recipients=("a9",)),),
    )
    problems = "\n".join(broken.check())
    assert "begins or ends with white space" in problems
    assert "the ID t1 is given twice" in problems
    assert "e1 names a9, which is not in actors" in problems
    assert "s2 names t2, which is not in times" in problems


def test_many_events_and_ids_are_joined_and_checked_in_linear_time() -> None:
    """Counted in calls, not seconds: ten times the events cost ten times the work."""
    from dataclasses import replace

    record = full_record()
    assert record.events is not None
    assert record.links is not None

    def work(size: int) -> int:
        events = tuple(replace(record.events[0], id=f"e{n}") for n in range(size))  # type: ignore[index]
        links = tuple(replace(record.links[0], target=e.id) for e in events)  # type: ignore[index]
        many = replace(record, events=events, links=links, arms_transfers=())
        return calls(lambda: (many.to_dict(), many.check()))

    assert work(1000) < 15 * work(100)


def test_schemas_are_valid_schemas() -> None:
    for schema in (record_schema(), stories_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
    assert stories_schema()["$defs"]["Claim"]["properties"]["deal"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}


def test_stories_schema_takes_a_full_stories_object() -> None:
    voice = {"party": "VEL", "actor": "VEL", "origin": "o1", "newsroom": None, "document": "c1", "statement": "s1", "said": None, "cites": None}
    claim = {
        "id": "k1", "story": "y1", "of": "transfer", "type": "AID", "initiators": ["VEL"], "recipients": ["OST"],
        "supplier": "VEL", "recipient": "OST",
        "items": ["howitzers"], "time": "2026-03", "status": "occurred", "deal": None, "asserts": [voice], "denies": [], "declines": [], "doubts": [],
        "narrated": [{"newsroom": None, "document": "c1"}], "figures": [{"what": "howitzers", "value": "40", "by": ["VEL"], "denied_by": []}],
        "outlets": 1, "newsrooms": 1, "origins": 1, "parties": 1, "first": None, "last": None,
        "independently_reported": False, "corroborated": False, "disputed": False, "retracted": False,
    }  # fmt: skip
    copy = {"document": "c2", "of": "c1", "kind": "copy", "share": 0.94, "evidence": [{"document": "c1", "start": 0, "end": 4, "text": "Velm"}]}
    data = {
        "schema": "onrecord-stories/1", "copies": [copy], "stories": [{"id": "y1", "documents": ["c1", "c2"], "first": None, "last": None}],
        "claims": [claim], "deals": [{"id": "d1", "supplier": "VEL", "recipient": "OST", "claims": ["k1"], "totals": []}],
    }  # fmt: skip
    validator = jsonschema.Draft202012Validator(stories_schema())
    validator.validate(data)
    assert not validator.is_valid(data | {"copies": [copy | {"kind": "similar"}]})


def test_citations_walks_every_span_of_a_record() -> None:
    record = full_record()
    assert len(list(citations(record.statements))) == 7
    assert all(record.document[s] == record.document[s].strip() != "" for s in citations(record.article))
