"""이상한 곳이 있어요: a reader tells that something in a lesson is wrong."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from lessons.models import ErrorReport, Item, LessonVersion
from oneco.lib.clock import study_date
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

A_DAY = 5


@use_case
def report_error(
    version: LessonVersion, *, by: User, text: str, item_key: str = "", now: datetime
) -> ErrorReport:
    """Keep a report on the version that was read; a question it does not have is left out.

    The same words again the same day are one report. Raises Refused after the fifth of a study date.
    """
    User.objects.select_for_update().get(pk=by.pk)
    day = study_date(now)
    if not Item.objects.filter(version=version, key=item_key).exists():
        item_key = ""
    mine = ErrorReport.objects.filter(by=by, day=day)
    same = mine.filter(version=version, item_key=item_key, text=text).first()
    if same is not None:
        return same
    if mine.count() >= A_DAY:
        raise Refused(
            _("오늘은 다섯 번 알려 주었어요. 나머지는 내일 알려 줄래요? 적은 것은 그대로 있어요."),
            field="text",
            code="too-many-reports",
            status=429,
        )
    return ErrorReport.objects.create(
        lesson=version.lesson, version=version, item_key=item_key, by=by, text=text, day=day, at=now
    )
