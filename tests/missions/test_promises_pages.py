"""The 약속 수첩 as it is read and pressed, by each side."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import switching
from accounts.models import User
from missions import ledger
from missions.models import Mission, PromiseChange, PromiseLine
from missions.selectors.promises import every_line, notebook
from missions.services import changing, forgiving, offers, promises
from missions.services.changing import Wish
from missions.views.sheets import safe
from oneco.lib import clock
from tests.factories import DEVICE_PIN, make_child, make_device, make_family, make_guardian, signed_in
from tests.missions.world import World, fresh, make_course, study

DAY = timedelta(days=1)
BOOK = "/promises/"
MONEY = {"kind": "money", "title": "용돈", "amount": 5000}


def achieve(world: World, **changes: object) -> Mission:
    """A mission of today that is achieved today."""
    today = clock.today()
    mission = world.propose(now=clock.now(), first_day=today, weekdays="1111111", on_holidays=True, **changes)
    offers.accept_mission(mission.pk, actor=world.child, now=clock.now())
    study(fresh(mission), 99, day=today, recalled_on=today)
    return fresh(mission)


def url(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def page_of(person: User, path: str = BOOK) -> str:
    answer = signed_in(person).get(path)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", html.replace("\u2060", "").replace("\u00a0", " "))


def seen_of(mission: Mission) -> int:
    return ledger.balance_of(mission).last_line


def test_a_part_is_given_on_its_own_page(world: World) -> None:
    mission = achieve(world, **MONEY)
    mother = signed_in(world.mother)
    assert url("deliver", mission) in page_of(world.mother)
    form = text_of(mother.get(url("deliver", mission), {"back": "promises"}).content.decode())
    assert "얼마를 줬나요?" in form
    assert "1원부터 5,000원까지" in form
    assert re.findall(r'name="back" value="(\w*)"', form) == ["promises"]
    assert f'name="seen" value="{seen_of(mission)}"' in form
    sent = {"seen": seen_of(mission), "back": "promises", "amount": "3,000원"}
    for _press in range(2):
        assert mother.post(url("deliver", mission), sent)["Location"] == BOOK
    assert ledger.owed(mission) == 2000
    assert "서하 · 용돈 2,000원" in page_of(world.mother)
    child = page_of(world.child)
    assert "용돈 3,000원 받았어요" in child
    assert "용돈 3,000원은 아직이에요" in child


@pytest.mark.parametrize("amount", ["", "0", "많이", "-5", "5001", "9" * 14, "²"])
def test_a_nonsense_sum_comes_back_with_what_was_typed(world: World, amount: str) -> None:
    mission = achieve(world, **MONEY)
    answer = signed_in(world.mother).post(
        url("deliver", mission), {"amount": amount, "seen": seen_of(mission)}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_amount_error"' in html
    assert f'value="{amount}"' in html or not amount
    assert PromiseLine.objects.count() == 1


def test_giving_a_part_asks_for_the_device_pin_and_keeps_the_sum(world: World) -> None:
    mission = achieve(world, **MONEY)
    browser = Client()
    browser.force_login(world.mother)
    make_device(world.family, world.mother, client=browser)
    session = browser.session
    session[switching.CONFIRMED] = 0
    session.save()
    sent = {"amount": "3000", "seen": seen_of(mission)}
    asked = browser.post(url("deliver", mission), sent).content.decode()
    assert "device_pin" in asked
    assert 'name="amount" value="3000"' in asked
    browser.post(url("deliver", mission), sent | {"device_pin": DEVICE_PIN})
    assert ledger.owed(mission) == 2000


def test_another_day_is_asked_for_and_answered(world: World) -> None:
    mission = achieve(world)
    child, mother = signed_in(world.child), signed_in(world.mother)
    assert "엄마가 좋다고 하면" in text_of(child.get(url("new_date", mission)).content.decode())
    day = clock.today() + 20 * DAY
    answer = child.post(url("new_date", mission), {"due_on": day.isoformat(), "back": "promises"})
    assert answer["Location"] == BOOK
    assert "답을 기다려요" in page_of(world.child)
    book = page_of(world.mother)
    assert "서하가 약속을 바꾸자고 했어요" in book
    assert f"{day.month}월 {day.day}일" in book
    assert "보고 답하기" in page_of(world.mother, reverse("missions:list"))
    change = PromiseChange.objects.get()
    mother.post(url("answer_change", mission), {"change": change.pk, "accept": "yes"})
    assert ledger.balance_of(mission).due_on == day
    assert "날짜를" in page_of(world.child)


def test_no_is_said_without_a_hard_word_and_taking_back_is_one_press(world: World) -> None:
    mission = achieve(world)
    changing.ask_change(mission.pk, actor=world.mother, wish=Wish(title="영화 보기"), now=clock.now())
    change = PromiseChange.objects.get()
    book = page_of(world.child)
    assert "이번에는 안 할래요" in book
    assert "거절" not in book
    assert "부탁 거둬들이기" in page_of(world.mother)
    signed_in(world.child).post(url("answer_change", mission), {"change": change.pk})
    assert fresh(mission).promise_changes.get().accepted is False
    changing.ask_change(mission.pk, actor=world.child, wish=Wish(title="책"), now=clock.now())
    newest = PromiseChange.objects.latest("pk")
    signed_in(world.child).post(url("take_back_change", mission), {"change": newest.pk})
    assert not PromiseChange.objects.filter(open=1).exists()


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("new_date", {"due_on": "어제"}, "due_on"),
        ("new_date", {"due_on": "2001-01-01"}, "due_on"),
        ("new_date", {}, "due_on"),
        ("new_thing", {"title": ""}, "title"),
        ("new_thing", {"title": "가" * 101}, "title"),
        ("new_thing", {"title": "용돈", "amount": "많이"}, "amount"),
    ],
)
def test_a_nonsense_wish_comes_back_at_its_field(
    world: World, name: str, sent: dict[str, str], field: str
) -> None:
    mission = achieve(world)
    answer = signed_in(world.child).post(url(name, mission), sent)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not PromiseChange.objects.exists()


def test_a_large_sum_is_asked_about_once(world: World) -> None:
    mission = achieve(world)
    child = signed_in(world.child)
    sent = {"title": "용돈", "amount": "80,000"}
    answer = child.post(url("new_thing", mission), sent)
    assert answer.status_code == 422
    assert "80,000원, 꽤 큰 약속이에요" in answer.content.decode()
    assert 'name="sure" value="80000"' in answer.content.decode()
    assert child.post(url("new_thing", mission), sent | {"sure": "80000"}).status_code == 302
    assert PromiseChange.objects.get().amount == 80_000


def test_letting_go_says_what_follows_and_can_be_undone(world: World) -> None:
    mission = achieve(world)
    child = signed_in(world.child)
    page = text_of(child.get(url("forgive", mission), {"back": "promises"}).content.decode())
    assert "‘김밥 소풍’ 약속을 없던 일로 할까요?" in page
    assert "7일 안에 되돌릴 수 있어요" in page
    assert fresh(mission).state == "achieved"
    sent = {"seen": seen_of(mission), "back": "promises"}
    for _press in range(2):
        assert child.post(url("forgive", mission), sent)["Location"] == BOOK
    assert "없던 일로 한 것 되돌리기" in page_of(world.child)
    for person in (world.child, world.mother):
        book = page_of(person)
        assert "없던 일로 했어요" in book
        assert "줬다고" not in book
    child.post(url("undo_forgive", mission))
    assert ledger.owed(mission) == 1
    assert "없던 일로 한 것을 되돌렸어요" in page_of(world.mother)


def test_pages_without_anything_to_ask_for_lead_to_the_mission(world: World) -> None:
    mission = achieve(world)
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now())
    for person, names in (
        (world.child, ["forgive", "new_date", "new_thing"]),
        (world.mother, ["deliver", "new_date", "new_thing"]),
        (world.father, ["deliver", "new_date"]),
    ):
        for name in names:
            assert signed_in(person).get(url(name, mission))["Location"] == url("detail", mission)


def test_strangers_and_the_wrong_side_find_nothing(world: World) -> None:
    mission = achieve(world)
    stranger = make_guardian()
    make_family(stranger)
    sibling = make_child(world.family, world.mother, name="지호")
    for name in ("new_date", "new_thing", "answer_change", "take_back_change"):
        for person in (stranger, sibling):
            assert signed_in(person).post(url(name, mission)).status_code == 404
    assert signed_in(world.mother).get(url("forgive", mission)).status_code == 403
    assert signed_in(sibling).get(url("forgive", mission)).status_code == 404
    assert signed_in(world.child).get(url("deliver", mission)).status_code == 403


def test_every_line_stands_with_what_was_left_after_it(world: World) -> None:
    mission = achieve(world, **MONEY)
    for amount in (3000, 500):
        seen = seen_of(mission)
        promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now(), seen=seen, amount=amount)
    promises.confirm_promise(mission.pk, actor=world.child, now=clock.now())
    book = notebook(world.mother, today=clock.today())
    assert [(line.what, line.left_text, line.done) for line in reversed(book.lines)] == [
        ("해냈어요", "5,000원", False),
        ("줬어요", "2,000원", False),
        ("줬어요", "1,500원", False),
        ("받았어요", "1,500원", True),
        ("받았어요", "1,500원", True),
    ]
    assert (book.counts.kept, book.counts.waiting) == (0, 1)
    assert "%" not in re.sub(r"<[^>]+>", "", page_of(world.mother)).replace("100%", "")


def test_the_sum_runs_over_missions_and_apart_for_each_child_and_unit(world: World) -> None:
    first = achieve(world, **MONEY)
    world.course = make_course("two", 4, "둘째 코스")
    achieve(world, **MONEY | {"amount": 2000})
    world.course = make_course("three", 4, "셋째 코스")
    achieve(world)
    lines = every_line(world.child)
    assert [(line.unit, line.left) for line in lines] == [("won", 5000), ("won", 7000), ("piece", 1)]
    forgiving.forgive_promise(first.pk, actor=world.child, now=clock.now())
    assert every_line(world.child)[-1].left == 2000


def test_the_lines_come_in_pages(world: World) -> None:
    mission = achieve(world, **MONEY | {"amount": 50})
    for _n in range(24):
        promises.deliver_promise(
            mission.pk, actor=world.mother, now=clock.now(), seen=seen_of(mission), amount=1
        )
    first, second = page_of(world.mother), page_of(world.mother, f"{BOOK}?page=2")
    assert first.count("<tr><td>") == 20
    assert second.count("<tr><td>") == 5
    assert "지난 줄 더 보기" in first


def table(person: User) -> list[list[str]]:
    answer = signed_in(person).get(reverse("missions:promise_lines"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_table_holds_every_line_and_no_formula(world: World) -> None:
    mission = achieve(world, title="=HYPERLINK(1)")
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now())
    for person in (world.mother, world.father, world.child):
        head, earned, given = table(person)
        assert head[:3] == ["날짜", "자녀", "보호자"]
        assert earned[1:] == [
            "서하",
            "엄마",
            "첫 주 맛보기",
            "'=HYPERLINK(1)",
            "해냈어요",
            "1",
            "1",
            "개",
            (clock.today() + 7 * DAY).isoformat(),
        ]
        assert given[5:9] == ["줬어요", "-1", "0", "개"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "  =1", "＝1", "＠a"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe(f"용돈{text}") == f"용돈{text}"


def test_the_table_shows_nobody_elses_lines(world: World) -> None:
    achieve(world)
    sibling = make_child(world.family, world.mother, name="지호")
    stranger = make_guardian()
    make_family(stranger)
    assert len(table(sibling)) == 1
    assert len(table(stranger)) == 1


def test_the_notebook_is_kind_when_empty(world: World) -> None:
    for person in (world.mother, world.child):
        book = page_of(person)
        assert "지금 기다리는 약속은 없어요" in book
        assert "CSV" not in book


def test_what_waits_on_the_way_stands_on_the_first_pages(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    world.course = make_course("eight", 8, "여덟 단어")
    today = clock.today()
    mission = world.propose(
        now=clock.now(),
        first_day=today,
        weekdays="1111111",
        on_holidays=True,
        kind="money",
        title="용돈",
        amount=8000,
        parts=(3000, 5000),
    )
    offers.accept_mission(mission.pk, actor=world.child, now=clock.now())
    travel(4 * DAY)
    study(fresh(mission), 4, day=clock.today())
    travel(DAY)
    assert "서하가 ‘용돈 3,000원’을 얻었어요." in page_of(world.mother, "/home/")
    assert "‘용돈 3,000원’을 얻었어요." in page_of(world.child, url("detail", mission))
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now())
    book = page_of(world.child, reverse("missions:list"))
    assert "엄마가 ‘용돈 3,000원’을 줬다고 적었어요. 받았는지 알려 주세요." in book


def test_one_filled_button_a_page_however_much_waits(world: World) -> None:
    mission = achieve(world, **MONEY)
    world.course = make_course("two", 4, "둘째 코스")
    achieve(world)
    changing.ask_change(mission.pk, actor=world.child, wish=Wish(title="책"), now=clock.now())
    promises.deliver_promise(mission.pk, actor=world.mother, now=clock.now(), amount=3000)
    for person in (world.mother, world.child):
        for path in (BOOK, url("detail", mission)):
            assert page_of(person, path).count('class="btn wide"') <= 1, (person, path)
