"""The card for two: after a 복습하는 날 a guardian tells which word the child's own sentence explains."""

import random
import re
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notify import notify
from families.locks import lock_child
from families.selectors import called_in, guardians_in
from lessons.calendar import is_review_day
from lessons.hangul import key
from lessons.models import Enrolment, Lesson, PairCard, StudySession
from lessons.selectors.days import calendar_of
from oneco.lib.clock import study_date
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

OPEN_FOR = timedelta(days=7)
CHOICES = 3
BLANK = "(   )"


def open_pair_cards(session: StudySession, *, now: datetime) -> None:
    """A card for each enrolment whose 복습하는 날 a finished review was. Inner service; blocks nothing."""
    day = session.credited_on
    assert day is not None
    for enrolment in Enrolment.objects.filter(child=session.child_id, closed_at=None, review=False):
        calendar = calendar_of(enrolment)
        total = enrolment.course.places.count()
        if calendar.is_study_day(day) and is_review_day(total, calendar.index(day)):
            _open(session, enrolment, now)


def _open(session: StudySession, enrolment: Enrolment, now: datetime) -> None:
    """The newest sentence not yet asked about, said in this enrolment: sentences stay in their home."""
    asked = PairCard.objects.filter(enrolment=enrolment).values("lesson")
    said = (
        StudySession.objects.filter(enrolment=enrolment, state=StudySession.State.FINISHED)
        .exclude(sentence="")
        .exclude(lesson__in=asked)
        .select_related("lesson")
        .order_by("-finished_at")
        .first()
    )
    if said is None or said.lesson is None:
        return
    others = _others(enrolment, said.lesson)
    if not others:
        return
    day = study_date(now)
    choices = [said.lesson.pk, *others]
    random.Random(f"{session.pk}:{enrolment.pk}").shuffle(choices)
    card, made = PairCard.objects.get_or_create(
        session=session,
        enrolment=enrolment,
        defaults={
            "lesson": said.lesson,
            "sentence": _without_the_word(said.sentence, said.lesson.ko),
            "choices": choices,
            "opened_on": day,
            "open_until": day + OPEN_FOR,
        },
    )
    if made:
        _tell_guardians(card, session.child, now)


def _others(enrolment: Enrolment, lesson: Lesson) -> list[int]:
    """Words the child learned in this course, the latest first, to choose among."""
    learned = (
        StudySession.objects.filter(child=enrolment.child_id, state=StudySession.State.FINISHED)
        .filter(lesson__places__course=enrolment.course_id)
        .exclude(lesson=lesson)
        .order_by("-finished_at")
        .values_list("lesson", flat=True)
    )
    return list(dict.fromkeys(learned))[: CHOICES - 1]


def _without_the_word(sentence: str, word: str) -> str:
    """The sentence with the word left out, also where it is written apart; 서비스(용역) hides both names.

    It is cut where the blanks make it longer than a card holds.
    """
    for name in filter(None, re.split(r"[()]", word)):
        spaced = r"\s*".join(map(re.escape, key(name)))
        sentence = re.sub(spaced, BLANK, sentence, flags=re.IGNORECASE)
    return sentence[: PairCard._meta.get_field("sentence").max_length]


def _tell_guardians(card: PairCard, child: User, now: datetime) -> None:
    data = {"child": child.display_name, "url": reverse("lessons:pair", args=[card.pk])}
    for guardian in guardians_in(card.enrolment.family):
        notify(guardian, "pair.opened", f"pair:{card.pk}:opened", data, now=now)


@use_case
def answer_pair_card(card: PairCard, *, by: User, lesson_id: int, now: datetime) -> None:
    """Keep the guardian's answer; a child enters what it heard on the telephone. The first answer stays,
    and the same one pressed twice is one.

    Raises Refused for a word that is not on the card and for a card that is over.
    """
    if lesson_id not in card.choices:
        raise Refused(_("하나를 골라 주세요."), field="choice", code="no-such-choice")
    lock_child(card.enrolment.child_id)
    kept = PairCard.objects.filter(pk=card.pk, chosen=None, open_until__gte=study_date(now)).update(
        chosen=lesson_id, answered_by=by, answered_at=now
    )
    if not kept:
        if PairCard.objects.filter(pk=card.pk, chosen=lesson_id, answered_by=by).exists():
            return
        raise Refused(_("이 카드는 이미 끝났어요."), code="card-over")
    if by.pk != card.enrolment.child_id:
        called = called_in(card.enrolment.family).get(by.pk) or by.display_name
        data = {
            "guardian": called,
            "voice": card.enrolment.family.voice,
            "url": reverse("lessons:pair", args=[card.pk]),
        }
        notify(card.enrolment.child, "pair.answered", f"pair:{card.pk}:answered", data, now=now)
