"""오늘 끝: what the last page of a session says."""

from dataclasses import dataclass
from typing import Any

from families.models import Voice
from lessons.facts import filled
from lessons.models import Answer, CourseLesson, LessonVersion, PairCard, StudySession
from lessons.player import GUESS, PRACTICE, RECALL, steps_of
from lessons.selectors.learned import bookmarks_of
from lessons.selectors.memory import is_word_left
from lessons.selectors.record import shells_of, streak_of
from lessons.selectors.sessions import answers_of, given_of, home_of
from lessons.voices import say


@dataclass(frozen=True)
class Ending:
    """`minutes` and `seconds` of active study; `guess` is set where the session had one."""

    session: StudySession
    word: str
    shells: int
    streak: int
    praise: str
    cut_short: str
    right_first: int
    asked: int
    minutes: int
    seconds: int
    guess: dict[str, Any] | None
    dinner: str
    next_word: str
    next_ask: str
    pair_card: PairCard | None
    may_recall: bool
    bookmarked: bool

    @property
    def earns_a_shell(self) -> bool:
        return self.session.shell


def ending_of(session: StudySession) -> Ending:
    """The end of a finished session, as of the day it was credited to."""
    assert session.credited_on is not None
    answers = answers_of(session)
    first = [a for a in answers if a.kind in (PRACTICE, RECALL) and a.attempt == 1 and a.right is not None]
    content = filled(session.version.content if session.version else {}, session.plan.get("facts", {}))
    following = _next_version(session)
    family = home_of(session)
    voice = family.voice if family else Voice.WARM
    return Ending(
        session=session,
        word=session.lesson.ko if session.lesson else "",
        shells=shells_of(session.child_id),
        streak=streak_of(session.child_id, family.pk, session.credited_on) if family else 1,
        praise=praise(session, answers, voice),
        cut_short=say("cut_short", voice) if session.cut_short else "",
        right_first=sum(bool(a.right) for a in first),
        asked=len(first),
        minutes=session.active_seconds // 60,
        seconds=session.active_seconds % 60,
        guess=_guess(content, answers),
        dinner=content.get("dinner", ""),
        next_word=following.lesson.ko if following else "",
        next_ask=following.content["guess"]["ask"] if following else "",
        pair_card=session.pair_cards.filter(chosen=None).first(),
        may_recall=is_word_left(session.child_id, session.credited_on),
        bookmarked=session.lesson_id in bookmarks_of(session.child_id),
    )


def praise(session: StudySession, answers: list[Answer], voice: str) -> str:
    """One sentence on what the child really did: never on talent, never the same for everybody."""
    word = session.lesson.ko if session.lesson else ""
    steps = steps_of(session.plan, given_of(answers))
    won_back = [a for a in answers if a.kind == PRACTICE and a.right and steps[a.step].added]
    retried = [a for a in answers if a.kind == PRACTICE and a.right and a.attempt > 1]
    recalled = [a for a in answers if a.kind == RECALL and a.right and a.attempt == 1 and not a.hints]
    practised = [a for a in answers if a.kind == PRACTICE and a.attempt == 1 and a.right is not None]
    if won_back:
        return say("won_back", voice)
    if retried:
        return say("retried", voice)
    if practised and all(a.right for a in practised):
        return say("all_right", voice, word=word, n=len(practised))
    if recalled:
        return say("recalled", voice, n=len(recalled))
    return say("finished", voice)


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
