"""The real lessons of the project, loaded once for a test that needs them."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import Model

from accounts.models import User
from lessons.models import Course, CourseLesson, Enrolment, Item, Lesson, LessonVersion, Unit
from lessons.services.enrolments import open_enrolment
from oneco.lib import clock
from tests.shelf import fill_shelf

MONDAY = date(2026, 3, 2)
ONE_DAY = timedelta(days=1)
TABLES: tuple[type[Model], ...] = (
    Unit,
    Lesson,
    Lesson.after.through,
    LessonVersion,
    Item,
    Course,
    CourseLesson,
)
_loaded: dict[type[Model], list[Model]] = {}


@pytest.fixture
def content(db: None) -> None:
    """The shelf of tests/shelf.py; the files are read once, later tests get the same rows."""
    if not _loaded:
        fill_shelf()
        _loaded.update({table: list(table._default_manager.all()) for table in TABLES})
    elif not Lesson.objects.exists():
        for table, rows in _loaded.items():
            table._default_manager.bulk_create(rows)


@pytest.fixture
def first_week(content: None) -> Course:
    return Course.objects.get(slug="first-week")


def at(day: date) -> datetime:
    """Noon of a study date."""
    return clock.noon(day)


def enrol(child: User, course: Course, first_day: date = MONDAY) -> Enrolment:
    """Let a child begin a course in its home, every day of the week a study day."""
    family = child.child_profile.home_family
    return open_enrolment(
        child=child,
        course=course,
        family=family,
        first_day=first_day,
        weekdays="1111111",
        on_holidays=True,
        now=at(first_day),
    )
