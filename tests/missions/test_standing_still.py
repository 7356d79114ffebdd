"""While a consent is withdrawn the child's missions stand still, and lose no day by it."""

from datetime import date, timedelta

from families.models import RestDay
from families.services.consents import renew_consent, withdraw_consent
from missions.models import Mission
from missions.services import offers, sweep
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


def days_of(mission: Mission) -> tuple[date, date]:
    after = fresh(mission)
    return after.starts_on, after.ends_on


def test_days_without_consent_are_not_asked_for(world: World) -> None:
    mission = world.running()
    assert days_of(mission) == (MONDAY, FRIDAY)
    withdraw_consent(world.child, actor=world.mother, now=NOW)
    assert days_of(mission) == (MONDAY, FRIDAY + 7 * DAY)
    renew_consent(world.child, actor=world.father, now=at(MONDAY + 2 * DAY))
    assert days_of(mission) == (MONDAY, FRIDAY + 3 * DAY)  # Tuesday was lost, the weekend lies between
    assert list(RestDay.objects.values_list("date", flat=True)) == [MONDAY + DAY]
    assert mission.events.filter(kind="moved_days").count() == 2


def test_what_waits_behind_moves_along(world: World) -> None:
    first = world.running()
    second = world.propose(first_day=FRIDAY + 3 * DAY, course=make_course("two", 4, "둘째 코스"))
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    withdraw_consent(world.child, actor=world.mother, now=NOW)
    assert days_of(second)[0] > days_of(first)[1]


def test_makeup_is_not_over_while_the_child_is_kept_out(world: World) -> None:
    mission = world.running()
    now = at(FRIDAY + DAY)
    sweep.run_daily(now=now)
    until = fresh(mission).makeup_until
    assert until is not None
    withdraw_consent(world.child, actor=world.mother, now=now)
    after = fresh(mission)
    assert (after.state, after.ends_on) == ("makeup", FRIDAY)
    assert after.makeup_until is not None
    assert after.makeup_until > until
