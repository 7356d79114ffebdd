"""Twenty presses on one mission leave one effect, and twenty people with an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from lessons.models import Enrolment
from missions.models import Mission, MissionEvent, PromiseLine
from missions.services import offers
from missions.services.sweep import run_daily
from oneco import work
from oneco.lib import clock
from oneco.lib.models import ScheduledRun
from tests.concurrency.crowd import CROWD, at_once, browsers, counts, press, press_all
from tests.missions.world import MONDAY, World, at, fresh, make_course, make_world

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def offered(world: World) -> Mission:
    """An offer that begins today, whatever day today is."""
    now = clock.now()
    return world.propose(now=now, first_day=clock.today(), weekdays="1111111", on_holidays=True)


def kinds(mission: Mission) -> list[str]:
    return list(mission.events.order_by("pk").values_list("kind", flat=True))


def test_twenty_accepts_are_one(world: World) -> None:
    mission = offered(world)
    answers = press([world.child] * CROWD, reverse("missions:accept", args=[mission.pk]))
    assert counts(answers) == {302: CROWD}
    assert {a["Location"] for a in answers} == {reverse("today")}
    assert fresh(mission).state == "running"
    assert Enrolment.objects.count() == 1
    assert kinds(mission) == ["propose", "accept", "begin"]
    assert Notification.objects.filter(recipient=world.mother, kind="mission_accepted").count() == 1


def test_both_guardians_accepting_a_childs_proposal_make_one_promiser(world: World) -> None:
    now = clock.now()
    today = {"first_day": clock.today(), "weekdays": "1111111", "on_holidays": True}
    mission = world.propose(by=world.child, now=now, **today)
    path = reverse("missions:accept", args=[mission.pk])
    answers = press([world.mother, world.father] * (CROWD // 2), path)
    promiser = fresh(mission).guardian
    assert promiser in (world.mother, world.father)
    for person, answer in zip([world.mother, world.father] * (CROWD // 2), answers, strict=True):
        assert (answer.status_code == 302) == (person == promiser)
    assert kinds(mission).count("accept") == Enrolment.objects.count() == 1


def test_accepting_against_withdrawing_ends_in_one_of_the_two(world: World) -> None:
    mission = offered(world)
    accept, withdraw = (reverse(f"missions:{name}", args=[mission.pk]) for name in ("accept", "withdraw"))
    people = [world.child, world.mother] * (CROWD // 2)
    pages = [accept, withdraw] * (CROWD // 2)
    answers = press_all([(b, page, {}) for b, page in zip(browsers(people), pages, strict=True)])
    state = fresh(mission).state
    assert state in ("running", "withdrawn")
    winner = accept if state == "running" else withdraw
    for page, answer in zip(pages, answers, strict=True):
        assert answer.status_code == (302 if page == winner else 422)
    assert Enrolment.objects.filter(open=1).count() == (1 if state == "running" else 0)
    assert MissionEvent.objects.filter(kind__in=["accept", "withdraw"]).count() == 1


def counter_of(title: str, seen: int = 1) -> dict[str, object]:
    """What the page 다시 제안하기 sends."""
    return {
        "first_day": clock.today().isoformat(),
        "weekdays": list("0123456"),
        "on_holidays": "on",
        "kind": "together",
        "title": title,
        "seen": seen,
    }


def test_accepting_against_another_offer_ends_in_one_of_the_two(world: World) -> None:
    mission = offered(world)
    accept, counter = (reverse(f"missions:{name}", args=[mission.pk]) for name in ("accept", "counter"))
    presses = [(accept, {"seen": 1}), (counter, counter_of("빵 굽기"))] * (CROWD // 2)
    people = browsers([world.child] * CROWD)
    answers = press_all([(b, *press) for b, press in zip(people, presses, strict=True)])
    state, offers_made = fresh(mission).state, mission.offers.count()
    assert (state, offers_made) in {("running", 1), ("proposed", 2)}
    winner = accept if state == "running" else counter
    for (page, _data), answer in zip(presses, answers, strict=True):
        assert answer.status_code == (302 if page == winner else 422)
    assert Enrolment.objects.count() == (1 if state == "running" else 0)
    assert kinds(mission).count("accept") + kinds(mission).count("counter") == 1


def test_both_guardians_answering_with_another_offer_make_one(world: World) -> None:
    now = clock.now()
    today = {"first_day": clock.today(), "weekdays": "1111111", "on_holidays": True}
    mission = world.propose(by=world.child, now=now, **today)
    path = reverse("missions:counter", args=[mission.pk])
    crowd = [(world.mother, counter_of("빵 굽기")), (world.father, counter_of("등산"))] * (CROWD // 2)
    opened = browsers([person for person, _data in crowd])
    answers = press_all([(b, path, data) for b, (_person, data) in zip(opened, crowd, strict=True)])
    promiser = fresh(mission).guardian
    assert promiser in (world.mother, world.father)
    assert mission.offers.get(n=2).by == promiser
    for (person, _data), answer in zip(crowd, answers, strict=True):
        assert (answer.status_code == 302) == (person == promiser)
    assert kinds(mission) == ["propose", "counter"]
    assert Notification.objects.filter(recipient=world.child, kind="mission_countered").count() == 1


def test_the_same_counter_offer_from_twenty_phones_is_one(world: World) -> None:
    mission = offered(world)
    path = reverse("missions:counter", args=[mission.pk])
    assert counts(press([world.child] * CROWD, path, counter_of("빵 굽기"))) == {302: CROWD}
    assert kinds(mission) == ["propose", "counter"]


def test_declining_against_accepting_ends_in_one_of_the_two(world: World) -> None:
    mission = offered(world)
    accept, decline = (reverse(f"missions:{name}", args=[mission.pk]) for name in ("accept", "decline"))
    pages = [accept, decline] * (CROWD // 2)
    people = browsers([world.child] * CROWD)
    answers = press_all([(b, page, {"seen": 1}) for b, page in zip(people, pages, strict=True)])
    state = fresh(mission).state
    assert state in ("running", "declined")
    winner = accept if state == "running" else decline
    for page, answer in zip(pages, answers, strict=True):
        assert answer.status_code == (302 if page == winner else 422)
    assert Enrolment.objects.filter(open=1).count() == (1 if state == "running" else 0)
    assert kinds(mission).count("accept") + kinds(mission).count("decline") == 1


def test_the_same_proposed_again_from_twenty_phones_is_one(world: World) -> None:
    mission = offered(world)
    offers.decline_mission(mission.pk, actor=world.child, now=clock.now())
    answers = press([world.mother] * CROWD, reverse("missions:again", args=[mission.pk]))
    assert counts(answers) == {302: CROWD}
    assert len({a["Location"] for a in answers}) == 1
    assert Mission.objects.count() == 2


def test_withdrawing_from_both_sides_before_the_start_is_once(world: World) -> None:
    now = clock.now()
    mission = world.propose(now=now, first_day=clock.today() + 7 * DAY)
    offers.accept_mission(mission.pk, actor=world.child, now=now)
    path = reverse("missions:withdraw", args=[mission.pk])
    press([world.child, world.mother] * (CROWD // 2), path)
    assert fresh(mission).state == "withdrawn"
    assert kinds(mission).count("withdraw") == 1
    assert not Enrolment.objects.filter(open=1).exists()


def test_the_first_week_proposed_twenty_times_is_one(world: World) -> None:
    answers = press([world.mother] * CROWD, reverse("missions:first_week"), {"child": world.child.pk})
    assert counts(answers) == {302: CROWD}
    assert Mission.objects.count() == 1
    assert len({a["Location"] for a in answers}) == 1


def test_two_sides_proposing_the_same_course_at_once_make_one(world: World) -> None:
    people = [world.mother, world.father, world.child, world.child]
    press(people * 5, reverse("missions:first_week"), {"child": world.child.pk})
    assert Mission.objects.count() == 1
    assert kinds(Mission.objects.get()) == ["propose"]


@pytest.mark.parametrize("seen", [True, False])
def test_twenty_times_given_is_once(world: World, seen: bool) -> None:
    mission = world.achieved()
    data = {"seen": mission.lines.get().pk} if seen else {}
    answers = press([world.mother] * CROWD, reverse("missions:deliver", args=[mission.pk]), data)
    assert counts(answers) == {302: CROWD}
    assert fresh(mission).state == "delivered"
    assert [line.effect for line in PromiseLine.objects.filter(kind="delivered")] == [-1]
    assert kinds(mission).count("deliver") == 1


def test_given_and_not_yet_at_once_keep_what_is_owed_sane(world: World) -> None:
    mission = world.achieved()
    press([world.mother], reverse("missions:deliver", args=[mission.pk]))
    pages = [(world.child, "confirm"), (world.child, "not_yet"), (world.mother, "deliver")] * 6
    opened = browsers([person for person, _name in pages])
    press_all(
        [
            (b, reverse(f"missions:{name}", args=[mission.pk]), {})
            for b, (_person, name) in zip(opened, pages, strict=True)
        ]
    )
    owed = sum(line.effect for line in PromiseLine.objects.filter(mission=mission))
    state = fresh(mission).state
    assert (state, owed) in {("achieved", 1), ("delivered", 0), ("settled", 0)}


def test_two_sweeps_at_once_are_one(world: World) -> None:
    running = world.running()
    waiting = world.propose(first_day=running.ends_on + 30 * DAY, course=make_course("two", 4, "둘째 코스"))
    now = at(MONDAY + 5 * DAY)
    swept = at_once([lambda: run_daily(now=now), lambda: run_daily(now=now)])
    assert fresh(running).state == "makeup"
    assert sum(s["judged"] for s in swept) == 1
    assert kinds(running).count("fall_short") == 1
    later = at(MONDAY + 10 * DAY)
    at_once([lambda: run_daily(now=later)] * 2)
    assert fresh(waiting).state == "expired"
    assert kinds(waiting).count("expire") == 1


def test_many_schedulers_share_one_run(world: World) -> None:
    mission = world.running()
    now = at(MONDAY + 5 * DAY)
    ran = at_once([lambda: work.run_due(now)] * CROWD)
    jobs = sorted(job.name for job in work.JOBS)
    assert sorted(name for names in ran for name in names) == jobs
    assert ScheduledRun.objects.count() == len(jobs)
    assert fresh(mission).state == "makeup"
