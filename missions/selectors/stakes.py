"""What hangs on somebody's place in a family: missions under way and promises that wait, by their names."""

from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as say

from families.leaving import Stakes
from families.models import Membership
from missions.models import Mission, PromiseLine
from missions.states import AGREED
from missions.wording import promise_text
from oneco.lib.korean import friendly


def stakes_of(place: Membership, now: datetime) -> Stakes:
    """The missions and promises of a member in its family. Three queries."""
    of_child = place.role == "child"
    course = say("‘%(what)s’") if of_child else say("%(child)s의 ‘%(what)s’")
    thing = say("약속받은 ‘%(what)s’") if of_child else say("%(child)s에게 약속한 ‘%(what)s’")
    mine = Q(child=place.user_id) if of_child else Q(guardian=place.user_id)
    under_way = _whole(Mission.objects.filter(mine, family=place.family_id, state__in=AGREED))
    side = Q(child=place.user_id) if of_child else Q(giver=place.user_id)
    lines = PromiseLine.objects.filter(side, mission__family=place.family_id).order_by()
    owed = dict(lines.values_list("mission").annotate(total=Sum("effect")).filter(total__gt=0))
    promised = _whole(Mission.objects.filter(pk__in=owed))
    return Stakes(
        missions=tuple(_name(course, mission, mission.course.title) for mission in under_way),
        promises=tuple(_name(thing, mission, _promise(mission, owed[mission.pk])) for mission in promised),
    )


def _whole(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    return missions.select_related("child", "course", "agreed_offer").order_by("pk")


def _name(named: str, mission: Mission, what: str) -> str:
    return named % {"child": friendly(mission.child.display_name), "what": what}


def _promise(mission: Mission, owed: int) -> str:
    """The promised thing; of 용돈 what is still owed."""
    offer = mission.agreed_offer
    assert offer is not None
    return promise_text(offer.kind, offer.title, owed)
