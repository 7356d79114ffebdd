"""오늘 끝: what the last page of a session says."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lessons.models import Answer, CourseLesson, LessonVersion, StudySession
from lessons.player import GUESS, PRACTICE, RECALL, steps_of
from lessons.selectors.record import shells_of, streak_of
from lessons.selectors.sessions import answers_of, given_of


@dataclass(frozen=True)
class Ending:
    """`minutes` and `seconds` of active study; `guess` is set where the session had one."""

    session: StudySession
    word: str
    shells: int
    streak: int
    praise: str
    right_first: int
    asked: int
    minutes: int
    seconds: int
    guess: dict[str, Any] | None
    dinner: str
    next_word: str
    next_ask: str


def ending_of(session: StudySession, *, family_id: int | None) -> Ending:
    """The end of a finished session, as of the day it was credited to."""
    assert session.credited_on is not None
    answers = answers_of(session)
    first = [a for a in answers if a.kind in (PRACTICE, RECALL) and a.attempt == 1 and a.right is not None]
    content = session.version.content if session.version else {}
    following = _next_version(session)
    return Ending(
        session=session,
        word=session.lesson.ko if session.lesson else "",
        shells=shells_of(session.child_id),
        streak=streak_of(session.child_id, family_id, session.credited_on) if family_id else 1,
        praise=praise(session, answers),
        right_first=sum(bool(a.right) for a in first),
        asked=len(first),
        minutes=session.active_seconds // 60,
        seconds=session.active_seconds % 60,
        guess=_guess(content, answers),
        dinner=content.get("dinner", ""),
        next_word=following.lesson.ko if following else "",
        next_ask=following.content["guess"]["ask"] if following else "",
    )


def praise(session: StudySession, answers: list[Answer]) -> str:
    """One sentence on what the child really did: never on talent, never the same for everybody."""
    word = session.lesson.ko if session.lesson else ""
    steps = steps_of(session.plan, given_of(answers))
    won_back = [a for a in answers if a.kind == PRACTICE and a.right and steps[a.step].added]
    retried = [a for a in answers if a.kind == PRACTICE and a.right and a.attempt > 1]
    recalled = [a for a in answers if a.kind == RECALL and a.right and a.attempt == 1 and not a.hints]
    practised = [a for a in answers if a.kind == PRACTICE and a.attempt == 1 and a.right is not None]
    if won_back:
        return _("처음엔 헷갈렸던 것을 다른 문제에서 바로 맞혔어요.")
    if retried:
        return _("한 번 더 생각해서 스스로 답을 찾아냈어요.")
    if practised and all(a.right for a in practised):
        return _("‘{word}’ 문제 {n}개를 모두 처음에 맞혔어요.").format(word=word, n=len(practised))
    if recalled:
        return _("지난 단어 {n}개를 힌트 없이 떠올렸어요.").format(n=len(recalled))
    return _("어려운 문제도 끝까지 풀었어요.")


def _guess(content: dict[str, Any], answers: list[Answer]) -> dict[str, Any] | None:
    mine = next((a for a in answers if a.kind == GUESS), None)
    if mine is None or "guess" not in content:
        return None
    guess = content["guess"]
    return {"ask": guess["ask"], "mine": guess["options"][mine.response["choice"]], "reveal": guess["reveal"]}


def _next_version(session: StudySession) -> LessonVersion | None:
    """The word after this one in its course, for a glimpse of tomorrow."""
    if session.enrolment is None or session.lesson_id is None:
        return None
    places = CourseLesson.objects.filter(course=session.enrolment.course_id)
    place = places.filter(lesson=session.lesson_id).values_list("order", flat=True).first() or 0
    following = places.filter(order__gt=place).values_list("lesson", flat=True).first()
    return LessonVersion.objects.select_related("lesson").filter(lesson=following, published=1).first()
