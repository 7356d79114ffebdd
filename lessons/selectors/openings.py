"""What is open to a child on a study date. Nothing opens by a sweep: it follows from dates."""

from dataclasses import dataclass
from datetime import date

from lessons.calendar import LESSONS_A_DAY, Calendar, course_length, is_review_day, opened
from lessons.models import CourseLesson, Enrolment, Lesson, StudySession
from lessons.selectors.days import calendars_of
from lessons.selectors.progress import finished_by_child


@dataclass(frozen=True)
class Opening:
    """An enrolment on a study date.

    `lesson` is the next one to begin or to resume (None: nothing left today), `session` the open session of
    it, `place` its number in the course. `done_today` counts the lessons finished today. `review` says that
    today is a 복습하는 날, or a makeup day without a lesson left, on which the review opens in full.
    """

    enrolment: Enrolment
    calendar: Calendar
    total: int
    finished: int
    k: int
    lesson: Lesson | None
    session: StudySession | None
    place: int
    done_today: int
    review: bool
    makeup: bool
    study_day: bool


def openings_of(child_id: int, day: date) -> list[Opening]:
    """Every open enrolment of a child that has begun, oldest first, in a constant number of queries."""
    enrolments = list(
        Enrolment.objects.filter(child=child_id, closed_at=None, first_day__lte=day)
        .select_related("course", "family")
        .order_by("pk")
    )
    if not enrolments:
        return []
    calendars = calendars_of(enrolments)
    places: dict[int, list[CourseLesson]] = {}
    for place in CourseLesson.objects.filter(course__in=[e.course_id for e in enrolments]).select_related(
        "lesson"
    ):
        places.setdefault(place.course_id, []).append(place)
    finished = finished_by_child([child_id]).get(child_id, set())
    sessions: dict[int, list[StudySession]] = {}
    for session in StudySession.objects.filter(enrolment__in=enrolments).defer("plan"):
        assert session.enrolment_id is not None
        sessions.setdefault(session.enrolment_id, []).append(session)
    return [
        _opening(e, calendars[e.pk], places.get(e.course_id, []), finished, sessions.get(e.pk, []), day)
        for e in enrolments
    ]


def _opening(
    enrolment: Enrolment,
    calendar: Calendar,
    places: list[CourseLesson],
    finished: set[int],
    sessions: list[StudySession],
    day: date,
) -> Opening:
    k, total = calendar.index(day), len(places)
    begun = {s.lesson_id: s for s in sessions if s.state == StudySession.State.OPEN}
    done_today = sum(s.credited_on == day for s in sessions)
    left = [p for p in places[: opened(total, k)] if p.lesson_id not in finished]
    resumable = next((p for p in left if p.lesson_id in begun), None)
    may_begin = done_today + len(begun) < LESSONS_A_DAY
    place = resumable or (left[0] if left and may_begin else None)
    makeup = k > course_length(total) or (k == course_length(total) and not calendar.is_study_day(day))
    return Opening(
        enrolment=enrolment,
        calendar=calendar,
        total=total,
        finished=sum(p.lesson_id in finished for p in places),
        k=k,
        lesson=place.lesson if place else None,
        session=begun.get(place.lesson_id) if place else None,
        place=place.order if place else 0,
        done_today=done_today,
        review=(calendar.is_study_day(day) and is_review_day(total, k)) or (makeup and not left),
        makeup=makeup,
        study_day=calendar.is_study_day(day),
    )
