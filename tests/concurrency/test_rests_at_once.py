"""Rest days pressed on two phones at once, against each other and against the day's sweep."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notification
from families.models import Holiday, RestDay
from lessons.selectors.days import calendar_of
from missions.models import Mission, MissionEvent
from missions.services import holidays, offers, resting, sweep
from missions.services.rest_plans import Wish
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.concurrency.crowd import CROWD, at_once, counts, press
from tests.factories import add_member, make_family, make_guardian
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, make_world

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def take(world: World, kind: str, first: date, last: date | None = None, **more: Any) -> Callable[[], str]:
    """A press, and what came of it."""
    wish = Wish(kind, first, last or first, world.child, more.get("family", world.family))
    actor, now = more.get("actor", world.child), more.get("now", NOW)

    def pressed() -> str:
        try:
            return resting.take_rests(wish, actor=actor, now=now).state
        except Refused as no:
            return no.code

    return pressed


def agrees(mission: Mission, length: int = 5) -> bool:
    """Whether its last day is what a new computation gives."""
    mission = fresh(mission)
    assert mission.enrolment is not None
    return calendar_of(mission.enrolment).nth(length) == mission.ends_on


def test_one_rest_day_pressed_on_twenty_phones_is_one_shift(world: World) -> None:
    now = clock.now()
    made = world.propose(now=now, first_day=clock.today(), weekdays="1111111", on_holidays=True)
    mission = offers.accept_mission(made.pk, actor=world.child, now=now)
    data = {"kind": "rest", "first": (clock.today() + DAY).isoformat()}
    path = reverse("missions:rests", args=[world.child.pk])
    answers = press([world.child, world.mother] * (CROWD // 2), path, data)
    assert counts(answers) == {302: CROWD}
    assert RestDay.objects.count() == 1
    assert fresh(mission).ends_on == mission.ends_on + DAY
    assert MissionEvent.objects.filter(kind="moved_days").count() == 1
    assert Notification.objects.filter(kind="mission_last_day_moved").count() == 1


def test_different_days_at_once_all_count_and_none_twice(world: World) -> None:
    mission = world.running()
    days = [MONDAY + n * DAY for n in range(5)]
    presses = [take(world, "sick", day) for day in days] + [take(world, "exam", day) for day in days]
    assert set(at_once(presses)) == {"taken"}
    assert RestDay.objects.count() == 5
    assert agrees(mission)
    assert fresh(mission).ends_on == MONDAY + 11 * DAY
    assert MissionEvent.objects.filter(kind="moved_days").count() == 5


def test_three_free_days_at_once_are_two_and_a_question(world: World) -> None:
    mission = world.running()
    states = at_once([take(world, "rest", MONDAY + n * DAY) for n in range(1, 4)])
    assert sorted(states) == ["asked", "taken", "taken"]
    assert fresh(mission).ends_on == MONDAY + 8 * DAY


def test_taking_and_giving_back_at_once_leave_a_calendar_that_agrees(world: World) -> None:
    mission = world.running()
    wish = Wish("sick", MONDAY + DAY, MONDAY + 2 * DAY, world.child, world.family)

    def back() -> str:
        return resting.give_back_rests(wish, actor=world.mother, now=NOW).state

    at_once([take(world, "sick", wish.first, wish.last), back] * 6)
    assert RestDay.objects.count() in (0, 2)
    assert agrees(mission)


def test_the_28_days_hold_when_two_homes_press_at_once(world: World) -> None:
    """Illness of one home and the trip of the other meet on the child's missions in both."""
    aunt = make_guardian(name="이모")
    home = make_family(aunt, name="이모네")
    add_member(home, world.child)
    world.course = make_course("long", 20, "긴 코스")
    mission = world.running(weekdays="1111111", on_holidays=True)
    before = mission.ends_on
    results = at_once(
        [
            take(world, "trip", MONDAY + DAY, MONDAY + 20 * DAY, actor=world.mother),
            take(world, "exam", MONDAY + 21 * DAY, MONDAY + 34 * DAY, actor=aunt, family=home),
            take(world, "exam", MONDAY + 35 * DAY, MONDAY + 48 * DAY, actor=world.father),
        ]
    )
    assert "rested_enough" in results
    assert agrees(mission, 25)
    assert (fresh(mission).ends_on - before).days in (14, 20, 28)


@pytest.mark.parametrize("day", [FRIDAY, FRIDAY - DAY])
def test_a_rest_day_against_the_days_sweep_leaves_one_outcome(world: World, day: date) -> None:
    """The last day was yesterday: it is judged, it is taken out, or it is judged and runs again."""
    mission = world.running()
    second = world.propose(course=make_course("two", 4, "둘"), first_day=MONDAY + 7 * DAY)
    second = offers.accept_mission(second.pk, actor=world.child, now=NOW)
    now = at(FRIDAY + DAY)
    at_once(
        [
            take(world, "sick", day, now=now),
            lambda: str(sweep.run_daily(now=now)),
            take(world, "sick", day, actor=world.mother, now=now),
            lambda: str(sweep.run_daily(now=now)),
        ]
    )
    mission, second = fresh(mission), fresh(second)
    assert (mission.state, mission.makeup_until) == ("running", None)
    assert mission.ends_on == MONDAY + 7 * DAY
    assert second.starts_on == MONDAY + 8 * DAY
    kinds = list(mission.events.order_by("pk").values_list("kind", flat=True))[3:]
    assert kinds in (["moved_days"], ["fall_short", "resume"])


def test_the_silence_ends_once_and_not_beside_an_answer(world: World) -> None:
    mission = world.running()
    for n in (1, 2, 3):
        take(world, "rest", MONDAY + n * DAY)()
    now = NOW + resting.SILENCE
    wish = Wish("rest", MONDAY + 3 * DAY, MONDAY + 3 * DAY, world.child, world.family)

    def answer() -> str:
        try:
            resting.answer_rest_wish(wish, yes=False, actor=world.mother, now=now)
        except Refused as no:
            return no.code
        return "kept"

    results = at_once([lambda: str(resting.take_silent_rests(now=now)), answer] * 3)
    rest = RestDay.objects.get(date=wish.first)
    assert results.count("kept") in (0, 3)
    assert rest.state == ("refused" if "kept" in results else "taken")
    assert fresh(mission).ends_on == MONDAY + (8 if rest.state == "refused" else 9) * DAY
    assert Notification.objects.filter(recipient=world.child, kind="rest_kept").count() == ("kept" in results)


def test_a_new_holiday_and_a_rest_day_on_the_same_date_are_one_shift(world: World) -> None:
    mission = world.running()
    day = MONDAY + 2 * DAY
    Holiday.objects.create(date=day, name="임시공휴일")
    at_once([take(world, "sick", day), lambda: str(holidays.follow_holidays([day], now=NOW))])
    assert agrees(mission)
    assert fresh(mission).ends_on == MONDAY + 7 * DAY
