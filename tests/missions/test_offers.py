from datetime import date, timedelta

import pytest

from accounts.models import Notification
from missions.models import Mission, MissionEvent, Offer
from missions.services import offers
from oneco.lib.errors import Refused
from tests.factories import add_member, make_child, make_family, make_guardian
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course

DAY = timedelta(days=1)


def kinds(mission: Mission) -> list[str]:
    return list(MissionEvent.objects.filter(mission=mission).values_list("kind", flat=True))


def heard(person: object) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_a_guardian_proposes_and_the_child_hears_of_it(world: World) -> None:
    mission = world.propose()
    offer = mission.offers.get()
    assert (mission.state, mission.guardian, offer.n, offer.by) == ("proposed", world.mother, 1, world.mother)
    # 4 words and one 복습하는 날: Monday to Friday.
    assert (offer.first_day, offer.last_day) == (MONDAY, MONDAY + 4 * DAY)
    assert kinds(mission) == ["propose"]
    assert heard(world.child) == ["mission_proposed"]
    assert heard(world.mother) == []


def test_a_child_proposes_and_every_guardian_hears_of_it(world: World) -> None:
    mission = world.propose(by=world.child)
    assert mission.guardian is None
    assert heard(world.mother) == heard(world.father) == ["mission_proposed"]


def test_the_same_proposal_twice_is_one(world: World) -> None:
    assert world.propose() == world.propose()
    assert Offer.objects.count() == 1


def test_the_first_week_in_one_press_starts_today_every_day(world: World) -> None:
    mission = offers.propose_first_week(world.family, child=world.child, actor=world.mother, now=NOW)
    again = offers.propose_first_week(world.family, child=world.child, actor=world.mother, now=NOW)
    offer = mission.offers.get()
    assert again == mission
    assert (offer.weekdays, offer.on_holidays, offer.kind) == ("1111111", True, "choice")
    assert (offer.first_day, offer.last_day) == (MONDAY, MONDAY + 4 * DAY)


def test_proposing_to_two_children_is_all_or_nothing(world: World) -> None:
    sister = make_child(world.family, world.mother, name="도윤")
    pairs = [(world.family.pk, sister.pk), (world.family.pk, world.child.pk)]
    made = offers.propose_missions(pairs, terms=world.terms(), actor=world.mother, now=NOW)
    assert {mission.child_id for mission in made} == {sister.pk, world.child.pk}
    more = [*pairs, (world.family.pk, world.mother.pk + 999)]
    with pytest.raises(Exception):  # noqa: B017, PT011 (a child that does not exist)
        offers.propose_missions(
            more, terms=world.terms(course=make_course("two", 5, "둘")), actor=world.mother, now=NOW
        )
    assert Mission.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_day": MONDAY - DAY}, "first_day_past"),
        ({"first_day": MONDAY + 61 * DAY}, "first_day_far"),
        ({"weekdays": "0000000"}, "no_weekday"),
        ({"weekdays": "11"}, "no_weekday"),
        ({"title": "가" * 101}, "title_too_long"),
        ({"title": "  "}, "no_title"),
        ({"message": "가" * 256}, "message_too_long"),
        ({"kind": "gold"}, "no_kind"),
        ({"kind": "money", "amount": 0}, "wrong_amount"),
        ({"kind": "thing", "amount": 1000}, "wrong_amount"),
        ({"kind": "money", "amount": 50_001}, "large_amount"),
    ],
)
def test_terms_out_of_bounds_are_refused_and_nothing_is_written(
    world: World, changes: dict, code: str
) -> None:
    with pytest.raises(Refused) as no:
        world.propose(**changes)
    assert no.value.code == code
    assert no.value.field
    assert not Mission.objects.exists()
    assert not Notification.objects.exists()


def test_a_large_amount_is_asked_once(world: World) -> None:
    terms = world.terms(kind="money", title="용돈", amount=60_000)
    mission = offers.propose_mission(
        world.family, child=world.child, terms=terms, actor=world.mother, now=NOW, amount_confirmed=True
    )
    assert mission.offers.get().amount == 60_000


def test_one_weekday_for_twenty_words_is_too_long_only_beyond_a_year(world: World) -> None:
    long_course = make_course("long", 20, "긴 코스")
    mission = world.propose(course=long_course, weekdays="1000000", on_holidays=True)
    assert mission.ends_on == MONDAY + timedelta(weeks=24)


def test_holidays_are_left_out_unless_wanted(world: World) -> None:
    # 2026-05-05 is 어린이날, a Tuesday.
    start = date(2026, 5, 4)
    without = world.propose(first_day=start, now=at(start))
    assert without.ends_on == date(2026, 5, 11)
    offers.withdraw_mission(without.pk, actor=world.mother, now=at(start))
    with_holidays = world.propose(first_day=start, now=at(start), on_holidays=True)
    assert with_holidays.ends_on == date(2026, 5, 8)


def test_a_stranger_can_propose_nothing(world: World) -> None:
    stranger = make_guardian()
    make_family(stranger)
    with pytest.raises(Refused) as no:
        world.propose(by=stranger)
    assert no.value.status == 403


def test_a_guardian_who_waits_for_agreement_can_propose_nothing(world: World) -> None:
    waiting = make_guardian()
    add_member(world.family, waiting, state="waiting")
    with pytest.raises(Refused):
        world.propose(by=waiting)


def test_a_course_is_open_once_for_a_child_in_all_its_homes(world: World) -> None:
    world.propose()
    other_home = make_family(make_guardian(name="아빠"))
    add_member(other_home, world.child)
    with pytest.raises(Refused) as no:
        offers.propose_mission(other_home, child=world.child, terms=world.terms(), actor=world.child, now=NOW)
    assert str(no.value) == "이 코스는 지금 고를 수 없어요."


def test_accepting_on_the_first_day_starts_at_once(world: World) -> None:
    mission = world.running()
    assert (mission.state, mission.starts_on, mission.ends_on) == ("running", MONDAY, MONDAY + 4 * DAY)
    assert mission.enrolment is not None
    assert mission.enrolment.first_day == MONDAY
    assert kinds(mission) == ["propose", "accept", "begin"]
    assert "mission_accepted" in heard(world.mother)


def test_accepting_before_the_first_day_waits(world: World) -> None:
    mission = world.scheduled()
    assert (mission.state, mission.starts_on) == ("scheduled", MONDAY + 7 * DAY)


def test_accepting_late_moves_the_first_day_and_leaves_the_offer(world: World) -> None:
    mission = world.propose()
    saturday = MONDAY + 5 * DAY
    offers.accept_mission(mission.pk, actor=world.child, now=at(saturday))
    mission = fresh(mission)
    next_monday = MONDAY + 7 * DAY
    assert (mission.state, mission.starts_on, mission.ends_on) == (
        "scheduled",
        next_monday,
        next_monday + 4 * DAY,
    )
    assert mission.offers.get().first_day == MONDAY


def test_the_second_accept_finds_the_first_ones_result(world: World) -> None:
    mission = world.running()
    again = offers.accept_mission(mission.pk, actor=world.child, now=NOW)
    assert again == mission
    assert kinds(mission).count("accept") == 1


def test_an_offer_takes_no_answer_after_five_days(world: World) -> None:
    mission = world.propose()
    with pytest.raises(Refused) as no:
        offers.accept_mission(mission.pk, actor=world.child, now=at(MONDAY + 6 * DAY))
    assert no.value.code == "offer_expired"
    assert offers.accept_mission(mission.pk, actor=world.child, now=at(MONDAY + 5 * DAY)).enrolment


def test_who_offered_does_not_accept(world: World) -> None:
    mission = world.propose()
    for person in (world.mother, world.father):
        with pytest.raises(Refused):
            offers.accept_mission(mission.pk, actor=person, now=NOW)
    assert fresh(mission).state == "proposed"


def test_the_guardian_who_accepts_a_childs_proposal_is_the_one_who_promises(world: World) -> None:
    mission = world.propose(by=world.child, first_day=MONDAY + 7 * DAY)
    offers.accept_mission(mission.pk, actor=world.father, now=NOW)
    assert fresh(mission).guardian == world.father
    with pytest.raises(Refused) as no:
        offers.withdraw_mission(mission.pk, actor=world.mother, now=NOW)
    assert no.value.status == 403


def test_declining_and_withdrawing_end_an_offer_for_good(world: World) -> None:
    declined = world.propose()
    offers.decline_mission(declined.pk, actor=world.child, now=NOW)
    offers.decline_mission(declined.pk, actor=world.child, now=NOW)
    withdrawn = world.propose()
    offers.withdraw_mission(withdrawn.pk, actor=world.mother, now=NOW)
    assert (fresh(declined).state, fresh(withdrawn).state) == ("declined", "withdrawn")
    with pytest.raises(Refused):
        offers.accept_mission(declined.pk, actor=world.child, now=NOW)


def test_either_side_withdraws_before_the_start_and_the_course_is_free_again(world: World) -> None:
    for person in (world.child, world.mother):
        mission = world.scheduled()
        offers.withdraw_mission(mission.pk, actor=person, now=NOW)
        mission = fresh(mission)
        assert mission.state == "withdrawn"
        assert mission.enrolment is not None
        assert mission.enrolment.closed_at


def test_three_offers_at_most(world: World) -> None:
    mission = world.propose()
    offers.counter_mission(
        mission.pk, actor=world.child, terms=world.terms(weekdays="1010100"), reason="월수금", now=NOW
    )
    with pytest.raises(Refused):
        offers.counter_mission(mission.pk, actor=world.child, terms=world.terms(), now=NOW)
    offers.counter_mission(mission.pk, actor=world.mother, terms=world.terms(title="빵 굽기"), now=NOW)
    with pytest.raises(Refused) as no:
        offers.counter_mission(mission.pk, actor=world.child, terms=world.terms(), now=NOW)
    assert no.value.code == "three_offers"
    offers.accept_mission(mission.pk, actor=world.child, now=NOW)
    agreed = fresh(mission).agreed_offer
    assert agreed is not None
    assert (agreed.n, agreed.title) == (3, "빵 굽기")


def test_a_counter_offer_by_a_guardian_names_the_promiser(world: World) -> None:
    mission = world.propose(by=world.child)
    offers.counter_mission(mission.pk, actor=world.father, terms=world.terms(), now=NOW)
    assert fresh(mission).guardian == world.father


def test_a_further_mission_starts_after_the_open_one(world: World) -> None:
    first = world.running()
    second_course = make_course("two", 4, "둘째 코스")
    with pytest.raises(Refused) as no:
        world.propose(course=second_course, first_day=first.ends_on)
    assert (no.value.code, no.value.field) == ("child_busy", "first_day")
    second = world.propose(course=second_course, first_day=first.ends_on + DAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    assert fresh(second).state == "scheduled"
    assert fresh(second).starts_on == MONDAY + 7 * DAY


def test_the_second_of_two_offers_for_today_moves_behind_the_first_when_accepted(world: World) -> None:
    first = world.propose()
    second = world.propose(course=make_course("two", 4, "둘째 코스"))
    offers.accept_mission(first.pk, actor=world.child, now=NOW)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    assert (fresh(first).state, fresh(second).state) == ("running", "scheduled")
    assert fresh(second).starts_on == MONDAY + 7 * DAY


def test_a_course_that_was_achieved_is_not_proposed_again(world: World) -> None:
    world.achieved()
    with pytest.raises(Refused) as no:
        world.propose()
    assert no.value.code == "course_done"


def test_a_guardian_whose_promise_is_long_overdue_first_gives_it(world: World) -> None:
    mission = world.achieved()
    due = mission.lines.get().due_on
    assert due is not None
    other = make_course("two", 4, "둘째 코스")
    just_in_time = due + 6 * DAY
    world.propose(course=other, first_day=just_in_time, now=at(just_in_time))
    late = due + 7 * DAY
    third = make_course("three", 4, "셋째 코스")
    with pytest.raises(Refused) as no:
        world.propose(course=third, first_day=late, now=at(late))
    assert no.value.code == "promise_overdue"
    world.propose(by=world.father, course=third, first_day=late, now=at(late))
