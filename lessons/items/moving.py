"""A lab on the page of a step: what stands in its fields, what came out, and what is kept of it. Pure.

Fields: lab-<key> for each input, run = 1 or a press on plus or minus, ran = 1 once it has run.
"""

from collections.abc import Mapping
from typing import Any

from lessons.items.base import Body, Response, one
from lessons.labs.base import Lab
from lessons.labs.reading import BadInput, read
from lessons.labs.showing import LabView, shown


def view(lab: Lab, values: Mapping[str, Any], *, at_once: bool = False) -> LabView:
    """The lab with what was typed. It runs when asked to, or `at_once`; nonsense is named at its field."""
    try:
        numbers = read(lab, values)
    except BadInput as error:
        return shown(lab, values, {error.field: error.message})
    return shown(lab, numbers if at_once or "run" in values or "ran" in values else values)


def is_misread(lab_view: Any) -> bool:
    """Whether a field of the lab makes no sense."""
    return isinstance(lab_view, LabView) and any(field.error for field in lab_view.inputs)


def kept(lab: Lab, payload: Mapping[str, Any]) -> Response:
    """How the lab stood when it was answered, to stand so again; an answer never fails for it."""
    if not one(payload, "ran"):
        return {}
    try:
        return {"lab": read(lab, {name: one(payload, name) for name in payload})}
    except BadInput:
        return {}


def fields(lab: Lab, response: Body) -> dict[str, Any]:
    """The fields of a kept lab."""
    values = response.get("lab") or {}
    typed = {field.name: str(values[field.key]) for field in lab.inputs if field.key in values}
    return typed | ({"ran": "1"} if typed else {})
