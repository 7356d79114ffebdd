"""SPOT: the signals in a mock message; right is the exact set. Sends line = its index, repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.items.base import (
    BadResponse,
    Body,
    Graded,
    Item,
    Kind,
    Payload,
    Response,
    Shown,
    State,
    different,
    every,
    known,
    place,
    small,
)
from lessons.nodes import Fault, Node, Path

NONE_MARKED = "수상한 줄을 하나 이상 골라 주세요."


@dataclass(frozen=True)
class Line:
    """One line of a message; `why` says what gives it away, or why it is harmless."""

    text: str
    why: str
    signal: bool = False


@dataclass(frozen=True)
class Message:
    sender: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Spot(Item):
    """`why` is said when all are found."""

    message: Message = Message("", ())
    why: str = ""


class Spotting(Kind[Spot]):
    template = "spot"
    quoted = ("message",)
    rings_answer = True

    def read(self, n: Node, common: dict[str, Any]) -> Spot:
        message = n.child("message", lambda c: Message(c.text("from"), c.nodes("lines", 3, 8, _line)))
        return Spot(**common, message=message, why=n.text("why"))

    def faults(self, item: Spot, path: Path) -> Iterator[Fault]:
        lines, where = item.message.lines, (*path, "message", "lines")
        if len({line.signal for line in lines}) != 2:
            yield Fault(where, "spot", "signal: true인 줄과 false인 줄이 하나씩은 있어야 해요.")
        yield from different([line.text for line in lines], where)

    def secrets(self, item: Spot) -> list[str]:
        return [line.text for line in item.message.lines if line.signal]

    def asked(self, item: Spot) -> list[str]:
        return [line.text for line in item.message.lines]

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        count = len(body["message"]["lines"])
        lines = {small("line", text, count, NONE_MARKED) for text in every(payload, "line")}
        if not lines:
            raise BadResponse("line", NONE_MARKED)
        return {"lines": sorted(lines)}

    def grade(self, body: Body, response: Body) -> Graded:
        lines = body["message"]["lines"]
        chosen = tuple(sorted({known(i, len(lines)) for i in response["lines"]}))
        found = sum(bool(lines[i]["signal"]) for i in chosen)
        signals = sum(bool(line["signal"]) for line in lines)
        if found == signals == len(chosen):
            return Graded(True, str(body.get("why", "")), chosen)
        left = f"{signals - found}개가 더 있어요." if found < signals else "신호가 아닌 줄도 골랐어요."
        start = f"신호 {signals}개 가운데 {found}개를 찾았어요." if found else "아직 신호를 찾지 못했어요."
        return Graded(False, f"{start} {left}", chosen)

    def answer(self, body: Body) -> str:
        return " / ".join(line["text"] for line in body["message"]["lines"] if line["signal"])

    def answer_rows(self, body: Body) -> list[tuple[str, str]]:
        return [("", line["text"]) for line in body["message"]["lines"] if line["signal"]]

    def given(self, body: Body, response: Body) -> str:
        return " / ".join(body["message"]["lines"][i]["text"] for i in response["lines"])

    def options(self, body: Body, state: State) -> list[Shown]:
        """Every line; while it is open only one that was marked without being a signal says why."""
        lines = body["message"]["lines"]
        tried = state.graded[-1].chosen if state.graded else ()
        harmless = next((i for i in tried if not lines[i]["signal"]), None)
        raw = state.values.get("line") or []
        pressed = {place(value) for value in (raw if isinstance(raw, list | tuple) else [raw])}
        return [
            Shown(
                value=i,
                n=i + 1,
                text=line["text"],
                mark="ring" if state.shown and line["signal"] else "triangle" if i == harmless else "",
                why=line["why"] if state.passed or i == harmless else "",
                yours=i == harmless,
                off=state.passed and not line["signal"],
                chosen=i in pressed and i != harmless,
            )
            for i, line in enumerate(lines)
        ]

    def fields(self, _body: Body, response: Body, _order: Sequence[int]) -> dict[str, Any]:
        return {"line": response["lines"]}


def _line(n: Node) -> Line:
    return Line(n.text("text"), n.text("why"), n.flag("signal", None))
