"""Right or wrong. Pure: an item's body and a response in, a verdict with its why out.

The same few questions for every type; each type answers them in its module of `lessons.items`. All numbers in
forms and responses count from 0.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from lessons.items import TYPES
from lessons.items.base import BadResponse, Body, Graded, Kind, Payload, Response
from lessons.items.ordering import move
from lessons.items.sentence import SENTENCE_LENGTH
from lessons.items.sentence import sentence_text as _sentence_text

__all__ = [
    "SENTENCE_LENGTH",
    "BadResponse",
    "Graded",
    "clean",
    "given_text",
    "grade",
    "kind_of",
    "move",
    "option_order",
    "right_answer_text",
    "sentence_text",
    "why_text",
]


def clean(item: Any, payload: Payload, order: Sequence[int] = ()) -> Response:
    """The payload of a plain form as the JSON kept in Answer.response. Raises BadResponse.

    `order` is what `option_order` gave for this page; none means the order of the file.
    """
    body = _body(item)
    return kind_of(body).clean(body, payload, list(order))


def grade(item: Any, response: Mapping[str, Any]) -> Graded:
    """The verdict on a response that `clean` made. Raises BadResponse for anything else."""
    body = _body(item)
    kind = kind_of(body)
    try:
        return kind.grade(body, response)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise BadResponse("", "답을 읽지 못했어요. 다시 답해 주세요.") from error


def right_answer_text(item: Any) -> str:
    """The answer in words; empty for what has none (EXP, FAM)."""
    body = _body(item)
    return kind_of(body).answer(body)


def given_text(item: Any, response: Mapping[str, Any]) -> str:
    """What was answered, in words; empty for a giving up, for many things arranged, and for nonsense."""
    body = _body(item)
    try:
        return kind_of(body).given(body, response)
    except (LookupError, TypeError, ValueError):
        return ""


def why_text(item: Any, response: Mapping[str, Any]) -> str:
    """What the verdict on a kept response says; empty for a giving up and for what cannot be read."""
    if response.get("gave_up"):
        return ""
    try:
        return grade(item, response).why
    except BadResponse:
        return ""


def option_order(item: Any, seed: object) -> list[int]:
    """The order in which the page shows options, cards, steps, right sides or parts: the same for one seed.

    Steps and parts never stand in the right order at first. Empty when there is nothing to shuffle.
    """
    body = _body(item)
    kind = kind_of(body)
    count = len(kind.shuffled(body))
    order = list(range(count))
    if body.get("keep_order") or count < 2:
        return order
    random.Random(f"{seed}").shuffle(order)
    if kind.never_in_order and order == sorted(order):
        order = [*order[1:], order[0]]
    return order


def sentence_text(item: Any, response: Mapping[str, Any]) -> str:
    """What the child said in its own words (EXP)."""
    return _sentence_text(_body(item), response)


def kind_of(item: Any) -> Kind[Any]:
    """What a question's type does. Raises BadResponse for a type that is not known."""
    kind = TYPES.get(str(_body(item).get("type", "")))
    if kind is None:
        raise BadResponse("", "이 문제는 지금 풀 수 없어요.")
    return kind


def _body(item: Any) -> Body:
    if isinstance(item, Mapping):
        return item
    return asdict(item) if is_dataclass(item) and not isinstance(item, type) else {}
