"""The 약속 수첩 as a table for a spreadsheet."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from missions.models import PromiseLine
from missions.selectors.promises import Line

_HEAD = (
    _("날짜"),
    _("자녀"),
    _("보호자"),
    _("코스"),
    _("무엇"),
    _("일어난 일"),
    _("더하고 뺀 것"),
    _("남은 것"),
    _("단위"),
    _("약속한 날"),
)
# With these, the full-width forms too, a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_of(lines: Iterable[Line], name: str) -> HttpResponse:
    """Lines as UTF-8 with a byte order mark, which spreadsheets need to read Korean."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(_HEAD)
    writer.writerows(_row(line) for line in lines)
    return response


def _row(line: Line) -> list[object]:
    words = [safe(word) for word in (line.child, line.giver, line.course, line.thing, line.what)]
    unit = say("원") if line.unit == PromiseLine.Unit.WON else say("개")
    due = line.due_on.isoformat() if line.due_on else ""
    return [line.day.isoformat(), *words, line.effect, line.left, unit, due]


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
