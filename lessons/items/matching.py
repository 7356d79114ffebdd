"""MATCH: pairs. Sends pair-<left's index> = the place of the right side on the page."""

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
    in_order,
    index,
    permutation,
    place,
)
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Pair:
    left: str
    right: str
    why: str = ""


@dataclass(frozen=True)
class Match(Item):
    pairs: tuple[Pair, ...] = ()
    why: str = ""


class Matching(Kind[Match]):
    template = "match"
    never_in_order = True
    rings_answer = True

    def read(self, n: Node, common: dict[str, Any]) -> Match:
        pairs = n.nodes("pairs", 3, 5, lambda c: Pair(c.text("left"), c.text("right"), c.text("why", "")))
        return Match(**common, pairs=pairs, why=n.text("why"))

    def faults(self, item: Match, path: Path) -> Iterator[Fault]:
        yield from different([pair.left for pair in item.pairs], (*path, "pairs"))
        yield from different([pair.right for pair in item.pairs], (*path, "pairs"))

    def given_away(self, item: Match, hint: str) -> str:
        said = key(hint)
        return "짝" if all(key(p.left) in said and key(p.right) in said for p in item.pairs) else ""

    def asked(self, item: Match) -> list[str]:
        return [f"{pair.left} {pair.right}" for pair in item.pairs]

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        shown = in_order(order, len(body["pairs"]))
        rights: list[int] = []
        for left in range(len(shown)):
            message = "아직 짝이 없는 것이 있어요. 모두 이어 주세요."
            right = shown[index(payload, f"pair-{left}", len(shown), message)]
            if right in rights:
                raise BadResponse(f"pair-{left}", "같은 짝을 두 번 골랐어요. 하나씩만 이어 주세요.")
            rights.append(right)
        return {"pairs": rights}

    def grade(self, body: Body, response: Body) -> Graded:
        pairs = body["pairs"]
        chosen = permutation(response["pairs"], len(pairs))
        astray = [pairs[i] for i, j in enumerate(chosen) if i != j]
        if not astray:
            return Graded(True, str(body.get("why", "")), chosen)
        good = len(pairs) - len(astray)
        start = f"{good}쌍은 맞아요. " if good else ""
        return Graded(False, f"{start}‘{astray[0]['left']}’의 짝을 다시 찾아볼까요?", chosen)

    def answer(self, body: Body) -> str:
        return ", ".join(f"{pair['left']} – {pair['right']}" for pair in body["pairs"])

    def answer_rows(self, body: Body) -> list[tuple[str, str]]:
        return [(pair["left"], pair["right"]) for pair in body["pairs"]]

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body["pairs"]

    def form(self, body: Body, state: State) -> dict[str, Any]:
        pairs = body["pairs"]
        order = in_order(state.order, len(pairs))
        return {
            "rights": [{"place": n, "text": pairs[i]["right"]} for n, i in enumerate(order)],
            "lefts": [
                {
                    "name": f"pair-{i}",
                    "text": pair["left"],
                    "chosen": place(state.values.get(f"pair-{i}")),
                    "answer": pair["right"] if state.shown else "",
                }
                for i, pair in enumerate(pairs)
            ],
        }

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        shown = in_order(order, len(body["pairs"]))
        return {f"pair-{left}": shown.index(right) for left, right in enumerate(response["pairs"])}
