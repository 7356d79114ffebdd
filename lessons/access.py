"""The door through which a request's objects come in: what is not yours does not exist."""

from django.http import Http404

from accounts.models import User
from families.models import Voice
from families.selectors import family_of
from lessons.models import PairCard, StudySession
from lessons.selectors.learned import WordPage, word_page
from lessons.selectors.pairing import pair_cards_of


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
    if (
        user.is_child
        and not StudySession.objects.filter(
            child=user, lesson__code=code, state=StudySession.State.FINISHED
        ).exists()
    ):
        raise Http404
    family = family_of(user)
    page = word_page(code, voice=family.voice if family else Voice.WARM)
    if page is None:
        raise Http404
    return page


def pair_card_for(user: User, pk: int) -> PairCard:
    """A card for two of this child, or of a live family of this guardian. Raises Http404."""
    card = pair_cards_of(user).filter(pk=pk).first()
    if card is None:
        raise Http404
    return card
