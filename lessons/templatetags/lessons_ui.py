"""Drawings of the lessons that the server makes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template

from oneco.lib.korean import WEEKDAYS

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


@register.filter
def week_cells(cells: list[Any]) -> list[dict[str, Any]]:
    """Days of a week as components/_week.html wants them."""
    return [
        {
            "label": WEEKDAYS[cell.date.weekday()],
            "state": "coming" if cell.state == "none" else cell.state,
            "now": cell.is_today,
        }
        for cell in cells
    ]


@register.filter
def calendar_table(weeks: list[list[Any]], caption: str) -> dict[str, Any]:
    """Weeks of days as components/_calendar.html wants them; columns without any study day are left out."""
    used = [i for i in range(7) if i < 5 or any(w[i].state != "none" for w in weeks if len(w) > i)]
    return {
        "caption": caption,
        "weekdays": [WEEKDAYS[i] for i in used],
        "weeks": [
            {
                "month": f"{week[0].date.month}월",
                "day": f"{week[0].date.day}일",
                "days": [_day(week[i]) for i in used],
            }
            for week in weeks
        ],
    }


def _day(cell: Any) -> dict[str, Any] | None:
    if cell.outside:
        return None
    return {
        "number": cell.date.day,
        "state": "" if cell.state == "none" else cell.state,
        "review": cell.review,
        "now": cell.is_today,
    }
