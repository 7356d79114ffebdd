"""What a lab is made of: inputs, a run, and a result of a table, a sentence and perhaps a chart. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, int]
Row = tuple[str, ...]


@dataclass(frozen=True)
class Input:
    """What a child may move: a whole number of `unit` from `low` to `high`, or one of `choices` (its index).

    A press on minus or plus moves a number by `step`; any whole number in between may be typed. `unit` is
    printed behind the field (원, 일, %, 시간); `hint` tells what of the model must be known to move it.
    """

    key: str
    label: str
    unit: str = ""
    low: int = 0
    high: int = 0
    step: int = 1
    start: int = 0
    choices: tuple[str, ...] = ()
    hint: str = ""

    @property
    def name(self) -> str:
        """The field of the form."""
        return f"lab-{self.key}"


@dataclass(frozen=True)
class Mark:
    """A point of a chart of lines that wants to be seen, in the units of its axes."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawing beside the table; what it says stands in the table or in `alt` too.

    kind    "bars": a group of bars for each of `labels`; "lines": a line for each series
    labels  what stands under the x axis, one for each value; for lines with `xs` it may be empty
    series  (name, values) each; a value of a bar may be below zero
    unit    of the values (원, 개); printed over the y axis with `y_title`
    alt     what one sees and what it says, for who cannot see it
    xs      the numbers of the x axis for lines, rising; none means 0, 1, 2, …
    marks   points to be looked at, with their labels
    """

    kind: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    unit: str
    alt: str
    xs: tuple[float, ...] = ()
    x_title: str = ""
    y_title: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Result:
    """What came out: a table (every row as long as `head`) and what happened in one or two sentences."""

    head: Row
    rows: tuple[Row, ...]
    sentence: str
    chart: Chart | None = None


@dataclass(frozen=True)
class Lab:
    """A small model of the world. `run` is deterministic and never fails for values in their ranges."""

    name: str
    inputs: tuple[Input, ...]
    run: Callable[[Values], Result]


def choice(key: str, label: str, *choices: str, start: int = 0) -> Input:
    """An input that picks one of several words."""
    return Input(key, label, high=len(choices) - 1, start=start, choices=choices)
