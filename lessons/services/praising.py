"""칭찬: one line of a guardian on a word that a child finished."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notify import notify
from families.locks import lock_child
from families.models import Family, Membership
from families.selectors import LIVE
from lessons.models import Praise, StudySession
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def praise(session: StudySession, *, guardian: User, text: str, now: datetime) -> Praise:
    """Leave a line on a finished word, or write the own one anew; the child is told of the first.

    It belongs to the home in which the word was learned, or to the first one that guardian and child share
    where that is not the guardian's. Raises Refused when they share none any more.
    """
    child = lock_child(session.child_id)
    family = _home(session, guardian, child)
    if family is None:
        raise Refused(_("이제 함께하는 가족이 아니어서 남길 수 없어요."), code="not-a-member")
    line, made = Praise.objects.update_or_create(
        session=session,
        by=guardian,
        defaults={"text": text},
        create_defaults={"text": text, "family": family, "at": now},
    )
    if made:
        _tell(session, line, child, now)
    return line


def _home(session: StudySession, guardian: User, child: User) -> Family | None:
    theirs = Membership.objects.filter(user=child, state=LIVE).values("family")
    shared = Membership.objects.filter(user=guardian, role="guardian", state=LIVE, family__in=theirs)
    families = [row.family for row in shared.select_related("family").order_by("joined_at", "pk")]
    learned_in = session.enrolment.family_id if session.enrolment else None
    return next((f for f in families if f.pk == learned_in), families[0] if families else None)


def _tell(session: StudySession, line: Praise, child: User, now: datetime) -> None:
    assert session.lesson is not None
    called = Membership.objects.filter(family=line.family_id, user=line.by_id, role="guardian", state=LIVE)
    data = {
        "by": called.values_list("called", flat=True).first() or "",
        "word": session.lesson.ko,
        "voice": line.family.voice,
        "url": reverse("lessons:word", args=[session.lesson.code]),
    }
    notify(child, "praise", f"praise:{line.pk}", data, now=now)
