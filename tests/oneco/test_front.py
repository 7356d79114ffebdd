"""오늘 and 홈 in their states."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.models import Course, Enrolment
from lessons.services.starting import start_lesson, start_review
from missions.models import Mission
from missions.services.offers import accept_mission, propose_first_week
from oneco.lib import clock
from tests.factories import guardian_of, make_child, make_family, make_guardian
from tests.lessons.conftest import content, first_week  # noqa: F401
from tests.lessons.pupil import Pupil, always_wrong

ONE_DAY = timedelta(days=1)


@pytest.fixture
def child(first_week: Course) -> User:  # noqa: F811
    return make_child(make_family(make_guardian(name="은정")))


@pytest.fixture
def mission(child: User) -> Mission:
    family = child.child_profile.home_family
    return propose_first_week(family, child=child, actor=guardian_of(family), now=clock.now())


@pytest.fixture
def running(mission: Mission, child: User) -> Enrolment:
    accept_mission(mission.pk, actor=child, now=clock.now())
    return Enrolment.objects.get(mission=mission)


def today_of(client: Client, child: User) -> str:
    client.force_login(child)
    return client.get(reverse("today")).content.decode()


def home_of(client: Client, child: User) -> str:
    client.force_login(guardian_of(child.child_profile.home_family))
    return client.get(reverse("home")).content.decode()


def test_without_a_mission_both_are_offered_the_first_step(client: Client, child: User) -> None:
    assert "아직 미션이 없어요" in today_of(client, child)
    assert "첫 미션 제안하기" in home_of(client, child)


def test_an_offer_waits_on_the_childs_day(client: Client, child: User, mission: Mission) -> None:
    page = today_of(client, child)
    assert "살펴보고 답하기" in page
    assert reverse("missions:detail", args=[mission.pk]) in page


def test_a_study_day_offers_its_word_and_is_said_to_the_guardian(
    client: Client, child: User, running: Enrolment
) -> None:
    assert "오늘의 단어 시작하기" in today_of(client, child)
    assert "서하는 오늘 아직이에요" in home_of(client, child)


def test_a_finished_day_says_so_and_gives_the_dinner_question(
    client: Client, child: User, running: Enrolment
) -> None:
    session = Pupil(child).lesson(running, clock.now())
    page = today_of(client, child)
    assert "오늘은 다 했어요" in page
    assert "다음 배우는 날은" in page
    page = home_of(client, child)
    assert "서하는 오늘을 마쳤어요" in page
    assert "오늘 ‘희소성’을 배웠어요" in page
    assert session.version is not None
    assert session.version.content["dinner"] in page


def test_what_was_begun_stays_open_when_the_mission_is_over(
    client: Client, child: User, running: Enrolment
) -> None:
    session = start_lesson(child, enrolment_id=running.pk, now=clock.now())
    Enrolment.objects.filter(pk=running.pk).update(closed_at=clock.now())
    page = today_of(client, child)
    assert reverse("lessons:study", args=[session.pk]) in page
    Pupil(child).finish(session, clock.now())
    session.refresh_from_db()
    assert session.credited_on == clock.today()


def test_the_week_runs_to_해냈어요_by_studying_alone(client: Client, child: User, running: Enrolment) -> None:
    """Law 2 through the mission: nobody presses anything after the accept."""
    pupil = Pupil(child)
    for n in range(5):
        now = clock.now() + ONE_DAY * n
        if n < 4:
            pupil.lesson(running, now)
        else:
            pupil.review(now)
    mission = Mission.objects.get()
    assert mission.state == Mission.State.ACHIEVED
    assert [line.effect for line in mission.lines.all()] == [1]
    assert "기다리는 약속 1개" in home_of(client, child)


def test_a_signed_in_person_never_sees_the_public_page(client: Client, child: User) -> None:
    client.force_login(child)
    assert client.get("/")["Location"] == reverse("today")
    client.force_login(make_guardian())
    assert client.get("/")["Location"] == reverse("home")
    assert client.get(reverse("home"))["Location"] == reverse("families:new")


def test_the_contract_shows_how_much_was_right_at_first(
    client: Client, child: User, mission: Mission, running: Enrolment
) -> None:
    client.force_login(child)
    page = reverse("missions:detail", args=[mission.pk])
    assert "처음에 맞혔어요" not in client.get(page).content.decode()
    Pupil(child).lesson(running, clock.now())
    assert "문제 4개 가운데 4개를 처음에 맞혔어요." in client.get(page).content.decode()


def test_a_review_left_after_a_miss_is_resumed_from_today(
    client: Client, child: User, running: Enrolment
) -> None:
    """Every word was asked today already, yet the last one is still open."""
    pupil = Pupil(child)
    Enrolment.objects.filter(pk=running.pk).update(first_day=clock.today() - ONE_DAY * 4)
    pupil.lesson(Enrolment.objects.get(), clock.now() - ONE_DAY * 4)
    session = start_review(child, now=clock.now())
    assert [step["kind"] for step in session.plan["steps"]] == ["recall", "scenario"]
    Pupil(child, always_wrong).step(session, clock.now())
    page = today_of(client, child)
    assert "하던 곳부터 이어서 하기" in page
    answer = client.post(reverse("lessons:start_review"))
    assert answer["Location"] == reverse("lessons:study", args=[session.pk])
