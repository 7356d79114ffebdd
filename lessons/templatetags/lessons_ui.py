"""Drawings of the lessons that the server makes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template

from lessons.labs.base import Chart
from lessons.labs.drawing import drawn

register = template.Library()

LEFT, WIDTH = 30, 300


class Mark(NamedTuple):
    """A labelled point of a number line; `x` in units of its drawing, `low` puts the label under the line."""

    x: float
    label: str
    low: bool


@register.inclusion_tag("lessons/_number_line.html")
def number_line(picture: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a picture of kind `line`: from, to, unit, marks {at, label}; labels above and below in turn."""
    start, end = picture["from"], picture["to"]
    span = (end - start) or 1
    marks = [
        Mark(LEFT + WIDTH * (mark["at"] - start) / span, mark["label"], bool(i % 2))
        for i, mark in enumerate(picture["marks"])
    ]
    return {"picture": picture, "marks": marks, "left": LEFT, "right": LEFT + WIDTH}


@register.inclusion_tag("lessons/_chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """Draw bars or lines; what they show stands in a table beside them or in their `alt`."""
    return {"drawing": drawn(chart)}
