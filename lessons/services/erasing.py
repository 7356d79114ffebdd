"""What the lessons keep of a child, thrown away with it. Inner: the child is held, its missions are gone."""

from accounts.models import User
from families.erasing import forget_news
from families.models import Membership
from lessons.models import Card, Enrolment, ErrorReport, PairCard, StudySession


def erase_study(child: User) -> None:
    """Sessions with their answers, hints, cards for two and praise; memory, enrolments, reports, news."""
    homes = Membership.objects.filter(user=child).values("family")
    guardians = Membership.objects.filter(family__in=homes).values_list("user", flat=True)
    cards = PairCard.objects.filter(session__child=child).values_list("pk", flat=True)
    forget_news(guardians, [f"pair:{pk}:" for pk in cards])
    StudySession.objects.filter(child=child).delete()
    Card.objects.filter(child=child).delete()
    Enrolment.objects.filter(child=child).delete()
    ErrorReport.objects.filter(by=child).delete()
