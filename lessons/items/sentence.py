"""EXP: one sentence of one's own; never marked wrong. Sends text, or order = places of the parts as ORD."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.hangul import key, normal
from lessons.items.base import (
    BadResponse,
    Body,
    Graded,
    Item,
    Kind,
    Payload,
    Response,
    State,
    every,
    in_order,
    one,
    permutation,
)
from lessons.items.ordering import places, read_order, rows
from lessons.nodes import Fault, Node, Path

SENTENCE_LENGTH = 300


@dataclass(frozen=True)
class Sentence(Item):
    """`ask` is the stem; `parts` read one after the other make a sentence."""

    models: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Explaining(Kind[Sentence]):
    template = "words"
    graded = False
    never_in_order = True

    def read(self, n: Node, common: dict[str, Any]) -> Sentence:
        models = n.texts("models", 1, 4)
        return Sentence(**common, models=models, parts=n.texts("parts", 4, 6, optional=True))

    def faults(self, item: Sentence, path: Path) -> Iterator[Fault]:
        yield from parts_faults(item.parts, (*path, "parts"))

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        text = normal(one(payload, "text"))
        if len(text) > SENTENCE_LENGTH:
            raise BadResponse("text", f"{SENTENCE_LENGTH}자까지 적을 수 있어요. 조금 줄여 주세요.")
        if text:
            return {"text": text}
        if body.get("parts") and every(payload, "order"):
            return read_order(payload, in_order(order, len(body["parts"])))
        raise BadResponse("text", "한 문장으로 적어 주세요. 짧아도 괜찮아요.")

    def grade(self, body: Body, response: Body) -> Graded:
        if "text" in response:
            return Graded(None, "", str(response["text"]), complete=bool(response["text"]))
        return Graded(None, "", permutation(response["order"], len(body["parts"])))

    def shuffled(self, body: Body) -> Sequence[Any]:
        return body.get("parts") or ()

    def form(self, body: Body, state: State) -> dict[str, Any]:
        said = {"said": sentence_text(body, state.response)} if state.passed and state.response else {}
        return {"rows": rows(self.shuffled(body), state), **said}

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        if "order" in response:
            return {"order": places(response["order"], in_order(order, len(self.shuffled(body))))}
        return {"text": response.get("text", "")}


def sentence_text(body: Body, response: Body) -> str:
    """What the child said in its own words: the text, or the parts in its order."""
    if "text" in response:
        return str(response["text"])
    parts = body.get("parts") or []
    return " ".join(parts[i] for i in permutation(response.get("order") or [], len(parts)))


def parts_faults(parts: Sequence[str], path: Path) -> Iterator[Fault]:
    """Parts of a sentence to be put in order."""
    if len(set(map(key, parts))) != len(parts):
        yield Fault(path, "explain", "조각이 서로 달라야 해요.")
    if parts and not re.search(r"[요죠][.!]?$", parts[-1]):
        yield Fault(path, "explain", "이어 읽으면 해요체 한 문장이어야 해요.")
