"""Studying a word without a mission: no part of a promise, a shell only where no mission waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from lessons.models import Course, Lesson, StudySession
from lessons.selectors.free_choice import free_days_of
from lessons.selectors.library import free_words, library_page
from lessons.selectors.record import shells_of, streak_of
from lessons.services.enrolments import close_enrolment
from lessons.services.starting import start_free
from lessons.streak import streak
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import guardian_of, make_child, make_family, signed_in
from tests.lessons.conftest import MONDAY, ONE_DAY, at, enrol
from tests.lessons.pupil import Pupil


@pytest.fixture
def child(content: None) -> User:
    return make_child(make_family())


def study(child: User, code: str, day: int = 0) -> StudySession:
    now = at(MONDAY + ONE_DAY * day)
    return Pupil(child).finish(start_free(child, code=code, now=now), now)


def test_without_a_mission_its_day_has_a_shell_and_counts_in_the_streak(child: User) -> None:
    family = child.child_profile.home_family
    study(child, "U01.5")
    study(child, "U01.6", 2)
    assert shells_of(child.pk) == 2
    assert streak_of(child.pk, family.pk, MONDAY + ONE_DAY * 2) == 2, "a day without study breaks nothing"


def test_beside_a_mission_it_earns_nothing(child: User) -> None:
    enrolment = enrol(child, Course.objects.get(slug="first-week"))
    session = study(child, "U01.5")
    assert (session.credited_on, session.shell) == (MONDAY, False)
    assert shells_of(child.pk) == 0
    close_enrolment(enrolment, now=at(MONDAY + ONE_DAY))
    assert study(child, "U01.6", 2).shell


def test_a_word_of_an_open_mission_waits_for_its_turn(child: User) -> None:
    enrol(child, Course.objects.get(slug="first-week"))
    with pytest.raises(Refused, match="미션에서 곧 만나요"):
        start_free(child, code="U01.2", now=at(MONDAY))
    assert not StudySession.objects.exists()


def test_a_begun_one_goes_on_and_a_finished_one_may_be_studied_again(child: User) -> None:
    now = at(MONDAY)
    session = start_free(child, code="U01.5", now=now)
    assert start_free(child, code="U01.5", now=now + timedelta(hours=1)).pk == session.pk
    Pupil(child).finish(session, now)
    again = start_free(child, code="U01.5", now=now + ONE_DAY)
    assert again.pk != session.pk
    assert again.kind == "free"


@pytest.mark.parametrize("code", ["U99.1", "", "기회비용", "\x00"])
def test_a_word_that_does_not_exist_is_refused(child: User, code: str) -> None:
    with pytest.raises(Refused, match="아직 고를 수 없어요"):
        start_free(child, code=code, now=at(MONDAY))


def test_a_higher_band_opens_with_the_first_mission_in_it(child: User) -> None:
    Lesson.objects.filter(code="U01.9").update(band="M")
    assert "U01.9" not in {word.code for word in free_words(child.pk)}
    enrol(child, Course.objects.get(slug="choices-and-needs"))
    assert "U01.9" in {word.code for word in free_words(child.pk)}


def test_the_library_says_what_is_learned_and_what_a_mission_brings(child: User) -> None:
    study(child, "U01.5")
    enrol(child, Course.objects.get(slug="first-week"), MONDAY + ONE_DAY)
    words = {word.code: word for _unit, group in library_page(child.pk).units for word in group}
    assert (words["U01.5"].learned, words["U01.1"].in_mission, words["U01.6"].may_begin) == (True, True, True)


def test_free_days_neither_break_nor_hide_a_repair() -> None:
    monday, free, wednesday = MONDAY, MONDAY + ONE_DAY, MONDAY + ONE_DAY * 2
    study_days = [monday - ONE_DAY * 3, monday, wednesday]
    kept = {monday - ONE_DAY * 3, free, wednesday}
    assert streak(study_days, kept, {wednesday}, wednesday, free=[free]) == 3


def test_days_of_ones_own_choice_are_counted_over_four_weeks(child: User) -> None:
    study(child, "U01.5")
    study(child, "U01.6")
    study(child, "U01.7", 3)
    assert free_days_of(child.pk, MONDAY + ONE_DAY * 3) == 2
    assert free_days_of(child.pk, MONDAY + ONE_DAY * 27) == 2
    assert free_days_of(child.pk, MONDAY + ONE_DAY * 28) == 1
    assert free_days_of(child.pk, MONDAY + ONE_DAY * 31) == 0


def test_free_study_beside_a_mission_is_no_choice_without_one(child: User) -> None:
    enrol(child, Course.objects.get(slug="first-week"))
    study(child, "U01.5")
    assert free_days_of(child.pk, MONDAY) == 0


def test_a_guardian_reads_of_it_with_one_piece_of_advice(child: User) -> None:
    mother = guardian_of(child.child_profile.home_family)
    page = signed_in(mother).get(reverse("lessons:learned")).content.decode()
    assert "스스로 배운 날은 아직 없어요" in page
    now = clock.now()
    Pupil(child).finish(start_free(child, code="U01.5", now=now), now)
    page = signed_in(mother).get(reverse("lessons:learned")).content.decode()
    assert "서하는 지난 28일 가운데 1일을 미션 없이도 스스로 배웠어요" in page
