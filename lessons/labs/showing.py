"""A lab as the page shows it: the fields with what stands in them, and what came out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons.labs.base import Input, Lab, Result
from lessons.labs.reading import span
from lessons.numbers import number_text


@dataclass(frozen=True)
class Choice:
    """One line of a list."""

    value: int
    text: str
    selected: bool


@dataclass(frozen=True)
class Field:
    """An input of the form: a list where there are `options`, else a number with minus and plus.

    `value` is what was typed or read, `span` the range in words, `can_fall` and `can_rise` say
    whether minus and plus have room left.
    """

    key: str
    name: str
    label: str
    unit: str
    value: str
    span: str
    low: int
    high: int
    step: int
    hint: str
    options: tuple[Choice, ...]
    can_fall: bool
    can_rise: bool
    error: str

    @property
    def described(self) -> str:
        """The ids of what is said about the field."""
        parts = (("hint", self.hint), ("span", self.span), ("error", self.error))
        return " ".join(f"{self.name}-{part}" for part, text in parts if text)


@dataclass(frozen=True)
class LabView:
    """All of a lab on the page; `result` is None until it ran, and where a field makes no sense."""

    name: str
    inputs: tuple[Field, ...]
    result: Result | None


def shown(
    lab: Lab, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> LabView:
    """`values` are what `read` gave, or the payload itself where it raised; none means not run yet.

    `errors` are messages by the form's fields (`BadInput.field`). With values of `read` and no error the lab
    runs and the view holds its result.
    """
    values, errors = values or {}, errors or {}
    numbers = {f.key: values[f.key] for f in lab.inputs if isinstance(values.get(f.key), int)}
    ready = len(numbers) == len(lab.inputs) and not errors
    return LabView(
        lab.name,
        tuple(_field(f, values, errors.get(f.name, "")) for f in lab.inputs),
        lab.run(numbers) if ready else None,
    )


def _field(field: Input, values: Mapping[str, Any], error: str) -> Field:
    value = values.get(field.key, values.get(field.name, field.start))
    text = value if isinstance(value, str) else number_text(value) if isinstance(value, int) else ""
    options = tuple(Choice(i, words, str(i) == text) for i, words in enumerate(field.choices))
    return Field(
        key=field.key,
        name=field.name,
        label=field.label,
        unit=field.unit,
        value=text,
        span="" if options else span(field),
        low=field.low,
        high=field.high,
        step=field.step,
        hint=field.hint,
        options=options,
        can_fall=value != field.low,
        can_rise=value != field.high,
        error=error,
    )
