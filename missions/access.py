"""The door through which a request's missions come in: what is not yours does not exist."""

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Family
from families.selectors import children_in, children_of, families_of
from missions.models import Mission
from missions.selectors.cards import visible_missions
from missions.selectors.ending import Ending, ending_page
from missions.selectors.rests import Sight
from oneco.lib.errors import Refused


def mission_for(user: User, pk: int) -> Mission:
    """A mission of a live family of this person; for a child one of its own. Raises Http404."""
    mission = visible_missions(user).filter(pk=pk).first()
    if mission is None:
        raise Http404
    return mission


def ending_for(user: User, pk: int, press: str) -> tuple[Mission, Ending]:
    """A mission that this person may end, or give more time, now. Raises Http404, or Refused with a sentence
    when somebody else decides or the time for it is over."""
    mission = mission_for(user, pk)
    page = ending_page(mission, user)
    if page is None or press not in page.can:
        raise Refused(_("지금은 할 수 없어요. 미션의 지금 모습을 봐 주세요."), code="not_now")
    return mission, page


def any_mission(pk: int) -> Mission:
    """A mission, for staff. Raises Http404."""
    mission = Mission.objects.select_related("family", "child", "guardian", "course").filter(pk=pk).first()
    if mission is None:
        raise Http404
    return mission


def pair_for(user: User, *, child_id: int, family_id: int | None = None) -> tuple[Family, User]:
    """A child and a live family of it that this person shares (or is). Raises Http404.

    Without a family it is the first shared one.
    """
    families = families_of(user).filter(memberships__user=user)
    if family_id is not None:
        families = families.filter(pk=family_id)
    for family in families:
        child = children_in(family).filter(pk=child_id).first()
        if child is not None and (user.is_guardian or child.pk == user.pk):
            return family, child
    raise Http404


def rests_of(user: User, pk: int) -> Sight:
    """A child's rest days as this person may see them: its own, or of a shared family. Raises Http404."""
    if user.is_child:
        found = User.objects.filter(pk=user.pk).select_related("child_profile")
    else:
        found = children_of(user)
    child = found.filter(pk=pk).first()
    sight = Sight(user, child) if child is not None else None
    if sight is None or not sight.homes:
        raise Http404
    return sight
