"""A small family with courses, and short ways to the states a mission can be in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from accounts.models import User
from families.models import Family
from lessons.models import Course, CourseLesson, Lesson, LessonVersion, Recall, StudySession, Unit
from lessons.signals import progress_changed
from missions.models import Mission, Offer
from missions.services import offers
from missions.services.terms import Terms
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian

MONDAY = date(2026, 3, 9)


def at(day: date, hour: int = 16) -> datetime:
    """A moment on a study date, KST."""
    return datetime.combine(day, time(hour), clock.KST)


NOW = at(MONDAY)


def make_course(slug: str = "first-week", words: int = 4, title: str = "첫 주 맛보기") -> Course:
    unit, _made = Unit.objects.get_or_create(code="U01", defaults={"ko": "선택과 희소성", "order": 1})
    course = Course.objects.create(slug=slug, title=title, summary="…", difficulty=1, order=1)
    start = Lesson.objects.count()
    for n in range(1, words + 1):
        lesson = Lesson.objects.create(
            code=f"U{(start + n) // 10:02}.{(start + n) % 10}",
            unit=unit,
            ko=f"단어{start + n}",
            en="word",
            band="E",
            order=n,
        )
        LessonVersion.objects.create(
            lesson=lesson, number=1, state="published", checksum="0", content={}, created_at=NOW
        )
        CourseLesson.objects.create(course=course, lesson=lesson, order=n)
    return course


@dataclass
class World:
    mother: User
    father: User
    child: User
    family: Family
    course: Course

    def terms(self, **changes: object) -> Terms:
        facts: dict = {
            "course": self.course,
            "first_day": MONDAY,
            "title": "김밥 소풍",
            "kind": Offer.Kind.TOGETHER,
        }
        return Terms(**(facts | changes))

    def propose(self, by: User | None = None, now: datetime = NOW, **changes: object) -> Mission:
        return offers.propose_mission(
            self.family, child=self.child, terms=self.terms(**changes), actor=by or self.mother, now=now
        )

    def scheduled(self, **changes: object) -> Mission:
        mission = self.propose(first_day=MONDAY + timedelta(days=7), **changes)
        return offers.accept_mission(mission.pk, actor=self.child, now=NOW)

    def running(self, **changes: object) -> Mission:
        mission = self.propose(**changes)
        return offers.accept_mission(mission.pk, actor=self.child, now=NOW)

    def achieved(self, **changes: object) -> Mission:
        mission = self.running(**changes)
        study(mission, 99, day=MONDAY, recalled_on=MONDAY + timedelta(days=1))
        return fresh(mission)


def make_world(words: int = 4) -> World:
    mother, father = make_guardian(name="엄마"), make_guardian(name="아빠")
    family = make_family(mother, father)
    child = make_child(family, mother, name="서하")
    return World(mother, father, child, family, make_course(words=words))


@contextmanager
def thrown_away() -> Iterator[None]:
    """Whatever happens inside is undone at its end; the services' own transactions may stand in it."""
    aside = transaction.atomic()
    aside._from_testcase = True
    with aside:
        yield
        transaction.set_rollback(True)


def fresh(mission: Mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def study(mission: Mission, words: int, *, day: date, recalled_on: date | None = None) -> None:
    """Finish (and recall) the next words of a mission the way grading leaves them, signal included."""
    enrolment = mission.enrolment
    assert enrolment is not None
    done = StudySession.objects.filter(enrolment=enrolment).values("lesson")
    lessons = (
        Lesson.objects.filter(places__course=mission.course).exclude(pk__in=done).order_by("places__order")
    )
    for lesson in lessons[:words]:
        StudySession.objects.create(
            child=mission.child,
            kind="lesson",
            lesson=lesson,
            version=lesson.versions.get(),
            enrolment=enrolment,
            day=day,
            plan={},
            state="finished",
            started_at=at(day),
            finished_at=at(day),
            credited_on=day,
        )
        if recalled_on:
            Recall.objects.create(enrolment=enrolment, lesson=lesson, recalled_on=recalled_on)
    last = recalled_on or day
    with transaction.atomic():
        progress_changed.send(sender=None, enrolment=enrolment, day=last, now=at(last))
