"""Frozen types ↔ JSON values ↔ JSON Schema, all three read off the same annotations.

A type is a dataclass, an enumeration, a Literal, a tuple, an optional, a number, a string or Any. Three names of fields
stand for citations, whose JSON lies flat in the object that has them:

    span: Span               "start", "end", "text"         text = what stands there in the document
    span: Span | None        the same; where it is null, "text" is the value in the markup (field `quote`)
    spans: tuple[Span, ...]  "spans": [{"start", "end"}], "text" = the pieces joined by one space
    range: Span              "start", "end"

A Span under any other name is an object {"start", "end", "text"}.
"""

from onrecord.codec.citations import citations
from onrecord.codec.decode import decode
from onrecord.codec.encode import encode
from onrecord.codec.schema import schema
from onrecord.codec.shapes import Json, joined

__all__ = ["Json", "citations", "decode", "encode", "joined", "schema"]
