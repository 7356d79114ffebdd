"""The admin as staff meets it: it opens on 오늘 볼 일, gathered from every app."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import person
from accounts.models import Delivery, User
from families.models import ConsentFault, ConsentRequest
from lessons.selectors.staff import content_duties
from oneco.lib import clock


@dataclass(frozen=True)
class Duty:
    """Something that waits for staff: how many, and the list that shows just these."""

    title: str | Promise
    count: int
    url: str
    urgent: bool = False


def duties_of(user: User, *, now: datetime, today: date) -> list[Duty]:
    """What waits today of all that this person may see, the most pressing first. At most eight queries."""
    content = content_duties(today)
    rows = [
        _duty("lessons.errorreport", _("읽을 오류 제보"), content.reports, "state__exact=open", urgent=True),
        _duty(
            "lessons.fact",
            _("확인할 날이 지난 수(문장이 숨어 있어요)"),
            content.stale_facts,
            "due=stale",
            urgent=True,
        ),
        _duty("accounts.delivery", _("멈춰 선 알림"), _parked(), "state__exact=parked", urgent=True),
        _duty("families.consentrequest", _("확인할 종이 동의서"), _papers(now), "waiting=yes", urgent=True),
        _duty("families.consentfault", _("살펴볼 동의"), ConsentFault.objects.count(), "", urgent=True),
        _duty("lessons.lessonversion", _("검토를 기다리는 판"), content.reviews, "state__exact=review"),
        _duty("lessons.fact", _("30일 안에 다시 확인할 수"), content.facts_soon, "due=soon"),
        _duty("lessons.newslink", _("확인하지 않은 뉴스"), content.news, "checked=no"),
        _duty("lessons.lessonversion", _("쓰다 둔 초안"), content.drafts, "state__exact=draft"),
    ]
    return [duty for label, duty in rows if duty.count and _may_see(user, label)]


def _duty(label: str, title: str, count: int, query: str, *, urgent: bool = False) -> tuple[str, Duty]:
    url = reverse(f"admin:{label.replace('.', '_')}_changelist")
    return label, Duty(title, count, f"{url}?{query}", urgent)


def _may_see(user: User, label: str) -> bool:
    app, _dot, model = label.partition(".")
    return user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")


def _parked() -> int:
    return Delivery.objects.filter(state=Delivery.State.PARKED).count()


def _papers(now: datetime) -> int:
    if settings.CONSENT_METHOD != "paper":
        return 0
    return ConsentRequest.objects.filter(used_at=None, expires_at__gt=now).count()


class StaffSite(admin.AdminSite):
    """Django's admin with what waits today on its first page."""

    site_header = gettext_lazy("원코 운영")
    site_title = gettext_lazy("원코 운영")
    index_title = gettext_lazy("오늘 볼 일")
    index_template = "admin/today.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """오늘 볼 일, and below it everything else."""
        duties = duties_of(person(request), now=clock.now(), today=clock.today())
        return super().index(request, {**(extra_context or {}), "duties": duties})
