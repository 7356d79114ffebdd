"""The pages of rest days: what is said before and after a press, and to whom."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from families.models import RestDay
from missions.models import Mission
from missions.services import offers
from oneco.lib import clock
from oneco.lib.korean import day_text
from tests.factories import add_member, make_child, make_device, make_family, make_guardian, signed_in
from tests.missions.test_resting import plain
from tests.missions.world import World, fresh, make_course

DAY = timedelta(days=1)


@pytest.fixture
def mission(world: World) -> Mission:
    """One that began today, every day of the week."""
    now = clock.now()
    made = world.propose(now=now, first_day=clock.today(), weekdays="1111111", on_holidays=True)
    return offers.accept_mission(made.pk, actor=world.child, now=now)


def path(world: World, name: str = "rests", **query: object) -> str:
    found = reverse(f"missions:{name}", args=[world.child.pk])
    return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else found


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return plain(unescape(answer.content.decode()))


def day(n: int) -> str:
    return (clock.today() + n * DAY).isoformat()


def said(n: int) -> str:
    return plain(day_text(clock.today() + n * DAY))


def test_an_empty_page_says_what_will_be_here(world: World) -> None:
    html = page(signed_in(world.child), path(world))
    assert "아직 정해 둔 쉬는 날이 없어요" in html
    assert "쉬는 날이 2번 남았어요" in html
    assert "여행" not in html
    assert "여행" in page(signed_in(world.mother), path(world))


def test_a_look_says_both_last_days_and_writes_nothing(world: World, mission: Mission) -> None:
    html = page(signed_in(world.child), path(world, kind="rest", first=day(1)))
    assert f"<del>{said(4)}</del> <ins>{said(5)}</ins>" in html
    assert "이대로 쉬기" in html
    assert not RestDay.objects.exists()
    assert fresh(mission).ends_on == mission.ends_on


def test_the_press_takes_the_day_and_says_where_the_end_lies_now(world: World, mission: Mission) -> None:
    browser = signed_in(world.child)
    for _time in range(2):
        answer = browser.post(path(world), {"kind": "rest", "first": day(1)}, follow=True)
        assert answer.redirect_chain == [(path(world), 302)]
    html = plain(unescape(answer.content.decode()))
    assert f"{said(1)}</b>" in html
    assert "1번 남았어요" in html
    assert fresh(mission).ends_on == mission.ends_on + DAY
    shown = page(signed_in(world.mother), reverse("missions:detail", args=[mission.pk]))
    assert f"<del>{said(4)}</del> <ins>{said(5)}</ins>" in shown


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "sick", "first": ""}, "날짜를 골라 주세요."),
        ({"kind": "sick", "first": "내일"}, "날짜를 다시 골라 주세요."),
        ({"kind": "", "first": "2026-03-03"}, "어떤 날인지 골라 주세요."),
        ({"kind": "trip", "first": "2026-03-03"}, "다시 골라 주세요."),
        ({"kind": "sick", "first": "2020-01-01"}, "부터 정할 수 있어요."),
        ({"kind": "exam", "first": "2050-01-01"}, "1년 안의 날을 골라 주세요."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_is_said_at_its_field_and_kept(
    world: World, mission: Mission, method: str, data: dict[str, str], sentence: str
) -> None:
    answer = getattr(signed_in(world.child), method)(path(world), data)
    html = plain(unescape(answer.content.decode()))
    assert answer.status_code == 422
    assert sentence in html
    assert f'value="{data["first"]}"' in html or not data["first"]
    assert not RestDay.objects.exists()


def test_the_live_look_is_a_fragment_and_never_scolds(world: World, mission: Mission) -> None:
    browser = signed_in(world.child)
    live = {"HX-Request": "true"}
    empty = browser.get(path(world, kind="sick", first=""), headers=live)
    assert (empty.status_code, empty.content.decode().strip()) == (
        200,
        '<div id="plan" aria-live="polite"></div>',
    )
    moved = browser.get(path(world, kind="sick", first=day(0)), headers=live)
    assert "이대로 쉬기" in moved.content.decode()
    assert "<html" not in moved.content.decode()
    late = browser.get(path(world, kind="sick", first=day(-3)), headers=live)
    assert "부터 정할 수 있어요" in plain(late.content.decode())


def ask_for_a_third(world: World) -> None:
    browser = signed_in(world.child)
    for n in (1, 2, 3):
        browser.post(path(world), {"kind": "rest", "first": day(n)})


def test_a_third_is_asked_for_and_a_guardian_finds_it_at_home(world: World, mission: Mission) -> None:
    ask_for_a_third(world)
    child = signed_in(world.child)
    assert "답을 기다려요" in page(child, path(world))
    assert "이미 물어본 날" in page(child, path(world, kind="rest", first=day(3)))
    mother = signed_in(world.mother)
    wish = f"서하가 {said(3)}에 쉬고 싶대요"
    assert wish in page(mother, reverse("home"))
    assert wish in page(mother, path(world))
    look = path(world, "rest_answer", family=world.family.pk, day=day(3))
    assert f"<del>{said(6)}</del> <ins>{said(7)}</ins>" in page(mother, look)
    yes = {"family": world.family.pk, "day": day(3), "yes": "1"}
    for _time in range(2):
        assert mother.post(path(world, "rest_answer"), yes).status_code == 302
    assert fresh(mission).ends_on == clock.today() + 7 * DAY
    assert wish not in page(mother, reverse("home"))
    late = mother.get(look)
    assert (late.status_code, "이미 답한 부탁이에요" in late.content.decode()) == (422, True)


def test_a_no_says_so_to_the_child_without_a_hard_word(world: World, mission: Mission) -> None:
    ask_for_a_third(world)
    signed_in(world.father).post(path(world, "rest_answer"), {"family": world.family.pk, "day": day(3)})
    html = page(signed_in(world.child), path(world))
    assert "배우는 날 그대로예요" in html
    assert "거절" not in html


def test_a_day_ahead_is_given_back_after_a_look(world: World, mission: Mission) -> None:
    browser = signed_in(world.child)
    browser.post(path(world), {"kind": "sick", "first": day(0), "last": day(2)})
    assert "되돌리기" in page(browser, path(world))
    wish = {"kind": "sick", "first": day(0), "last": day(2)}
    html = page(browser, path(world, "rest_back", **wish))
    assert f"{said(1)}부터 {said(2)}까지, 다시 배우는 날로 할까요?" in html
    assert f"<del>{said(7)}</del> <ins>{said(5)}</ins>" in html
    for _time in range(2):
        assert browser.post(path(world, "rest_back"), wish).status_code == 302
    assert list(RestDay.objects.values_list("date", flat=True)) == [clock.today()]
    assert fresh(mission).ends_on == clock.today() + 5 * DAY


def test_days_in_a_row_are_given_back_together(world: World, mission: Mission) -> None:
    browser = signed_in(world.child)
    for n in (1, 2):
        browser.post(path(world), {"kind": "rest", "first": day(n)})
    assert page(browser, path(world)).count("되돌리기") == 1
    browser.post(path(world, "rest_back"), {"kind": "rest", "first": day(1), "last": day(2)})
    assert not RestDay.objects.exists()
    assert fresh(mission).ends_on == mission.ends_on


def test_a_guardian_is_asked_who_holds_the_phone(world: World, mission: Mission) -> None:
    browser = Client()
    make_device(world.family, world.mother, client=browser)
    browser.force_login(world.mother)
    session = browser.session
    session["confirmed_at"] = 0  # long ago
    session.save()
    answer = browser.post(path(world), {"kind": "sick", "first": day(0)})
    assert "기기 PIN" in answer.content.decode()
    assert not RestDay.objects.exists()


def test_the_other_home_sees_that_and_not_why(world: World, mission: Mission) -> None:
    aunt = make_guardian(name="이모")
    home = make_family(aunt, name="이모네")
    add_member(home, world.child)
    signed_in(world.mother).post(path(world), {"kind": "sick", "first": day(1)})
    signed_in(world.mother).post(path(world), {"kind": "rest", "first": day(2)})
    theirs = page(signed_in(aunt), path(world))
    assert f'{said(1)}</b><br><span class="muted">쉬는 날<' in theirs
    assert "되돌리기" not in theirs
    assert said(2) not in theirs
    assert mission.course.title not in page(signed_in(aunt), path(world, kind="exam", first=day(3)))
    assert "아픈 날" in page(signed_in(world.mother), path(world)).split("쉬는 날 정하기")[0]
    forged = signed_in(aunt).post(path(world, "rest_back"), {"kind": "sick", "first": day(1)})
    assert forged.status_code == 403
    assert RestDay.objects.filter(kind="sick").exists()


def test_a_child_of_two_homes_chooses_where_it_rests(world: World, mission: Mission) -> None:
    aunt = make_guardian(name="이모")
    home = make_family(aunt, name="이모네")
    add_member(home, world.child)
    terms = world.terms(
        course=make_course("two", 4, "둘째"), first_day=clock.today(), weekdays="1111111", on_holidays=True
    )
    made = offers.propose_mission(home, child=world.child, terms=terms, actor=aunt, now=clock.now())
    other = offers.accept_mission(made.pk, actor=world.child, now=clock.now())
    browser = signed_in(world.child)
    asked = browser.post(path(world), {"kind": "rest", "first": day(1)})
    assert (asked.status_code, "가족을 골라 주세요" in asked.content.decode()) == (422, True)
    browser.post(path(world), {"kind": "rest", "first": day(1), "family": home.pk})
    assert fresh(other).ends_on == other.ends_on + DAY
    assert fresh(mission).ends_on == mission.ends_on


def test_nobody_looks_at_another_familys_child(world: World) -> None:
    stranger = make_guardian()
    make_family(stranger)
    sister = make_child(world.family, world.mother, name="도윤")
    for person in (stranger, sister):
        for name in ("rests", "rest_back"):
            for method in ("get", "post"):
                answer = getattr(signed_in(person), method)(path(world, name))
                assert answer.status_code == 404
