"""Answering an offer with another one: whose turn it is, what was seen, and what the pages say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from families.models import RestDay
from missions import policies
from missions.models import Mission, Offer, Part
from missions.services import offers
from missions.services.again import propose_again
from missions.services.sweep import run_daily
from missions.wording import change_text
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import make_guardian, signed_in
from tests.missions.test_pages import page_fields, propose
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, make_world

DAY = timedelta(days=1)


def url(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def html(browser: Client, where: str) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def counter_fields(browser: Client, mission: Mission, **changes: object) -> dict[str, object]:
    """What the page 다시 제안하기 would send, with some of it changed."""
    return page_fields(html(browser, url("counter", mission))) | changes  # type: ignore[operator]


# --- the service -----------------------------------------------------------------------------------------


def test_the_same_counter_offer_twice_is_one(world: World) -> None:
    mission = world.propose()
    terms = world.terms(weekdays="1111000")
    for _press in range(2):
        found = offers.counter_mission(
            mission.pk, actor=world.child, terms=terms, reason="학원", seen=1, now=NOW
        )
        assert found == mission
    assert mission.offers.count() == 2
    assert Notification.objects.filter(kind="mission_countered").count() == 1


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw"])
def test_nobody_answers_an_offer_that_lies_there_no_longer(world: World, answer: str) -> None:
    mission = world.propose()
    offers.counter_mission(mission.pk, actor=world.child, terms=world.terms(title="빵 굽기"), seen=1, now=NOW)
    service = getattr(offers, f"{answer}_mission")
    person = world.mother if answer == "withdraw" else world.child
    with pytest.raises(Refused) as no:
        service(mission.pk, actor=person, seen=1, now=NOW)
    assert no.value.code == "offer_changed"
    assert fresh(mission).state == "proposed"


def test_a_counter_offer_to_one_that_changed_writes_nothing(world: World) -> None:
    mission = world.propose(by=world.child)
    offers.counter_mission(
        mission.pk, actor=world.mother, terms=world.terms(title="빵 굽기"), seen=1, now=NOW
    )
    with pytest.raises(Refused) as no:
        offers.counter_mission(mission.pk, actor=world.father, terms=world.terms(), seen=1, now=NOW)
    assert no.value.code == "offer_changed"
    assert mission.offers.count() == 2
    assert fresh(mission).guardian == world.mother


def test_the_course_of_a_counter_offer_stays(world: World) -> None:
    mission = world.propose()
    other = make_course("two", 9, "둘째 코스")
    offers.counter_mission(mission.pk, actor=world.child, terms=world.terms(course=other), now=NOW)
    assert fresh(mission).course == world.course
    assert mission.offers.latest("n").last_day == MONDAY + 4 * DAY


def test_every_offer_waits_five_days_of_its_own(world: World) -> None:
    mission = world.propose()
    later = at(MONDAY + 4 * DAY)
    terms = world.terms(first_day=MONDAY + 7 * DAY)
    offers.counter_mission(mission.pk, actor=world.child, terms=terms, now=later)
    run_daily(now=at(MONDAY + 8 * DAY))
    assert fresh(mission).state == "proposed"
    run_daily(now=at(MONDAY + 11 * DAY))
    assert fresh(mission).state == "expired"


def test_accepting_a_counter_offer_late_moves_its_first_day(world: World) -> None:
    mission = world.propose()
    offers.counter_mission(mission.pk, actor=world.child, terms=world.terms(weekdays="1010100"), now=NOW)
    offers.accept_mission(mission.pk, actor=world.mother, seen=2, now=at(MONDAY + 3 * DAY))
    mission = fresh(mission)
    assert (mission.state, mission.starts_on) == ("scheduled", MONDAY + 4 * DAY)
    assert mission.ends_on == MONDAY + 14 * DAY
    assert mission.offers.latest("n").first_day == MONDAY


def test_a_guardian_with_a_late_promise_makes_no_counter_offer(world: World) -> None:
    mission = world.achieved()
    due = mission.lines.get().due_on
    assert due is not None
    late = due + 9 * DAY
    other = make_course("two", 4, "둘째 코스")
    proposed = world.propose(by=world.child, course=other, first_day=late, now=at(late))
    with pytest.raises(Refused) as no:
        offers.counter_mission(
            proposed.pk, actor=world.mother, terms=world.terms(first_day=late), now=at(late)
        )
    assert no.value.code == "promise_overdue"


# --- the words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"weekdays": "1111000"}, "한 주 5일\u00a0→\u00a04일, 약속은 그대로"),
        ({"weekdays": "0111110"}, "월요일부터 금요일까지\u00a0→\u00a0화요일부터 토요일까지, 약속은 그대로"),
        ({"on_holidays": True}, "공휴일에도 배우기, 약속은 그대로"),
        ({"title": "빵 굽기"}, "배우는 날은 그대로, ‘김밥 소풍’\u00a0→\u00a0‘빵 굽기’"),
        (
            {"kind": "money", "title": "용돈", "amount": 8000, "parts": [4000, 4000]},
            "배우는 날은 그대로, ‘김밥 소풍’\u00a0→\u00a0‘용돈 8,000원’, 나눠 받기",
        ),
        ({}, "배우는 날은 그대로, 약속은 그대로"),
    ],
)
def test_a_counter_offer_is_told_as_a_plain_difference(changes: dict, line: str) -> None:
    facts = {
        "weekdays": "1111100", "on_holidays": False, "first_day": MONDAY, "kind": "together",
        "title": "김밥 소풍", "amount": 0, "parts": [],
    }  # fmt: skip
    assert change_text(Offer(**facts), Offer(**(facts | changes))) == line


# --- the pages -------------------------------------------------------------------------------------------


def test_three_offers_on_the_pages(world: World) -> None:
    mission = propose(world, weekdays="1111100")
    mother, child = signed_in(world.mother), signed_in(world.child)
    assert "다시 제안하기" in html(child, url("detail", mission))
    fields = counter_fields(child, mission, weekdays=["0", "1", "3", "4"], reason="수요일은 학원")
    done = child.post(url("counter", mission), fields)
    assert (done.status_code, done["Location"]) == (302, url("detail", mission))
    assert "엄마의 답을 기다려요" in html(child, reverse("missions:list"))
    for where in (url("detail", mission), reverse("missions:list"), reverse("home")):
        assert "서하가 다시 제안했어요" in html(mother, where)
    page = html(mother, url("detail", mission))
    for seen in ("한 주 5일", "수요일은 학원", "지금이 2번째예요", "오간 제안", "<del>월요일부터 금요일까지"):
        assert seen in page
    fields = counter_fields(mother, mission, title="빵 굽기")
    mother.post(url("counter", mission), fields)
    page = html(child, url("detail", mission))
    assert "<del>김밥 소풍</del> <ins>빵 굽기</ins>" in page
    assert "세 번째 제안이에요. 이제 받아들이거나 ‘이번에는 안 할래요’를 고르면 돼요." in page
    assert "엄마가 다시 제안했어요" in html(child, reverse("today"))
    assert "거절" not in page
    assert url("counter", mission) not in page
    assert child.get(url("counter", mission))["Location"] == url("detail", mission)
    assert child.post(url("counter", mission), fields | {"seen": "3"}).status_code == 422
    child.post(url("accept", mission), {"seen": "3"})
    assert fresh(mission).state == "running"
    assert "세 번째 제안" not in html(mother, url("detail", mission))


def test_a_wrong_counter_offer_keeps_what_was_typed(world: World) -> None:
    mission = propose(world)
    child = signed_in(world.child)
    fields = counter_fields(child, mission, title="  ", reason="학원이 있어요", message="조금만 바꿔요")
    answer = child.post(url("counter", mission), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "무엇을 약속할지 적어 주세요" in page
    assert page_fields(page)["reason"] == ["학원이 있어요"]
    assert "조금만 바꿔요" in page
    assert mission.offers.count() == 1
    for name, value, sentence in (
        ("weekdays", [], "요일을 하나 이상"),
        ("reason", "가" * 256, "까닭은 255자까지"),
        ("first_day", "내일", "날짜를 다시"),
        ("amount", "많이", "숫자로 적어"),
    ):
        kind = ["money"] if name == "amount" else ["together"]
        answer = child.post(
            url("counter", mission), counter_fields(child, mission, kind=kind, **{name: value})
        )
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert mission.offers.count() == 1


def test_a_counter_offer_pressed_twice_shows_the_same_page(world: World) -> None:
    mission = propose(world)
    child = signed_in(world.child)
    fields = counter_fields(child, mission, title="빵 굽기")
    first, second = (child.post(url("counter", mission), fields) for _press in range(2))
    assert first["Location"] == second["Location"] == url("detail", mission)
    assert mission.offers.count() == 2


def test_a_counter_offer_from_an_old_page_is_told_kindly(world: World) -> None:
    mission = propose(world, by=world.child)
    mother, father = signed_in(world.mother), signed_in(world.father)
    fields = counter_fields(father, mission, title="등산")
    mother.post(url("counter", mission), counter_fields(mother, mission, title="빵 굽기"))
    answer = father.post(url("counter", mission), fields)
    assert answer.status_code == 422
    assert "그사이에 다른 제안이 놓였어요" in answer.content.decode()
    assert mission.offers.count() == 2


def test_a_large_sum_in_a_counter_offer_is_asked_once(world: World) -> None:
    mission = propose(world)
    child = signed_in(world.child)
    fields = counter_fields(child, mission, kind=["money"], title="용돈", amount="60,000")
    answer = child.post(url("counter", mission), fields)
    assert "꽤 큰 약속이에요" in answer.content.decode()
    again = page_fields(answer.content.decode())
    assert again["sure"] == ["60000"]
    assert child.post(url("counter", mission), again).status_code == 302


def test_the_live_sentence_of_a_counter_offer(world: World) -> None:
    mission = propose(world, by=world.child)
    father = signed_in(world.father)
    fields = counter_fields(father, mission, kind=["money"], title="용돈", amount="5,000")
    answer = father.post(url("counter_sentence", mission), fields).content.decode()
    assert "서하가 단어\u00a04개를 배우면 아빠가 <mark>용돈 5,000원</mark>을 줘요" in answer
    assert "<html" not in answer
    assert father.post(url("counter_sentence", mission), {}).status_code == 200


def test_who_has_no_turn_sees_no_button(world: World) -> None:
    mission = propose(world)
    for person in (world.mother, world.father):
        browser = signed_in(person)
        assert url("counter", mission) not in html(browser, url("detail", mission))
        assert browser.get(url("counter", mission)).status_code == 302
        refused = browser.post(url("counter", mission), wizardly(world))
        assert refused.status_code in (403, 422)
    assert mission.offers.count() == 1


def wizardly(world: World) -> dict[str, object]:
    return {
        "first_day": clock.today().isoformat(), "weekdays": ["0"], "kind": "together",
        "title": "등산", "seen": "1",
    }  # fmt: skip


def test_days_that_moved_since_the_offer_are_said_before_the_press(world: World) -> None:
    mission = propose(world)
    page = url("detail", mission)
    child = signed_in(world.child)
    assert "지금 받아들이면" not in html(child, page)
    RestDay.objects.create(
        scope=f"family:{world.family.pk}", date=clock.today() + DAY, kind="trip", state="taken",
        by=world.mother, at=clock.now(),
    )  # fmt: skip
    assert "지금 받아들이면" in html(child, page)


# --- 나눠 받기 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "words", "shares"),
    [
        (10_000, 20, (2000,) * 5),
        (10_000, 9, (3300, 3300, 3400)),
        (49_900, 20, (9900, 9900, 9900, 9900, 10_300)),
        (300, 20, (60,) * 5),
        (3, 20, ()),
        (5000, 4, ()),
        (0, 20, ()),
    ],
)
def test_an_amount_is_shared_out_in_whole_hundreds(amount: int, words: int, shares: tuple[int, ...]) -> None:
    assert policies.shares(amount, words) == shares
    assert sum(shares) in (0, amount)


def test_a_counter_offer_in_parts_is_listed_with_its_days(travel: Callable[[timedelta], None]) -> None:
    travel(at(MONDAY) - clock.now())
    world = make_world(words=9)
    mission = propose(world, weekdays="1111100")
    child = signed_in(world.child)
    fields = counter_fields(
        child, mission, kind=["money"], title="책값", amount="10,000", parts="on", weekdays=list("01234")
    )
    assert child.post(url("counter", mission), fields).status_code == 302
    assert mission.offers.latest("n").parts == [3300, 3300, 3400]
    page = html(signed_in(world.mother), url("detail", mission))
    offers.accept_mission(mission.pk, actor=world.mother, now=clock.now())
    days = list(Part.objects.order_by("j").values_list("comes_on", flat=True))
    assert days == [MONDAY + 4 * DAY, MONDAY + 11 * DAY, MONDAY + 15 * DAY]
    agreed = html(signed_in(world.mother), url("detail", mission))
    for day in days:
        assert f"{day.month}월\u00a0{day.day}일" in page
        assert f"{day.month}월\u00a0{day.day}일" in agreed


# --- again after an end ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["declined", "withdrawn", "expired", "ended", "closed"])
def test_the_same_is_proposed_again_in_one_press(world: World, state: str) -> None:
    old = propose(world, weekdays="1010100", message="같이 해 보자")
    Mission.objects.filter(pk=old.pk).update(state=state)
    mother = signed_in(world.mother)
    assert url("again", old) in html(mother, url("detail", old))
    first, second = (mother.post(url("again", old)) for _press in range(2))
    assert first["Location"] == second["Location"]
    made = Mission.objects.exclude(pk=old.pk).get()
    offer = made.offers.get()
    assert (offer.title, offer.weekdays, offer.message) == ("김밥 소풍", "1010100", "같이 해 보자")
    assert "제안을 보냈어요" in mother.get(first["Location"]).content.decode()


def test_again_waits_for_the_first_free_day(world: World) -> None:
    old = world.propose(course=make_course("two", 4, "둘째 코스"))
    offers.decline_mission(old.pk, actor=world.child, now=NOW)
    running = world.running()
    made = propose_again(old.pk, actor=world.child, now=NOW)
    assert made.starts_on == running.ends_on + 3 * DAY  # a Friday, and then the next Monday
    assert (made.guardian, made.offers.get().by) == (None, world.child)


def test_again_says_why_not(world: World) -> None:
    old = propose(world)
    mother = signed_in(world.mother)
    answer = mother.post(url("again", old))
    assert answer.status_code == 422
    assert "아직 끝나지 않았어요" in answer.content.decode()
    Mission.objects.filter(pk=old.pk).update(state="closed")
    propose(world, title="빵 굽기")
    answer = mother.post(url("again", old))
    assert answer.status_code == 422
    assert "이미 열려 있어요" in answer.content.decode()
    assert Mission.objects.count() == 2


def test_a_stranger_repeats_nothing(world: World) -> None:
    old = propose(world)
    Mission.objects.filter(pk=old.pk).update(state="closed")
    assert signed_in(make_guardian()).post(url("again", old)).status_code == 404


def test_what_was_reached_is_followed_by_its_review(world: World) -> None:
    mission = world.achieved()
    page = html(signed_in(world.child), url("detail", mission))
    assert f"course=review-{world.course.pk}" in page
    assert url("again", mission) not in page
