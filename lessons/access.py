"""The door through which a request's objects come in: what is not yours does not exist."""

from django.http import Http404

from accounts.models import User
from families.models import Voice
from families.selectors import children_of, family_of
from lessons.models import Lesson, LessonVersion, PairCard, StudySession
from lessons.selectors.pairing import pair_cards_of
from lessons.selectors.word import WordPage, version_met, word_page
from oneco.lib import clock


def session_for(child: User, pk: int) -> StudySession:
    """A study session of this very child. Raises Http404."""
    session = (
        StudySession.objects.select_related("lesson", "version", "enrolment__family", "enrolment__course")
        .filter(pk=pk, child=child)
        .first()
    )
    if session is None:
        raise Http404
    return session


def learned_word_for(user: User, code: str) -> WordPage:
    """A lesson to read: any published one for a guardian, a finished one for a child. Raises Http404."""
    family = family_of(user)
    page = word_page(user, code, voice=family.voice if family else Voice.WARM, today=clock.today())
    if page is None:
        raise Http404
    return page


def finished_lesson_for(child: User, code: str) -> Lesson:
    """A lesson that this child has finished. Raises Http404."""
    finished = StudySession.objects.filter(child=child, state=StudySession.State.FINISHED)
    lesson = Lesson.objects.filter(code=code, pk__in=finished.values("lesson")).first()
    if lesson is None:
        raise Http404
    return lesson


def version_met_by(user: User, code: str) -> LessonVersion:
    """The text of a lesson that somebody reads or studies. Raises Http404."""
    version = version_met(user, code)
    if version is None:
        raise Http404
    return version


def praisable_for(guardian: User, pk: int) -> StudySession:
    """A finished word of a child in any live family of this guardian. Raises Http404."""
    session = (
        StudySession.objects.select_related("lesson", "enrolment", "child")
        .filter(
            pk=pk, child__in=children_of(guardian), state=StudySession.State.FINISHED, lesson__isnull=False
        )
        .defer("plan")
        .first()
    )
    if session is None:
        raise Http404
    return session


def pair_card_for(user: User, pk: int) -> PairCard:
    """A card for two of this child, or of a live family of this guardian. Raises Http404."""
    card = pair_cards_of(user).filter(pk=pk).first()
    if card is None:
        raise Http404
    return card
