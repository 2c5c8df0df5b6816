"""Draw src/onrecord/web/static/world.svg: the outlines of countries under the map, from Natural Earth (public domain).

npm pack world-atlas@2 && tar xzf world-atlas-2.0.2.tgz
python tools/world_svg.py package/countries-110m.json

The file is TopoJSON, made from Natural Earth 4.1 at 1:110m. Degrees are kept to a tenth. Natural Earth draws borders as they are held.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "src" / "onrecord" / "web" / "static" / "world.svg"
Point = tuple[float, float]
_WIDTH = 1000
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><title>Outlines: Natural Earth, public domain; borders as they are held</title>'
    "<style>path{fill:#ece9e2;stroke:#8d8a83;stroke-width:.6}@media(prefers-color-scheme:dark){path{fill:#2a2f35;stroke:#767b82}}"
    "@media print{path{fill:none}}</style>"
)


def arcs_of(topology: Any) -> list[list[Point]]:
    """The lines of a topology in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A closed line, of the lines that it is put together from; ~n is line n from its end."""
    points: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return points


def pieces(points: list[Point]) -> list[list[Point]]:
    """A closed line cut where it goes round the back of the world, so that it draws nothing across the map."""
    found = [[points[0]]]
    for before, here in pairwise(points):
        if abs(here[0] - before[0]) > 180:
            found.append([])
        found[-1].append(here)
    if len(found) > 1:  # where the line began is no end of a piece
        found[0] = found.pop()[:-1] + found[0]
    return found


def path(points: list[Point]) -> str:
    """A line as SVG draws it: the first point, then steps, in units of a thousandth of the map's width."""
    grid = [(round((x + 180) * _WIDTH * 10 / 360), round((90 - y) * _WIDTH * 10 / 360)) for x, y in points]
    steps, at = [], None
    for x, y in grid:
        if at is None:
            steps.append(f"M{x / 10:g} {y / 10:g}")
        elif (x, y) != at:
            steps.append(f"l{(x - at[0]) / 10:g} {(y - at[1]) / 10:g}")
        at = (x, y)
    return "".join(steps).replace(" -", "-") + "z" if len(steps) > 2 else ""


def world_svg(topology: Any) -> str:
    """The map, a path a country."""
    arcs = arcs_of(topology)
    drawn = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        lines = (piece for polygon in polygons for numbers in polygon for piece in pieces(ring(numbers, arcs)))
        drawn.append(f'<path d="{"".join(map(path, lines))}"/>')
    return f"{_HEAD}{''.join(drawn)}</svg>\n"


if __name__ == "__main__":
    OUT.write_text(world_svg(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")
