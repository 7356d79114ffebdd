"""Taking an answer: graded, kept, and everything that follows from it, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from families.locks import lock_child
from lessons import grading, player
from lessons.models import Answer, Enrolment, Hint, Item, StudySession
from lessons.player import Position, Step
from lessons.selectors.sessions import answers_of, item_of, position_of, way_of
from lessons.services.finishing import finish_session
from lessons.services.recalling import note_recall
from oneco.lib.clock import study_date
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

Payload = Mapping[str, Any]
RUNGS = 3
# Steps after which the child sees what became of the answer before it goes on.
EXPLAINED = (player.RECALL, player.PRACTICE, player.APPLY, player.SCENARIO, player.WORDS)


@dataclass(frozen=True)
class Outcome:
    """What became of a payload: `near` (one 자모 off, nothing kept), `explained` (passed, worth a look)."""

    session: StudySession
    step: int
    right: bool | None = None
    near: bool = False
    explained: bool = False


class NotCurrent(Refused):
    """The answer is for a step that is not the current one (another tab, another phone)."""

    def __init__(self) -> None:
        super().__init__(
            _("이 문제는 이미 지나갔어요. 지금 문제부터 이어서 해요. 적은 것은 그대로 있어요."),
            code="not-current",
        )


@use_case
def answer(
    session: StudySession, *, child: User, step: int, attempt: int, payload: Payload, now: datetime
) -> Outcome:
    """Keep one answer to the current step and move on.

    `payload` is the form as sent. The same answer again gets the stored result; an answer to another step
    raises NotCurrent, an unreadable one Refused with the field it belongs to.
    """
    lock_child(child.pk)
    session = _locked(session.pk, child)
    given = answers_of(session)
    at = position_of(session, given)
    if at.step is None or (at.index, at.attempt) != (step, attempt):
        return _again(session, given, step, attempt, payload)
    item = item_of(at.step)
    gave_up = "give_up" in payload and item is not None and at.step.is_question
    response = {"gave_up": True} if gave_up else clean(session, at.step, item, payload)
    graded = None if gave_up else _grade(item, response, at.step)
    if graded is not None and graded.near:
        return Outcome(session, step, near=True)
    right = False if gave_up else (graded.right if graded is not None else None)
    row = _keep(session, at, response, right=right, gave_up=gave_up, given=given, now=now)
    if at.step.kind == player.RECALL and not at.step.added:
        note_recall(session, row, now=now)
    if at.step.kind == player.WORDS and item is not None:
        session.sentence = grading.sentence_text(item.question, response)[: grading.SENTENCE_LENGTH]
    given.append(row)
    steps, after = way_of(session, given)
    passed = after.index != at.index
    if after.finished or (passed and player.is_time(session.active_seconds, given, steps, after)):
        finish_session(session, now=now, cut_short=not after.finished)
    elif at.step.kind == player.WORDS:
        session.save(update_fields=["sentence"])
    return Outcome(session, step, right=right, explained=passed and at.step.kind in EXPLAINED)


@use_case
def take_hint(
    session: StudySession, *, child: User, step: int, now: datetime, rung: int | None = None
) -> int:
    """Take the next rung of hints at the current step; returns how many are taken (3 at most).

    `rung` is the one the page offered: asked for once more (a double press) it is taken already.
    """
    lock_child(child.pk)
    session = _locked(session.pk, child)
    at = position_of(session, answers_of(session))
    if at.step is None or at.index != step or not at.step.is_question:
        raise NotCurrent
    taken = Hint.objects.filter(session=session, step=step).count()
    if rung is not None and rung <= taken:
        return taken
    if taken < RUNGS:
        Hint.objects.create(session=session, step=step, rung=taken + 1, at=now)
    return min(taken + 1, RUNGS)


def clean(session: StudySession, step: Step, item: Item | None, payload: Payload) -> dict[str, Any]:
    """The payload as it is kept. Raises Refused with the field and a sentence for what cannot be read."""
    try:
        if item is not None:
            order = session.plan["order"].get(f"{item.version_id}:{item.key}", [])
            return grading.clean(item.question, payload, order)
        return _clean_plain(step, session, payload)
    except grading.BadResponse as error:
        raise Refused(error.message, field=error.field, code="bad-response") from error


def _clean_plain(step: Step, session: StudySession, payload: Payload) -> dict[str, Any]:
    """Guess, 써 보기, a scenario and 자신 있나요? are choices; a card only wants to be turned."""
    if step.kind == player.CARD:
        return {}
    choices = _choices(step, session)
    choice = str(payload.get("choice", ""))
    if choice not in choices:
        raise grading.BadResponse("choice", _("하나를 골라 주세요."))
    return {"choice": choice if step.kind == player.CONFIDENCE else int(choice)}


def _choices(step: Step, session: StudySession) -> list[str]:
    if step.kind == player.CONFIDENCE:
        return list(StudySession.Confidence.values)
    if step.kind == player.SCENARIO:
        return [str(i) for i in range(len(session.plan["scenario"]["choices"]))]
    assert session.version is not None
    content = session.version.content
    if step.kind == player.GUESS:
        return [str(i) for i in range(len(content["guess"]["options"]))]
    return [str(i) for i in range(len(player.apply_of(content, step)["choices"]))]


def _grade(item: Item | None, response: dict[str, Any], step: Step) -> grading.Graded | None:
    if item is None or not step.is_question:
        return None
    return grading.grade(item.question, response)


def _again(session: StudySession, given: list[Answer], step: int, attempt: int, payload: Payload) -> Outcome:
    """The stored result for the same answer; NotCurrent for anything else."""
    stored = next((a for a in given if (a.step, a.attempt) == (step, attempt)), None)
    if stored is None:
        raise NotCurrent
    steps, at = way_of(session, given)
    asked = steps[step]
    gave_up = {"gave_up": True} if "give_up" in payload else None
    if (gave_up or clean(session, asked, item_of(asked), payload)) != stored.response:
        raise NotCurrent
    passed = at.index > step
    return Outcome(session, step, right=stored.right, explained=passed and asked.kind in EXPLAINED)


def _keep(
    session: StudySession,
    at: Position,
    response: dict[str, Any],
    *,
    right: bool | None,
    gave_up: bool,
    given: list[Answer],
    now: datetime,
) -> Answer:
    assert at.step is not None
    last = max((a.answered_at for a in given), default=session.started_at)
    seconds = player.active_seconds((now - last).total_seconds())
    StudySession.objects.filter(pk=session.pk).update(active_seconds=session.active_seconds + seconds)
    session.active_seconds += seconds
    return Answer.objects.create(
        session=session,
        child_id=session.child_id,
        step=at.index,
        attempt=at.attempt,
        kind=at.step.kind,
        lesson_id=at.step.lesson or None,
        item_key=at.step.item,
        response=response,
        right=right,
        hints=Hint.objects.filter(session=session, step=at.index).count(),
        shown=at.shown or gave_up,
        seconds=seconds,
        day=study_date(now),
        answered_at=now,
    )


def _locked(pk: int, child: User) -> StudySession:
    """Lock in the order of domain.md: the child is held already, then its enrolments, then the session."""
    list(Enrolment.objects.select_for_update().filter(child=child, closed_at=None).order_by("pk"))
    return StudySession.objects.select_for_update().get(pk=pk, child=child)
