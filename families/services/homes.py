"""A PIN profile's second home: a home guardian opens the other family's invitation for it and confirms.

Only the word and its shell cross. PIN and consent stay with the home family; either family ends it.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from families import selectors
from families.models import ChildProfile, Consent, Family, Invitation, Membership
from families.selectors import UNDO_WITHIN
from families.selectors.homes import may_undo_end, second_places_of, shares_with_other_home
from families.services import members
from families.services.consents import check_legal, give, give_again, locked_profile, take_back
from families.services.invitations import check_room, use
from families.signals import children_changed
from oneco.lib.errors import Refused
from oneco.lib.korean import friendly
from oneco.lib.transactions import use_case


@use_case
def join_second_home(
    invitation: Invitation, *, child: User, actor: User, sharing: bool, now: datetime
) -> Membership:
    """A home guardian lets a PIN profile into the family of an invitation. `sharing` is the tick of the form.

    Raises Refused (field child or sharing).
    """
    profile = locked_profile(child, invitation.family_id)
    family = invitation.family
    _check_may_bring(profile, invitation, actor)
    check_room(family, "child")
    if sharing and not shares_with_other_home(child, now=now):
        _give_sharing(profile, actor, now)
    members.check_second_home(child, family, now=now)
    use(invitation, actor, now=now)
    place = Membership.objects.create(family=family, user=child, role="child", joined_at=now)
    children_changed.send(Family, family=family, child=child, now=now)
    _tell_of_join(place, profile, actor, now)
    return place


@use_case
def end_second_home(place: Membership, *, actor: User, now: datetime) -> None:
    """A guardian of either home ends a PIN profile's place in its second one. Twice is once."""
    profile = locked_profile(place.user, place.family_id)
    if place.family_id == profile.home_family_id:
        raise Refused(_("여기가 아이의 집이에요. 집에서는 나가게 할 수 없어요."), code="home")
    if members.end_place(place, by=actor, now=now):
        _tell_home_of_end(profile, actor, f"child:{place.user_id}:ended:{place.pk}:{now:%Y%m%d%H%M%S}", now)


@use_case
def undo_end(place: Membership, *, actor: User, now: datetime) -> None:
    """Within 7 days those who took the child out let it in again; the other side would have to invite."""
    profile = locked_profile(place.user, place.family_id)
    if not may_undo_end(place, profile, actor):
        raise Refused(_("나가게 한 쪽의 보호자가 되돌릴 수 있어요."), code="other_side", status=403)
    if place.left_at is None or now - place.left_at >= UNDO_WITHIN:
        raise Refused(_("7일이 지나서 되돌릴 수 없어요. 초대를 다시 받아 주세요."), code="too_late")
    members.take_place_again(place, now=now)
    _tell_child_of_home(place, now)


@use_case
def withdraw_sharing(child: User, *, actor: User, now: datetime) -> None:
    """Take back that word and shell cross: the child leaves its second home at once. Twice is once."""
    profile = locked_profile(child)
    check_legal(profile.home_family, actor)
    if profile.sharing is None or not take_back(profile.sharing, actor, now):
        return
    for place in second_places_of(child):
        members.end_place(place, by=actor, now=now)
    _tell_home_of_end(profile, actor, f"child:{child.pk}:unshared:{profile.sharing_id}", now)


@use_case
def renew_sharing(child: User, *, actor: User, now: datetime) -> None:
    """Undo that within 7 days: a new consent, and the child is back where it left for the want of it."""
    ended = Membership.objects.filter(user=child, left_at__gt=now - UNDO_WITHIN)
    profile = locked_profile(child, *ended.values_list("family", flat=True))
    check_legal(profile.home_family, actor)
    withdrawn = getattr(profile.sharing, "withdrawal", None)
    consent = give_again(profile.sharing, actor, now)
    if consent is None or withdrawn is None:
        return
    profile.sharing = consent
    profile.save(update_fields=["sharing"])
    left = Membership.objects.filter(user=child, state=members.LEFT, left_at=withdrawn.at)
    for place in left.select_related("family", "user"):
        members.take_place_again(place, now=now)
        _tell_child_of_home(place, now)


def _check_may_bring(profile: ChildProfile, invitation: Invitation, actor: User) -> None:
    if invitation.role != "child" or not profile.pin or not profile.user.is_active:
        raise Refused(_("이 초대로 함께할 수 있는 아이가 아니에요."), field="child", code="wrong_child")
    if not selectors.is_live_member(actor, profile.home_family):
        raise Refused(_("아이의 집 보호자만 할 수 있어요."), code="not_home", status=403)
    if Membership.objects.filter(family=invitation.family, user=profile.user, present=1).exists():
        raise Refused(_("이미 이 가족에 있는 아이예요."), field="child", code="already")


def _give_sharing(profile: ChildProfile, actor: User, now: datetime) -> None:
    check_legal(profile.home_family, actor)
    receipt = {"ticks": ["sharing"], "email": actor.email, "beside": profile.consent_id}
    profile.sharing = give(
        profile.home_family, actor, Consent.Kind.SHARING, method="signed_in", receipt=receipt, now=now
    )
    profile.save(update_fields=["sharing"])


def _tell_of_join(place: Membership, profile: ChildProfile, actor: User, now: datetime) -> None:
    """Each home hears of it in its own words; the name of the other one stays out of them."""
    child, key = profile.user, f"child:{place.user_id}:joined:{place.pk}"
    data = {"child": friendly(child.display_name), "url": reverse("families:family")}
    for guardian in selectors.guardians_in(place.family):
        notify(guardian, "child.joined", key, {**data, "family": place.family.name}, now=now)
    at_home = {**data, "by": selectors.called_in(profile.home_family).get(actor.pk, "")}
    for guardian in selectors.guardians_in(profile.home_family).exclude(pk=actor.pk):
        notify(guardian, "home.second", f"{key}:home", at_home, now=now)
    _tell_child_of_home(place, now)


def _tell_child_of_home(place: Membership, now: datetime) -> None:
    data = {"family": place.family.name, "url": reverse("families:me")}
    key = f"child:{place.user_id}:yours:{place.pk}:{now:%Y%m%d%H%M%S}"
    notify(place.user, "home.yours", key, data, now=now)


def _tell_home_of_end(profile: ChildProfile, actor: User, key: str, now: datetime) -> None:
    data = {"child": friendly(profile.user.display_name), "url": reverse("families:family")}
    for guardian in selectors.guardians_in(profile.home_family).exclude(pk=actor.pk):
        notify(guardian, "home.ended", key, data, now=now)
