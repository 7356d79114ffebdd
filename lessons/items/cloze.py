"""CZ: the missing word. Sends text, or chip: a word chosen from those shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.hangul import initials, key, normal, one_jamo_apart, shared_syllables
from lessons.items.base import BadResponse, Body, Graded, Item, Kind, Payload, Response, State, one
from lessons.nodes import Fault, Node, Path
from oneco.lib.korean import josa

SLIP = "글자를 하나 잘못 누른 것 같아요. 다시 볼까요?"
WORD_LENGTH = 40
# What may stand behind a blank, and the pair of particles it stands for.
PARTICLES = (
    (re.compile(r"([이을은])\(([가를는])\)"), r"\1/\2"),
    (re.compile(r"\(이\)에요"), "이에요/예요"),
    (re.compile(r"\(이\)"), "이/"),
    (re.compile(r"\(으\)로"), "으로/로"),
)


@dataclass(frozen=True)
class NearWord:
    """A tempting word and why it is another."""

    text: str
    why: str


@dataclass(frozen=True)
class Cloze(Item):
    """`accept` begins with the answer that is shown."""

    accept: tuple[str, ...] = ()
    why: str = ""
    near: tuple[NearWord, ...] = ()


class MissingWord(Kind[Cloze]):
    template = "cloze"
    typed = True

    def read(self, n: Node, common: dict[str, Any]) -> Cloze:
        near = n.nodes("near", 0, 9, lambda c: NearWord(c.text("text"), c.text("why")), optional=True)
        return Cloze(**common, accept=n.texts("accept", 1, 12), why=n.text("why"), near=near)

    def faults(self, item: Cloze, path: Path) -> Iterator[Fault]:
        if len(re.findall(r"_+", item.ask)) != 1 or "___" not in item.ask:
            yield Fault((*path, "ask"), "cloze", "빈칸 ___이 꼭 하나 있어야 해요.")
        accepted = {key(word) for word in item.accept}
        for word in accepted:
            if len(word) > 1 and word in key(item.ask):
                yield Fault((*path, "ask"), "cloze", f"문제에 답 ‘{word}’이(가) 들어 있어요.")
        for i, near in enumerate(item.near):
            if key(near.text) in accepted:
                yield Fault((*path, "near", i), "cloze", f"‘{near.text}’은(는) accept에도 있어요.")
        for i, word in enumerate(item.accept):
            if len(word) > WORD_LENGTH or not key(word):
                yield Fault((*path, "accept", i), "cloze", f"한 글자에서 {WORD_LENGTH}자까지예요.")
            elif re.search(r"[을를이가은는]$", word) and key(word[:-1]) in accepted:
                yield Fault((*path, "accept", i), "cloze", "조사는 빈칸 밖에 두어요.")
        if len(item.hints) == 3 and item.accept and key(item.hints[2]) != key(initials(item.accept[0])):
            message = f"셋째 힌트는 초성이에요: {initials(item.accept[0])}"
            yield Fault((*path, "hints", 2), "hint", message)

    def given_away(self, item: Cloze, hint: str) -> str:
        if key(hint) == key(initials(item.accept[0])):
            return ""
        runs = (shared_syllables(hint, word) for word in item.accept)
        return next((run for run in runs if run), "")

    def clean(self, _body: Body, payload: Payload, _order: list[int]) -> Response:
        text = normal(one(payload, "text")) or normal(one(payload, "chip"))
        if not key(text):
            raise BadResponse("text", "빈칸에 들어갈 말을 적어 주세요.")
        if len(text) > WORD_LENGTH:
            raise BadResponse("text", "빈칸에는 낱말만 적어 주세요. 글이 너무 길어요.")
        return {"text": text}

    def grade(self, body: Body, response: Body) -> Graded:
        text = response["text"]
        typed = key(text)
        if typed in {key(word) for word in body["accept"]}:
            return Graded(True, str(body.get("why", "")), text)
        for near in body.get("near") or ():
            if typed == key(near["text"]):
                return Graded(False, str(near["why"]), text)
        if any(one_jamo_apart(text, word) for word in body["accept"]):
            return Graded(False, SLIP, text, near=True)
        return Graded(False, "다른 말이 들어가요. 빈칸 앞뒤를 한 번 더 읽어 볼까요?", text)

    def answer(self, body: Body) -> str:
        return str(body["accept"][0])

    def given(self, _body: Body, response: Body) -> str:
        return str(response["text"])

    def form(self, body: Body, state: State) -> dict[str, Any]:
        before, _blank, after = body["ask"].partition("___")
        return {"before": before, "after": fitted(self.answer(body), after) if state.passed else after}

    def fields(self, _body: Body, response: Body, _order: Sequence[int]) -> dict[str, Any]:
        return {"text": response["text"]}


def fitted(word: str, after: str) -> str:
    """What follows `word`, with the particle that it takes: 저축 and "(이)라고 해요" give "이라고 해요"."""
    for pattern, pair in PARTICLES:
        if found := pattern.match(after):
            return josa(word, found.expand(pair))[len(word) :] + after[found.end() :]
    return after
