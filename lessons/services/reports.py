"""Staff's answer to a reader's error report."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notify import notify
from lessons.models import ErrorReport
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def answer_report(report_id: int, *, mended: bool, actor: User, now: datetime) -> ErrorReport:
    """고침 or 그대로 둠, once. The reader is told when something was mended; silence says no less kindly that
    it was read. Raises Refused for a report answered before."""
    state = ErrorReport.State.MENDED if mended else ErrorReport.State.KEPT
    open_one = ErrorReport.objects.filter(pk=report_id, state=ErrorReport.State.OPEN)
    if not open_one.update(state=state):
        raise Refused(_("이미 답한 제보예요."), code="answered")
    report = ErrorReport.objects.select_related("lesson", "by").get(pk=report_id)
    LogEntry.objects.create(
        user=actor,
        action_time=now,
        content_type=ContentType.objects.get_for_model(ErrorReport),
        object_id=str(report.pk),
        object_repr=str(report)[:200],
        action_flag=CHANGE,
        change_message=str(state.label),
    )
    if mended and report.by is not None:
        data = {"word": report.lesson.ko, "url": reverse("lessons:word", args=[report.lesson.code])}
        notify(report.by, "report_answered", f"report:{report.pk}:mended", data, now=now)
    return report
