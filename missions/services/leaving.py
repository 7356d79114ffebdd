"""What a member's leaving does to the family's missions. Inner service: the family is held already."""

from datetime import datetime

from django.db.models import Q

from families.locks import lock_child
from families.models import Membership
from lessons.services.enrolments import close_enrolment
from missions.models import Mission
from missions.services import judging, mover, telling
from missions.states import ACTIVE, AGREED, OPEN, Action, State


def after_leaving(membership: Membership, *, now: datetime) -> None:
    """A child that leaves ends its missions in that family; a guardian's open offers are taken back.

    What a guardian has agreed to stays and waits for another guardian to take it over; what was earned is
    still owed by the one who left.
    """
    missions = Mission.objects.filter(family=membership.family_id, state__in=OPEN)
    if membership.role == "child":
        missions = missions.filter(child=membership.user_id)
    else:
        mine = Q(guardian=membership.user_id) | Q(guardian=None, offers__by=membership.user_id)
        missions = missions.filter(mine, state=State.PROPOSED).distinct()
        _tell_who_may_take_over(membership, now)
    for pk, child_id in missions.order_by("child_id", "pk").values_list("pk", "child_id"):
        _stop(mover.locked_below_child(pk, lock_child(child_id)), now=now)


def _tell_who_may_take_over(membership: Membership, now: datetime) -> None:
    """The child and the other guardians hear that an agreed mission waits for somebody to take it over."""
    agreed = Mission.objects.filter(
        family=membership.family_id, guardian=membership.user_id, state__in=AGREED
    ).select_related("child", "guardian", "course", "family")
    for mission in agreed.order_by("pk"):
        people = [mission.child, *telling.guardians_in(mission.family).exclude(pk=membership.user_id)]
        telling.tell(mission, "promiser_left", people, now=now, key=membership.user_id)


def _stop(mission: Mission, *, now: datetime) -> None:
    if mission.state in ACTIVE:
        judging.end(mission, now=now)
        return
    mover.move(mission, Action.WITHDRAW, standing=mover.TIME, by=None, now=now)
    if mission.enrolment is not None:
        close_enrolment(mission.enrolment, now=now)
    telling.tell(mission, "withdrawn", telling.both_sides(mission), now=now)
