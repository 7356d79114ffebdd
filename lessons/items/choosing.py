"""MC4 and SCN: one of four, or what to do in a story. Sends choice = the option's index in the file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.items.base import (
    Body,
    Graded,
    Item,
    Kind,
    Option,
    Payload,
    Response,
    Shown,
    State,
    index,
    known,
    one_right,
    place,
    read_option,
)
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Choice(Item):
    options: tuple[Option, ...] = ()
    keep_order: bool = False


class Choosing(Kind[Choice]):
    template = "choices"
    rings_answer = True

    def __init__(self, count: int) -> None:
        self.count = count

    def read(self, n: Node, common: dict[str, Any]) -> Choice:
        options = n.nodes("options", self.count, self.count, read_option)
        return Choice(**common, options=options, keep_order=n.flag("keep_order"))

    def faults(self, item: Choice, path: Path) -> Iterator[Fault]:
        yield from one_right(item.options, (*path, "options"))

    def secrets(self, item: Choice) -> list[str]:
        return [option.text for option in item.options if option.right]

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        return {"choice": index(payload, "choice", len(body["options"]), "하나를 골라 주세요.")}

    def grade(self, body: Body, response: Body) -> Graded:
        return graded_row(body["options"], response["choice"])

    def answer(self, body: Body) -> str:
        return str(right_row(body["options"])["text"])

    def given(self, body: Body, response: Body) -> str:
        return str(body["options"][response["choice"]]["text"])

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body["options"]

    def options(self, body: Body, state: State) -> list[Shown]:
        tried = {graded.chosen for graded in state.graded}
        return marked(body["options"], state.order, tried, state, chosen=place(state.values.get("choice")))

    def said(self, _body: Body, _graded: Graded) -> str:
        return ""


def graded_row(rows: Sequence[Body], value: Any) -> Graded:
    """The verdict of one of several rows, with its own why."""
    chosen = known(value, len(rows))
    return Graded(bool(rows[chosen].get("right")), str(rows[chosen].get("why", "")), chosen)


def right_row(rows: Sequence[Body]) -> Body:
    """The row that is right. Raises StopIteration where none is."""
    return next(row for row in rows if row.get("right"))


def marked(
    rows: Sequence[Body],
    order: Sequence[int],
    tried: Collection[Any],
    state: State,
    *,
    chosen: int | None = None,
    first: int = 1,
) -> list[Shown]:
    """Rows of which one is right, in the page's order: those tried say why, the right one rings when shown.

    `first` is the number of the first row on the page, `chosen` the row that is pressed in the form.
    """
    return [
        Shown(
            value=i,
            n=n,
            text=rows[i]["text"],
            mark=_mark(bool(rows[i].get("right")), i in tried, state.shown),
            why=rows[i]["why"] if i in tried or (state.shown and rows[i].get("right")) else "",
            yours=i in tried,
            off=state.passed and not rows[i].get("right") and i not in tried,
            chosen=i == chosen,
        )
        for n, i in enumerate(order or range(len(rows)), start=first)
    ]


def _mark(right: bool, tried: bool, shown: bool) -> str:
    if right and (shown or tried):
        return "ring"
    return "triangle" if tried else ""
