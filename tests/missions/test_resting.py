"""쉬는 날, 아픈 날, 시험기간, 여행: who may take them, what they move, what is said."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Notification, User
from accounts.wording import sentence
from families.models import Family, RestDay
from families.services import consents
from lessons.selectors.days import calendar_of
from missions.models import Mission, MissionEvent
from missions.services import offers, resting, sweep
from missions.services.rest_plans import Plan, Wish
from oneco.lib.errors import Refused
from tests.factories import add_member, make_child, make_family, make_guardian
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, study

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY
NEXT_MONDAY = MONDAY + 7 * DAY


def wish(world: World, kind: str, first: date, last: date | None = None, **changes: Any) -> Wish:
    facts: dict[str, Any] = {"child": world.child, "family": world.family} | changes
    return Wish(kind, first, last or first, **facts)


def rest(
    world: World,
    kind: str,
    first: date,
    last: date | None = None,
    *,
    by: User | None = None,
    on: date = MONDAY,
    **changes: Any,
) -> Plan:
    wanted = wish(world, kind, first, last, **changes)
    return resting.take_rests(wanted, actor=by or world.child, now=at(on))


def back(
    world: World, kind: str, first: date, last: date | None = None, *, by: User, on: date = MONDAY
) -> None:
    resting.give_back_rests(wish(world, kind, first, last), actor=by, now=at(on))


def answer(world: World, day: date, *, yes: bool, by: User, on: date = MONDAY) -> None:
    resting.answer_rest_wish(wish(world, "rest", day), yes=yes, actor=by, now=at(on))


def days(mission: Mission) -> tuple[date, date, date | None]:
    mission = fresh(mission)
    return mission.starts_on, mission.ends_on, mission.makeup_until


def told(person: User) -> list[tuple[str, str]]:
    """What somebody was told of rest days, as (kind, text)."""
    rows = Notification.objects.filter(recipient=person, kind__regex="rest_|last_day|moved_days")
    return [(row.kind, plain(sentence(row.kind, row.data))) for row in rows.order_by("pk")]


def plain(text: str) -> str:
    """A sentence without the marks that hold a date together."""
    return text.replace("\u00a0", " ").replace("\u2060", "")


# --- what moves ------------------------------------------------------------------------------------------


def test_a_rest_day_moves_the_last_day_by_one_study_day(world: World) -> None:
    mission = world.running()
    plan = rest(world, "rest", MONDAY + 2 * DAY)
    assert (plan.state, plan.days) == ("taken", [MONDAY + 2 * DAY])
    assert days(mission) == (MONDAY, NEXT_MONDAY, None)
    event = MissionEvent.objects.filter(mission=mission).latest("pk")
    assert (event.kind, event.by) == ("moved_days", world.child)
    assert event.data["before"]["ends_on"] == str(FRIDAY)
    assert event.data["after"]["ends_on"] == str(NEXT_MONDAY)
    assert event.data["days"] == [str(MONDAY + 2 * DAY)]


def test_the_other_side_is_told_and_the_one_who_pressed_is_not(world: World) -> None:
    world.running()
    rest(world, "rest", MONDAY + 2 * DAY)
    assert told(world.child) == []
    said = "3월 11일(수)에 쉬어서 ‘첫 주 맛보기’ 미션의 마지막 날이 3월 13일(금)에서 "
    assert told(world.mother) == [("mission_last_day_moved", said + "3월 16일(월)로 바뀌었어요.")]
    assert told(world.father) == []


def test_pressing_twice_is_once(world: World) -> None:
    mission = world.running()
    rest(world, "rest", MONDAY + 2 * DAY)
    again = rest(world, "rest", MONDAY + 2 * DAY)
    assert (again.state, again.days) == ("taken", [])
    assert days(mission) == (MONDAY, NEXT_MONDAY, None)
    assert RestDay.objects.count() == 1
    assert MissionEvent.objects.filter(kind="moved_days").count() == 1
    assert len(told(world.mother)) == 1


def test_days_that_are_no_study_days_move_nothing(world: World) -> None:
    mission = world.running()
    rest(world, "sick", FRIDAY + DAY, FRIDAY + 2 * DAY)  # Saturday and Sunday
    assert days(mission) == (MONDAY, FRIDAY, None)
    assert not MissionEvent.objects.filter(kind="moved_days").exists()
    assert told(world.mother) == []


def test_giving_a_day_back_brings_the_last_day_back(world: World) -> None:
    mission = world.running()
    rest(world, "rest", MONDAY + 2 * DAY)
    back(world, "rest", MONDAY + 2 * DAY, by=world.child)
    back(world, "rest", MONDAY + 2 * DAY, by=world.child)
    assert days(mission) == (MONDAY, FRIDAY, None)
    assert not RestDay.objects.exists()
    assert [text for _kind, text in told(world.mother)][-1].startswith("3월 11일(수)에 쉬지 않기로 해서")
    assert MissionEvent.objects.filter(kind="moved_days").count() == 2


def test_only_days_ahead_are_given_back(world: World) -> None:
    mission = world.running()
    rest(world, "sick", MONDAY, MONDAY + 2 * DAY)
    back(world, "sick", MONDAY, MONDAY + 2 * DAY, by=world.child, on=MONDAY + DAY)
    assert list(RestDay.objects.values_list("date", flat=True)) == [MONDAY, MONDAY + DAY]
    assert days(mission)[1] == MONDAY + 8 * DAY
    with pytest.raises(Refused, match="내일부터"):
        back(world, "sick", MONDAY, MONDAY + DAY, by=world.child, on=MONDAY + DAY)


def test_the_event_keeps_a_trail_that_a_new_computation_agrees_with(world: World) -> None:
    mission = world.running()
    rest(world, "exam", MONDAY + DAY, MONDAY + 3 * DAY)
    enrolment = fresh(mission).enrolment
    assert enrolment is not None
    assert calendar_of(enrolment).nth(5) == days(mission)[1] == MONDAY + 9 * DAY


# --- how far back, how long ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "first", "length", "code"),
    [
        ("sick", -3, 1, "rest_past"),
        ("sick", -2, 1, ""),
        ("sick", 14, 1, ""),
        ("sick", 15, 1, "rest_long"),
        ("exam", 0, 14, ""),
        ("exam", 0, 15, "rest_long"),
        ("trip", 0, 28, ""),
        ("trip", 0, 29, "rest_long"),
        ("exam", 1, 0, "rest_order"),
        ("trip", 366, 1, "rest_far"),
        ("rest", 1, 2, "rest_long"),
    ],
)
def test_a_press_reaches_so_far(world: World, kind: str, first: int, length: int, code: str) -> None:
    world.running()
    begin = MONDAY + first * DAY
    if not code:
        assert rest(world, kind, begin, begin + (length - 1) * DAY, by=world.mother).days
        return
    with pytest.raises(Refused) as refused:
        rest(world, kind, begin, begin + (length - 1) * DAY, by=world.mother)
    assert refused.value.code == code
    assert not RestDay.objects.exists()


def test_a_rest_day_is_spent_on_a_study_day_only(world: World) -> None:
    with pytest.raises(Refused, match="아직 약속한 미션이 없어요"):
        rest(world, "rest", MONDAY + DAY)
    world.running()
    for day in (FRIDAY + DAY, NEXT_MONDAY):
        with pytest.raises(Refused, match="배우는 날이 아니라서"):
            rest(world, "rest", day)
    assert not RestDay.objects.exists()


# --- the two of a child, and asking for more -------------------------------------------------------------


def three_asked(world: World) -> Mission:
    """A child that took its two and asks for Thursday."""
    mission = world.running()
    for n in (1, 2):
        assert rest(world, "rest", MONDAY + n * DAY).state == "taken"
    assert rest(world, "rest", MONDAY + 3 * DAY).state == "asked"
    return mission


def test_a_third_day_waits_and_moves_nothing(world: World) -> None:
    mission = three_asked(world)
    assert days(mission)[1] == MONDAY + 8 * DAY
    rest(world, "rest", MONDAY + 3 * DAY)  # asked twice is once
    for guardian in (world.mother, world.father):
        asked = [text for kind, text in told(guardian) if kind == "rest_asked"]
        assert asked == ["서하가 3월 12일(목)에 쉬고 싶대요. 48시간 안에 답해 주세요."]


def test_a_yes_of_any_guardian_counts_at_once(world: World) -> None:
    mission = three_asked(world)
    answer(world, MONDAY + 3 * DAY, yes=True, by=world.father)
    answer(world, MONDAY + 3 * DAY, yes=True, by=world.mother)
    assert days(mission)[1] == MONDAY + 9 * DAY
    kind, text = told(world.child)[-1]
    assert kind == "mission_last_day_moved"
    assert text.startswith("3월 12일(목)에 쉬어도 돼요.")
    with pytest.raises(Refused, match="이미 답한"):
        answer(world, MONDAY + 3 * DAY, yes=False, by=world.mother)


def test_a_no_leaves_the_day_and_may_be_asked_again(world: World) -> None:
    mission = three_asked(world)
    answer(world, MONDAY + 3 * DAY, yes=False, by=world.mother)
    answer(world, MONDAY + 3 * DAY, yes=False, by=world.mother)
    assert days(mission)[1] == MONDAY + 8 * DAY
    assert told(world.child) == [("rest_kept", "3월 12일(목)은 쉬지 않고 배우기로 했어요.")]
    assert rest(world, "rest", MONDAY + 3 * DAY).state == "asked"
    answer(world, MONDAY + 3 * DAY, yes=True, by=world.mother)
    assert RestDay.objects.get(date=MONDAY + 3 * DAY).state == "taken"


def test_silence_of_48_hours_counts_as_yes(world: World) -> None:
    mission = three_asked(world)
    assert resting.take_silent_rests(now=at(MONDAY + 2 * DAY) - timedelta(minutes=1)) == 0
    assert resting.take_silent_rests(now=at(MONDAY + 2 * DAY)) == 1
    assert resting.take_silent_rests(now=at(MONDAY + 2 * DAY)) == 0
    assert days(mission)[1] == MONDAY + 9 * DAY
    for person in (world.child, world.mother):
        assert told(person)[-1][1].startswith("48시간 동안 답이 없어서 3월 12일(목)은 쉬는 날이 됐어요.")


def test_silence_on_a_mission_that_has_ended_reopens_nothing(world: World) -> None:
    mission = three_asked(world)
    study(mission, 99, day=MONDAY, recalled_on=MONDAY + DAY)
    assert fresh(mission).state == "achieved"
    resting.take_silent_rests(now=at(MONDAY + 2 * DAY))
    assert fresh(mission).state == "achieved"
    assert told(world.child)[-1][0] == "rest_granted"


def test_an_asked_day_is_taken_back_by_the_child_only(world: World) -> None:
    three_asked(world)
    with pytest.raises(Refused, match="정한 사람만"):
        back(world, "rest", MONDAY + 3 * DAY, by=world.mother)
    back(world, "rest", MONDAY + 3 * DAY, by=world.child, on=MONDAY + 3 * DAY)
    with pytest.raises(Refused, match="거두었어요"):
        answer(world, MONDAY + 3 * DAY, yes=True, by=world.mother)
    assert RestDay.objects.count() == 2


def test_a_guardian_may_give_a_day_beyond_the_two(world: World) -> None:
    mission = three_asked(world)
    assert rest(world, "rest", MONDAY + 3 * DAY, by=world.mother).state == "taken"
    assert rest(world, "rest", FRIDAY, by=world.mother).state == "taken"
    assert days(mission)[1] == MONDAY + 10 * DAY
    with pytest.raises(Refused):  # and what is given counts
        answer(world, FRIDAY, yes=False, by=world.mother)


def test_after_28_days_there_are_two_again(world: World) -> None:
    world.course = make_course("long", 20, "긴 코스")
    world.running(first_day=MONDAY)
    assert rest(world, "rest", MONDAY + DAY).state == "taken"
    assert rest(world, "rest", MONDAY + 2 * DAY).state == "taken"
    assert rest(world, "rest", MONDAY + 28 * DAY).state == "asked"  # the 28th day from the first one taken
    assert rest(world, "rest", MONDAY + 29 * DAY).state == "taken"


# --- who -------------------------------------------------------------------------------------------------


def test_a_trip_is_the_guardians_and_moves_every_child(world: World) -> None:
    mission = world.running()
    sister = make_child(world.family, world.mother, name="도윤")
    theirs = offers.propose_mission(
        world.family, child=sister, terms=world.terms(), actor=world.father, now=NOW
    )
    offers.accept_mission(theirs.pk, actor=sister, now=NOW)
    with pytest.raises(Refused, match="여행은 보호자가"):
        rest(world, "trip", MONDAY + DAY, by=world.child)
    rest(world, "trip", MONDAY + DAY, MONDAY + 2 * DAY, by=world.mother)
    assert days(mission)[1] == days(theirs)[1] == MONDAY + 8 * DAY
    assert [kind for kind, _text in told(world.father)] == ["mission_last_day_moved"]
    assert [kind for kind, _text in told(sister)] == ["mission_last_day_moved"]


def test_strangers_and_waiting_guardians_are_refused(world: World) -> None:
    world.running()
    stranger = make_guardian()
    make_family(stranger)
    waiting = make_guardian()
    add_member(world.family, waiting, state="waiting")
    for person in (stranger, waiting):
        with pytest.raises(Refused) as refused:
            rest(world, "sick", MONDAY, by=person)
        assert refused.value.status == 403
        with pytest.raises(Refused):
            back(world, "sick", MONDAY + DAY, by=person)
        with pytest.raises(Refused):
            answer(world, MONDAY + DAY, yes=True, by=person)
    with pytest.raises(Refused, match="보호자가 답하는"):
        answer(world, MONDAY + DAY, yes=True, by=world.child)


def test_a_guardian_does_not_take_a_childs_own_day(world: World) -> None:
    world.running()
    rest(world, "rest", MONDAY + 2 * DAY)
    with pytest.raises(Refused, match="정한 사람만"):
        back(world, "rest", MONDAY + 2 * DAY, by=world.mother)
    rest(world, "rest", MONDAY + 3 * DAY, by=world.mother)
    back(world, "rest", MONDAY + 3 * DAY, by=world.father)
    assert list(RestDay.objects.values_list("date", flat=True)) == [MONDAY + 2 * DAY]


# --- two homes -------------------------------------------------------------------------------------------


def other_home(world: World, first_day: date = MONDAY) -> tuple[Family, Mission]:
    aunt = make_guardian(name="이모")
    home = make_family(aunt, name="이모네")
    add_member(home, world.child)
    terms = world.terms(course=make_course("two", 4, "둘째 코스"), first_day=first_day)
    made = offers.propose_mission(home, child=world.child, terms=terms, actor=aunt, now=NOW)
    return home, offers.accept_mission(made.pk, actor=world.child, now=NOW)


def test_illness_holds_in_every_home_and_a_rest_day_in_one(world: World) -> None:
    mission = world.running()
    _home, other = other_home(world)
    rest(world, "rest", MONDAY + DAY)
    assert (days(mission)[1], days(other)[1]) == (NEXT_MONDAY, FRIDAY)
    rest(world, "sick", MONDAY + 2 * DAY, by=world.mother)
    assert (days(mission)[1], days(other)[1]) == (NEXT_MONDAY + DAY, NEXT_MONDAY)


def test_the_other_home_hears_that_it_moved_and_neither_why_nor_by_whom(world: World) -> None:
    world.running()
    _home, other = other_home(world)
    rest(world, "sick", MONDAY + 2 * DAY, by=world.mother)
    aunt = other.guardian
    assert aunt is not None
    ((kind, text),) = told(aunt)
    assert (kind, "아픈" in text) == ("mission_last_day_moved", False)
    row = Notification.objects.get(recipient=aunt, kind=kind)
    assert world.mother.display_name not in str(row.data)
    event = MissionEvent.objects.filter(mission=other).latest("pk")
    assert event.by is None
    assert "sick" not in str(event.data)


def test_each_home_has_its_own_two_days(world: World) -> None:
    world.running()
    home, _other = other_home(world)
    for n in (1, 2):
        assert rest(world, "rest", MONDAY + n * DAY).state == "taken"
    assert rest(world, "rest", MONDAY + 3 * DAY, family=home).state == "taken"
    assert rest(world, "rest", MONDAY + 3 * DAY).state == "asked"


# --- 28 days ---------------------------------------------------------------------------------------------


def long_one(world: World) -> Mission:
    """Every day, 공휴일 too: what rests can be counted on the fingers."""
    world.course = make_course("long", 20, "긴 코스")
    return world.running(weekdays="1111111", on_holidays=True)


def test_28_days_and_not_one_more(world: World) -> None:
    mission = long_one(world)
    before = days(mission)[1]
    rest(world, "trip", MONDAY + DAY, MONDAY + 28 * DAY, by=world.mother)
    assert days(mission)[1] == before + 28 * DAY
    with pytest.raises(Refused, match="28일까지") as refused:
        rest(world, "sick", MONDAY, MONDAY, by=world.child)
    assert "긴 코스" not in str(refused.value)
    assert days(mission)[1] == before + 28 * DAY
    assert RestDay.objects.count() == 28
    # What is rest already costs nothing, and what lies after the last day moves nothing.
    assert rest(world, "sick", MONDAY + DAY, MONDAY + 2 * DAY).days
    assert rest(world, "exam", before + 40 * DAY, before + 45 * DAY).days


def test_all_or_nothing(world: World) -> None:
    mission = long_one(world)
    before = days(mission)[1]
    rest(world, "trip", MONDAY + DAY, MONDAY + 20 * DAY, by=world.mother)
    with pytest.raises(Refused):
        rest(world, "exam", MONDAY + 21 * DAY, MONDAY + 30 * DAY)
    assert RestDay.objects.count() == 20
    rest(world, "exam", MONDAY + 21 * DAY, MONDAY + 28 * DAY)
    assert days(mission)[1] == before + 28 * DAY


def test_asking_and_granting_know_the_28_days_too(world: World) -> None:
    mission = long_one(world)
    for n in (1, 2):
        rest(world, "rest", MONDAY + n * DAY)
    assert rest(world, "rest", MONDAY + 3 * DAY).state == "asked"
    rest(world, "trip", MONDAY + 4 * DAY, MONDAY + 29 * DAY, by=world.mother)
    with pytest.raises(Refused, match="28일까지"):
        answer(world, MONDAY + 3 * DAY, yes=True, by=world.mother)
    with pytest.raises(Refused, match="28일까지"):
        rest(world, "rest", days(mission)[1])
    assert resting.take_silent_rests(now=at(MONDAY + 3 * DAY)) == 1
    assert RestDay.objects.get(date=MONDAY + 3 * DAY).state == "refused"
    assert told(world.child)[-1][0] == "rest_kept"


# --- what runs, waits, is made up, is over ---------------------------------------------------------------


def test_makeup_turns_back_into_running_when_the_last_day_comes_to_lie_ahead(world: World) -> None:
    mission = world.running()
    sweep.run_daily(now=at(FRIDAY + DAY))
    assert fresh(mission).state == "makeup"
    rest(world, "sick", FRIDAY, on=FRIDAY + 2 * DAY)
    mission = fresh(mission)
    assert (mission.state, mission.makeup_until, mission.makeup_days) == ("running", None, None)
    assert mission.ends_on == NEXT_MONDAY
    event = mission.events.latest("pk")
    assert (event.kind, event.from_state, event.to_state) == ("resume", "makeup", "running")
    assert "진행 중으로 돌아왔어요" in told(world.mother)[-1][1]
    sweep.run_daily(now=at(NEXT_MONDAY))
    assert fresh(mission).state == "running"
    sweep.run_daily(now=at(NEXT_MONDAY + DAY))
    assert fresh(mission).state == "makeup"


@pytest.mark.parametrize("known", [True, False])
def test_a_rest_day_in_makeup_lengthens_it(world: World, known: bool) -> None:
    """Old rows do not say how many study days a makeup period has."""
    mission = world.running()
    sweep.run_daily(now=at(FRIDAY + DAY))
    until = days(mission)[2]
    assert until is not None
    if not known:
        Mission.objects.update(makeup_days=None)
    rest(world, "sick", NEXT_MONDAY, on=NEXT_MONDAY)
    assert days(mission) == (MONDAY, FRIDAY, until + 3 * DAY)  # over the weekend
    assert fresh(mission).state == "makeup"
    assert "보충 기간이" in told(world.mother)[-1][1]


def test_what_has_ended_stays_so(world: World) -> None:
    mission = world.running()
    sweep.run_daily(now=at(FRIDAY + DAY))
    until = days(mission)[2]
    assert until is not None
    sweep.run_daily(now=at(until + DAY))
    assert fresh(mission).state == "closed"
    before = days(mission)
    rest(world, "sick", until - DAY, until, on=until + DAY)
    assert days(mission) == before
    assert fresh(mission).state == "closed"


def test_what_waits_moves_along_and_back(world: World) -> None:
    first = world.running()
    second = world.propose(course=make_course("two", 4, "둘"), first_day=NEXT_MONDAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    rest(world, "rest", MONDAY + 2 * DAY)
    assert days(first)[1] == NEXT_MONDAY
    assert days(second)[:2] == (NEXT_MONDAY + DAY, NEXT_MONDAY + 7 * DAY)
    moved = fresh(second)
    assert moved.enrolment is not None
    assert moved.enrolment.first_day == moved.starts_on
    assert "첫날은 3월 17일" in told(world.mother)[-1][1]
    back(world, "rest", MONDAY + 2 * DAY, by=world.child)
    assert days(second)[:2] == (NEXT_MONDAY, NEXT_MONDAY + 4 * DAY)


def test_a_first_day_that_becomes_a_rest_day_is_the_next_study_day(world: World) -> None:
    mission = world.scheduled()
    rest(world, "exam", NEXT_MONDAY, NEXT_MONDAY + DAY)
    assert days(mission)[:2] == (NEXT_MONDAY + 2 * DAY, NEXT_MONDAY + 8 * DAY)
    sweep.run_daily(now=at(NEXT_MONDAY))
    assert fresh(mission).state == "scheduled"
    back(world, "exam", NEXT_MONDAY, NEXT_MONDAY + DAY, by=world.child)
    assert days(mission)[:2] == (NEXT_MONDAY, NEXT_MONDAY + 4 * DAY)


def test_what_stands_later_for_another_reason_is_not_pulled_forward(world: World) -> None:
    """The first was done early; the second keeps the days it was told."""
    first = world.running()
    second = world.propose(course=make_course("two", 4, "둘"), first_day=NEXT_MONDAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    sweep.run_daily(now=at(FRIDAY + DAY))  # 보충 기간: the second moves behind it
    start = days(second)[0]
    assert start > NEXT_MONDAY
    study(first, 99, day=NEXT_MONDAY, recalled_on=NEXT_MONDAY + DAY)
    assert fresh(first).state == "achieved"
    rest(world, "sick", start - DAY, on=NEXT_MONDAY + DAY)
    assert days(second)[0] == start


def test_parts_follow_the_days(world: World) -> None:
    world.course = make_course("nine", 9, "아홉 단어")
    mission = world.running(kind="money", title="용돈", amount=3000, parts=(1000, 1000, 1000))
    before = list(mission.parts.order_by("j").values_list("comes_on", flat=True))
    rest(world, "rest", MONDAY + 2 * DAY)
    after = list(mission.parts.order_by("j").values_list("comes_on", flat=True))
    assert after[0] == before[0] + 3 * DAY
    assert after[-1] == days(mission)[1]


def test_missions_stand_still_while_a_consent_may_come_back(world: World) -> None:
    mission = world.running()
    consents.withdraw_consent(world.child, actor=world.mother, now=NOW)
    assert days(mission)[1] == MONDAY + 11 * DAY
    assert fresh(mission).events.latest("pk").kind == "moved_days"
    with pytest.raises(Refused, match="정한 사람만"):
        back(world, "stop", MONDAY + DAY, MONDAY + 7 * DAY, by=world.mother)
    consents.renew_consent(world.child, actor=world.mother, now=NOW + DAY)
    assert days(mission)[1] == FRIDAY
