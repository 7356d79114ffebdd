"""Cards for two: those that wait, and one of them in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from families.selectors import LIVE, called_in, families_of, guardians_in
from lessons.models import Lesson, PairCard, StudySession


@dataclass(frozen=True)
class PairPage:
    """`options` are (lesson id, word); `guardians` what the child calls those who may answer."""

    card: PairCard
    child: User
    mine: bool
    options: Sequence[tuple[int, str]]
    is_open: bool
    guardians: str
    answered_by: str
    full_sentence: str

    @property
    def answered(self) -> bool:
        return self.card.chosen_id is not None

    @property
    def right(self) -> bool:
        return self.card.chosen_id == self.card.lesson_id


def pair_cards_of(user: User) -> QuerySet[PairCard]:
    """A child's own cards, or those of a guardian's live families; none of a home the child has left."""
    cards = PairCard.objects.select_related(
        "enrolment__child", "enrolment__family", "lesson", "chosen"
    ).filter(
        enrolment__family__memberships__user=F("enrolment__child"),
        enrolment__family__memberships__state=LIVE,
    )
    if user.is_child:
        return cards.filter(enrolment__child=user)
    return cards.filter(enrolment__family__in=families_of(user))


def waiting_pair_cards(user: User, today: date) -> list[PairCard]:
    """The open cards that nobody answered yet, oldest first."""
    return list(pair_cards_of(user).filter(chosen=None, open_until__gte=today).order_by("pk"))


def pair_page(card: PairCard, user: User, today: date) -> PairPage:
    words = dict(Lesson.objects.filter(pk__in=card.choices).values_list("pk", "ko"))
    called = called_in(card.enrolment.family)
    live = guardians_in(card.enrolment.family)
    said = StudySession.objects.filter(enrolment=card.enrolment_id, lesson=card.lesson_id)
    return PairPage(
        card=card,
        child=card.enrolment.child,
        mine=card.enrolment.child_id == user.pk,
        options=[(pk, words[pk]) for pk in card.choices if pk in words],
        is_open=card.chosen_id is None and card.open_until >= today,
        guardians=_(" 또는 ").join(called.get(g.pk) or g.display_name for g in live),
        answered_by=called.get(card.answered_by_id or 0, ""),
        full_sentence=said.values_list("sentence", flat=True).first() or "",
    )
