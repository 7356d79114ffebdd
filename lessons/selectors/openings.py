"""What is open to a child on a study date. Nothing opens by a sweep: it follows from dates."""

from dataclasses import dataclass
from datetime import date

from lessons.calendar import LESSONS_A_DAY, Calendar, opened
from lessons.models import Enrolment, Lesson
from lessons.selectors.study import Study, Way, study_of


@dataclass(frozen=True)
class Opening:
    """An enrolment on a study date.

    `lesson` is the next one to begin or to resume (None: nothing left today), `session` the id of its open
    session, `place` its number in the course. `done_today` counts the lessons finished today. `review` says
    that the review opens in full: on a 복습하는 날, on a makeup day without a lesson left, and on a study day
    whose word was learned elsewhere, so that every study day has something that keeps it. In a 복습 코스 it
    does on every study day, and no lesson ever opens.
    """

    enrolment: Enrolment
    calendar: Calendar
    total: int
    finished: int
    k: int
    lesson: Lesson | None
    session: int | None
    place: int
    done_today: int
    review: bool
    review_day: bool
    makeup: bool
    study_day: bool


def openings_of(child_id: int, day: date) -> list[Opening]:
    """Every open enrolment of a child that has begun, oldest first, in a constant number of queries."""
    return openings_in(study_of(child_id, day))


def openings_in(study: Study) -> list[Opening]:
    """The same from days that were read already."""
    return [
        _opening(study, way)
        for way in study.ways
        if way.enrolment.closed_at is None and way.enrolment.first_day <= study.today
    ]


def _opening(study: Study, way: Way) -> Opening:
    day, total, k = study.today, way.total, way.calendar.index(study.today)
    own = [s for s in study.sittings if s.enrolment == way.enrolment.pk]
    begun = {s.lesson: s.pk for s in own if s.is_open and s.lesson not in study.finished}
    done_today = sum(s.credited_on == day for s in own)
    left = [p for p in way.places[: _opened(way, k)] if p.lesson_id not in study.finished]
    resumable = next((p for p in left if p.lesson_id in begun), None)
    may_begin = done_today + len(begun) < LESSONS_A_DAY
    place = resumable or (left[0] if left and may_begin else None)
    review_day = way.is_review_day(day)
    nothing_new = not left and not done_today
    study_day = way.calendar.is_study_day(day)
    makeup = k > way.length or (k == way.length and not study_day)
    return Opening(
        enrolment=way.enrolment,
        calendar=way.calendar,
        total=total,
        finished=sum(p.lesson_id in study.finished for p in way.places),
        k=k,
        lesson=place.lesson if place else None,
        session=begun.get(place.lesson_id) if place else None,
        place=place.order if place else 0,
        done_today=done_today,
        review=(study_day and (review_day or nothing_new)) or (makeup and not left),
        review_day=study_day and review_day,
        makeup=makeup,
        study_day=study_day,
    )


def _opened(way: Way, k: int) -> int:
    return 0 if way.enrolment.review else opened(way.total, k)
