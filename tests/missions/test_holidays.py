"""Staff change a 공휴일, and the missions that skip it follow."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from families.models import Holiday
from missions.models import Mission, MissionEvent
from missions.services import holidays, offers
from tests.factories import make_child, make_family, make_guardian, make_staff, signed_in
from tests.missions.test_resting import days, rest, told
from tests.missions.world import MONDAY, NOW, World, fresh, make_course

DAY = timedelta(days=1)
WEDNESDAY, FRIDAY = MONDAY + 2 * DAY, MONDAY + 4 * DAY
Committed = Callable[..., Any]


@pytest.fixture
def staff(world: World) -> Client:
    return signed_in(make_staff())


def add(staff: Client, day: date, *, on: bool = True) -> None:
    data = {"date": day.isoformat(), "name": "임시공휴일", "is_holiday": "on" if on else ""}
    assert staff.post(reverse("admin:families_holiday_add"), data).status_code == 302


def test_a_new_holiday_moves_the_last_day_and_tells_both_sides(
    world: World, staff: Client, django_capture_on_commit_callbacks: Committed
) -> None:
    mission = world.running()
    with django_capture_on_commit_callbacks(execute=True):
        add(staff, WEDNESDAY)
    assert days(mission) == (MONDAY, FRIDAY + 3 * DAY, None)
    event = MissionEvent.objects.filter(mission=mission).latest("pk")
    assert (event.kind, event.by, event.data["days"]) == ("moved_days", None, [str(WEDNESDAY)])
    for person in (world.child, world.mother):
        assert told(person)[-1][1].startswith("공휴일이 바뀌어서 ‘첫 주 맛보기’ 미션의 마지막 날이")


def test_taking_it_out_again_brings_the_days_back(world: World) -> None:
    running = world.running()
    second = world.propose(course=make_course("two", 4, "둘"), first_day=MONDAY + 7 * DAY)
    waiting = offers.accept_mission(second.pk, actor=world.child, now=NOW)
    before = days(running), days(waiting)
    row = Holiday.objects.create(date=WEDNESDAY, name="임시공휴일")
    assert holidays.follow_holidays([WEDNESDAY], now=NOW) == 2
    assert days(waiting)[0] == MONDAY + 8 * DAY
    row.delete()
    assert holidays.follow_holidays([WEDNESDAY], now=NOW) == 2
    assert (days(running), days(waiting)) == before


def test_a_holiday_deleted_by_staff_moves_too(
    world: World, staff: Client, django_capture_on_commit_callbacks: Committed
) -> None:
    mission = world.running()
    row = Holiday.objects.create(date=WEDNESDAY, name="임시공휴일")
    holidays.follow_holidays([WEDNESDAY], now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("admin:families_holiday_delete", args=[row.pk]), {"post": "yes"})
    assert days(mission)[1] == FRIDAY


def test_a_holiday_put_on_another_date_moves_both(
    world: World, staff: Client, django_capture_on_commit_callbacks: Committed
) -> None:
    mission = world.running()
    with django_capture_on_commit_callbacks(execute=True):
        add(staff, WEDNESDAY)
    row = Holiday.objects.get(date=WEDNESDAY)
    moved = {"date": str(FRIDAY + DAY), "name": row.name, "is_holiday": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("admin:families_holiday_change", args=[row.pk]), moved)
    assert days(mission)[1] == FRIDAY
    with django_capture_on_commit_callbacks(execute=True):
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        staff.post(reverse("admin:families_holiday_changelist"), chosen)
    assert not Holiday.objects.filter(pk=row.pk).exists()
    assert days(mission)[1] == FRIDAY


def test_a_known_holiday_can_be_taken_out(world: World) -> None:
    mission = world.propose(first_day=date(2026, 5, 4))  # 5월 5일 is 어린이날
    offers.accept_mission(mission.pk, actor=world.child, now=NOW)
    assert days(mission)[:2] == (date(2026, 5, 4), date(2026, 5, 11))
    Holiday.objects.create(date=date(2026, 5, 5), name="어린이날", is_holiday=False)
    assert holidays.follow_holidays([date(2026, 5, 5)], now=NOW) == 1
    assert holidays.follow_holidays([date(2026, 5, 5)], now=NOW) == 0
    assert days(mission)[:2] == (date(2026, 5, 4), date(2026, 5, 8))


def test_a_rest_day_taken_before_the_holiday_was_followed_hides_it_from_nobody(world: World) -> None:
    mission = world.running()
    Holiday.objects.create(date=WEDNESDAY, name="임시공휴일")
    rest(world, "sick", WEDNESDAY)
    holidays.follow_holidays([WEDNESDAY], now=NOW)
    assert days(mission)[1] == FRIDAY + 3 * DAY


def test_who_studies_on_holidays_and_what_is_over_stay(world: World) -> None:
    mission = world.running(on_holidays=True)
    over = Mission.objects.create(
        family=world.family,
        child=world.child,
        guardian=world.mother,
        course=make_course("two", 4, "둘"),
        state="closed",
        starts_on=MONDAY,
        ends_on=FRIDAY,
        created_at=NOW,
        moved_at=NOW,
    )
    Holiday.objects.create(date=WEDNESDAY, name="임시공휴일")
    assert holidays.follow_holidays([WEDNESDAY], now=NOW) == 0
    assert days(mission)[1] == days(over)[1] == FRIDAY


def test_everybody_follows_in_chunks_and_one_that_fails_holds_up_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [world.running()]
    for n in range(4):
        guardian = make_guardian()
        family = make_family(guardian)
        child = make_child(family, guardian, name=f"아이{n}")
        offer = offers.propose_mission(family, child=child, terms=world.terms(), actor=guardian, now=NOW)
        made.append(offers.accept_mission(offer.pk, actor=child, now=NOW))
    Holiday.objects.create(date=WEDNESDAY, name="임시공휴일")
    monkeypatch.setattr(holidays, "CHUNK", 2)
    broken = made[2]
    Mission.objects.filter(pk=broken.pk).update(agreed_offer=None)
    assert holidays.follow_holidays([WEDNESDAY], now=NOW) == 4
    moved = [fresh(mission).ends_on == FRIDAY + 3 * DAY for mission in made]
    assert moved == [True, True, False, True, True]
