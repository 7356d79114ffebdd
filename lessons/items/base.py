"""What a type of question is made of, and how forms are read. Pure.

`Kind` is a type: one class with everything the type does, one module for each. An `Item` is a question of a
file as it was read. Everything after the file works on `body`, the JSON kept of an item, with its type.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from lessons.hangul import key
from lessons.nodes import Fault, Node, Path
from lessons.numbers import read_number

BIGGEST = 10**12

Body = Mapping[str, Any]
Payload = Mapping[str, Any]
Response = dict[str, Any]


class BadResponse(ValueError):
    """A response that cannot be read. `field` is the form's field, `message` a sentence for the child."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Graded:
    """A verdict. `right` is None for what is never scored; `near` means one 자모 off: no attempt was made.

    `chosen` is hashable: the option's index (the reason's for TF), the text, the number, or a tuple.
    `complete` is False when an optional part was left empty.
    """

    right: bool | None
    why: str
    chosen: Any
    near: bool = False
    complete: bool = True


@dataclass(frozen=True)
class Item:
    """What every question of a file has. `hints` is empty for what is never scored."""

    id: str
    type: str
    level: int
    ask: str
    family: str = ""
    review: bool = False
    transfer: bool = False
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """A line of a file to choose from."""

    text: str
    why: str
    right: bool = False
    misconception: str = ""


@dataclass(frozen=True)
class Shown:
    """A line on the page to choose from, `n` its number there and `value` what it sends.

    `mark` is ring (right), triangle (yours, to look at again) or empty. `chosen`: it is pressed in the form.
    `head` stands over the first line of a group.
    """

    value: int
    n: int
    text: str
    mark: str = ""
    why: str = ""
    yours: bool = False
    off: bool = False
    chosen: bool = False
    head: str = ""


@dataclass(frozen=True)
class State:
    """What the page knows when it shows a question.

    order     what `grading.option_order` gave for this session, empty for the order of the file
    values    what stands in the form's fields
    graded    the verdicts so far, oldest first; `response` is the last one kept
    shown     the right answer stands on the page
    passed    the step is done and only explained
    """

    order: Sequence[int] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    graded: Sequence[Graded] = ()
    response: Body = field(default_factory=dict)
    shown: bool = False
    passed: bool = False


I = TypeVar("I", bound=Item)  # noqa: E741


class Kind(Generic[I]):
    """A type of question. It writes `template` and the methods up to `answer`; of the rest what it needs."""

    template: str  # templates/lessons/steps/_<template>.html, the form
    graded = True  # right or wrong, with hints
    typed = False  # answered by typing a word or a number: 떠올리기 prefers it
    bands: tuple[str, ...] = ("E", "M", "H")
    quoted: tuple[str, ...] = ()  # fields that quote somebody else: our style is not asked of them
    never_in_order = False  # the order of the file is the answer, so the page never begins with it
    rings_answer = False  # the form marks the right answer itself when it is shown

    def read(self, n: Node, common: dict[str, Any]) -> I:
        """The item of a file; `common` are the fields of Item."""
        raise NotImplementedError

    def faults(self, item: I, path: Path) -> Iterator[Fault]:
        """What is wrong with it beyond the form of its fields."""
        yield from ()

    def given_away(self, item: I, hint: str) -> str:
        """The piece of the answer that a hint holds; empty when it keeps the secret."""
        return quoted_in(hint, self.secrets(item))

    def secrets(self, item: I) -> list[str]:
        """Texts that no hint may quote."""
        return []

    def asked(self, item: I) -> list[str]:
        """What it asks beside `ask`, to compare two questions by."""
        return []

    def clean(self, body: Body, payload: Payload, order: list[int]) -> Response:
        """The payload of a plain form as the JSON kept in Answer.response. Raises BadResponse."""
        raise NotImplementedError

    def grade(self, body: Body, response: Body) -> Graded:
        """The verdict on what `clean` made; whatever it raises for anything else, `grading.grade` catches."""
        raise NotImplementedError

    def answer(self, body: Body) -> str:
        """The right answer in words; empty for what has none."""
        return ""

    def answer_rows(self, body: Body) -> list[tuple[str, str]]:
        """The same in lines for the page: (what it belongs to or "", the answer)."""
        return [("", self.answer(body))]

    def given(self, body: Body, response: Body) -> str:
        """What was answered, in words; empty where many things were arranged."""
        return ""

    def shuffled(self, body: Body) -> Sequence[Any]:
        """The rows that the page shows in an order of its own."""
        return ()

    def form(self, body: Body, state: State) -> dict[str, Any]:
        """What the fragment needs beside the body itself, as page.body.…"""
        return {}

    def options(self, body: Body, state: State) -> list[Shown]:
        """The lines to choose from with their marks, as page.options."""
        return []

    def fields(self, body: Body, response: Body, order: Sequence[int]) -> dict[str, Any]:
        """A kept response as the form that made it: another attempt begins with the work of the last one."""
        return {}

    def said(self, body: Body, graded: Graded) -> str:
        """The why that is said under the question; empty where the form says it beside its lines."""
        return graded.why


def one(payload: Payload, name: str) -> str:
    """The (first) text of a field, empty for none."""
    values = every(payload, name)
    return values[0] if values else ""


def every(payload: Payload, name: str) -> list[str]:
    """All texts of a field, of a QueryDict or a plain dict."""
    getlist = getattr(payload, "getlist", None)
    value = getlist(name) if getlist else payload.get(name)
    if isinstance(value, list | tuple):
        return [v for v in value if isinstance(v, str)]
    return [value] if isinstance(value, str) else []


def index(payload: Payload, name: str, count: int, message: str) -> int:
    """A field that names one of `count` rows."""
    return small(name, one(payload, name), count, message)


def small(name: str, text: str, count: int, message: str) -> int:
    """A text that names one of `count` rows. Raises BadResponse with the message."""
    if re.fullmatch(r"\d{1,2}", text.strip(), re.ASCII) and int(text) < count:
        return int(text)
    raise BadResponse(name, message)


def number(name: str, text: str, unit: str) -> float:
    """A number as children write it. Raises BadResponse."""
    value = read_number(text[:60], unit)
    if value is None:
        raise BadResponse(name, "수만 적어 주세요. 예: 3000")
    if abs(value) > BIGGEST:
        raise BadResponse(name, "수가 너무 커요. 다시 봐 주세요.")
    return value


def in_order(order: Sequence[int], count: int) -> list[int]:
    """The page's order of `count` rows; that of the file where it does not fit."""
    return list(order) if sorted(order) == list(range(count)) else list(range(count))


def place(value: Any) -> int | None:
    """A small number that stands in a form's field, None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else None


def known(value: Any, count: int) -> int:
    """The index of one of `count` rows. Raises IndexError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise IndexError(value)
    return value


def permutation(values: Any, count: int) -> tuple[int, ...]:
    """Every index once. Raises IndexError."""
    if len(values) != count or len({known(v, count) for v in values}) != count:
        raise IndexError(count)
    return tuple(values)


def finite(value: Any) -> float:
    """Raises TypeError for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(value)
    return value


def read_option(n: Node) -> Option:
    return Option(n.text("text"), n.text("why"), n.flag("right"), n.text("misconception", ""))


def one_right(options: Sequence[Option], path: Path) -> Iterator[Fault]:
    """Exactly one is right, and no two say the same."""
    if (count := sum(option.right for option in options)) != 1:
        yield Fault(path, "one-right", f"right: true가 꼭 하나여야 하는데 {count}개예요.")
    yield from different([option.text for option in options], path)


def different(texts: Sequence[str], path: Path) -> Iterator[Fault]:
    """No two texts are the same."""
    keys = [key(text) for text in texts]
    for i, text in enumerate(keys):
        if keys.index(text) != i:
            yield Fault((*path, i), "repeated", f"‘{texts[i]}’이(가) 두 번 있어요.")


def quoted_in(hint: str, secrets: Sequence[str]) -> str:
    """The first secret of two letters or more that the hint holds."""
    return next((secret for secret in secrets if len(key(secret)) > 1 and key(secret) in key(hint)), "")
