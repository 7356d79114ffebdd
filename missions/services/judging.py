"""What days and right answers do to an agreed mission. Inner services: the mission is held already."""

from datetime import date, datetime, timedelta

from accounts.models import User
from lessons.models import CourseLesson, Recall, StudySession
from lessons.selectors.days import calendar_of
from lessons.selectors.progress import progress_of
from lessons.services.enrolments import close_enrolment
from missions import dates, policies
from missions.models import Mission, Offer, PromiseLine
from missions.services import mover, parts, rescheduling, telling
from missions.states import ACTIVE, Action, State, Who
from oneco.lib import clock


def begin(mission: Mission, *, now: datetime, announced: bool = False) -> None:
    """Start a scheduled mission whose first day has come; it waits on while another one still runs.

    `announced`: both sides already know of the first day.
    """
    busy = dates.busy_until(mission.child_id, mission.family_id, states=ACTIVE)
    if busy is not None:
        rescheduling.move_waiting(mission, behind=busy, now=now)
        return
    mover.move(mission, Action.BEGIN, standing=mover.TIME, by=None, now=now)
    if not announced:
        telling.tell(mission, "begun", telling.both_sides(mission), now=now)


def judge(mission: Mission, *, day: date, now: datetime) -> None:
    """Do what study date `day` means for a mission: achieved as soon as everything is learned and recalled,
    makeup or the end of the period once `day` is over."""
    action = _verdict(mission, day, complete=_is_complete(mission))
    if action is Action.ACHIEVE:
        _achieve(mission, day=day, now=now)
    elif action is Action.FALL_SHORT:
        _begin_makeup(mission, now=now)
    elif action is Action.CLOSE_PERIOD:
        _close_period(mission, now=now)


def judge_progress(mission: Mission, *, day: date, now: datetime) -> None:
    """An answer was right: earn the part it reached, achieve the mission if it was the last one."""
    if mission.state not in ACTIVE:
        return
    parts.earn_reached(mission, day=day, now=now)
    if _is_complete(mission):
        _achieve(mission, day=day, now=now)


def end(
    mission: Mission,
    *,
    now: datetime,
    standing: frozenset[Who] = mover.TIME,
    by: User | None = None,
    reason: str = "",
) -> None:
    """End a mission that is under way; what was earned and learned stays."""
    mover.move(mission, Action.END, standing=standing, by=by, now=now, data={"reason": reason})
    _close_way(mission, now)
    telling.tell(mission, "ended", telling.both_sides(mission), now=now, actor=by)


def _verdict(mission: Mission, day: date, *, complete: bool) -> Action | None:
    return policies.verdict(
        State(mission.state),
        complete=complete,
        day=day,
        ends_on=mission.ends_on,
        makeup_until=mission.makeup_until,
    )


def _is_complete(mission: Mission) -> bool:
    return mission.enrolment is not None and progress_of(mission.enrolment).complete


def _achieve(mission: Mission, *, day: date, now: datetime) -> None:
    mover.move(mission, Action.ACHIEVE, standing=mover.TIME, by=None, now=now, data={"day": day.isoformat()})
    _close_way(mission, now)
    _write_earned(mission, day, now)
    telling.tell(mission, "achieved", telling.both_sides(mission), now=now, due_on=policies.due_on(day))


def _write_earned(mission: Mission, day: date, now: datetime) -> None:
    offer = mission.agreed_offer
    assert offer is not None
    assert mission.guardian_id is not None
    money = offer.kind == Offer.Kind.MONEY
    won = parts.unearned(mission) if offer.parts else offer.amount
    PromiseLine.objects.create(
        mission=mission,
        giver_id=mission.guardian_id,
        child_id=mission.child_id,
        kind=PromiseLine.Kind.EARNED,
        unit=PromiseLine.Unit.WON if money else PromiseLine.Unit.PIECE,
        effect=won if money else 1,
        due_on=policies.due_on(day),
        at=now,
        key=f"earned:{mission.pk}:goal",
    )
    mission.parts.filter(earned_on=None).update(earned_on=day)


def _begin_makeup(mission: Mission, *, now: datetime) -> None:
    assert mission.enrolment is not None
    missing = missing_on(mission, mission.ends_on)
    until = policies.makeup_until(calendar_of(mission.enrolment), mission.ends_on, missing)
    mover.move(
        mission,
        Action.FALL_SHORT,
        standing=mover.TIME,
        by=None,
        now=now,
        data={"missing": missing, "until": until.isoformat()},
        makeup_until=until,
        makeup_days=policies.makeup_days(missing),
    )
    telling.tell(mission, "makeup", telling.both_sides(mission), now=now, makeup_until=until)
    rescheduling.move_waiting(mission, behind=until, now=now)


def _close_period(mission: Mission, *, now: datetime) -> None:
    assert mission.enrolment is not None
    assert mission.makeup_until is not None
    progress = progress_of(mission.enrolment)
    mover.move(
        mission,
        Action.CLOSE_PERIOD,
        standing=mover.TIME,
        by=None,
        now=now,
        data={"missing": progress.missing},
    )
    # The way ends with its last day, whenever the sweep comes: the days after it ask for nothing.
    _close_way(mission, clock.end_of(mission.makeup_until) - timedelta(microseconds=1))
    telling.tell(
        mission,
        "closed",
        telling.both_sides(mission),
        now=now,
        total=progress.total,
        finished=progress.recalled if mission.review else progress.finished,
    )


def _close_way(mission: Mission, now: datetime) -> None:
    if mission.enrolment is not None:
        close_enrolment(mission.enrolment, now=now)


def missing_on(mission: Mission, day: date) -> int:
    """How many words were not yet both finished and recalled when a study date was over."""
    assert mission.enrolment is not None
    words = set(CourseLesson.objects.filter(course=mission.course_id).values_list("lesson", flat=True))
    finished = StudySession.objects.filter(
        child=mission.child_id, state=StudySession.State.FINISHED, lesson__in=words, credited_on__lte=day
    ).values_list("lesson", flat=True)
    if mission.review:  # what was never learned cannot be gone over: a course may have grown since
        words &= set(finished)
    recalled = Recall.objects.filter(enrolment=mission.enrolment_id, recalled_on__lte=day)
    return len(words - (set(finished) & set(recalled.values_list("lesson", flat=True))))


def judged_until(now: datetime) -> date:
    """The last study date that is over and settled: day d is judged from 02:10 of d + 1."""
    return clock.study_date(now - policies.JUDGED_AFTER) - policies.ONE_DAY
