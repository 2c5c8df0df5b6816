"""Lines of JSON: records of the contract, Web Annotation, FollowTheMoney."""

import io
import json
from importlib.util import find_spec
from typing import Any

import jsonschema
import pytest

from onrecord.contract import record_schema
from onrecord.export.store import Wanted, stream
from onrecord.lexicon import read_table
from onrecord.record import Record
from onrecord.store.store import Store

Json = dict[str, Any]


def lines(store: Store, wanted: Wanted) -> list[str]:
    out = io.BytesIO()
    stream(store, wanted, out)
    return out.getvalue().decode("utf-8").removesuffix("\n").split("\n")


# Records


def test_every_line_but_the_first_is_a_record_of_the_contract(store: Store) -> None:
    head, *records = lines(store, Wanted("jsonl"))
    assert json.loads(head)["schema"] == "onrecord-export/1"
    validator = jsonschema.Draft202012Validator(record_schema())
    for line in records:
        validator.validate(json.loads(line))
    assert [Record.from_json(line) for line in records] == [record for _, record in store.records()]


def test_some_pages_alone_and_without_a_head(store: Store) -> None:
    page = store.pages()[0].page
    (line,) = lines(store, Wanted("jsonl", pages=(page,), head=False))
    assert Record.from_json(line) == store.record(page)


# Web Annotation

_IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:.+"}
_SELECTORS = {
    "type": "array",
    "minItems": 2,
    "prefixItems": [
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
            "required": ["type", "start", "end"],
        },
        {
            "properties": {"type": {"const": "TextQuoteSelector"}, **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")}},
            "required": ["type", "exact"],
        },
    ],
    "items": False,
}
_SOURCE = {
    "type": "object",
    "properties": {
        "id": _IRI,
        "type": {"enum": ["Text", "Dataset", "Image", "Video", "Audio"]},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
    },
    "required": ["id"],
}
_TARGET = {"type": "object", "properties": {"source": _SOURCE, "selector": _SELECTORS}, "required": ["source", "selector"]}
_MOTIVATIONS = ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking",
                "moderating", "questioning", "replying", "tagging"]  # fmt: skip
_PURPOSE = {"anyOf": [{"enum": _MOTIVATIONS}, {"type": "string", "pattern": "^onrecord:"}]}
_BODY = {
    "oneOf": [
        {
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string", "minLength": 1},
                "format": {"const": "text/plain"},
                "purpose": _PURPOSE,
            },
            "required": ["type", "value"],
            "additionalProperties": False,
        },
        {
            "properties": {"type": {"const": "SpecificResource"}, "source": {"anyOf": [_IRI, _SOURCE]}, "purpose": _PURPOSE, "selector": _SELECTORS},
            "required": ["type", "source"],
            "patternProperties": {"^onrecord:": {}},
            "additionalProperties": False,
        },
    ]
}
# The Web Annotation Data Model, sections 3.1, 3.2, 3.3, 4.1, 4.2.4, 4.2.5, 5.1 and 5.2, as far as we use it.
ANNOTATION = {
    "type": "object",
    "properties": {
        "id": _IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": _MOTIVATIONS},
        "body": {"type": "array", "items": _BODY, "minItems": 1},
        "target": _TARGET,
    },
    "required": ["id", "type", "target"],
    "patternProperties": {"^onrecord:": {}},
    "additionalProperties": False,
}
COLLECTION = {
    "type": "object",
    "properties": {
        "@context": {"type": "array", "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}], "minItems": 1},
        "id": _IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "properties": {
                "id": _IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": _IRI,
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
            "required": ["id", "type", "items"],
            "additionalProperties": False,
        },
    },
    "required": ["@context", "type", "total", "first"],
}


def annotated(store: Store, *pages: str) -> Json:
    found: Json = json.loads("\n".join(lines(store, Wanted("web-annotation", pages=pages))))
    return found


def test_annotations_are_of_the_model(store: Store) -> None:
    jsonschema.Draft202012Validator.check_schema(COLLECTION)
    found = annotated(store)
    jsonschema.Draft202012Validator(COLLECTION).validate(found)
    items = found["first"]["items"]
    assert found["total"] == len(items)
    assert len({item["id"] for item in items}) == len(items)
    assert "no denial found in 4 pages read" in json.dumps(found["onrecord:head"])
    assert "ClaimReview" not in json.dumps(found)


def test_both_selectors_of_an_annotation_find_the_same_words(store: Store) -> None:
    """As another program finds them: by position in code points, in UTF-16, and by the quote with what stands around it."""
    pages = {row.page: store.record(row.page).document.text for row in store.pages()}
    checked = 0
    for item in annotated(store)["first"]["items"]:
        text = pages[item["id"].split(":")[2]]
        for target in [item["target"], *(body for body in item["body"] if "selector" in body)]:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            units = text.encode("utf-16-le")
            assert units[2 * position["onrecord:startUTF16"] : 2 * position["onrecord:endUTF16"]].decode("utf-16-le") == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.find(around) + len(quote["prefix"]) == position["start"]
            for piece in target.get("onrecord:pieces", ()):
                assert text[piece["start"] : piece["end"]] == piece["onrecord:exact"]
            checked += 1
    assert checked > 20


def test_every_statement_event_and_link_is_annotated(store: Store) -> None:
    named = {tuple(item["id"].split(":")[2:]) for item in annotated(store)["first"]["items"]}
    wanted = {(row.page, row.statement) for row in store.statements()} | {(row.page, row.event) for row in store.events()}
    assert wanted == {pair for pair in named if not pair[1].startswith("link")}
    (links,) = store.connection.execute("SELECT count(*) FROM links").fetchone()
    assert len(named) == len(wanted) + links


def test_a_page_of_which_nothing_is_said_gives_an_empty_collection(store: Store) -> None:
    page = next(row.page for row in store.pages() if row.location.endswith("french"))
    assert annotated(store, page)["first"]["items"] == []


# FollowTheMoney

# Of FollowTheMoney 4.11: the properties that we write, with the kind of value; "LegalEntity" …: the key of an entity that is one.
_THING = {"name": "text", "sourceUrl": "url", "publisher": "text", "description": "text", "summary": "text", "notes": "text", "keywords": "text",
          "country": "country", "wikidataId": "text"}  # fmt: skip
_LEGAL = _THING | {"sector": "text"}
SCHEMATA: dict[str, dict[str, str]] = {
    "Article": _THING | {"title": "text", "fileName": "text", "author": "text", "publishedAt": "date", "retrievedAt": "date", "language": "language",
                         "mimeType": "text", "generator": "text"},
    "Event": _THING | {"startDate": "date", "endDate": "date", "involved": "LegalEntity", "location": "text", "recordId": "text",
                       "proof": "Document"},
    "Note": _THING | {"entity": "Thing", "proof": "Document"},
    "Person": _LEGAL | {"position": "text"},
    "PublicBody": _LEGAL,
    "Organization": _LEGAL,
    "LegalEntity": _LEGAL,
}  # fmt: skip
_IS_A = {
    "Document": {"Article"},
    "LegalEntity": {"Person", "PublicBody", "Organization", "LegalEntity"},
    "Thing": set(SCHEMATA),
}
_FORMS = {
    "url": r"https?://\S+",
    "date": r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?",
    "language": r"[a-z]{3}",
    "country": r"[a-z]{2}|[a-z]{4}",
    "text": r"(?s).+",
}


def entities(store: Store) -> list[Json]:
    return [json.loads(line) for line in lines(store, Wanted("followthemoney"))]


def test_entities_are_of_the_schema(store: Store) -> None:
    import re

    found = entities(store)
    schema_of = {entity["id"]: entity["schema"] for entity in found}
    assert len(schema_of) == len(found)
    for entity in found:
        assert set(entity) == {"id", "schema", "properties"}
        known = SCHEMATA[entity["schema"]]
        for name, values in entity["properties"].items():
            kind = known[name]
            assert values
            assert len(set(values)) == len(values)
            for value in values:
                if kind in _IS_A:
                    assert schema_of[value] in _IS_A[kind]
                else:
                    assert re.fullmatch(_FORMS[kind], value), (name, value)


def test_entities_say_who_denies_what_on_which_words(store: Store) -> None:
    found = {entity["id"]: entity for entity in entities(store)}
    head = found["onrecord-export"]
    assert "coverage: 6 pages: 4 read, 1 failed, 1 undated, 1 not English" in head["properties"]["description"]
    page = next(row.page for row in store.pages() if row.location.endswith("hostile"))
    denial, event = found[f"onrecord-{page}-s2"], found[f"onrecord-{page}-e1"]
    assert denial["properties"]["name"] == ["a spokesman: denies"]
    assert event["id"] in denial["properties"]["entity"]
    assert "denied by a spokesman" in event["properties"]["summary"]
    assert event["properties"]["involved"] == ["onrecord-state-VEL", "onrecord-state-OST"]
    assert "“shipped” at 160..167 (UTF-16 163..170)" in event["properties"]["notes"][0]
    assert not any(entity["schema"] in ("UnknownLink", "Payment", "Debt") for entity in found.values())


@pytest.mark.skipif(find_spec("followthemoney") is None, reason="followthemoney has to be compiled: it is no part of the test requirements")
def test_the_package_takes_every_entity_as_it_is(store: Store) -> None:
    from followthemoney import model  # type: ignore[import-not-found]

    for entity in entities(store):
        proxy = model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(entity)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_every_country_of_the_gazetteer_has_a_code_in_followthemoney() -> None:
    from onrecord.grounding.places.gazetteer import packaged

    codes = {alpha3: code for alpha3, code, _ in read_table("export/store/countries.tsv").rows}
    assert {code for code in packaged().head["rows"] if len(code) == 3} <= codes.keys()
    assert len(set(codes.values())) == len(codes)
    assert (codes["PRK"], codes["KOS"], codes["SUN"]) == ("kp", "xk", "suhh")
