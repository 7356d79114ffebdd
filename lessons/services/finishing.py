"""The end of a session: the day is credited, the word gets its card, the missions hear of it."""

from datetime import date, datetime, timedelta

from lessons.models import Answer, Card, Enrolment, StudySession
from lessons.player import CONFIDENCE, PRACTICE, steps_of
from lessons.scheduling import first_rating, rate
from lessons.selectors.sessions import answers_of, given_of
from lessons.services.pairing import open_pair_cards
from lessons.services.recalling import rate_card
from lessons.signals import progress_changed
from oneco.lib.clock import study_date


def finish_session(session: StudySession, *, now: datetime, cut_short: bool = False) -> None:
    """Close a session whose last step was passed, or whose ten minutes are over (`cut_short`).

    It belongs to the study date on which it finished. A 떠올리기 that went on after its end stays as it was.
    """
    if session.is_finished:
        return
    day = study_date(now)
    session.state, session.finished_at, session.credited_on = StudySession.State.FINISHED, now, day
    session.confidence, session.cut_short = _confidence(session), cut_short
    session.shell = session.kind != StudySession.Kind.FREE or not _is_enrolled(session.child_id, day)
    session.save(
        update_fields=[
            "state", "finished_at", "credited_on", "confidence", "cut_short", "shell", "sentence"
        ]
    )  # fmt: skip
    if session.lesson_id is not None:
        _remember(session)
    else:
        open_pair_cards(session, now=now)
    for enrolment in _served(session):
        progress_changed.send(sender=Enrolment, enrolment=enrolment, day=day, now=now)


def _is_enrolled(child_id: int, day: date) -> bool:
    """Whether the child has a mission to study for: beside it, free study earns nothing."""
    return Enrolment.objects.filter(child=child_id, closed_at=None, first_day__lte=day).exists()


def _served(session: StudySession) -> list[Enrolment]:
    """The enrolments the session may have moved: a finished word counts wherever it is waited for."""
    return list(Enrolment.objects.filter(child=session.child_id, closed_at=None).order_by("pk"))


def _confidence(session: StudySession) -> str:
    row = Answer.objects.filter(session=session, kind=CONFIDENCE).first()
    return row.response["choice"] if row else ""


def _remember(session: StudySession) -> None:
    """Make the word's card from the practised items; a word met before is rated as once more asked."""
    assert session.lesson_id is not None
    assert session.lesson is not None
    assert session.credited_on is not None
    first = _first_tries(session)
    rating = first_rating(
        right_first=sum(bool(a.right) for a in first),
        asked=len(first),
        hinted=any(a.hints for a in first),
        sure=session.confidence == StudySession.Confidence.SURE,
    )
    seed = f"{session.child_id}:{session.lesson_id}"
    memory = rate(None, rating, session.credited_on, band=session.lesson.band, seed=seed)
    tomorrow = session.credited_on + timedelta(days=1)
    _, made = Card.objects.get_or_create(
        child_id=session.child_id,
        lesson_id=session.lesson_id,
        defaults={
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "learned_on": session.credited_on,
            "rated_on": memory.rated_on,
            # What the clock left over moves to the next day's 떠올리기.
            "due_on": tomorrow if session.cut_short else memory.due_on,
        },
    )
    if not made:
        rate_card(session.child_id, session.lesson_id, rating, day=session.credited_on)


def _first_tries(session: StudySession) -> list[Answer]:
    """First attempts at the planned practice items; an added step is for learning, not for rating."""
    answers = answers_of(session)
    steps = steps_of(session.plan, given_of(answers))
    return [
        a
        for a in answers
        if a.kind == PRACTICE and a.attempt == 1 and a.right is not None and not steps[a.step].added
    ]
