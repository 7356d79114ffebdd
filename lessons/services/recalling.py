"""What a 떠올리기 does to memory and to the missions' recalls. Inner services: the caller holds the locks."""

from datetime import date, datetime

from lessons.models import Answer, Card, CourseLesson, Enrolment, Recall, StudySession
from lessons.player import RECALL
from lessons.scheduling import Memory, Rating, rate, recall_rating
from lessons.selectors.memory import memory_of
from lessons.signals import progress_changed

# From the third study date on which a word is asked for an enrolment, patience is enough: hints are allowed
# and an answer entered after it was shown counts (product.md, Goal 완주).
PATIENT_FROM = 3


def note_recall(session: StudySession, answer: Answer, *, now: datetime) -> None:
    """Rate the word by the day's first answer, and credit the recall wherever it is waited for."""
    assert answer.lesson_id is not None
    if answer.attempt == 1:
        rating = recall_rating(right=bool(answer.right), hinted=answer.hints > 0)
        rate_card(session.child_id, answer.lesson_id, rating, day=answer.day)
    if not answer.right:
        return
    for enrolment in _waiting(session.child_id, answer.lesson_id, answer.day):
        if _counts(answer, enrolment):
            Recall.objects.get_or_create(
                enrolment=enrolment, lesson_id=answer.lesson_id, defaults={"recalled_on": answer.day}
            )
            progress_changed.send(sender=Enrolment, enrolment=enrolment, day=answer.day, now=now)


def rate_card(child_id: int, lesson_id: int, rating: Rating, *, day: date) -> None:
    """Move a card's memory on a study date; a second rating on the same day changes nothing."""
    card = (
        Card.objects.select_for_update()
        .select_related("lesson")
        .filter(child=child_id, lesson=lesson_id, rated_on__lt=day)
        .first()
    )
    if card is None:
        return
    new = rate(memory_of(card), rating, day, band=card.lesson.band, seed=str(card.pk))
    _write(card, new, lapsed=rating == Rating.AGAIN)


def _write(card: Card, memory: Memory, *, lapsed: bool) -> None:
    Card.objects.filter(pk=card.pk, rated_on__lt=memory.rated_on).update(
        stability=memory.stability,
        difficulty=memory.difficulty,
        rated_on=memory.rated_on,
        due_on=memory.due_on,
        lapses=card.lapses + lapsed,
    )


def _waiting(child_id: int, lesson_id: int, day: date) -> list[Enrolment]:
    """Open enrolments, begun by `day`, whose course holds the word and which have no recall of it yet."""
    with_word = CourseLesson.objects.filter(lesson=lesson_id).values("course")
    return list(
        Enrolment.objects.filter(child=child_id, closed_at=None, first_day__lte=day, course__in=with_word)
        .exclude(recalls__lesson=lesson_id)
        .order_by("pk")
    )


def _counts(answer: Answer, enrolment: Enrolment) -> bool:
    """Whether a right answer is the recall that 완주 asks for: unhelped at the first try on a later day.

    A recall is asked only of words learned before today, so the later day holds already for the card.
    """
    if answer.attempt == 1 and not answer.hints:
        return True
    since = Answer.objects.filter(
        child=answer.child_id, lesson=answer.lesson_id, kind=RECALL, answered_at__gte=enrolment.opened_at
    )
    return since.values("day").distinct().count() >= PATIENT_FROM
