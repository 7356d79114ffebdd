"""What a child moved and typed as numbers a lab can run with. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from lessons.labs.base import Input, Lab
from lessons.numbers import number_text, read_number

_LONGEST = 40
_PRESS = re.compile(r"(up|down)-([a-z]{1,20})")


class BadInput(ValueError):
    """A field that cannot be read. `field` is the form's field, `message` a sentence for the child."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def read(lab: Lab, payload: Mapping[str, Any]) -> dict[str, int]:
    """The fields `lab-<key>` of a plain form as numbers by key; a missing or an empty one is its start.

    Where `run` is "up-<key>" or "down-<key>", the press on plus or minus is taken into account: the number
    moves to the next line of its ruler. Raises BadInput for the first field that makes no sense.
    """
    press = _PRESS.fullmatch(_text(payload, "run"))
    values = {field.key: _value(field, _text(payload, field.name)) for field in lab.inputs}
    for field in lab.inputs:
        if press and press[2] == field.key and not field.choices:
            values[field.key] = _moved(field, values[field.key], up=press[1] == "up")
    return values


def _value(field: Input, text: str) -> int:
    if not text:
        return field.start
    if field.choices:
        if re.fullmatch(r"\d{1,2}", text, re.ASCII) and int(text) <= field.high:
            return int(text)
        raise BadInput(field.name, "목록에 있는 것 가운데 하나를 골라 주세요.")
    number = read_number(text[:_LONGEST], field.unit)
    if number is None:
        raise BadInput(field.name, f"수만 적어 주세요. 예: {field.start}")
    if number != int(number):
        raise BadInput(field.name, "소수점 없는 수로 적어 주세요.")
    if not field.low <= number <= field.high:
        raise BadInput(field.name, f"{span(field)} 적을 수 있어요.")
    return int(number)


def span(field: Input) -> str:
    """The range of a number in words: 1,000원부터 5,000원까지."""
    return f"{number_text(field.low, field.unit)}부터 {number_text(field.high, field.unit)}까지"


def _moved(field: Input, value: int, *, up: bool) -> int:
    lines = (value - field.low) // field.step if up else -((field.low - value) // field.step)
    to = field.low + (lines + (1 if up else -1)) * field.step
    return max(field.low, min(field.high, to))


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name, "")  # the last of several, as a QueryDict has it
    return value.strip() if isinstance(value, str) else ""
