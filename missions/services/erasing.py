"""What missions keep of a child, thrown away with it. Inner service: the child is held."""

from accounts.models import User
from families.erasing import forget_news
from families.models import Membership
from missions.models import Mission, PromiseLine


def erase_missions(child: User) -> None:
    """Its lines of the 약속 수첩, its missions with offers, events and parts, and what was told of them."""
    missions = Mission.objects.filter(child=child)
    homes = missions.values("family")
    guardians = Membership.objects.filter(family__in=homes).values_list("user", flat=True)
    forget_news(guardians, [f"mission:{pk}:" for pk in missions.values_list("pk", flat=True)])
    lines = PromiseLine.objects.filter(child=child)
    lines.update(refers_to=None)
    lines.delete()
    missions.update(agreed_offer=None, enrolment=None)
    missions.delete()
