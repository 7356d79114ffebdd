"""SIM: a lab is moved, then a question about it is answered: a number as NUM, or one of four as MC4.

Sends number or choice, and the fields of its lab (`moving`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lessons.items import moving
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
    one_right,
    read_option,
)
from lessons.items.choosing import Choosing
from lessons.items.number import Counting, WrongNumber, answer_faults, graded_number, number_in, read_answer
from lessons.labs import LABS, Lab
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Simulation(Item):
    """`lab` is a name of lessons.labs, `start` where its inputs stand at first; then options or a number."""

    lab: str = ""
    start: Mapping[str, int] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    keep_order: bool = False
    answer: float = 0
    unit: str = ""
    tolerance: float = 0
    why: str = ""
    wrong: tuple[WrongNumber, ...] = ()


class Simulating(Kind[Simulation]):
    template = "simulation"
    bands = ("M", "H")  # the youngest meet a lab only as 써 보기
    rings_answer = True
    choosing, counting = Choosing(4), Counting()

    def read(self, n: Node, common: dict[str, Any]) -> Simulation:
        start = n.child("start", _numbers) if "start" in n.data else {}
        asks: dict[str, Any]
        if "options" in n.data:
            asks = {"options": n.nodes("options", 4, 4, read_option), "keep_order": n.flag("keep_order")}
        else:
            asks = read_answer(n)
        return Simulation(**common, lab=n.text("lab"), start=start, **asks)

    def faults(self, item: Simulation, path: Path) -> Iterator[Fault]:
        yield from lab_faults(item.lab, (*path, "lab"))
        inputs = {i.key: i for i in LABS[item.lab].inputs} if item.lab in LABS else {}
        for name, value in item.start.items() if inputs else ():
            if name not in inputs:
                yield Fault((*path, "start", name), "lab", f"{', '.join(inputs)} 가운데 하나여야 해요.")
            elif not inputs[name].low <= value <= inputs[name].high:
                message = f"{inputs[name].low}에서 {inputs[name].high}까지예요."
                yield Fault((*path, "start", name), "lab", message)
        if item.options:
            yield from one_right(item.options, (*path, "options"))
        else:
            yield from answer_faults(item, path)

    def given_away(self, item: Simulation, hint: str) -> str:
        return super().given_away(item, hint) if item.options else number_in(hint, item.answer)

    def secrets(self, item: Simulation) -> list[str]:
        return [option.text for option in item.options if option.right]

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        return self._asks(body).clean(body, payload, order) | moving.kept(_lab(body), payload)

    def grade(self, body: Body, response: Body) -> Graded:
        if body.get("options"):
            return self.choosing.grade(body, response)
        return graded_number(body, response, "문제와 똑같이 맞추고 한 번 더 돌려 볼까요?")

    def answer(self, body: Body) -> str:
        return self._asks(body).answer(body)

    def given(self, body: Body, response: Body) -> str:
        return self._asks(body).given(body, response)

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body.get("options") or ()

    def form(self, body: Body, state: State) -> dict[str, Any]:
        return {"lab": moving.view(_lab(body), state.values)}

    def options(self, body: Body, state: State) -> list[Shown]:
        return self._asks(body).options(body, state)

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        return self._asks(body).fields(body, response, order) | moving.fields(_lab(body), response)

    def said(self, body: Body, graded: Graded) -> str:
        return self._asks(body).said(body, graded)

    def _asks(self, body: Body) -> Kind[Any]:
        return self.choosing if body.get("options") else self.counting


def lab_faults(name: str, path: Path) -> Iterator[Fault]:
    if name not in LABS:
        yield Fault(path, "lab", f"없는 실험이에요. {', '.join(LABS)} 가운데 하나예요.")


def _lab(body: Body) -> Lab:
    """The lab as this question begins it."""
    lab, start = LABS[body["lab"]], body.get("start") or {}
    return replace(lab, inputs=tuple(replace(i, start=start.get(i.key, i.start)) for i in lab.inputs))


def _numbers(n: Node) -> dict[str, int]:
    return {str(name): n.whole(str(name), -(10**9), 10**9) for name in n.data}
