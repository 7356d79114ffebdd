"""The real lessons of the project, loaded once for a test that needs them."""

from datetime import date, datetime

import pytest
from django.db.models import Model

from lessons.models import Course, CourseLesson, Item, Lesson, LessonVersion, Unit
from oneco.lib import clock
from tests.shelf import fill_shelf

MONDAY = date(2026, 3, 2)
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
