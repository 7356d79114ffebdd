"""SORT: cards into two or three buckets. Sends card-<place on the page> = the bucket's index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.items.base import (
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
    known,
    place,
)
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class SortCard:
    text: str
    bucket: str
    why: str


@dataclass(frozen=True)
class Sort(Item):
    buckets: tuple[str, ...] = ()
    cards: tuple[SortCard, ...] = ()
    why: str = ""


class Sorting(Kind[Sort]):
    template = "sort"
    rings_answer = True

    def read(self, n: Node, common: dict[str, Any]) -> Sort:
        cards = n.nodes("cards", 4, 8, lambda c: SortCard(c.text("text"), c.text("bucket"), c.text("why")))
        return Sort(**common, buckets=n.texts("buckets", 2, 3), cards=cards, why=n.text("why"))

    def faults(self, item: Sort, path: Path) -> Iterator[Fault]:
        yield from different(item.buckets, (*path, "buckets"))
        yield from different([card.text for card in item.cards], (*path, "cards"))
        for i, card in enumerate(item.cards):
            if card.bucket not in item.buckets:
                message = f"buckets에 없는 이름이에요: {card.bucket}"
                yield Fault((*path, "cards", i, "bucket"), "sort", message)
        for bucket in set(item.buckets) - {card.bucket for card in item.cards}:
            yield Fault((*path, "buckets"), "sort", f"‘{bucket}’에 들어갈 카드가 없어요.")

    def asked(self, item: Sort) -> list[str]:
        return [card.text for card in item.cards]

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        message = "아직 넣지 않은 카드가 있어요. 모두 나눠 주세요."
        buckets: dict[int, int] = {}
        for n, card in enumerate(in_order(order, len(body["cards"]))):
            buckets[card] = index(payload, f"card-{n}", len(body["buckets"]), message)
        return {"cards": [buckets[card] for card in range(len(buckets))]}

    def grade(self, body: Body, response: Body) -> Graded:
        buckets = [body["buckets"][known(i, len(body["buckets"]))] for i in response["cards"]]
        cards = list(zip(body["cards"], buckets, strict=True))
        astray = next((card for card, bucket in cards if card["bucket"] != bucket), None)
        why = f"{astray['text']}: {astray['why']}" if astray else str(body.get("why", ""))
        return Graded(astray is None, why, tuple(response["cards"]))

    def answer(self, body: Body) -> str:
        return " / ".join(f"{bucket}: {', '.join(_in_bucket(body, bucket))}" for bucket in body["buckets"])

    def answer_rows(self, body: Body) -> list[tuple[str, str]]:
        return [(card["text"], card["bucket"]) for card in body["cards"]]

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body["cards"]

    def form(self, body: Body, state: State) -> dict[str, Any]:
        """The cards as they lie on the page; the first one that went astray says why."""
        cards, buckets = body["cards"], body["buckets"]
        chosen = [buckets[i] for i in state.graded[-1].chosen] if state.graded else []
        astray = next((i for i, bucket in enumerate(chosen) if bucket != cards[i]["bucket"]), None)
        return {
            "cards": [
                {
                    "name": f"card-{n}",
                    "text": cards[i]["text"],
                    "chosen": place(state.values.get(f"card-{n}")),
                    "why": cards[i]["why"] if i == astray else "",
                    "answer": cards[i]["bucket"] if state.shown else "",
                }
                for n, i in enumerate(in_order(state.order, len(cards)))
            ]
        }

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        shown = in_order(order, len(body["cards"]))
        return {f"card-{n}": response["cards"][i] for n, i in enumerate(shown)}

    def said(self, _body: Body, graded: Graded) -> str:
        return graded.why if graded.right else ""


def _in_bucket(body: Body, bucket: str) -> list[str]:
    return [card["text"] for card in body["cards"] if card["bucket"] == bucket]
