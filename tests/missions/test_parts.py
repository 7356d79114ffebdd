"""나눠 받기: each part is earned once its 복습하는 날 has come and its lessons are finished."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from accounts.models import Notification
from missions.models import Mission, Part, PromiseLine
from missions.services import sweep
from missions.wording import NOTICES
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_world, study

DAY = timedelta(days=1)
FIRST = MONDAY + 4 * DAY  # the first 복습하는 날, a Friday; the others a week and two weeks later
SECOND, THIRD = FIRST + 7 * DAY, FIRST + 14 * DAY
SHARES = {"kind": "money", "title": "용돈", "amount": 9000, "parts": (2000, 3000, 4000)}


@pytest.fixture
def world(db: None) -> World:
    return make_world(words=12)


def earned(mission: Mission) -> list[tuple[str, int]]:
    lines = PromiseLine.objects.filter(mission=mission, kind="earned").order_by("pk")
    return [(line.key.split(":", 2)[2], line.effect) for line in lines]


def sweep_on(day: object) -> None:
    sweep.run_daily(now=at(day, 3))  # type: ignore[arg-type]


def test_the_parts_are_planned_on_the_review_days_when_both_agree(world: World) -> None:
    mission = world.running(**SHARES)
    assert list(mission.parts.order_by("j").values_list("j", "amount", "comes_on", "earned_on")) == [
        (1, 2000, FIRST, None),
        (2, 3000, SECOND, None),
        (3, 4000, mission.ends_on, None),
    ]


def test_a_part_is_earned_by_the_lesson_that_was_missing(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 3, day=FIRST)
    assert earned(mission) == []
    study(mission, 1, day=FIRST + 3 * DAY)
    line = mission.lines.get()
    assert earned(mission) == [("part:1", 2000)]
    assert (line.due_on, line.giver, line.unit) == (FIRST + 10 * DAY, world.mother, "won")
    assert Part.objects.get(j=1).earned_on == FIRST + 3 * DAY


def test_a_part_whose_lessons_are_finished_is_earned_when_its_day_comes(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 4, day=MONDAY + 2 * DAY)
    sweep_on(FIRST - DAY)
    assert earned(mission) == []
    sweep_on(FIRST)
    assert earned(mission) == [("part:1", 2000)]
    assert Part.objects.get(j=1).earned_on == FIRST
    assert fresh(mission).state == "running"


def test_a_part_with_a_missing_lesson_holds_the_sweep_up_for_nothing(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 3, day=MONDAY)
    for _night in range(2):
        sweep_on(SECOND)
    assert earned(mission) == []


def test_a_sweep_that_slept_earns_what_each_day_brought_once(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 8, day=MONDAY + 2 * DAY)
    for _time in range(3):
        sweep_on(SECOND + 2 * DAY)
    assert earned(mission) == [("part:1", 2000), ("part:2", 3000)]
    assert list(Part.objects.order_by("j").values_list("earned_on", flat=True)) == [FIRST, SECOND, None]
    assert [line.due_on for line in mission.lines.order_by("pk")] == [FIRST + 7 * DAY, SECOND + 7 * DAY]


def test_a_lesson_out_of_order_earns_nothing_before_the_first_four_are_finished(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 12, day=MONDAY)
    first = world.course.places.order_by("order").first()
    assert first is not None
    mission.child.study_sessions.filter(lesson=first.lesson).delete()
    sweep_on(SECOND)
    assert earned(mission) == []


def test_done_earns_the_rest_in_one_line(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 4, day=FIRST, recalled_on=FIRST)
    study(mission, 8, day=SECOND - DAY, recalled_on=SECOND - DAY)
    assert fresh(mission).state == "achieved"
    assert earned(mission) == [("part:1", 2000), ("goal", 7000)]
    assert not mission.parts.filter(earned_on=None).exists()
    assert mission.lines.aggregate(all=Sum("effect"))["all"] == 9000


def test_makeup_earns_parts_too_and_they_stay_when_the_period_closes(world: World) -> None:
    mission = world.running(**SHARES)
    sweep_on(mission.ends_on + DAY)
    assert fresh(mission).state == "makeup"
    study(mission, 4, day=mission.ends_on + 3 * DAY)
    assert earned(mission) == [("part:1", 2000)]
    sweep_on(mission.ends_on + 60 * DAY)
    assert fresh(mission).state == "closed"
    assert earned(mission) == [("part:1", 2000)]
    assert list(Part.objects.filter(earned_on=None).values_list("j", flat=True)) == [2, 3]


def test_both_hear_of_a_part_once_with_its_sum_and_its_day(world: World) -> None:
    mission = world.running(**SHARES)
    study(mission, 4, day=FIRST)
    sweep_on(FIRST + DAY)
    told = Notification.objects.filter(kind="mission_part_earned")
    assert {notice.recipient for notice in told} == {world.mother, world.child}
    sentence = NOTICES["mission_part_earned"](told[0].data)
    assert "2,000원" in sentence
    assert "3월\u00a020일" in sentence


def test_without_parts_nothing_is_earned_before_the_end(world: World) -> None:
    mission = world.running(kind="money", title="용돈", amount=9000)
    study(mission, 8, day=MONDAY)
    sweep_on(THIRD)
    assert earned(mission) == []


@pytest.mark.parametrize("shares", [(4500, 4500), (2000, 3000, 3999), (0, 5000, 4000), (9000,)])
def test_parts_that_do_not_add_up_are_refused(world: World, shares: tuple[int, ...]) -> None:
    with pytest.raises(Refused) as no:
        world.propose(now=NOW, **(SHARES | {"parts": shares}))
    assert (no.value.code, no.value.field) == ("wrong_parts", "amount")
    assert not Mission.objects.exists()
