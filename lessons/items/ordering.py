"""ORD: steps in the right order. Sends order = places as the child wants them, repeated or with commas.

A *place* is where a row stood on the page at first (`grading.option_order`), so the HTML gives no order away.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.hangul import key
from lessons.items.base import (
    BadResponse,
    Body,
    Graded,
    Item,
    Kind,
    Payload,
    Response,
    State,
    different,
    every,
    in_order,
    permutation,
    place,
    small,
)
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Steps(Item):
    """`steps` in the right order."""

    steps: tuple[str, ...] = ()
    why: str = ""


class Ordering(Kind[Steps]):
    template = "order"
    never_in_order = True

    def read(self, n: Node, common: dict[str, Any]) -> Steps:
        return Steps(**common, steps=n.texts("steps", 3, 6), why=n.text("why"))

    def faults(self, item: Steps, path: Path) -> Iterator[Fault]:
        yield from different(item.steps, (*path, "steps"))

    def given_away(self, item: Steps, hint: str) -> str:
        return "차례" if all(key(step) in key(hint) for step in item.steps) else ""

    def asked(self, item: Steps) -> list[str]:
        return list(item.steps)

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        return read_order(payload, in_order(order, len(body["steps"])))

    def grade(self, body: Body, response: Body) -> Graded:
        chosen = permutation(response["order"], len(body["steps"]))
        # Two steps with the same words may stand for one another.
        texts = [body["steps"][i] for i in chosen]
        good = next((n for n, (a, b) in enumerate(zip(texts, body["steps"], strict=True)) if a != b), None)
        if good is None:
            return Graded(True, str(body.get("why", "")), chosen)
        if good == 0:
            return Graded(False, "맨 처음에 올 것부터 다시 생각해 볼까요?", chosen)
        return Graded(False, f"앞에서 {good}개까지는 차례가 맞아요. 그다음을 다시 볼까요?", chosen)

    def answer(self, body: Body) -> str:
        return " → ".join(body["steps"])

    def answer_rows(self, body: Body) -> list[tuple[str, str]]:
        return [("", f"{n}. {step}") for n, step in enumerate(body["steps"], start=1)]

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body["steps"]

    def form(self, body: Body, state: State) -> dict[str, Any]:
        return {"rows": rows(body["steps"], state)}

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        return {"order": places(response["order"], in_order(order, len(body["steps"])))}


def read_order(payload: Payload, shown: list[int]) -> Response:
    """The field `order`, its places as indices in the file; `shown` is the page's first order."""
    message = "차례를 다시 정해 주세요."
    given = every(payload, "order")
    parts = given[0].split(",") if len(given) == 1 else given
    if len(parts) != len(shown):
        raise BadResponse("order", message)
    wanted = [small("order", part, len(shown), message) for part in parts]
    if len(set(wanted)) != len(shown):
        raise BadResponse("order", message)
    return {"order": [shown[n] for n in wanted]}


def places(order: Sequence[int], shown: Sequence[int]) -> list[int]:
    """The way back: indices in the file as places on the page."""
    return [shown.index(i) for i in order]


def rows(texts: Sequence[str], state: State) -> list[dict[str, Any]]:
    """Lines to be put in order, as they stand now; each carries its place on the first page."""
    order = in_order(state.order, len(texts))
    raw = state.values.get("order")
    given = [place(v) for v in raw] if isinstance(raw, list | tuple) else []
    now = given if sorted(p for p in given if p is not None) == list(range(len(texts))) else []
    return [{"place": n, "text": texts[order[n]]} for n in (now or range(len(texts))) if n is not None]


def move(order: Sequence[int], press: str) -> list[int]:
    """The order after a press of "up-2" or "down-0" (a place on the page); nonsense changes nothing."""
    moved = list(order)
    found = re.fullmatch(r"(up|down)-(\d{1,2})", press, re.ASCII)
    if not found:
        return moved
    at = int(found[2])
    to = at - 1 if found[1] == "up" else at + 1
    if at < len(moved) and 0 <= to < len(moved):
        moved[at], moved[to] = moved[to], moved[at]
    return moved
