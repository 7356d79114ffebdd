"""The pages, as people press their way through them."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts import switching, wording
from accounts.models import Notification
from missions import services
from missions import wording as mission_wording
from missions.models import Mission, Offer, PromiseLine
from missions.selectors import open_missions_of_child, open_missions_of_guardian, promise_counts
from missions.services import offers, promises
from missions.services.terms import Terms
from oneco.lib import clock
from tests.factories import (
    DEVICE_PIN,
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    signed_in,
)
from tests.missions.world import World, fresh, make_course, study

DAY = timedelta(days=1)
SERVICES = list(Path(services.__file__ or "").parent.glob("*.py"))


def propose(world: World, by: object = None, **changes: object) -> Mission:
    changes.setdefault("first_day", clock.today())
    changes.setdefault("weekdays", "1111111")
    changes.setdefault("on_holidays", True)
    return world.propose(by=by or world.mother, now=clock.now(), **changes)  # type: ignore[arg-type]


def run(world: World, **changes: object) -> Mission:
    mission = propose(world, **changes)
    return offers.accept_mission(mission.pk, actor=world.child, now=clock.now())


def achieve(world: World, **changes: object) -> Mission:
    mission = run(world, **changes)
    study(mission, 99, day=clock.today(), recalled_on=clock.today())
    return fresh(mission)


def wizard_fields(world: World, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "to": f"{world.family.pk}-{world.child.pk}",
        "course": str(world.course.pk),
        "first_day": clock.today().isoformat(),
        "weekdays": ["0", "2", "4"],
        "kind": "together",
        "title": "김밥 소풍",
        "amount": "",
        "message": "같이 해 보자",
        "step": "check",
        "go": "send",
    }
    return fields | changes


def page_fields(html: str) -> dict[str, list[str]]:
    """What a browser would send from the wizard's page: hidden inputs, ticked and filled fields."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attrs = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attrs.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        if "name" in attrs and attrs["name"] != "csrfmiddlewaretoken":
            found.setdefault(attrs["name"], []).append(attrs.get("value", ""))
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', html):
        found.setdefault(name, []).append(text)
    return found


def test_a_guardian_presses_the_first_week_and_the_child_accepts(world: World) -> None:
    mother, child = signed_in(world.mother), signed_in(world.child)
    answer = mother.post(reverse("missions:first_week"), {"child": world.child.pk})
    # The phone goes on to the child at once.
    assert answer["Location"] == f"{reverse('families:hand_over')}?child={world.child.pk}"
    mission = Mission.objects.get()
    page = mother.get(reverse("missions:detail", args=[mission.pk])).content.decode()
    assert "서하의 답을 기다려요" in page
    page = child.get(reverse("missions:detail", args=[mission.pk])).content.decode()
    assert "엄마가 제안했어요" in page
    assert "이번에는 안 할래요" in page
    assert "거절" not in page
    for _press in range(2):
        done = child.post(reverse("missions:accept", args=[mission.pk]))
        assert (done.status_code, done["Location"]) == (302, reverse("today"))
    page = child.get(reverse("missions:detail", args=[mission.pk])).content.decode()
    assert "단어 4개 가운데 0개를 배웠어요" in page
    assert fresh(mission).state == "running"


def test_the_first_week_pressed_twice_is_one(world: World) -> None:
    mother = signed_in(world.mother)
    first = mother.post(reverse("missions:first_week"), {"child": world.child.pk})
    second = mother.post(reverse("missions:first_week"), {"child": world.child.pk})
    assert first["Location"] == second["Location"]
    assert Mission.objects.count() == 1


def test_the_first_week_is_for_an_own_child_only(world: World) -> None:
    stranger = make_child()
    for value in (stranger.pk, 999_999, "x"):
        answer = signed_in(world.mother).post(reverse("missions:first_week"), {"child": value})
        assert answer.status_code == 404
    assert not Mission.objects.exists()


def test_a_child_asks_for_the_first_week_itself(world: World) -> None:
    signed_in(world.child).post(reverse("missions:first_week"))
    assert Mission.objects.get().offers.get().by == world.child


def test_the_wizard_step_by_step_without_javascript(world: World) -> None:
    browser = signed_in(world.mother)
    make_child(world.family, world.mother, name="도윤")
    page = browser.get(reverse("missions:new")).content.decode()
    fields = page_fields(page)
    assert fields["step"] == ["course"]
    typed = {
        "course": {},
        "days": {"weekdays": ["0", "1", "2"]},
        "promise": {"title": ["빵 굽기"], "kind": ["together"]},
        "words": {"message": ["천천히 하자"]},
    }
    for step, entries in typed.items():
        assert fields["step"] == [step]
        answer = browser.post(reverse("missions:new"), {**fields, **entries, "go": "next"})
        assert answer.status_code == 200
        page = answer.content.decode()
        fields = page_fields(page)
    assert "서하가 단어\u00a04개를 배우면 엄마와 함께 <mark>빵 굽기</mark>를 해요" in page
    assert "단어 4개, 복습 1번, 모두 5일" in page
    answer = browser.post(reverse("missions:new"), {**fields, "go": "send"})
    mission = Mission.objects.get()
    assert answer["Location"] == reverse("missions:detail", args=[mission.pk])
    offer = mission.offers.get()
    assert (offer.title, offer.weekdays, offer.message) == ("빵 굽기", "1110000", "천천히 하자")


def test_a_promise_holds_only_what_can_be_seen(world: World) -> None:
    browser = signed_in(world.mother)
    browser.post(reverse("missions:new"), wizard_fields(world, title="\u202e빵\u200b 굽기", message="\u3164"))
    offer = Mission.objects.get().offers.get()
    assert (offer.title, offer.message) == ("빵 굽기", "")


def test_going_back_loses_nothing(world: World) -> None:
    browser = signed_in(world.mother)
    sent = wizard_fields(world, step="promise", go="back")
    fields = page_fields(browser.post(reverse("missions:new"), sent).content.decode())
    assert fields["step"] == ["days"]
    assert fields["title"] == ["김밥 소풍"]
    assert fields["weekdays"] == ["0", "2", "4"]
    assert fields["message"] == ["같이 해 보자"]


def test_back_is_possible_from_a_wrong_step(world: World) -> None:
    sent = wizard_fields(world, step="promise", title="", go="back")
    assert signed_in(world.mother).post(reverse("missions:new"), sent).status_code == 200


def test_the_same_for_two_children_at_once(world: World) -> None:
    brother = make_child(world.family, world.mother, name="도윤")
    to = [f"{world.family.pk}-{world.child.pk}", f"{world.family.pk}-{brother.pk}"]
    answer = signed_in(world.mother).post(reverse("missions:new"), wizard_fields(world, to=to))
    assert answer["Location"] == reverse("missions:list")
    assert Mission.objects.count() == 2


def test_a_child_proposes_with_the_wizard(world: World) -> None:
    answer = signed_in(world.child).post(reverse("missions:new"), wizard_fields(world), follow=True)
    assert "보호자의 답을 기다려요" in answer.content.decode()
    assert Mission.objects.get().guardian is None


@pytest.mark.parametrize(
    ("changes", "step", "sentence"),
    [
        ({"first_day": "2020-01-01"}, "days", "오늘이나 그 뒤로"),
        ({"first_day": "9999-01-01"}, "days", "60일 안에서"),
        ({"first_day": "내일"}, "days", "날짜를 다시"),
        ({"weekdays": []}, "days", "요일을 하나 이상"),
        ({"weekdays": ["9"]}, "days", ""),
        ({"title": "가" * 101}, "promise", "100자까지"),
        ({"title": " "}, "promise", "무엇을 약속할지"),
        ({"kind": "money", "amount": "많이"}, "promise", "숫자로 적어"),
        ({"kind": "money", "amount": "60,000"}, "promise", "60,000원, 꽤 큰 약속"),
        ({"kind": "gold"}, "promise", ""),
        ({"message": "가" * 256}, "words", "255자까지"),
        ({"to": "1-999999"}, "course", "다시 골라"),
        ({"course": "999999"}, "course", "다시 골라"),
    ],
)
def test_what_is_wrong_is_said_on_its_step_and_the_rest_is_kept(
    world: World, changes: dict, step: str, sentence: str
) -> None:
    fields = wizard_fields(world, **changes)
    answer = signed_in(world.mother).post(reverse("missions:new"), fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert page_fields(html)["step"] == [step]
    assert sentence in html
    assert "같이 해 보자" in html or "message" in changes
    assert not Mission.objects.exists()
    assert not Notification.objects.exists()


def test_a_large_amount_is_asked_once_and_then_passes(world: World) -> None:
    browser = signed_in(world.mother)
    fields = wizard_fields(world, kind="money", title="용돈", amount="60,000", step="promise", go="next")
    answer = browser.post(reverse("missions:new"), fields)
    assert answer.status_code == 422
    assert "꽤 큰 약속이에요" in answer.content.decode()
    again = page_fields(answer.content.decode())
    assert again["sure"] == ["60000"]
    answer = browser.post(reverse("missions:new"), {**again, "go": "next"})
    assert page_fields(answer.content.decode())["step"] == ["words"]


def test_a_day_on_which_the_child_is_busy_is_said_at_the_day(world: World) -> None:
    run(world)
    other = make_course("two", 4, "둘째 코스")
    answer = signed_in(world.mother).post(reverse("missions:new"), wizard_fields(world, course=str(other.pk)))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert page_fields(html)["step"] == ["days"]
    assert "지금 미션이" in html
    page = signed_in(world.mother).get(reverse("missions:new")).content.decode()
    assert page_fields(page)["first_day"] > [clock.today().isoformat()]


def test_the_live_sentence_follows_what_is_typed(world: World) -> None:
    browser = signed_in(world.mother)
    fields = wizard_fields(world, kind="money", title="용돈", amount="5000", step="promise")
    html = browser.post(reverse("missions:sentence"), fields).content.decode()
    assert "서하가 단어\u00a04개를 배우면 엄마가 <mark>용돈 5,000원</mark>을 줘요" in html
    assert "<html" not in html
    empty = browser.post(reverse("missions:sentence"), {"step": "course"})
    assert empty.status_code == 200


def test_somebody_without_a_child_is_shown_the_way(db: None) -> None:
    guardian = make_guardian()
    make_family(guardian)
    html = signed_in(guardian).get(reverse("missions:new")).content.decode()
    assert reverse("families:family") in html


@pytest.mark.parametrize(
    "name", ["detail", "accept", "decline", "withdraw", "take_over", "deliver", "confirm", "not_yet", "nudge"]
)
def test_what_is_not_yours_does_not_exist(world: World, name: str) -> None:
    mission = propose(world)
    url = reverse(f"missions:{name}", args=[mission.pk])
    strangers = [make_guardian(), make_child(), make_child(world.family, world.mother, name="도윤")]
    make_family(strangers[0])
    gone = make_guardian()
    add_member(world.family, gone, state="left")
    for person in (*strangers, gone):
        browser = signed_in(person)
        answer = browser.get(url) if name == "detail" else browser.post(url)
        assert answer.status_code in (403, 404), person
    assert fresh(mission).state == "proposed"


@pytest.mark.parametrize("name", ["accept", "confirm", "first_week", "sentence"])
def test_a_get_does_nothing(world: World, name: str) -> None:
    args = [] if name in ("first_week", "sentence") else [propose(world).pk]
    person = world.child if name == "confirm" else world.mother
    assert signed_in(person).get(reverse(f"missions:{name}", args=args)).status_code == 405


def test_a_refused_press_shows_the_page_with_the_sentence(world: World) -> None:
    mission = propose(world)
    answer = signed_in(world.mother).post(reverse("missions:accept", args=[mission.pk]))
    assert answer.status_code == 422
    assert "상대가 답할 차례예요" in answer.content.decode()
    bystander = signed_in(world.father).post(reverse("missions:withdraw", args=[mission.pk]))
    assert bystander.status_code == 403
    assert "약속한 보호자만" in bystander.content.decode()


def test_giving_asks_for_the_device_pin_where_there_is_one(world: World) -> None:
    mission = achieve(world)
    browser = Client()
    browser.force_login(world.mother)
    make_device(world.family, world.mother, client=browser)
    session = browser.session
    session[switching.CONFIRMED] = 0  # the last entry is long ago
    session.save()
    url = reverse("missions:deliver", args=[mission.pk])
    asked = browser.post(url)
    assert "device_pin" in asked.content.decode()
    assert fresh(mission).state == "achieved"
    browser.post(url, {"device_pin": DEVICE_PIN})
    assert fresh(mission).state == "delivered"


def test_given_not_yet_given_received_in_the_notebook(world: World) -> None:
    mission = achieve(world, kind="money", title="용돈", amount=5000)
    mother, child = signed_in(world.mother), signed_in(world.child)
    book = reverse("missions:promises")
    page = mother.get(book).content.decode()
    assert "엄마가 줄 것" in page
    assert "서하 · 용돈 5,000원" in page
    seen = page_fields(page)["seen"][0]
    press = {"seen": seen, "back": "promises"}
    assert mother.post(reverse("missions:deliver", args=[mission.pk]), press)["Location"] == book
    assert mother.post(reverse("missions:deliver", args=[mission.pk]), press)["Location"] == book
    assert PromiseLine.objects.filter(kind="delivered").count() == 1
    assert "받았어요" in child.get(book).content.decode()
    child.post(reverse("missions:not_yet", args=[mission.pk]), {"back": "promises"})
    mother.post(reverse("missions:deliver", args=[mission.pk]), {"back": "promises"})
    child.post(reverse("missions:confirm", args=[mission.pk]), {"back": "promises"})
    assert fresh(mission).state == "settled"
    for browser in (mother, child):
        page = browser.get(book).content.decode()
        assert "지킨 약속" in page
        assert "아직이에요 · ‘첫 주 맛보기’" in page
    counts = promise_counts(world.child)
    assert (counts.kept, counts.waiting) == (1, 0)


def test_the_nudge_is_a_word_of_the_child(world: World) -> None:
    mission = achieve(world)
    child = signed_in(world.child)
    child.post(reverse("missions:nudge", args=[mission.pk]))
    child.post(reverse("missions:nudge", args=[mission.pk]))
    assert Notification.objects.filter(recipient=world.mother, kind="mission_nudge").count() == 1
    assert "말했어요" in child.get(reverse("missions:promises")).content.decode()


def test_a_late_accept_says_before_the_press_what_it_moves(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    mission = propose(world)
    travel(timedelta(days=2))
    page = signed_in(world.child).get(reverse("missions:detail", args=[mission.pk])).content.decode()
    assert "지금 받아들이면" in page
    signed_in(world.child).post(reverse("missions:accept", args=[mission.pk]))
    page = signed_in(world.child).get(reverse("missions:detail", args=[mission.pk])).content.decode()
    assert "<del>" in page


def test_the_lists_are_kind_when_empty(world: World) -> None:
    for person in (world.mother, world.child):
        browser = signed_in(person)
        page = browser.get(reverse("missions:list")).content.decode()
        assert reverse("missions:first_week") in page
        assert reverse("missions:start") in page
        assert "첫 약속이 적히면" in browser.get(reverse("missions:promises")).content.decode()


def test_a_guardian_of_two_families_sees_both_and_their_children(world: World) -> None:
    other = make_family(world.mother, name="할머니네")
    cousin = make_child(other, world.mother, name="하준")
    propose(world)
    offers.propose_mission(
        other,
        child=cousin,
        terms=Terms(course=world.course, first_day=clock.today(), title="연날리기", kind=Offer.Kind.TOGETHER),
        actor=world.mother,
        now=clock.now(),
    )
    page = signed_in(world.mother).get(reverse("missions:list")).content.decode()
    assert "서하" in page
    assert "하준" in page
    assert "하준" not in signed_in(world.father).get(reverse("missions:list")).content.decode()


def test_every_state_has_a_page_for_every_viewer(world: World) -> None:
    mission = achieve(world)
    people = [signed_in(person) for person in (world.mother, world.father, world.child)]
    url = reverse("missions:detail", args=[mission.pk])
    for state in Mission.State.values:
        makeup = mission.ends_on + DAY if state in ("makeup", "closed") else None
        Mission.objects.filter(pk=mission.pk).update(state=state, makeup_until=makeup)
        for browser in people:
            for where in (url, reverse("missions:list"), reverse("missions:promises")):
                answer = browser.get(where)
                assert answer.status_code == 200, (state, where)
                assert browser is not people[-1] or "거절" not in answer.content.decode()


def test_queries_do_not_grow_with_missions(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(path: str, person: object) -> int:
        browser = signed_in(person)  # type: ignore[arg-type]
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert browser.get(path).status_code == 200
        return len(found)

    def more(n: int, kind: str) -> None:
        for i in range(n):
            course = make_course(f"c{kind}{i}", 2, f"코스 {kind}{i}")
            sibling = make_child(world.family, world.mother, name=f"아이{kind}{i}")
            for child in (sibling, world.child):
                mission = offers.propose_mission(
                    world.family,
                    child=child,
                    terms=world.terms(course=course, first_day=clock.today()),
                    actor=world.mother,
                    now=clock.now(),
                )
                if kind != "a" or i % 2:
                    continue
                offers.accept_mission(mission.pk, actor=child, now=clock.now())
                Mission.objects.filter(pk=mission.pk).update(state="achieved")
                PromiseLine.objects.create(
                    mission=mission,
                    giver=world.mother,
                    child=child,
                    kind="earned",
                    unit="piece",
                    effect=1,
                    due_on=clock.today(),
                    at=clock.now(),
                    key=f"earned:{mission.pk}:goal",
                )

    more(2, "a")
    paths = [reverse("missions:list"), reverse("missions:promises")]
    before = {(path, p.pk): count(path, p) for path in paths for p in (world.mother, world.child)}
    more(8, "a2"[0] + "b")
    more(6, "a3"[0] + "c")
    after = {(path, p.pk): count(path, p) for path in paths for p in (world.mother, world.child)}
    assert before == after


def test_cards_for_the_first_pages(world: World) -> None:
    mission = achieve(world)
    mine = open_missions_of_guardian(world.mother, today=clock.today())
    assert [(card.pk, card.waits_for_me, card.child_name) for card in mine] == [
        (mission.pk, "deliver", "서하")
    ]
    assert open_missions_of_guardian(world.father, today=clock.today())[0].waits_for_me == ""
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now())
    assert open_missions_of_child(world.child, today=clock.today())[0].waits_for_me == "confirm"


def test_a_taken_course_is_said_at_once_and_the_wizard_begins_with_a_free_one(world: World) -> None:
    run(world)
    other = make_course("two", 4, "둘째 코스")
    browser = signed_in(world.mother)
    assert page_fields(browser.get(reverse("missions:new")).content.decode())["course"] == [str(other.pk)]
    answer = browser.post(reverse("missions:new"), wizard_fields(world, step="course", go="next"))
    assert answer.status_code == 422
    assert "이 코스는 지금 고를 수 없어요" in answer.content.decode()


def test_the_wizard_sent_twice_is_one_proposal(world: World) -> None:
    browser = signed_in(world.mother)
    first = browser.post(reverse("missions:new"), wizard_fields(world))
    second = browser.post(reverse("missions:new"), wizard_fields(world))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def test_a_first_week_that_cannot_be_is_said_on_the_list(world: World) -> None:
    achieve(world)
    answer = signed_in(world.father).post(reverse("missions:first_week"), {"child": world.child.pk})
    assert answer.status_code == 422
    assert "이 코스는 지금 고를 수 없어요" in answer.content.decode()


def test_a_late_promise_comes_before_a_new_mission(world: World, travel: Callable[[timedelta], None]) -> None:
    achieve(world)
    travel(timedelta(days=16))
    html = signed_in(world.mother).get(reverse("missions:new")).content.decode()
    assert "기다리는 약속이 먼저예요" in html
    assert "지났어요" in signed_in(world.mother).get(reverse("missions:promises")).content.decode()


def test_every_notice_has_its_words(world: World) -> None:
    mission = propose(world, by=world.child)
    offers.counter_mission(
        mission.pk, actor=world.mother, terms=world.terms(first_day=clock.today()), now=clock.now()
    )
    offers.accept_mission(mission.pk, actor=world.child, now=clock.now())
    study(fresh(mission), 99, day=clock.today(), recalled_on=clock.today())
    promises.nudge_promiser(mission.pk, actor=world.child, now=clock.now())
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now())
    promises.mark_not_yet(mission.pk, actor=world.child, now=clock.now())
    for notice in Notification.objects.all():
        text = wording.sentence(notice.kind, notice.data)
        assert text.endswith(("요.", "대요."))
        assert text != str(wording.UNKNOWN)
        assert "%" not in text
        assert notice.data["url"] == reverse("missions:detail", args=[mission.pk])
    kinds = {kind.removeprefix("mission_") for kind in mission_wording.NOTICES}
    told = set(re.findall(r'tell\(\s*mission,\s*"(\w+)"', "".join(p.read_text() for p in SERVICES)))
    assert told == kinds
