"""The admin opens on what waits today."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Delivery, Notification, User
from families.models import ConsentRequest
from lessons.models import ErrorReport, Fact, LessonVersion, NewsLink
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, make_staff, signed_in
from tests.shelf import fill_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return signed_in(make_staff())


def duties(desk: Client) -> dict[str, Any]:
    page = desk.get(reverse("admin:index"))
    assert page.status_code == 200
    return {str(duty.title): duty for duty in page.context["duties"]}


def make_everything(times: int = 1) -> None:
    """Each kind of work, once or several times."""
    fill_shelf()
    now, today = clock.now(), clock.today()
    version = LessonVersion.objects.get(lesson__code="U01.4", published=1)
    guardian = make_guardian()
    family = make_family(guardian)
    Fact.objects.all().delete()
    for n in range(times):
        ErrorReport.objects.create(lesson=version.lesson, version=version, text="?", day=today, at=now)
        ErrorReport.objects.create(
            lesson=version.lesson, version=version, text="?", day=today, at=now, state="kept"
        )
        for days in (-1, 0, 31):
            Fact.objects.create(
                key=f"f{n}-{days + 1}",
                value="1",
                effective_on=today,
                source="고시",
                check_by=today + timedelta(days=days),
            )
        for place, state in enumerate(("draft", "review", "retired")):
            LessonVersion.objects.create(
                lesson=version.lesson,
                number=10 + 3 * n + place,
                state=state,
                origin="admin",
                content={},
                created_at=now,
            )
        NewsLink.objects.create(
            lesson=version.lesson, title="기사", url="https://n.example", published_on=today
        )
        for hours in (-1, 1):
            ConsentRequest.objects.create(
                family=family,
                guardian=guardian,
                draft={},
                created_at=now,
                expires_at=now + timedelta(hours=hours),
            )
        notice = Notification.objects.create(recipient=guardian, kind="x", key=f"x{n}", created_at=now)
        for channel, state in (("email", "parked"), ("push", "sent")):
            Delivery.objects.create(notification=notice, channel=channel, state=state)


def test_nothing_to_do_says_so(desk: Client) -> None:
    html = desk.get(reverse("admin:index")).content.decode()
    assert "지금은 기다리는 일이 없어요" in html
    assert "오늘 볼 일" in html


@pytest.mark.parametrize("times", [1, 3])
def test_each_kind_of_work_is_counted_and_its_list_shows_just_that(
    desk: Client, settings: Any, times: int
) -> None:
    settings.CONSENT_METHOD = "paper"
    make_everything(times)
    found = duties(desk)
    assert len(found) == 8
    assert {duty.count for duty in found.values()} == {times}
    for duty in found.values():
        listed = desk.get(duty.url)
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == times, duty.url


def test_papers_wait_only_where_consent_is_given_on_paper(desk: Client, settings: Any) -> None:
    settings.CONSENT_METHOD = "email"
    make_everything()
    assert len(duties(desk)) == 7


def test_the_first_page_costs_the_same_for_much_work(desk: Client, settings: Any) -> None:
    settings.CONSENT_METHOD = "paper"
    desk.get(reverse("admin:index"))  # content types are read once
    with CaptureQueriesContext(connection) as idle:
        desk.get(reverse("admin:index"))
    make_everything(5)
    with CaptureQueriesContext(connection) as busy:
        desk.get(reverse("admin:index"))
    assert len(idle) == len(busy) <= 11


def test_work_is_shown_to_whom_may_see_it() -> None:
    make_everything()
    staff = make_staff()
    User.objects.filter(pk=staff.pk).update(is_superuser=False)
    staff.user_permissions.add(Permission.objects.get(codename="view_newslink"))
    assert list(duties(signed_in(staff))) == ["확인하지 않은 뉴스"]


@pytest.mark.parametrize("make", [make_guardian, make_child])
def test_others_do_not_see_it(make: Any) -> None:
    assert signed_in(make()).get(reverse("admin:index")).status_code == 403


def test_deliveries_are_to_look_at_without_names(desk: Client) -> None:
    make_everything()
    parked = Delivery.objects.get(state="parked")
    guardian = parked.notification.recipient
    page = desk.get(reverse("admin:accounts_delivery_change", args=[parked.pk]))
    assert page.status_code == 200
    assert guardian.email not in page.content.decode()
    assert desk.post(reverse("admin:accounts_delivery_change", args=[parked.pk]), {}).status_code == 403
