"""How far an enrolment has come: 완주 is every lesson finished and every word recalled."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from lessons.models import Answer, CourseLesson, Enrolment, Recall, StudySession


@dataclass(frozen=True)
class Progress:
    """Counts of words. `missing` words are not yet both finished and recalled."""

    total: int
    finished: int
    recalled: int
    missing: int

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.missing == 0

    @property
    def percent(self) -> int:
        """Finished words in whole percent, for a ruler and never for a price."""
        return self.finished * 100 // self.total if self.total else 0


def progress_of(enrolment: Enrolment) -> Progress:
    return progress_of_many([enrolment])[enrolment.pk]


def progress_of_many(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """Progress by enrolment. Three queries, however many enrolments."""
    enrolments = list(enrolments)
    if not enrolments:
        return {}
    courses = _lessons_by_course({e.course_id for e in enrolments})
    finished = finished_by_child({e.child_id for e in enrolments})
    recalled: dict[int, set[int]] = {}
    for pk, lesson in Recall.objects.filter(enrolment__in=enrolments).values_list("enrolment", "lesson"):
        recalled.setdefault(pk, set()).add(lesson)
    return {
        e.pk: _progress(
            courses.get(e.course_id, set()),
            finished.get(e.child_id, set()),
            recalled.get(e.pk, set()),
        )
        for e in enrolments
    }


def finished_by_child(children: Iterable[int]) -> dict[int, set[int]]:
    """Ids of the lessons each child has finished, anywhere: a word is learned once."""
    rows = StudySession.objects.filter(
        child__in=list(children), state=StudySession.State.FINISHED, lesson__isnull=False
    ).values_list("child", "lesson")
    found: dict[int, set[int]] = {}
    for child, lesson in rows:
        found.setdefault(child, set()).add(lesson)
    return found


def _progress(lessons: set[int], finished: set[int], recalled: set[int]) -> Progress:
    both = lessons & finished & recalled
    return Progress(
        total=len(lessons),
        finished=len(lessons & finished),
        recalled=len(lessons & recalled),
        missing=len(lessons) - len(both),
    )


def _lessons_by_course(courses: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for course, lesson in CourseLesson.objects.filter(course__in=courses).values_list("course", "lesson"):
        found.setdefault(course, set()).add(lesson)
    return found


def first_tries(enrolment: Enrolment) -> tuple[int, int]:
    """처음에 맞힌 비율, shown and never priced: (right at the first try, asked) of the practised items."""
    rows = Answer.objects.filter(
        session__enrolment=enrolment, kind="practice", attempt=1, right__isnull=False
    )
    counts = rows.aggregate(asked=Count("pk"), right_ones=Count("pk", filter=Q(right=True)))
    return counts["right_ones"], counts["asked"]
