"""TF: ○ or ✕ and the reason, which carries the credit. Sends answer = true | false, reason = its index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.items.base import (
    BadResponse,
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
    one,
    one_right,
    place,
)
from lessons.items.choosing import graded_row, marked, right_row
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Reasoned(Item):
    """The statement is `ask`."""

    answer: bool = False
    reasons: tuple[Option, ...] = ()


class Truth(Kind[Reasoned]):
    template = "truth"
    rings_answer = True

    def read(self, n: Node, common: dict[str, Any]) -> Reasoned:
        return Reasoned(**common, answer=n.flag("answer", None), reasons=n.nodes("reasons", 3, 3, _reason))

    def faults(self, item: Reasoned, path: Path) -> Iterator[Fault]:
        yield from one_right(item.reasons, (*path, "reasons"))

    def secrets(self, item: Reasoned) -> list[str]:
        return [reason.text for reason in item.reasons if reason.right]

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        answer = {"true": True, "false": False}.get(one(payload, "answer").strip().lower())
        if answer is None:
            raise BadResponse("answer", "○와 ✕ 가운데 하나를 골라 주세요.")
        return {
            "answer": answer,
            "reason": index(payload, "reason", len(body["reasons"]), "까닭을 골라 주세요."),
        }

    def grade(self, body: Body, response: Body) -> Graded:
        return graded_row(body["reasons"], response["reason"])

    def answer(self, body: Body) -> str:
        return f"{'○' if body['answer'] else '✕'} {right_row(body['reasons'])['text']}"

    def given(self, body: Body, response: Body) -> str:
        return str(body["reasons"][response["reason"]]["text"])

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body["reasons"]

    def options(self, body: Body, state: State) -> list[Shown]:
        tried = {graded.chosen for graded in state.graded}
        return marked(body["reasons"], state.order, tried, state, chosen=place(state.values.get("reason")))

    def fields(self, _body: Body, response: Body, _order: Sequence[int]) -> dict[str, Any]:
        return {"answer": response["answer"]}

    def said(self, _body: Body, _graded: Graded) -> str:
        return ""


def _reason(n: Node) -> Option:
    return Option(n.text("text"), n.text("why"), n.flag("right"))
