"""Where a mission begins: suggestions, an earlier agreement, a finished course; and the wizard's advice."""

import re
from datetime import timedelta

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.calendar import Calendar, last_day
from lessons.checking import CONTENT
from missions.models import Mission
from missions.plans import PLANS, Plan
from missions.services import offers
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family, make_guardian, signed_in
from tests.missions.test_pages import achieve, page_fields, propose, run, wizard_fields
from tests.missions.world import MONDAY, World, make_course

DAY = timedelta(days=1)


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def start(browser: Client, **asked: object) -> str:
    answer = browser.get(reverse("missions:start"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/missions/new/[^"]*)"', html)]


# --- suggestions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.course)
def test_a_plan_takes_as_long_as_its_title_says(plan: Plan) -> None:
    course = yaml.safe_load((CONTENT / "courses" / f"{plan.course}.yaml").read_text())
    assert not course["hidden"]
    first = MONDAY + next(n for n in range(7) if plan.weekdays[n] == "1") * DAY
    last = last_day(Calendar(first, plan.weekdays), len(course["lessons"]))
    weeks = re.search(r"(\d)주$", str(plan.title))
    if weeks:
        assert (last - MONDAY).days // 7 + 1 == int(weeks[1])


def test_a_plan_fills_in_the_wizard_to_the_last_step(world: World) -> None:
    mother = signed_in(world.mother)
    page = start(mother)
    assert "첫 주 맛보기" in page
    assert "용돈 관리 4주" not in page  # its course is not here
    plan = next(link for link in links(page) if "plan=first-week" in link)
    check = text(mother, plan)
    assert "이대로 제안할까요?" in check
    assert mother.post(reverse("missions:new"), page_fields(check) | {"go": "send"}).status_code == 302
    offer = Mission.objects.get().offers.get()
    assert (offer.title, offer.kind, offer.weekdays, offer.on_holidays) == (
        "함께 고른 저녁 메뉴", "choice", "1111111", True,
    )  # fmt: skip


def test_what_cannot_begin_now_is_not_suggested(world: World) -> None:
    make_course("not-fooled", 8, "속지 않는 눈")
    run(world)
    page = start(signed_in(world.mother))
    assert "plan=first-week" not in page
    assert "plan=not-fooled" in page


def test_a_plan_with_money_asks_for_the_sum(world: World) -> None:
    make_course("saving-grows", 8, "모으는 재미, 기다리는 힘")
    mother = signed_in(world.mother)
    plan = next(link for link in links(start(mother)) if "plan=saving-grows" in link)
    page = text(mother, plan)
    assert page_fields(page)["step"] == ["promise"]
    assert page_fields(page)["kind"] == ["money"]


def test_an_earlier_agreement_is_taken_up_again(world: World) -> None:
    achieve(world, title="한강 자전거", weekdays="1010111")
    other = make_course("two", 9, "둘째 코스")
    mother = signed_in(world.mother)
    page = start(mother)
    assert "지난번처럼" in page
    assert "한강 자전거" in page
    again = next(link for link in links(page) if "like=" in link)
    fields = page_fields(text(mother, again))
    assert fields["step"] == ["course"]  # its course was done: another one is chosen
    assert "course" not in fields
    assert fields["title"] == ["한강 자전거"]
    assert fields["weekdays"] == ["0", "2", "4", "5", "6"]
    answer = mother.post(reverse("missions:new"), fields | {"course": str(other.pk), "go": "next"})
    assert page_fields(answer.content.decode())["step"] == ["days"]


def test_somebody_elses_mission_is_no_beginning(world: World) -> None:
    mission = propose(world)
    stranger = make_guardian()
    make_child(make_family(stranger), stranger)
    assert signed_in(stranger).get(reverse("missions:new"), {"like": mission.pk}).status_code == 404
    for like in ("x", "0", "99999999999"):
        assert signed_in(stranger).get(reverse("missions:new"), {"like": like}).status_code in (200, 404)


def test_a_finished_course_is_offered_as_its_review(world: World) -> None:
    achieve(world)
    for person in (world.father, world.child):
        browser = signed_in(person)
        page = start(browser)
        assert "첫 주 맛보기 복습" in page
        review = next(link for link in links(page) if "course=review-" in link)
        first = text(browser, review)
        assert page_fields(first)["course"] == [f"review-{world.course.pk}"]
    fields = wizard_fields(world, course=f"review-{world.course.pk}", weekdays=list("0123456"))
    answer = signed_in(world.father).post(reverse("missions:new"), fields)
    mission = Mission.objects.get(pk=int(answer["Location"].split("/")[2]))
    assert mission.review
    assert (mission.ends_on - mission.starts_on).days == 2
    page = text(signed_in(world.child), answer["Location"])
    assert "단어\u00a04개를 다시 떠올리면" in page
    assert "단어 4개 다시 떠올리기, 모두 3일" in page
    assert "배운 단어를 다시 떠올려요" in page
    signed_in(world.child).post(reverse("missions:accept", args=[mission.pk]), {"seen": 1})
    for person, where in (
        (world.child, "missions:list"),
        (world.father, "missions:list"),
        (world.child, "today"),
    ):
        shown = text(signed_in(person), reverse(where))
        assert "단어 4개 가운데 0개를 다시 떠올렸어요" in shown
        assert "첫 주 맛보기 복습" in shown


def test_the_wizard_shows_only_what_can_be_chosen(world: World) -> None:
    run(world)
    make_course("two", 4, "둘째 코스")
    page = text(signed_in(world.mother), reverse("missions:new"))
    assert "둘째 코스" in page
    assert not re.search(rf'name="course" value="{world.course.pk}"', page)


def test_each_child_has_its_own_beginnings(world: World) -> None:
    brother = make_child(world.family, world.mother, name="도윤")
    run(world)
    mother = signed_in(world.mother)
    assert "plan=first-week" in start(mother, child=brother.pk)
    assert "plan=first-week" not in start(mother, child=world.child.pk)
    assert f"?to={world.family.pk}-{brother.pk}" in start(mother)


def test_nobody_to_propose_to_is_shown_the_way(db: None) -> None:
    guardian = make_guardian()
    make_family(guardian)
    assert reverse("families:family") in start(signed_in(guardian))


def test_the_beginnings_cost_as_much_for_many_missions(world: World) -> None:
    mother = signed_in(world.mother)
    make_course("last", 4, "마지막 코스")

    def count() -> int:
        start(mother)
        with CaptureQueriesContext(connection) as found:
            start(mother)
        return len(found)

    achieve(world)
    before = count()
    for n in range(6):
        done = propose(world, course=make_course(f"c{n}", 2, f"코스 {n}"), title=f"약속 {n}")
        offers.accept_mission(done.pk, actor=world.child, now=clock.now())
        Mission.objects.filter(pk=done.pk).update(state="settled")
        assert done.enrolment is None
    assert count() == before


# --- advice ----------------------------------------------------------------------------------------------


def test_from_the_second_mission_on_a_smaller_promise_is_suggested(world: World) -> None:
    mother = signed_in(world.mother)
    promise = wizard_fields(world, step="days", go="next")
    advice = "더 작고 함께하는 약속"
    assert advice not in mother.post(reverse("missions:new"), promise).content.decode()
    achieve(world)
    promise["course"] = str(make_course("two", 4, "둘째 코스").pk)
    page = mother.post(reverse("missions:new"), promise).content.decode()
    assert advice in page
    assert "보드게임 한 판" in page


def test_a_mission_in_another_home_is_said_only_as_twenty_minutes(world: World) -> None:
    run(world)
    grandma = make_guardian(name="할머니")
    other = make_family(grandma, name="할머니네")
    add_member(other, world.child)
    course = make_course("two", 4, "둘째 코스")
    fields = wizard_fields(world, to=f"{other.pk}-{world.child.pk}", course=str(course.pk), step="days")
    page = signed_in(grandma).post(reverse("missions:sentence"), fields).content.decode()
    assert "하루 20분쯤 될 수 있어요." in page
    assert "첫 주 맛보기" not in page
    fields = wizard_fields(world, course=str(course.pk), step="days")
    assert "20분" not in signed_in(world.mother).post(reverse("missions:sentence"), fields).content.decode()
    fields = wizard_fields(world, to=f"{other.pk}-{world.child.pk}", step="course", go="next")
    answer = signed_in(grandma).post(reverse("missions:new"), fields)
    assert answer.status_code == 422
    assert "이 코스는 지금 고를 수 없어요" in answer.content.decode()


# --- 나눠 받기 in the wizard --------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "ticked"), [(4, None), (8, False), (9, True)])
def test_the_tick_for_parts_follows_the_course(world: World, words: int, ticked: bool | None) -> None:
    course = make_course("two", words, "둘째 코스")
    fields = wizard_fields(world, course=str(course.pk), step="days", go="next")
    del fields["title"]
    page = signed_in(world.mother).post(reverse("missions:new"), fields).content.decode()
    tick = re.search(r'<input type="checkbox" name="parts"[^>]*>', page)
    assert (tick is not None) == (ticked is not None)
    if tick is not None:
        assert ("checked" in tick[0]) == ticked


def test_an_unticked_box_stays_unticked(world: World) -> None:
    course = make_course("two", 9, "둘째 코스")
    mother = signed_in(world.mother)
    fields = wizard_fields(
        world, course=str(course.pk), kind="money", title="용돈", amount="9,000", step="promise", go="next"
    )
    words = page_fields(mother.post(reverse("missions:new"), fields).content.decode())
    back = mother.post(reverse("missions:new"), words | {"go": "back"}).content.decode()
    assert "parts" not in page_fields(back)
    mother.post(reverse("missions:new"), fields | {"step": "check", "go": "send"})
    assert Mission.objects.get().offers.get().parts == []


def test_the_parts_are_said_in_words_and_sent(world: World) -> None:
    course = make_course("two", 9, "둘째 코스")
    mother = signed_in(world.mother)
    fields = wizard_fields(
        world, course=str(course.pk), kind="money", title="용돈", amount="9,000", parts="on"
    )
    live = mother.post(reverse("missions:sentence"), fields).content.decode()
    assert "3번에 나눠 3,000원씩 받아요." in live
    together = mother.post(reverse("missions:sentence"), fields | {"kind": "together"}).content.decode()
    assert "나눠" not in together
    mother.post(reverse("missions:new"), fields)
    assert Mission.objects.get().offers.get().parts == [3000, 3000, 3000]
