"""Growth as pictures: SVG without scripts or fonts of its own, in tones that both a white and a dark page bear."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from attrs import frozen

GREY, TEAL, AMBER = "#7f7f7f", "#00897b", "#b8680b"
"""Of one lightness, in the middle between white and the dark page: four to one against both."""
WIDTH, LEAST = 920, 530
LEFT, RIGHT, TOP, BOTTOM = 60, 330, 56, 52
LINE = 18
"""Between two labels, in pixels."""

Point = tuple[float, float]


@frozen
class Line:
    """Points joined by a line, with its name at the end of it; dashed where figures are not exact."""

    name: str
    points: Sequence[Point]
    colour: str = GREY
    dashed: bool = False


@frozen
class Plot:
    """Lines over two logarithmic axes."""

    title: str
    note: str
    across: str
    lines: Sequence[Line]

    def svg(self) -> str:
        """The picture."""
        text = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img" font-size="14" '
            'font-family="system-ui, sans-serif" fill="{grey}">\n<title>{title}</title>\n'
        )
        parts = [text.format(w=WIDTH, h=self.height, grey=GREY, title=escape(self.title))]
        parts += [_text(LEFT, 20, self.title, weight="600", size=16), _text(LEFT, 40, self.note)]
        parts += [*self._axes(), *(self._line(line) for line in self.lines), *self._labels()]
        return "\n".join([*parts, "</svg>"]) + "\n"

    @property
    def height(self) -> int:
        """As high as the names need that stand one below the other."""
        return max(LEAST, TOP + BOTTOM + LINE * len(self.lines))

    def _bounds(self, axis: int) -> tuple[int, int]:
        """Powers of ten between which all points lie."""
        logs = [math.log10(point[axis]) for line in self.lines for point in line.points]
        low = math.floor(min(logs) + 1e-9)
        return low, max(low + 1, math.ceil(max(logs) - 1e-9))

    def place(self, point: Point) -> Point:
        """Where a point stands, in pixels."""
        (left, right), (low, high) = self._bounds(0), self._bounds(1)
        x = LEFT + (math.log10(point[0]) - left) / (right - left) * (WIDTH - LEFT - RIGHT)
        y = self.height - BOTTOM - (math.log10(point[1]) - low) / (high - low) * (self.height - TOP - BOTTOM)
        return x, y

    def _axes(self) -> list[str]:
        (left, right), (low, high) = self._bounds(0), self._bounds(1)
        parts, floor = [], self.height - BOTTOM
        for power in range(low, high + 1):
            y = self.place((10.0**left, 10.0**power))[1]
            parts.append(_rule(LEFT, y, WIDTH - RIGHT, y) + _text(LEFT - 8, y + 5, _power(power), anchor="end"))
        for power in range(left, right + 1):
            x = self.place((10.0**power, 10.0**low))[0]
            parts.append(_rule(x, TOP, x, floor) + _text(x, floor + 20, _power(power), anchor="middle"))
        return [*parts, _text((LEFT + WIDTH - RIGHT) / 2, self.height - 10, self.across, anchor="middle")]

    def _line(self, line: Line) -> str:
        points = [self.place(point) for point in line.points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = ' stroke-dasharray="6 4"' if line.dashed else ""
        stroke = f'stroke="{line.colour}" stroke-width="{1.5 if line.colour == GREY else 2.5}"'
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{line.colour}"/>' for x, y in points)
        return f'<polyline points="{joined}" fill="none" {stroke}{dashes}/>{dots}'

    def _labels(self) -> list[str]:
        """Names in the margin beside the ends of the lines, moved apart where they would overlap."""
        ends = sorted(((self.place(line.points[-1]), line) for line in self.lines), key=lambda end: end[0][1])
        heights = spread([y for (_, y), _ in ends], TOP, self.height - BOTTOM)
        parts = []
        for ((x, y), line), height in zip(ends, heights, strict=True):
            at = WIDTH - RIGHT + 34
            parts.append(
                f'<path d="M{x + 5:.1f} {y:.1f} L{at - 6} {height:.1f}" stroke="{line.colour}" stroke-opacity="0.5"/>'
                + _text(at, height + 5, line.name, colour=line.colour, weight="400" if line.colour == GREY else "600")
            )
        return parts


def spread(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Rising heights as near as one pass down and one up bring them to those wanted, a line apart."""
    heights: list[float] = []
    for height in wanted:
        heights.append(max(height, heights[-1] + LINE if heights else top))
    limit = max(bottom, top + LINE * (len(heights) - 1))
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], limit)
        limit = heights[place] - LINE
    return heights


def plots(found: Mapping[str, Any]) -> dict[str, str]:
    """The pictures by the names of their files."""
    peers: Mapping[str, Any] = found["peers"]
    rows = [
        Line(_plain(name), [(rate["rows"], rate["rows"] / rate["seconds"]) for rate in peer["rates"]],
             colour(name), is_wrong(peer))
        for name, peer in peers.items()
    ]  # fmt: skip
    title = "Bodies scored in a second, by the number of bodies in a batch"
    made = {"rows.svg": Plot(title, "Dashed: some scores or grades are wrong", "bodies in a batch", rows).svg()}
    own = {name: peer["growth"] for name, peer in peers.items() if peer.get("growth")}
    if own:
        first = next(iter(own.values()))
        sizes = [Line("reading the rules", [(at["nodes"], at["load_ms"]) for at in first])]
        for name, growth in own.items():
            scoring = [(at["nodes"], at["seconds"] / at["rows"] * 1000) for at in growth]
            sizes.append(Line(f"one body, {_engine(name)}", scoring, colour(name)))
            if min(at["ready_ms"] for at in growth) > 0.1:
                making = [(at["nodes"], at["ready_ms"]) for at in growth]
                sizes.append(Line(f"making ready, {_engine(name)}", making, AMBER))
        most, least = first[0]["rows"], first[-1]["rows"]
        note = f"In batches of {most:,} bodies for the smallest rules, down to {least} for the largest"
        made["rules.svg"] = Plot("Milliseconds, by the size of the rules", note, "nodes", sizes).svg()
    return made


def colour(name: str) -> str:
    """evallang's own engines, what was written by hand to be exact, and the others."""
    return TEAL if name.startswith("evallang") else AMBER if "exact" in name else GREY


def is_wrong(peer: Mapping[str, Any]) -> bool:
    """Whether a peer has a wrong score or grade on any set."""
    return any(wrong["scores"] or wrong["grades"] for wrong in peer["wrong"].values())


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21, as the guidelines for accessible pages (WCAG 2) reckon it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(tone: str) -> float:
    parts = [int(tone[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _plain(name: str) -> str:
    return name.replace("`", "")


def _engine(name: str) -> str:
    return name.removeprefix("evallang, ")


def _power(power: int) -> str:
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return str(10**power) if 0 <= power <= 2 else f"10{raised}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" stroke="{GREY}" stroke-opacity="0.3"/>'


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", colour: str = GREY, weight: str = "400", size: int = 14
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}" font-weight="{weight}" font-size="{size}">{escape(words)}</text>'
