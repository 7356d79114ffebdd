"""기억 지도: levels in words, what comes next, what a guardian sees, and that it was seen."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from families.models import Family, Membership
from lessons.fading import Level
from lessons.models import Card, Course, Enrolment, Lesson, MapLook
from lessons.selectors.memory_map import guardians_map, map_of
from lessons.selectors.sight import sights_of
from lessons.services.enrolments import open_enrolment
from lessons.services.looking import note_look
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family, make_guardian, signed_in

DAY = timedelta(days=1)


class Home:
    """A child in a course of four words, of which it knows what `knows` says."""

    def __init__(self, course: Course) -> None:
        self.mother = make_guardian(name="엄마")
        self.family = make_family(self.mother)
        self.child = make_child(self.family, self.mother)
        self.enrolment = self.begin(course, self.family)

    def begin(self, course: Course, family: Family) -> Enrolment:
        return open_enrolment(
            child=self.child,
            course=course,
            family=family,
            first_day=clock.today(),
            weekdays="1111111",
            on_holidays=True,
            now=clock.now(),
        )

    def knows(self, code: str, *, stability: float, days_ago: int = 10) -> None:
        day = clock.today() - days_ago * DAY
        Card.objects.create(
            child=self.child,
            lesson=Lesson.objects.get(code=code),
            stability=stability,
            difficulty=5,
            learned_on=day,
            rated_on=day,
            due_on=day + DAY,
        )


@pytest.fixture
def home(first_week: Course) -> Home:
    return Home(first_week)


def levels(home: Home) -> dict[str, Level]:
    page = map_of(home.child.pk, clock.today())
    return {w.word: shade.level for unit in page.units for shade in unit.shades for w in shade.words}


def page_of(person: User, **query: object) -> str:
    answer = signed_in(person).get(reverse("lessons:map"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_stand_by_unit_vivid_to_faded_and_the_next_three_at_the_end(home: Home) -> None:
    home.knows("U01.1", stability=1)
    home.knows("U01.2", stability=400)
    (unit,) = map_of(home.child.pk, clock.today()).units
    assert [shade.level for shade in unit.shades] == sorted((s.level for s in unit.shades), reverse=True)
    found = levels(home)
    assert found["필요와 욕구"] == Level.VIVID
    assert found["희소성"] < Level.CLEAR
    assert sum(level == Level.NEXT for level in found.values()) == 2  # of four words two are left


def test_vividness_is_said_in_words_and_never_in_numbers(home: Home) -> None:
    home.knows("U01.1", stability=1, days_ago=30)
    home.knows("U01.2", stability=400)
    page = page_of(home.child)
    main = re.sub(r"<[^>]+>|\d+월[^<]*보았어요", " ", page[page.index("<main") : page.index("</main")])
    assert "선명해요" in main
    assert "흐려졌어요" in main
    assert "%" not in main
    assert set(re.findall(r"\d+", main)) <= {"3", "2"}  # 3개만 떠올리기(2분)


def test_only_words_met_can_be_opened(home: Home) -> None:
    home.knows("U01.1", stability=40)
    page = page_of(home.child)
    assert reverse("lessons:word", args=["U01.1"]) in page
    assert reverse("lessons:word", args=["U01.2"]) not in page
    assert "필요와 욕구" in page


def test_an_empty_map_says_what_will_be_here(first_week: Course) -> None:
    guardian = make_guardian(name="엄마")
    family = make_family(guardian)
    assert "자녀 프로필을 만들" in page_of(guardian)
    child = make_child(family, guardian)
    assert "지도가 그려져요" in page_of(child)
    assert "3개만 떠올리기" not in page_of(child)
    assert "여기 보여요" in page_of(guardian)


def test_the_press_for_three_words_waits_for_a_word_of_an_earlier_day(home: Home) -> None:
    home.knows("U01.1", stability=3, days_ago=0)
    assert "3개만 떠올리기(2분)" not in page_of(home.child)
    home.knows("U01.2", stability=3, days_ago=1)
    page = page_of(home.child)
    assert "3개만 떠올리기(2분)" in page
    assert reverse("lessons:start_three") in page


# --- the guardian's copy -----------------------------------------------------------------------------------


def test_the_guardian_first_reads_what_became_vivid_and_one_word_to_ask_about(home: Home) -> None:
    home.knows("U01.1", stability=1, days_ago=20)
    home.knows("U01.2", stability=400, days_ago=2)
    home.knows("U01.3", stability=400, days_ago=60)
    sight = sights_of(home.mother, [home.child.pk])[home.child.pk]
    page = guardians_map(home.child.pk, clock.today(), sight=sight)
    assert [word.word for word in page.lately] == ["필요와 욕구"]
    assert page.ask is not None
    assert page.ask.word == "희소성"
    shown = page_of(home.mother, child=home.child.pk)
    assert page.question in shown
    assert shown.index("요즘 선명해진") < shown.index("희소성")


def test_looking_is_noted_once_a_day_and_the_child_reads_it(home: Home) -> None:
    home.knows("U01.1", stability=5)
    assert "보았어요" not in page_of(home.child)
    for _n in range(3):
        page_of(home.mother, child=home.child.pk)
    look = MapLook.objects.get()
    assert (look.child, look.guardian, look.day) == (home.child, home.mother, clock.today())
    note_look(home.child, guardian=home.mother, now=clock.now() - 5 * DAY)
    day = f"{clock.today().month}월\u00a0{clock.today().day}일"
    page = page_of(home.child)
    assert f"엄마가 {day}" in page
    assert page.count("보았어요") == 1


@pytest.mark.parametrize("child", ["abc", "0", "9" * 30, "-1", "²", "<b>"])
def test_a_child_that_cannot_be_is_the_first_one(home: Home, child: str) -> None:
    assert "서하의 기억 지도" in page_of(home.mother, child=child)


def test_a_strangers_child_is_neither_shown_nor_noted(home: Home) -> None:
    stranger = make_guardian()
    make_family(stranger)
    assert home.child.display_name not in page_of(stranger, child=home.child.pk)
    assert not MapLook.objects.exists()


def test_who_is_no_guardian_any_more_is_not_told_of(home: Home) -> None:
    father = make_guardian(name="아빠")
    add_member(home.family, father)
    home.knows("U01.1", stability=5)
    page_of(father, child=home.child.pk)
    assert "아빠가" in page_of(home.child)
    Membership.objects.filter(user=father).update(state="left")
    assert "아빠가" not in page_of(home.child)


def test_what_comes_next_in_the_other_home_is_not_named_there(home: Home, content: None) -> None:
    father = make_guardian(name="아빠")
    family = make_family(father, name="아빠네")
    add_member(family, home.child)
    home.begin(Course.objects.get(slug="choices-and-needs"), family)
    Enrolment.objects.filter(pk=home.enrolment.pk).update(closed_at=clock.now())
    coming = {w.word for w in _next_words(map_of(home.child.pk, clock.today()))}
    assert coming
    assert not any(f">{word}</li>" in page_of(home.mother, child=home.child.pk) for word in coming)
    assert all(word in page_of(father, child=home.child.pk) for word in coming)


def _next_words(page):  # type: ignore[no-untyped-def]
    return [w for unit in page.units for s in unit.shades if s.level == Level.NEXT for w in s.words]


def test_looks_of_two_study_dates_are_two(home: Home) -> None:
    before, after = clock.noon(date(2026, 3, 2)), clock.end_of(date(2026, 3, 2))
    for moment in (before, after - timedelta(minutes=1), after, after):
        note_look(home.child, guardian=home.mother, now=moment)
    assert sorted(MapLook.objects.values_list("day", flat=True)) == [date(2026, 3, 2), date(2026, 3, 3)]


def test_the_map_is_not_for_nobody(client: Client) -> None:
    assert client.get(reverse("lessons:map")).status_code == 302
