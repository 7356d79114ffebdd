"""A chart as lines, boxes and words at their places on a sheet 320 units wide. Pure; a template prints it.

Series differ by more than colour: bars are full, hollow or dotted, lines are whole, dashed or dotted and
carry their name at the end. All places are strings with a point, whatever the language of the page.
"""

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lessons.labs.base import Chart
from lessons.numbers import number_text

WIDTH = 320.0
PLOT = 132.0  # height of the plot
TEXT, SMALL = 12.5, 11.0  # size of the words; the templates' classes must agree
LINE = 18.0
GAP = 6.0
TICKS = 4
WIDEST = 44.0  # bar
LOOKS = 3  # how many series can be told apart


@dataclass(frozen=True)
class Word:
    """A word at a place; `anchor` is start, middle or end."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Bar:
    """One bar; `look` is 0, 1 or 2 by series."""

    x: str
    y: str
    width: str
    height: str
    look: int


@dataclass(frozen=True)
class Line:
    """One line with its dots; `points` as a polyline wants them."""

    points: str
    dots: tuple[tuple[str, str], ...]
    look: int


@dataclass(frozen=True)
class Drawing:
    """All there is to print. `ticks` are the horizontal lines, `base` where zero lies."""

    kind: str
    alt: str
    width: str
    height: str
    left: str
    right: str
    base: str
    ticks: tuple[str, ...]
    words: tuple[Word, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    labels: tuple[Word, ...] = ()
    swatches: tuple[Bar, ...] = ()


def drawn(chart: Chart) -> Drawing:
    """The chart at its places. Raises ValueError for a kind that cannot be drawn."""
    if chart.kind == "bars":
        return _Sheet(chart).bars()
    if chart.kind == "lines":
        return _Sheet(chart).lines()
    raise ValueError(chart.kind)


class _Sheet:
    """The frame of one chart: its margins and scales."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        values = [v for _name, series in chart.series for v in series] + [m.y for m in chart.marks]
        self.ticks = _ticks(min([0.0, *values]), max([0.0, *values]))
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.left = max(_length(_short(t)) for t in self.ticks) + GAP
        ends = [_length(name) for name, _values in chart.series] if chart.kind == "lines" else [0.0]
        self.right = WIDTH - (max(ends) + GAP + 4 if chart.kind == "lines" else 2)
        self.legend = chart.kind == "bars" and len(chart.series) > 1
        self.title = f"{chart.y_title}({chart.unit})" if chart.y_title else chart.unit
        # The words over the plot: the title, the legend under it, room for a number over the highest bar.
        self.top = LINE + (LINE + 2 if self.legend else 0) + 14
        self.bottom = self.top + PLOT
        self.height = self.bottom + LINE + (LINE if chart.x_title else 0) + 2

    def y(self, value: float) -> float:
        return self.bottom - PLOT * (value - self.low) / (self.high - self.low)

    def bars(self) -> Drawing:
        chart = self.chart
        slot = (self.right - self.left) / len(chart.labels)
        wide = min(WIDEST, slot * 0.76 / len(chart.series))
        bars, over = [], []
        for n, (_name, values) in enumerate(chart.series):
            for i, value in enumerate(values):
                x = self.left + slot * (i + 0.5) + wide * (n - len(chart.series) / 2)
                top, foot = self.y(max(0.0, value)), self.y(min(0.0, value))
                gap = min(1.5, wide / 8)
                bars.append(Bar(_n(x + gap), _n(top), _n(wide - 2 * gap), _n(foot - top), n % LOOKS))
                over.append((x + wide / 2, top - 4 if value >= 0 else foot + 13, _short(value)))
        roomy = all(_length(text, SMALL) <= wide + 2 for _x, _y, text in over)
        return self._drawing(
            self._places([self.left + slot * (i + 0.5) for i in range(len(chart.labels))]),
            bars=tuple(bars),
            labels=tuple(Word(_n(x), _n(y), text) for x, y, text in over) if roomy else (),
            swatches=tuple(self._swatches()),
        )

    def lines(self) -> Drawing:
        chart = self.chart
        count = max(len(values) for _name, values in chart.series)
        xs = chart.xs or tuple(float(i) for i in range(count))
        first, last = xs[0], xs[-1] if xs[-1] != xs[0] else xs[0] + 1

        def at(x: float) -> float:
            return self.left + 6 + (self.right - self.left - 6) * (x - first) / (last - first)

        lines, ends = [], []
        for n, (name, values) in enumerate(chart.series):
            points = [(_n(at(x)), _n(self.y(v))) for x, v in zip(xs, values, strict=False)]
            lines.append(Line(" ".join(f"{x},{y}" for x, y in points), tuple(points), n % LOOKS))
            ends.append((self.y(values[-1]) + 4, name))
        words = chart.labels or tuple(number_text(x) for x in xs)
        return self._drawing(
            self._places([at(x) for x in xs], words),
            lines=tuple(lines),
            marks=tuple((_n(at(m.x)), _n(self.y(m.y))) for m in chart.marks),
            labels=(*_apart(ends, self.right + GAP), *self._noted(at)),
        )

    def _noted(self, at: Callable[[float], float]) -> Iterator[Word]:
        """The labels of the marks: the highest over its point, the others under theirs."""
        top = max((m.y for m in self.chart.marks), default=0)
        for mark in self.chart.marks:
            over = mark.y == top
            yield Word(_n(at(mark.x)), _n(self.y(mark.y) + (-10 if over else 20)), mark.label)

    def _places(self, xs: Sequence[float], texts: Sequence[str] = ()) -> list[Word]:
        """The words under the axis; where they would touch, only every second, third … is printed."""
        texts = texts or self.chart.labels
        every = _every(xs, texts)
        return [
            Word(_n(x), _n(self.bottom + 15), text)
            for i, (x, text) in enumerate(zip(xs, texts, strict=False))
            if i % every == 0
        ]

    def _swatches(self) -> Iterator[Bar]:
        x = self.left
        for n, (name, _values) in enumerate(self.chart.series if self.legend else ()):
            yield Bar(_n(x), _n(LINE + 8), "11", "11", n % LOOKS)
            x += 16 + _length(name) + 12

    def _legend(self) -> Iterator[Word]:
        x = self.left + 16
        for name, _values in self.chart.series if self.legend else ():
            yield Word(_n(x), _n(LINE + 18), name, "start")
            x += _length(name) + 12 + 16

    def _drawing(self, places: list[Word], **parts: tuple) -> Drawing:
        chart = self.chart
        words = [Word("0", _n(13), self.title, "start"), *self._legend()]
        words += [Word(_n(self.left - GAP), _n(self.y(t) + 4), _short(t), "end") for t in self.ticks]
        words += places
        if chart.x_title:
            words.append(Word(_n((self.left + self.right) / 2), _n(self.bottom + 15 + LINE), chart.x_title))
        return Drawing(
            kind=chart.kind,
            alt=chart.alt,
            width=_n(WIDTH),
            height=_n(self.height),
            left=_n(self.left),
            right=_n(self.right),
            base=_n(self.y(0)),
            ticks=tuple(_n(self.y(t)) for t in self.ticks),
            words=tuple(words),
            **parts,
        )


def _ticks(low: float, high: float) -> list[float]:
    """About four round numbers from low to high, both ends covered; never less than a span of one."""
    rough = max(high - low, 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough - 1e-9)
    step = max(step, 1.0) if float(high).is_integer() and float(low).is_integer() else step
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(n * step, 6) for n in range(first, last + 1)]


def _short(value: float) -> str:
    """A number as an axis has room for it: 30000 as 3만, 125000 as 12.5만, 1500 as 1,500."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    if size >= 10_000 and size % 1_000 == 0:
        return f"{sign}{size / 10_000:,g}만"
    return sign + number_text(size)


def _length(text: str, size: float = TEXT) -> float:
    """About how wide a text is printed: a Korean letter is a square, others a little more than half."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else size * 0.58 for c in text)


def _every(xs: Sequence[float], texts: Sequence[str]) -> int:
    if len(xs) < 2:
        return 1
    slot = min(b - a for a, b in pairwise(xs))
    return max(1, math.ceil(max(_length(text) + 3 for text in texts) / slot))


def _apart(ends: list[tuple[float, str]], x: float) -> tuple[Word, ...]:
    """Names at the ends of lines, moved down where they would lie on one another."""
    placed, before = [], -math.inf
    for y, name in sorted(ends):
        before = max(y, before + TEXT + 2)
        placed.append(Word(_n(x), _n(before), name, "start"))
    return tuple(placed)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
