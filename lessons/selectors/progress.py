"""How far an enrolment has come: 완주 is every lesson finished and every word recalled.

A 복습 코스 counts the words of its course that the child has learned: nothing new opens in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

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


def progress_of(enrolment: Enrolment) -> Progress:
    return progress_of_many([enrolment])[enrolment.pk]


def progress_of_many(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """Progress by enrolment. One query, however many enrolments; a word learned anywhere is learned."""
    enrolments = list(enrolments)
    finished = StudySession.objects.filter(
        child=OuterRef("course__enrolments__child"),
        lesson=OuterRef("lesson"),
        state=StudySession.State.FINISHED,
    )
    recalled = Recall.objects.filter(enrolment=OuterRef("course__enrolments"), lesson=OuterRef("lesson"))
    rows = (
        CourseLesson.objects.filter(course__enrolments__in=enrolments)
        .annotate(finished=Exists(finished), recalled=Exists(recalled))
        .order_by()
        .values_list("course__enrolments", "finished", "recalled")
    )
    words: dict[int, list[tuple[bool, bool]]] = {e.pk: [] for e in enrolments}
    for enrolment, is_finished, is_recalled in rows:
        words[enrolment].append((is_finished, is_recalled))
    reviews = {e.pk for e in enrolments if e.review}
    return {
        pk: _progress([w for w in of_course if w[0]] if pk in reviews else of_course)
        for pk, of_course in words.items()
    }


def _progress(words: list[tuple[bool, bool]]) -> Progress:
    """Of each word: whether it is finished, and whether it is recalled."""
    return Progress(
        total=len(words),
        finished=sum(finished for finished, _ in words),
        recalled=sum(recalled for _, recalled in words),
        missing=sum(not (finished and recalled) for finished, recalled in words),
    )


def finished_in_order(enrolment: Enrolment) -> int:
    """How many lessons of the course are finished before the first that is not."""
    finished = StudySession.objects.filter(
        child=enrolment.child_id, lesson=OuterRef("lesson"), state=StudySession.State.FINISHED
    )
    places = CourseLesson.objects.filter(course=enrolment.course_id).order_by("order")
    done = list(places.annotate(done=Exists(finished)).values_list("done", flat=True))
    return done.index(False) if False in done else len(done)


def first_tries(enrolment_id: int) -> tuple[int, int]:
    """처음에 맞힌 비율, shown and never priced: (right at the first try, asked) of the practised items."""
    rows = Answer.objects.filter(
        session__enrolment=enrolment_id, kind="practice", attempt=1, right__isnull=False
    )
    counts = rows.aggregate(asked=Count("pk"), right_ones=Count("pk", filter=Q(right=True)))
    return counts["right_ones"], counts["asked"]
