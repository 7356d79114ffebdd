"""The words a child may study freely, without a mission."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lessons.models import CourseLesson, Enrolment, Lesson, StudySession

BANDS = ("E", "M", "H")


@dataclass(frozen=True)
class FreeWord:
    """A published word of the child's bands.

    `in_mission`: an open mission will bring it; `open_session` is the id of a free session begun.
    """

    pk: int
    code: str
    ko: str
    unit: str
    learned: bool
    in_mission: bool
    open_session: int | None

    @property
    def may_begin(self) -> bool:
        return not self.learned and not self.in_mission


@dataclass(frozen=True)
class LibraryPage:
    """The words by unit, in the map's order."""

    units: Sequence[tuple[str, Sequence[FreeWord]]]
    missions: bool


def free_words(child_id: int) -> list[FreeWord]:
    """Every published word up to the highest band the child was ever enrolled in (E before). Four queries."""
    enrolments = list(Enrolment.objects.filter(child=child_id).values_list("course", "closed_at"))
    open_courses = {course for course, closed_at in enrolments if closed_at is None}
    places = list(
        CourseLesson.objects.filter(course__in={course for course, _closed_at in enrolments}).values_list(
            "course", "lesson", "lesson__band"
        )
    )
    bands = {band for _course, _lesson, band in places}
    highest = max((BANDS.index(band) for band in bands), default=0)
    coming = {lesson for course, lesson, _band in places if course in open_courses}
    learned: set[int] = set()
    begun: dict[int, int] = {}
    rows = StudySession.objects.filter(child=child_id, lesson__isnull=False)
    for pk, lesson, kind, state in rows.values_list("pk", "lesson", "kind", "state"):
        if state == StudySession.State.FINISHED:
            learned.add(lesson)
        elif kind == StudySession.Kind.FREE:
            begun[lesson] = pk
    lessons = Lesson.objects.filter(band__in=BANDS[: highest + 1], versions__published=1)
    return [
        FreeWord(
            pk=lesson.pk,
            code=lesson.code,
            ko=lesson.ko,
            unit=lesson.unit.ko,
            learned=lesson.pk in learned,
            in_mission=lesson.pk in coming - learned,
            open_session=begun.get(lesson.pk),
        )
        for lesson in lessons.select_related("unit").order_by("unit__order", "order")
    ]


def library_page(child_id: int) -> LibraryPage:
    words = free_words(child_id)
    units = [(unit, list(group)) for unit, group in groupby(words, key=lambda word: word.unit)]
    return LibraryPage(units, any(word.in_mission for word in words))
