"""NUM: a number within a tolerance. Sends number: 3000, 3,000, 3000원, 3천 원."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lessons.items.base import (
    BadResponse,
    Body,
    Graded,
    Item,
    Kind,
    Payload,
    Response,
    finite,
    number,
    one,
)
from lessons.nodes import Fault, Node, Path
from lessons.numbers import number_text, read_number


@dataclass(frozen=True)
class WrongNumber:
    """A number that is often given, and why it is another."""

    value: float
    why: str


@dataclass(frozen=True)
class Number(Item):
    answer: float = 0
    unit: str = ""
    tolerance: float = 0
    why: str = ""
    wrong: tuple[WrongNumber, ...] = ()


class Counted(Protocol):
    """Any item whose answer is a number."""

    @property
    def answer(self) -> float: ...
    @property
    def tolerance(self) -> float: ...
    @property
    def wrong(self) -> tuple[WrongNumber, ...]: ...


class Counting(Kind[Number]):
    template = "number"
    typed = True

    def read(self, n: Node, common: dict[str, Any]) -> Number:
        return Number(**common, **read_answer(n))

    def faults(self, item: Number, path: Path) -> Iterator[Fault]:
        yield from answer_faults(item, path)

    def given_away(self, item: Number, hint: str) -> str:
        return number_in(hint, item.answer)

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        return typed_number(body, payload)

    def grade(self, body: Body, response: Body) -> Graded:
        return graded_number(body, response)

    def answer(self, body: Body) -> str:
        return number_text(body["answer"], body.get("unit", ""))

    def given(self, body: Body, response: Body) -> str:
        return number_text(response["number"], body.get("unit", ""))

    def fields(self, _body: Body, response: Body, _order: Sequence[int]) -> dict[str, Any]:
        return {"number": response["number"]}


def read_answer(n: Node) -> dict[str, Any]:
    """answer, unit, tolerance, why and wrong of a file."""
    wrong = n.nodes("wrong", 0, 9, lambda c: WrongNumber(c.number("value"), c.text("why")), optional=True)
    return {
        "answer": n.number("answer"),
        "unit": n.text("unit"),
        "tolerance": n.number("tolerance", 0),
        "why": n.text("why"),
        "wrong": wrong,
    }


def answer_faults(item: Counted, path: Path) -> Iterator[Fault]:
    if not math.isfinite(item.answer) or item.tolerance < 0:
        yield Fault((*path, "answer"), "number", "답은 보통 수, tolerance는 0부터예요.")
    values = [wrong.value for wrong in item.wrong]
    for i, value in enumerate(values):
        if abs(value - item.answer) <= item.tolerance:
            yield Fault((*path, "wrong", i), "number", "맞는 수가 틀린 수로도 적혀 있어요.")
        if values.index(value) != i:
            yield Fault((*path, "wrong", i), "repeated", f"{value}이(가) 두 번 있어요.")


def number_in(hint: str, answer: float) -> str:
    """The answer as it stands in a hint; 0 and 1 stand in too many."""
    numbers = re.findall(r"\d[\d,]*(?:\.\d+)?(?:\s*[만천])?", hint)
    right = [n for n in numbers if read_number(n.rstrip(",")) == answer]
    return right[0] if right and answer > 1 else ""


def typed_number(body: Body, payload: Payload) -> Response:
    text = one(payload, "number")
    if not text.strip():
        raise BadResponse("number", "수를 적어 주세요.")
    return {"number": number("number", text, str(body.get("unit", "")))}


def graded_number(
    body: Body, response: Body, look_at: str = "문제에 나온 수를 하나씩 짚어 볼까요?"
) -> Graded:
    """`look_at` is what to do after a number that nobody foresaw."""
    value = finite(response["number"])
    if abs(value - body["answer"]) <= body.get("tolerance", 0):
        return Graded(True, str(body.get("why", "")), value)
    for wrong in body.get("wrong") or ():
        if value == wrong["value"]:
            return Graded(False, str(wrong["why"]), value)
    return Graded(False, f"다른 수예요. {look_at}", value)
