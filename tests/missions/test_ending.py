"""Ending early, going on after all, and more time in the makeup period."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notification
from missions.models import EndWish, Mission, PromiseLine
from missions.selectors.ending import reached_by
from missions.services import ending, offers, sweep
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import signed_in
from tests.missions.test_pages import run
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, study

DAY = timedelta(days=1)


def code(press: object, *args: object, **more: object) -> str:
    with pytest.raises(Refused) as no:
        press(*args, **more)  # type: ignore[operator]
    return no.value.code


def outcome(mission: Mission) -> list[str]:
    return list(EndWish.objects.filter(mission=mission).values_list("outcome", flat=True))


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"mission_{kind}")
    return {row.recipient.display_name for row in rows.select_related("recipient")}


# The child's wish


def test_a_childs_wish_waits_and_the_guardian_ends_the_mission(world: World) -> None:
    mission = world.running()
    for _press in range(2):
        ending.ask_to_stop(mission.pk, actor=world.child, now=NOW, reason="수학 학원이 늘었어요")
    assert fresh(mission).state == "running"
    assert told("stop_asked") == {"엄마"}
    ending.end_mission(mission.pk, actor=world.mother, now=NOW)
    ending.end_mission(mission.pk, actor=world.mother, now=NOW)
    assert (fresh(mission).state, outcome(mission)) == ("ended", ["ended"])
    assert told("ended") == {"서하"}
    assert fresh(mission).enrolment.closed_at == NOW  # type: ignore[union-attr]


def test_a_little_more_may_be_refused(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    assert code(ending.end_mission, mission.pk, actor=world.child, now=NOW) == "ask_first"
    for _press in range(2):
        ending.ask_for_more(mission.pk, actor=world.mother, now=NOW)
    assert told("more_asked") == {"서하"}
    ending.end_mission(mission.pk, actor=world.child, now=NOW)
    assert (fresh(mission).state, outcome(mission)) == ("ended", ["ended"])


def test_a_little_more_may_be_tried(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    ending.ask_for_more(mission.pk, actor=world.mother, now=NOW)
    for _press in range(2):
        ending.keep_on(mission.pk, actor=world.child, now=NOW)
    assert (fresh(mission).state, outcome(mission)) == ("running", ["went_on"])
    assert told("kept_on") == {"엄마"}
    assert code(ending.end_mission, mission.pk, actor=world.child, now=NOW) == "ask_first"


def test_three_silent_days_end_what_the_child_wants_to_end(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    sweep.run_daily(now=at(MONDAY + 3 * DAY))
    assert fresh(mission).state == "running"
    sweep.run_daily(now=at(MONDAY + 4 * DAY))
    sweep.run_daily(now=at(MONDAY + 4 * DAY))
    assert (fresh(mission).state, outcome(mission)) == ("ended", ["ended"])
    assert told("ended") == {"엄마", "서하"}


def test_silence_after_a_little_more_lets_it_go_on(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    ending.ask_for_more(mission.pk, actor=world.mother, now=at(MONDAY + 2 * DAY))
    sweep.run_daily(now=at(MONDAY + 5 * DAY))  # the mission's own days are over, the wish is not
    assert outcome(mission) == [""]
    sweep.run_daily(now=at(MONDAY + 6 * DAY))
    assert (fresh(mission).state, outcome(mission)) == ("makeup", ["went_on"])


def test_only_the_child_wishes_and_only_its_guardian_answers(world: World) -> None:
    mission = world.running()
    assert code(ending.ask_to_stop, mission.pk, actor=world.mother, now=NOW) == "not_allowed_role"
    assert code(ending.ask_for_more, mission.pk, actor=world.mother, now=NOW) == "no_wish"
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    assert code(ending.ask_for_more, mission.pk, actor=world.father, now=NOW) == "not_allowed_bystander"
    assert code(ending.end_mission, mission.pk, actor=world.father, now=NOW) == "not_allowed_bystander"
    assert code(ending.keep_on, mission.pk, actor=world.mother, now=NOW) == "not_allowed_role"
    assert fresh(mission).state == "running"


def test_what_ends_the_days_answers_the_wish(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    study(mission, 99, day=MONDAY, recalled_on=MONDAY + DAY)
    assert (fresh(mission).state, outcome(mission)) == ("achieved", ["went_on"])


def test_two_open_wishes_cannot_be(world: World) -> None:
    mission = world.running()
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EndWish.objects.create(mission=mission, by=world.mother, made_on=MONDAY)


# The guardian's end


def test_a_guardian_ends_with_a_reason_and_what_was_done_so_far(world: World) -> None:
    mission = world.running(kind="money", title="용돈", amount=5_000)
    study(mission, 2, day=MONDAY)
    assert code(ending.end_mission, mission.pk, actor=world.mother, now=NOW) == "no_reason"
    reached = reached_by(fresh(mission))
    assert (reached.done, reached.so_far, reached.most) == (2, 2_500, 5_000)
    assert (
        code(ending.end_mission, mission.pk, actor=world.mother, now=NOW, reason="이사", amount=5_100)
        == "too_much"
    )
    ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사", amount=2_500)
    ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사", amount=2_500)
    line = PromiseLine.objects.get()
    assert (line.kind, line.effect, line.due_on, line.giver) == (
        "earned",
        2_500,
        MONDAY + 7 * DAY,
        world.mother,
    )
    assert fresh(mission).state == "ended"


def test_a_thing_is_named(world: World) -> None:
    mission = world.running()
    assert (
        code(ending.end_mission, mission.pk, actor=world.mother, now=NOW, reason="이사", amount=100)
        == "not_money"
    )
    ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사", title="함께 고른 간식")
    line = PromiseLine.objects.get()
    assert (line.unit, line.effect, line.title) == ("piece", 1, "함께 고른 간식")


def test_after_three_quarters_the_child_decides(world: World) -> None:
    mission = world.running(kind="money", title="용돈", amount=5_000)
    study(mission, 3, day=MONDAY)
    for _press in range(2):
        ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사", amount=3_700)
    assert (fresh(mission).state, outcome(mission)) == ("running", [""])
    assert told("end_asked") == {"서하"}
    assert code(ending.ask_to_stop, mission.pk, actor=world.child, now=NOW) == "other_wish_is_open"
    ending.end_mission(mission.pk, actor=world.child, now=NOW)
    assert fresh(mission).state == "ended"
    assert PromiseLine.objects.get().effect == 3_700


def test_the_child_goes_on_and_silence_is_going_on(world: World) -> None:
    mission = world.running()
    study(mission, 3, day=MONDAY)
    ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사")
    ending.keep_on(mission.pk, actor=world.child, now=NOW)
    assert outcome(mission) == ["went_on"]
    ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사")
    sweep.run_daily(now=at(MONDAY + 4 * DAY))
    assert outcome(mission) == ["went_on", "went_on"]
    assert fresh(mission).state == "running"
    assert not PromiseLine.objects.exists()


def test_before_three_quarters_a_wish_of_the_child_is_reason_enough_after_them_too(world: World) -> None:
    mission = world.running()
    study(mission, 3, day=MONDAY)
    ending.ask_to_stop(mission.pk, actor=world.child, now=NOW)
    ending.end_mission(mission.pk, actor=world.mother, now=NOW)
    assert fresh(mission).state == "ended"


def test_what_is_not_under_way_does_not_end(world: World) -> None:
    offered = world.propose()
    assert (
        code(ending.end_mission, offered.pk, actor=world.mother, now=NOW, reason="x") == "not_allowed_state"
    )
    assert code(ending.ask_to_stop, offered.pk, actor=world.child, now=NOW) == "not_allowed_state"
    assert (
        code(ending.lengthen_makeup, offered.pk, actor=world.mother, until=MONDAY, now=NOW)
        == "not_allowed_state"
    )


# More time


def makeup(world: World) -> Mission:
    mission = world.running()
    sweep.run_daily(now=at(MONDAY + 5 * DAY))
    assert fresh(mission).state == "makeup"
    return fresh(mission)


def test_a_longer_makeup_moves_its_end_and_what_comes_after_it(world: World) -> None:
    mission = makeup(world)
    assert mission.makeup_until is not None
    after = world.propose(
        first_day=mission.makeup_until + 3 * DAY,
        course=make_course("two", 4, "둘째 코스"),
        now=at(MONDAY + 5 * DAY),
    )
    offers.accept_mission(after.pk, actor=world.child, now=at(MONDAY + 5 * DAY))
    until = mission.makeup_until + 7 * DAY
    for _press in range(2):
        ending.lengthen_makeup(mission.pk, actor=world.mother, until=until, now=at(MONDAY + 6 * DAY))
    longer = fresh(mission)
    assert (longer.makeup_until, longer.makeup_days) == (until, (mission.makeup_days or 0) + 5)
    assert fresh(after).starts_on > until
    assert told("lengthened") == {"서하"}
    sweep.run_daily(now=at(until))
    assert fresh(mission).state == "makeup"
    sweep.run_daily(now=at(until + DAY))
    assert fresh(mission).state == "closed"


def test_makeup_is_never_shortened_nor_endless(world: World) -> None:
    mission = makeup(world)
    assert mission.makeup_until is not None
    now = at(MONDAY + 6 * DAY)
    earlier = mission.makeup_until - DAY
    assert code(ending.lengthen_makeup, mission.pk, actor=world.mother, until=earlier, now=now) == "not_later"
    far = MONDAY + 366 * DAY
    assert code(ending.lengthen_makeup, mission.pk, actor=world.mother, until=far, now=now) == "too_long"
    until = mission.makeup_until + DAY
    assert code(ending.lengthen_makeup, mission.pk, actor=world.child, until=until, now=now) == (
        "not_allowed_role"
    )


# Pages


def address(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def test_the_child_reads_what_follows_before_it_says_stop(world: World) -> None:
    mission = run(world)
    child = signed_in(world.child)
    assert "그만하고 싶어요" in child.get(address("detail", mission)).content.decode()
    assert "3일" in child.get(address("stop", mission)).content.decode()
    too_long = child.post(address("stop", mission), {"reason": "가" * 256})
    assert too_long.status_code == 422
    assert "가" * 256 in too_long.content.decode()
    assert child.post(address("stop", mission), {"reason": "바빠요"}).status_code == 302
    page = child.get(address("detail", mission)).content.decode()
    assert "엄마의 답을 기다려요" in page
    assert "마음이 바뀌었어요" in page
    assert child.get(address("stop", mission)).status_code == 422  # there is nothing more to say now
    assert "“바빠요”" in signed_in(world.mother).get(address("detail", mission)).content.decode()


def test_the_guardian_types_nonsense_and_then_ends(world: World) -> None:
    mission = run(world, kind="money", title="용돈", amount=5_000)
    study(mission, 1, day=clock.today())
    mother = signed_in(world.mother)
    assert 'value="1200"' in mother.get(address("end", mission)).content.decode()
    for data, sentence in (
        ({"amount": "천이백"}, "금액을 숫자로 적어 주세요."),
        ({"amount": "-5", "reason": "이사"}, "금액을 숫자로 적어 주세요."),
        ({"amount": "9,000", "reason": "이사"}, "5,000원까지 적을 수 있어요."),
        ({"amount": "0"}, "왜 그만두는지 한 줄 적어 주세요."),
    ):
        answer = mother.post(address("end", mission), data)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
        assert data["amount"] in answer.content.decode()
    assert fresh(mission).state == "running"
    assert mother.post(address("end", mission), {"amount": "1,200원", "reason": "이사"}).status_code == 302
    assert (fresh(mission).state, PromiseLine.objects.get().effect) == ("ended", 1_200)
    page = signed_in(world.child).get(address("detail", mission)).content.decode()
    assert "“이사”" in page
    assert "지금까지 한 만큼: 1,200원" in page


def test_each_reader_sees_only_what_it_can_press(world: World) -> None:
    mission = run(world)
    child, mother, father = (signed_in(p) for p in (world.child, world.mother, world.father))
    assert "미션 그만두기" in mother.get(address("detail", mission)).content.decode()
    assert "그만두기" not in father.get(address("detail", mission)).content.decode()
    assert father.get(address("end", mission)).status_code == 422
    child.post(address("stop", mission))
    page = mother.get(address("detail", mission)).content.decode()
    assert "조금 더 해 볼까요?" in page
    assert "그만하고 싶다는 말에 답하기" in mother.get(reverse("missions:list")).content.decode()
    assert mother.post(address("ask_more", mission)).status_code == 302
    page = child.get(address("detail", mission)).content.decode()
    assert "계속 할래요" in page
    assert "여기까지 할래요" in page
    assert child.post(address("keep_on", mission)).status_code == 302
    assert outcome(mission) == ["went_on"]


def test_a_guardian_picks_from_days_that_are_study_days(world: World) -> None:
    mission = makeup(world)
    Mission.objects.filter(pk=mission.pk).update(
        makeup_until=clock.today() + DAY, starts_on=clock.today() - 20 * DAY, ends_on=clock.today() - 10 * DAY
    )
    mother = signed_in(world.mother)
    page = mother.get(address("lengthen", mission)).content.decode()
    assert page.count('type="radio"') == 4
    assert mother.post(address("lengthen", mission), {"until": "2020-01-01"}).status_code == 422
    assert mother.post(address("lengthen", mission)).status_code == 422
