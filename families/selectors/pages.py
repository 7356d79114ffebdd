"""What the pages 가족, 나 and an invitation show: each one frozen dataclass."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from families import limits
from families.leaving import if_erased
from families.models import Attempt, ChildProfile, Device, Family, Invitation, Membership
from families.selectors import (
    LIVE,
    UNDO_WITHIN,
    called_in,
    children_in,
    families_of,
    open_invitations,
    returnable,
)
from families.selectors.homes import taken_out_here


def no_family(user: User, now: datetime) -> dict[str, list[Membership]]:
    """What 가족 shows to a guardian without a live family: whose answer is awaited, the way back."""
    waiting = Membership.objects.filter(user=user, state=Membership.State.WAITING).select_related("family")
    return {"waiting": list(waiting), "returnable": returnable(user, now)}


@dataclass(frozen=True)
class Inviter:
    """The one who invites, as the preview shows it to whoever holds the code."""

    called: str
    email: str


def inviter_of(invitation: Invitation) -> Inviter:
    """Name and half-hidden address: enough to recognise, too little to write to."""
    name, _, host = (invitation.by.email or "").partition("@")
    email = f"{name[:2]}***@{host}" if host else ""
    return Inviter(called_in(invitation.family).get(invitation.by_id, ""), email)


@dataclass(frozen=True)
class Seer:
    """Somebody who can see what a child does."""

    called: str
    family: str


@dataclass(frozen=True)
class MePage:
    """All that the page 나 shows."""

    child: User
    profile: ChildProfile | None
    places: list[Membership]
    seers: list[Seer]
    returnable: list[Membership]


def me_page(child: User, *, now: datetime) -> MePage:
    """The child's own page; `profile` is None for an own account that has not joined a family yet."""
    live = Membership.objects.filter(state=LIVE).select_related("family")
    places = list(live.filter(user=child).order_by("joined_at"))
    seers = live.filter(role="guardian", family__in=[place.family_id for place in places]).order_by(
        "joined_at"
    )
    return MePage(
        child=child,
        profile=ChildProfile.objects.filter(user=child).first(),
        places=places,
        seers=[Seer(row.called, row.family.name) for row in seers],
        returnable=returnable(child, now),
    )


@dataclass(frozen=True)
class DeletePage:
    """What goes with a family when its last guardian deletes it."""

    me: Membership
    alone: bool
    erased: list[str]
    leaving: list[str]
    follows: list[str]
    until: datetime


def delete_page(me: Membership, *, now: datetime) -> DeletePage:
    """Names of the children that are erased and of those that only leave, with what is lost."""
    rows = Membership.objects.filter(family=me.family_id, state=LIVE).select_related("user__child_profile")
    places = [row for row in rows.order_by("pk") if row.role == "child"]
    gone = [
        row
        for row in places
        if row.user.child_profile.pin and row.user.child_profile.home_family_id == me.family_id
    ]
    return DeletePage(
        me=me,
        alone=not any(row.role == "guardian" and row.pk != me.pk for row in rows),
        erased=[row.user.display_name for row in gone],
        leaving=[row.user.display_name for row in places if row not in gone],
        follows=if_erased(me, now=now),
        until=now + UNDO_WITHIN,
    )


@dataclass(frozen=True)
class ChildRow:
    """A child on the family page, seen by one guardian."""

    user: User
    profile: ChildProfile
    is_home: bool
    locked: bool
    resting: bool
    erased_at: datetime | None
    may_renew: bool
    place: int
    has_sharing: bool

    @property
    def hand_over_url(self) -> str:
        """Where the press 건네기 goes."""
        return reverse("families:hand_over_to", args=[self.user.pk])

    @property
    def has_pin(self) -> bool:
        """Whether the profile is entered by PIN (own accounts are not)."""
        return bool(self.profile.pin)


@dataclass(frozen=True)
class FamilyPage:
    """All that the page 가족 shows."""

    family: Family
    me: Membership
    guardians: list[Membership]
    waiting: list[Membership]
    children: list[ChildRow]
    gone: list[Membership]
    invitations: list[Invitation]
    devices: list[Device]
    others: list[Family]
    may_agree: bool


def family_page(family: Family, me: Membership, *, now: datetime) -> FamilyPage:
    """Everything about a family for one of its live guardians, in a number of queries that does not grow."""
    rows = list(
        Membership.objects.filter(family=family, present=1).select_related("user").order_by("joined_at", "pk")
    )
    guardians = [row for row in rows if row.role == "guardian" and row.state == LIVE]
    devices = list(Device.objects.filter(family=family, revoked_at=None).order_by("-last_allowed_at"))
    return FamilyPage(
        family=family,
        me=me,
        guardians=guardians,
        waiting=[row for row in rows if row.role == "guardian" and row.state == Membership.State.WAITING],
        children=_child_rows(family, me, rows, now),
        gone=taken_out_here(family, now),
        invitations=list(open_invitations(family, now).select_related("by")),
        devices=devices,
        others=[other for other in families_of(me.user) if other.pk != family.pk],
        may_agree=me.legal_at is not None or not any(row.legal_at for row in guardians),
    )


def _child_rows(family: Family, me: Membership, rows: list[Membership], now: datetime) -> list[ChildRow]:
    children = list(children_in(family).select_related("child_profile__consent__withdrawal"))
    locked = _locked_profiles([child.pk for child in children], now)
    places = {row.user_id: row.pk for row in rows}
    return [_child_row(child, me, child.pk in locked, places[child.pk], now) for child in children]


def _child_row(child: User, me: Membership, locked: bool, place: int, now: datetime) -> ChildRow:
    profile = child.child_profile
    is_home = profile.home_family_id == me.family_id
    withdrawal = getattr(profile.consent, "withdrawal", None) if is_home else None
    erased_at = withdrawal.at + UNDO_WITHIN if withdrawal else None
    return ChildRow(
        user=child,
        profile=profile,
        is_home=is_home,
        locked=locked,
        resting=not child.is_active,
        erased_at=erased_at,
        may_renew=bool(erased_at and now < erased_at and me.legal_at),
        place=place,
        has_sharing=is_home and bool(profile.pin) and profile.sharing_id is not None,
    )


def _locked_profiles(children: list[int], now: datetime) -> set[int]:
    """The children for whom some device is locked (one query)."""
    if not children:
        return set()
    starts = Q()
    for pk in children:
        starts |= Q(key__startswith=f"pin:{pk}@")
    by_key: dict[str, list[Any]] = defaultdict(list)
    recent = Attempt.objects.filter(starts).order_by("pk").values_list("key", "outcome", "at")
    for key, outcome, at in recent:
        by_key[key].append((outcome, at))
    locked = {key for key, tries in by_key.items() if limits.locks_of(tries, limits.CHILD_PIN, now)}
    return {int(key.removeprefix("pin:").split("@")[0]) for key in locked}
