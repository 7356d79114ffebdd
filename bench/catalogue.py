"""A whole map of words to study: the written ones, and copies of them under the codes still empty."""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from lessons.checking import CONTENT
from lessons.models import Course, CourseLesson, Lesson, LessonVersion, Unit
from lessons.services.content import add_version, data_of, load_all
from oneco.lib import clock

WORDS_A_COURSE = 20


def make_courses(words: int, bands: str = "EM") -> list[Course]:
    """Courses of up to 20 of the first so many words of the map, band after band, in their order."""
    load_all(now=clock.now())
    written = list(LessonVersion.objects.filter(published=1).select_related("lesson").order_by("lesson"))
    sources = [data_of(version, ()) for version in written]
    lessons = [_lesson(n, row, sources) for n, row in enumerate(_map(bands)) if n < words]
    by_band = [[lesson for lesson in lessons if lesson.band == band] for band in bands]
    parts = [band[i : i + WORDS_A_COURSE] for band in by_band for i in range(0, len(band), WORDS_A_COURSE)]
    scenario = Course.objects.get(slug="first-week").reviews[0]
    return [_course(n, part, scenario) for n, part in enumerate(parts)]


def _map(bands: str) -> Iterator[dict[str, Any]]:
    """The words of these bands as the map names them, with their unit and place."""
    units = yaml.safe_load((CONTENT / "keywords.yaml").read_text())
    for band in bands:
        for unit in units:
            for order, word in enumerate(unit["keywords"], start=1):
                if word["band"] == band:
                    yield word | {"unit": unit["unit"], "unit_ko": unit["ko"], "order": order}


def _lesson(n: int, row: dict[str, Any], sources: list[dict[str, Any]]) -> Lesson:
    """The word if it is written; else one that asks the questions of another."""
    unit, _made = Unit.objects.get_or_create(
        code=row["unit"], defaults={"ko": row["unit_ko"], "order": int(row["unit"][1:])}
    )
    lesson, made = Lesson.objects.get_or_create(
        code=row["id"],
        defaults={name: row[name] for name in ("ko", "en", "band", "order")} | {"unit": unit},
    )
    if made:
        now = clock.now()
        add_version(
            lesson,
            sources[n % len(sources)],
            state=LessonVersion.State.PUBLISHED,
            checksum="",
            created_at=now,
            published_at=now,
        )
    return lesson


def _course(n: int, lessons: list[Lesson], scenario: dict[str, Any]) -> Course:
    """A course with a scenario for each of its 복습하는 날."""
    codes = [lesson.code for lesson in lessons]
    reviews = [scenario | {"words": codes[i : i + 4]} for i in range(0, len(codes), 4)]
    course = Course.objects.create(
        slug=f"year-{n}",
        title=f"코스 {n + 1}",
        summary="…",
        difficulty=1,
        order=100 + n,
        reviews=json.loads(json.dumps(reviews)),
    )
    CourseLesson.objects.bulk_create(
        CourseLesson(course=course, lesson=lesson, order=place)
        for place, lesson in enumerate(lessons, start=1)
    )
    return course
