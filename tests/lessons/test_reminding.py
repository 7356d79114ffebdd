"""The one reminder of a study day: to whom, when, and when not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Delivery, Notification
from accounts.services.reaching import set_remind_guardian, set_remind_hour
from families.models import RestDay
from lessons.models import Enrolment
from lessons.services.reminding import remind_children
from oneco.lib import clock
from tests.factories import make_guardian, make_teen
from tests.missions.world import MONDAY, NOW, World, at, make_world, study

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def world() -> World:
    """A child whose mission of Monday to Friday began on Monday."""
    world = make_world()
    world.running()
    return world


def reminders() -> list[tuple[int, date]]:
    rows = Notification.objects.filter(kind="study_reminder").order_by("pk")
    return [(row.recipient_id, clock.study_date(row.created_at)) for row in rows]


def remind_all_day(day: date) -> int:
    """As the hourly job does, from 08:00 to 23:00; how many were told."""
    return sum(remind_children(now=at(day, hour)) for hour in range(8, 24))


def test_a_child_with_something_left_is_reminded_at_its_hour_and_once(world: World) -> None:
    assert remind_children(now=at(TUESDAY, 16)) == 0
    assert remind_children(now=at(TUESDAY, 17)) == 1
    assert remind_all_day(TUESDAY) == 0
    assert reminders() == [(world.child.pk, TUESDAY)]
    notice = Notification.objects.get(kind="study_reminder")
    assert (notice.data["child"], notice.data["voice"], notice.data["url"]) == ("서하", "warm", "/today/")


def test_the_hour_is_the_childs_own(world: World) -> None:
    set_remind_hour(world.child, hour=8)
    assert remind_children(now=at(TUESDAY, 8)) == 1
    set_remind_hour(world.child, hour=None)
    assert remind_all_day(TUESDAY + timedelta(days=1)) == 0


def test_a_day_that_is_done_needs_no_reminder(world: World) -> None:
    study(world.child.missions.get(), 1, day=TUESDAY)
    assert remind_all_day(TUESDAY) == 0


def test_no_study_day_no_reminder(world: World) -> None:
    saturday, holiday = MONDAY + timedelta(days=5), TUESDAY
    RestDay.objects.create(
        scope=f"child:{world.child.pk}", date=holiday, kind="sick", state="taken", by=world.child, at=NOW
    )
    assert remind_all_day(saturday) + remind_all_day(holiday) == 0


def test_without_a_mission_nobody_is_reminded(world: World) -> None:
    Enrolment.objects.update(closed_at=NOW)
    assert remind_all_day(TUESDAY) == 0


def test_who_was_stopped_is_not_reminded(world: World) -> None:
    world.child.is_active = False
    world.child.save()
    assert remind_all_day(TUESDAY) == 0


def test_a_guardian_takes_it_on_its_phone(world: World) -> None:
    set_remind_guardian(world.child, guardian=world.father)
    assert remind_all_day(TUESDAY) == 1
    assert reminders() == [(world.father.pk, TUESDAY)]
    assert Delivery.objects.get(kind="study_reminder").channel == "email"


def test_who_is_no_guardian_of_it_any_more_takes_nothing(world: World) -> None:
    set_remind_guardian(world.child, guardian=world.father)
    world.father.memberships.update(state="left")
    remind_all_day(TUESDAY)
    assert reminders() == [(world.child.pk, TUESDAY)]
    set_remind_guardian(world.child, guardian=make_guardian())
    remind_all_day(TUESDAY + timedelta(days=1))
    assert reminders()[1:] == [(world.child.pk, TUESDAY + timedelta(days=1))]


def test_a_worker_that_was_down_is_a_little_late_but_never_at_night(world: World) -> None:
    assert remind_children(now=at(TUESDAY, 19)) == 1
    assert remind_children(now=at(TUESDAY + timedelta(days=1), 20)) == 0
    set_remind_hour(world.child, hour=20)
    assert remind_children(now=at(TUESDAY + timedelta(days=1), 21)) == 0


def test_many_cost_as_many_queries_as_few(world: World) -> None:
    course, counts = world.course, []
    for size in (3, 30):
        for _ in range(size):
            teen = make_teen(world.family)
            Enrolment.objects.create(
                child=teen,
                course=course,
                family=world.family,
                first_day=MONDAY,
                weekdays="1111100",
                opened_at=NOW,
            )
        with CaptureQueriesContext(connection) as queries:
            assert remind_children(now=at(TUESDAY + timedelta(days=len(counts)), 17)) >= size
        counts.append(len(queries))
    assert counts[0] == counts[1]
