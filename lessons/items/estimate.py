"""EST: an estimate before one sees; never scored. Sends number, as NUM."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lessons.items.base import Body, Graded, Item, Kind, Payload, Response, State, finite
from lessons.items.number import typed_number
from lessons.nodes import Node
from lessons.numbers import number_text


@dataclass(frozen=True)
class Estimate(Item):
    answer: float = 0
    unit: str = ""
    reveal: str = ""


class Estimating(Kind[Estimate]):
    template = "number"
    graded = False

    def read(self, n: Node, common: dict[str, Any]) -> Estimate:
        return Estimate(**common, answer=n.number("answer"), unit=n.text("unit"), reveal=n.text("reveal"))

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        return typed_number(body, payload)

    def grade(self, body: Body, response: Body) -> Graded:
        return Graded(None, str(body.get("reveal", "")), finite(response["number"]))

    def answer(self, body: Body) -> str:
        return number_text(body["answer"], body.get("unit", ""))

    def form(self, body: Body, state: State) -> dict[str, Any]:
        mine = state.response.get("number") if state.passed else None
        return {"mine": "" if mine is None else number_text(mine, body.get("unit", ""))}

    def fields(self, _body: Body, response: Body, _order: Sequence[int]) -> dict[str, Any]:
        return {"number": response["number"]}
