"""GRAPH: a number read off a chart of lines, one of which may be moved. Sends number, and lab-shift.

The chart is drawn by the server, `move` is the one input of a lab that draws it anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lessons.items import moving
from lessons.items.base import Body, Graded, Item, Kind, Payload, Response, State, different
from lessons.items.number import Counting, WrongNumber, answer_faults, graded_number, number_in, read_answer
from lessons.labs.base import Chart, Input, Lab, Result
from lessons.labs.drawing import LOOKS
from lessons.nodes import Fault, Node, Path
from lessons.numbers import number_text

SHIFT = "shift"


@dataclass(frozen=True)
class Line:
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Axes:
    """`x` and `y` are what the axes say, `unit` that of the values; a line has a value for each of `xs`."""

    alt: str
    x: str
    y: str
    unit: str
    xs: tuple[float, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Move:
    """What is added to every value of `line`: whole numbers of `unit` from `low` to `high`."""

    line: str
    label: str
    unit: str
    low: int
    high: int
    step: int
    start: int


@dataclass(frozen=True)
class Graph(Item):
    chart: Axes = Axes("", "", "", "", (), ())
    move: Move | None = None
    answer: float = 0
    unit: str = ""
    tolerance: float = 0
    why: str = ""
    wrong: tuple[WrongNumber, ...] = ()


class ChartReading(Kind[Graph]):
    template = "graph"
    bands = ("M", "H")  # the youngest meet charts only in 써 보기
    typed = True
    counting = Counting()

    def read(self, n: Node, common: dict[str, Any]) -> Graph:
        move = n.child("move", _move) if "move" in n.data else None
        return Graph(**common, chart=n.child("chart", _axes), move=move, **read_answer(n))

    def faults(self, item: Graph, path: Path) -> Iterator[Fault]:
        yield from answer_faults(item, path)
        xs, lines, where = item.chart.xs, item.chart.lines, (*path, "chart")
        if any(a >= b for a, b in pairwise(xs)):
            yield Fault((*where, "xs"), "graph", "작은 수에서 큰 수로 적어요.")
        yield from different([line.name for line in lines], (*where, "lines"))
        for i, line in enumerate(lines):
            if len(line.values) != len(xs):
                yield Fault((*where, "lines", i, "values"), "graph", f"xs처럼 {len(xs)}개여야 해요.")
        if item.move is None:
            return
        where = (*path, "move")
        if item.move.line not in [line.name for line in lines]:
            yield Fault((*where, "line"), "graph", f"없는 선이에요: {item.move.line}")
        if not item.move.low <= item.move.start <= item.move.high or item.move.low == item.move.high:
            yield Fault((*where, "start"), "graph", "low보다 high가 크고, start는 그 사이여야 해요.")

    def given_away(self, item: Graph, hint: str) -> str:
        return number_in(hint, item.answer)

    def asked(self, item: Graph) -> list[str]:
        return [item.chart.alt, *(line.name for line in item.chart.lines)]

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        return self.counting.clean(body, payload, order) | moving.kept(_lab(body), payload)

    def grade(self, body: Body, response: Body) -> Graded:
        return graded_number(body, response, "그래프의 점을 하나씩 짚어 볼까요?")

    def answer(self, body: Body) -> str:
        return self.counting.answer(body)

    def given(self, body: Body, response: Body) -> str:
        return self.counting.given(body, response)

    def form(self, body: Body, state: State) -> dict[str, Any]:
        view = moving.view(_lab(body), state.values, at_once=True)
        # A number that makes no sense leaves the chart as it was at first.
        return {"lab": view, "result": view.result or moving.view(_lab(body), {}, at_once=True).result}

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        return self.counting.fields(body, response, order) | moving.fields(_lab(body), response)


def _lab(body: Body) -> Lab:
    """The chart as a lab; without `move` it has nothing to turn."""
    move = body.get("move")
    inputs = () if not move else (Input(SHIFT, **{name: move[name] for name in _MOVED}),)
    return Lab("graph", inputs, lambda values: _drawn(body, values.get(SHIFT, 0)))


def _drawn(body: Body, shift: int) -> Result:
    """The chart and its table; a line that was moved leaves its first place drawn where looks suffice."""
    chart, moved = body["chart"], (body.get("move") or {}).get("line")
    lines = {line["name"]: tuple(line["values"]) for line in chart["lines"]}
    alt = str(chart["alt"])
    if shift and moved in lines:
        if len(lines) < LOOKS:
            lines[f"처음 {moved}"] = lines[moved]
        lines[moved] = tuple(value + shift for value in lines[moved])
        alt = f"{alt} ‘{moved}’ 선은 {number_text(shift, chart['unit'])}만큼 옮겼어요."
    rows = tuple(
        (number_text(x), *(number_text(values[i]) for values in lines.values()))
        for i, x in enumerate(chart["xs"])
    )
    drawing = Chart(
        "lines",
        (),
        tuple(lines.items()),
        chart["unit"],
        alt,
        xs=tuple(chart["xs"]),
        x_title=chart["x"],
        y_title=chart["y"],
    )
    return Result((chart["x"], *lines), rows, "", drawing)


_MOVED = ("label", "unit", "low", "high", "step", "start")


def _axes(n: Node) -> Axes:
    return Axes(
        alt=n.text("alt"),
        x=n.text("x"),
        y=n.text("y"),
        unit=n.text("unit"),
        xs=n.numbers("xs", 2, 12),
        lines=n.nodes("lines", 1, LOOKS, lambda c: Line(c.text("name"), c.numbers("values", 2, 12))),
    )


def _move(n: Node) -> Move:
    far = 10**6
    whole: Mapping[str, int] = {name: n.whole(name, -far, far) for name in ("low", "high", "start")}
    return Move(n.text("line"), n.text("label"), n.text("unit"), step=n.whole("step", 1, far), **whole)
