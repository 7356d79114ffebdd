"""A child that studies through the real services for a year, and forgets as FSRS says (or worse)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lessons import player
from lessons.calendar import last_day
from lessons.models import Answer, Card, Course, Enrolment, StudySession
from lessons.planning import RECALLS_BY_CHOICE, RECALLS_IN_A_LESSON, RECALLS_IN_A_REVIEW
from lessons.player import Position, Step
from lessons.scheduling import vividness
from lessons.selectors.days import calendar_of
from lessons.selectors.memory import memory_of, review_is_open, words_to_recall
from lessons.selectors.openings import Opening, openings_of
from lessons.selectors.progress import progress_of
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.answering import answer
from lessons.services.enrolments import close_enrolment, open_enrolment
from lessons.services.starting import band_of, start_lesson, start_review, start_three
from missions.policies import makeup_until
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family
from tests.lessons.pupil import Pupil

ONE_DAY = timedelta(days=1)
# Seconds an answer by kind of step, as a child of the fifth year may take; each varies by two.
USUAL = {
    player.GUESS: 14, player.RECALL: 16, player.CARD: 18, player.PRACTICE: 18, player.APPLY: 18,
    player.SCENARIO: 18, player.WORDS: 18, player.HOME: 14, player.CONFIDENCE: 14,
}  # fmt: skip
SLOW = 36
# How likely an answer is right: a new question at first, any later attempt, a word asked again the same day.
NEW, LATER, AGAIN = 0.75, 0.8, 0.9
SURE = 0.6


@dataclass(frozen=True)
class Scenario:
    """`worse`: points of probability below what FSRS predicts. `missed`: the share of study days missed."""

    words: int
    worse: float
    missed: float
    slow: bool

    @property
    def name(self) -> str:
        recall = f"-{self.worse:.0%}" if self.worse else "as-predicted"
        return f"{self.words}:{recall}:{self.missed:.0%}-missed{':slow' if self.slow else ''}"


@dataclass
class Sat:
    """One sitting: `ready` words were wanted or due before it, `cap` is the rule's, `asked` the plan's."""

    kind: str
    ready: int
    cap: int
    asked: int
    seconds: int
    cut_short: bool
    right: int = 0
    first: int = 0


@dataclass
class DayLog:
    """A calendar day. `fell_due` words became due on it; `backlog` were due and not asked when it was over,
    the oldest of them for `late` days."""

    day: date
    learning: bool
    asked_for: bool
    came: bool = False
    sittings: list[Sat] = field(default_factory=list)
    fell_due: int = 0
    backlog: int = 0
    late: int = 0

    @property
    def seconds(self) -> int:
        return sum(sat.seconds for sat in self.sittings)

    @property
    def reviews(self) -> int:
        return sum(sat.first for sat in self.sittings)


class Year(Pupil):
    """Courses one after another on Mondays to Fridays; when none is left, 3개만 떠올리기 on these days."""

    def __init__(self, scenario: Scenario, courses: Sequence[Course], first_day: date) -> None:
        super().__init__(make_child(make_family()))
        self.scenario, self.courses, self.random = scenario, list(courses), Random(scenario.name)
        self.today, self.unfinished = first_day, 0
        self.enrolment: Enrolment | None = None
        self.until: date | None = None
        self._next_course(first_day)

    def live(self, first_day: date, days: int) -> list[DayLog]:
        """Every calendar day in turn."""
        return [self._day(first_day + ONE_DAY * n) for n in range(days)]

    def _day(self, day: date) -> DayLog:
        self.today = day
        log = DayLog(day, self.enrolment is not None, self._is_asked_for(day))
        log.fell_due = Card.objects.filter(child=self.child, due_on=day).count()
        missed = self.random.random() < self.scenario.missed
        if log.asked_for and not missed:
            log.came = True
            self._study(day, log)
        self._look_back(day, log)
        self._judge(day)
        return log

    def _is_asked_for(self, day: date) -> bool:
        openings = openings_of(self.child.pk, day)
        return any(o.study_day for o in openings) if self.enrolment else day.weekday() < 5

    def _study(self, day: date, log: DayLog) -> None:
        """What 오늘 offers, until nothing is offered any more: two lessons at most, and the review."""
        now = clock.noon(day)
        for _press in range(4):
            opening = next(iter(openings_of(self.child.pk, day)), None)
            if opening is None:
                break
            begun = self._press(opening, now)
            if begun is None:
                return
            log.sittings.append(begun)
            now += timedelta(hours=1)
        if self.enrolment is None:
            log.sittings += self._three(now)

    def _press(self, opening: Opening, now: datetime) -> Sat | None:
        child, day = self.child, clock.study_date(now)
        if opening.lesson is not None:
            ready = self._ready(day, besides=opening.lesson.pk)
            session = start_lesson(child, enrolment_id=opening.enrolment.pk, now=now)
            return self._sit(session, ready, RECALLS_IN_A_LESSON[opening.lesson.band], now)
        done = StudySession.objects.filter(child=child, day=day, review=1).exists()
        if done or not review_is_open(child.pk, day, [opening]):
            return None
        ready = self._ready(day)
        return self._sit(start_review(child, now=now), ready, RECALLS_IN_A_REVIEW[band_of(child.pk)], now)

    def _three(self, now: datetime) -> list[Sat]:
        ready = self._ready(clock.study_date(now))
        try:
            session = start_three(self.child, now=now)
        except Refused:
            return []
        return [self._sit(session, ready, RECALLS_BY_CHOICE, now)]

    def _ready(self, day: date, *, besides: int | None = None) -> int:
        return sum(w.wanted or w.due for w in words_to_recall(self.child.pk, day, besides=besides))

    def _sit(self, session: StudySession, ready: int, cap: int, now: datetime) -> Sat:
        """Answer until the end, or until the clock ends it."""
        asked = sum(step["kind"] == player.RECALL for step in session.plan["steps"])
        while (at := position_of(session, answers_of(session))).step is not None:
            now += timedelta(seconds=self._seconds(at.step))
            payload = self.payload(session, at)
            answer(session, child=self.child, step=at.index, attempt=at.attempt, payload=payload, now=now)
            session.refresh_from_db()
        first = self._first_recalls(session)
        return Sat(
            kind=session.kind,
            ready=ready,
            cap=cap,
            asked=asked,
            seconds=session.active_seconds,
            cut_short=session.cut_short,
            first=len(first),
            right=sum(bool(row.right) for row in first),
        )

    def _first_recalls(self, session: StudySession) -> list[Answer]:
        rows = [row for row in answers_of(session) if row.kind == player.RECALL and row.attempt == 1]
        return list({row.lesson_id: row for row in reversed(rows)}.values())

    def payload(self, session: StudySession, at: Position) -> dict[str, Any]:
        self.chooses = self._knows
        given = super().payload(session, at)
        if at.step is not None and at.step.kind == player.CONFIDENCE:
            given = {"choice": "sure" if self.random.random() < SURE else "unsure"}
        return given

    def _knows(self, step: Step, attempt: int) -> bool:
        if attempt > 1:
            likely = LATER
        elif step.added:
            likely = AGAIN
        elif step.kind == player.RECALL:
            likely = self._vivid(step.lesson)
        else:
            likely = NEW
        return self.random.random() < likely - self.scenario.worse

    def _vivid(self, lesson: int) -> float:
        card = Card.objects.select_related("lesson").get(child=self.child, lesson=lesson)
        return vividness(memory_of(card), self.today, band=card.lesson.band)

    def _seconds(self, step: Step) -> int:
        return SLOW if self.scenario.slow else USUAL[step.kind] + self.random.randint(-2, 2)

    def _look_back(self, day: date, log: DayLog) -> None:
        due = list(Card.objects.filter(child=self.child, due_on__lte=day).values_list("due_on", flat=True))
        log.backlog, log.late = len(due), max(((day - on).days for on in due), default=0)

    def _judge(self, day: date) -> None:
        """As the mission's sweep: 해냈어요, or the end of the 보충 기간; the next course follows."""
        if self.enrolment is None:
            return
        progress = progress_of(self.enrolment)
        if progress.complete or self._is_over(day, progress.missing):
            self.unfinished += progress.missing
            close_enrolment(self.enrolment, now=clock.noon(day))
            self._next_course(day + ONE_DAY)

    def _is_over(self, day: date, missing: int) -> bool:
        """Whether the last day of the course, and of its 보충 기간, has passed."""
        assert self.enrolment is not None
        calendar, lessons = calendar_of(self.enrolment), self.enrolment.course.places.count()
        ends_on = last_day(calendar, lessons)
        if day >= ends_on and self.until is None:
            self.until = makeup_until(calendar, ends_on, missing)
        return self.until is not None and day >= self.until

    def _next_course(self, first_day: date) -> None:
        self.until, self.enrolment = None, None
        if self.courses:
            self.enrolment = open_enrolment(
                child=self.child,
                course=self.courses.pop(0),
                family=self.child.child_profile.home_family,
                first_day=first_day,
                weekdays="1111100",
                on_holidays=False,
                now=clock.noon(first_day),
            )
