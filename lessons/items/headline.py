"""NEWS: one headline; which word, which direction, both graded. Sends word and direction = their indices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    in_order,
    index,
    one_right,
    place,
    read_option,
)
from lessons.items.choosing import graded_row, marked, right_row
from lessons.nodes import Fault, Node, Path

HEADS = {"word": "어느 단어의 이야기인가요?", "direction": "어떻게 되었나요?"}


@dataclass(frozen=True)
class News(Item):
    headline: str = ""
    source: str = ""
    words: tuple[Option, ...] = ()
    directions: tuple[Option, ...] = ()


class Decoding(Kind[News]):
    template = "news"
    quoted = ("headline", "source")
    rings_answer = True

    def read(self, n: Node, common: dict[str, Any]) -> News:
        return News(
            **common,
            headline=n.text("headline"),
            source=n.text("source"),
            words=n.nodes("words", 3, 4, read_option),
            directions=n.nodes("directions", 2, 3, read_option),
        )

    def faults(self, item: News, path: Path) -> Iterator[Fault]:
        yield from one_right(item.words, (*path, "words"))
        yield from one_right(item.directions, (*path, "directions"))

    def secrets(self, item: News) -> list[str]:
        return [row.text for row in (*item.words, *item.directions) if row.right]

    def asked(self, item: News) -> list[str]:
        return [item.headline]

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        return {
            "word": index(payload, "word", len(body["words"]), "무엇에 관한 기사인지 골라 주세요."),
            "direction": index(payload, "direction", len(body["directions"]), "어떻게 되었는지 골라 주세요."),
        }

    def grade(self, body: Body, response: Body) -> Graded:
        word = graded_row(body["words"], response["word"])
        direction = graded_row(body["directions"], response["direction"])
        right = bool(word.right and direction.right)
        why = f"{word.why} {direction.why}" if right else direction.why if word.right else word.why
        return Graded(right, why, (word.chosen, direction.chosen))

    def answer(self, body: Body) -> str:
        return f"{right_row(body['words'])['text']} – {right_row(body['directions'])['text']}"

    def given(self, body: Body, response: Body) -> str:
        word, direction = body["words"][response["word"]], body["directions"][response["direction"]]
        return f"{word['text']} – {direction['text']}"

    def shuffled(self, body: Body) -> Sequence[Any]:
        """One order for both: each group keeps its own of it."""
        return [*body["words"], *body["directions"]]

    def form(self, body: Body, state: State) -> dict[str, Any]:
        return {"groups": self._groups(body, state)}

    def options(self, body: Body, state: State) -> list[Shown]:
        return [
            replace(option, head=group["head"]) if i == 0 else option
            for group in self._groups(body, state)
            for i, option in enumerate(group["options"])
        ]

    def _groups(self, body: Body, state: State) -> list[dict[str, Any]]:
        words, directions = body["words"], body["directions"]
        order = in_order(state.order, len(words) + len(directions))
        mine = {
            "word": (words, [i for i in order if i < len(words)]),
            "direction": (directions, [i - len(words) for i in order if i >= len(words)]),
        }
        groups = []
        for n, (name, (rows, own)) in enumerate(mine.items()):
            tried = {graded.chosen[n] for graded in state.graded}
            # What was right before need not be found again.
            found = next((i for i in tried if rows[i].get("right")), place(state.values.get(name)))
            first = 1 + n * len(words)
            options = marked(rows, own, tried, state, chosen=found, first=first)
            groups.append({"name": name, "head": HEADS[name], "options": options})
        return groups

    def said(self, _body: Body, _graded: Graded) -> str:
        return ""
