"""The real lessons of the project, loaded once for a test that needs them."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from lessons.models import Course
from oneco.lib import clock

MONDAY = date(2026, 3, 2)


@pytest.fixture
def content(db: None) -> None:
    """All lessons and courses of lessons/content."""
    call_command("load_content", verbosity=0)


@pytest.fixture
def first_week(content: None) -> Course:
    return Course.objects.get(slug="first-week")


def at(day: date) -> datetime:
    """Noon of a study date."""
    return clock.noon(day)
