"""Reading who belongs together. Everything here means live families and live memberships."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import TellingSettings, User
from families import limits
from families.ages import is_14
from families.models import Attempt, ChildProfile, Consent, Device, DevicePin, Family, Invitation, Membership

LIVE = Membership.State.LIVE
UNDO_WITHIN = timedelta(days=7)


def families_of(user: User) -> QuerySet[Family]:
    """The live families of a person, oldest membership first."""
    return Family.objects.filter(memberships__user=user, memberships__state=LIVE).order_by(
        "memberships__joined_at"
    )


def family_of(user: User) -> Family | None:
    """The first live family of a person."""
    return families_of(user).first()


def members(family: Family, role: str) -> QuerySet[User]:
    """The live members of a family with this role ("guardian" or "child"), oldest first."""
    return User.objects.filter(
        memberships__family=family, memberships__role=role, memberships__state=LIVE
    ).order_by("memberships__joined_at", "pk")


def guardians_in(family: Family) -> QuerySet[User]:
    """The live guardians of a family."""
    return members(family, "guardian")


def children_in(family: Family) -> QuerySet[User]:
    """The live children of a family, each with its `child_profile` loaded."""
    return members(family, "child").select_related("child_profile")


def children_of(guardian: User) -> QuerySet[User]:
    """The children whom a guardian sees in any live family, each once, with `child_profile` loaded."""
    return (
        User.objects.filter(
            memberships__role="child", memberships__state=LIVE, memberships__family__in=families_of(guardian)
        )
        .select_related("child_profile")
        .order_by("pk")
        .distinct()
    )


def guardians_of(child: User) -> QuerySet[User]:
    """The live guardians of all live families of a child, each once."""
    return (
        User.objects.filter(
            memberships__role="guardian", memberships__state=LIVE, memberships__family__in=families_of(child)
        )
        .order_by("pk")
        .distinct()
    )


def is_live_member(user: User, family: Family) -> bool:
    """Whether this person belongs to the family now (waiting guardians do not)."""
    return Membership.objects.filter(family=family, user=user, state=LIVE).exists()


def is_last_guardian(me: Membership) -> bool:
    """Whether this live guardian is the only one of the family."""
    return me.role == "guardian" and not guardians_in(me.family).exclude(pk=me.user_id).exists()


def called_in(family: Family) -> dict[int, str]:
    """What the children call each guardian of a family: {user id: "엄마"}. Those who left keep their name."""
    rows = Membership.objects.filter(family=family, role="guardian").order_by("pk")
    return dict(rows.values_list("user_id", "called"))


def first_step(user: User) -> str | None:
    """The URL name where somebody without a live family belongs; None for those who have one, and staff."""
    if user.role == User.Role.STAFF or families_of(user).exists():
        return None
    if user.is_child:
        return "families:join"
    waiting = Membership.objects.filter(user=user, state=Membership.State.WAITING).exists()
    return "families:family" if waiting else "families:new"


def is_grown(child: User, day: date) -> bool:
    """Whether a child is 14 on this calendar date; whoever has an own account was 14 when it was made."""
    if child.email:
        return True
    profile = ChildProfile.objects.filter(user=child).first()
    return profile is not None and is_14(profile.birth_year, profile.birth_month, day)


@dataclass(frozen=True)
class Reminded:
    """A child, and whether its reminder comes to the guardian who asks; else who takes it (of its homes)."""

    child: User
    mine: bool
    taker: str


def reminders_of(guardian: User) -> list[Reminded]:
    """Where the reminders of a guardian's children go. Three queries."""
    children = [child for child in children_of(guardian) if child.is_active]
    takers = dict(TellingSettings.objects.filter(user__in=children).values_list("user", "remind_guardian"))
    called = _called_by_mine(guardian, {pk for pk in takers.values() if pk})
    return [
        Reminded(child, takers.get(child.pk) == guardian.pk, called.get(takers.get(child.pk) or 0, ""))
        for child in children
    ]


def _called_by_mine(guardian: User, people: set[int]) -> dict[int, str]:
    """What the children call these others in the guardian's own families: another home is never named."""
    rows = Membership.objects.filter(
        family__in=families_of(guardian), user__in=people - {guardian.pk}, role="guardian", state=LIVE
    )
    return dict(rows.values_list("user", "called")) if people else {}


def reminded_by(child: User) -> str:
    """What a child calls the guardian to whom its reminder goes; "" when it comes to the child itself."""
    taker = TellingSettings.objects.filter(user=child).values("remind_guardian")
    rows = Membership.objects.filter(
        family__in=families_of(child), user__in=taker, role="guardian", state=LIVE
    )
    return rows.values_list("called", flat=True).first() or ""


def may_use_pin(child: User) -> bool:
    """Whether a child is let in by PIN or handed the phone: it has a PIN, and nobody stopped it."""
    return bool(child.is_active and child.child_profile.pin and not (child.is_demo and settings.PUBLIC_URL))


def faces_of(guardian: User) -> list[User]:
    """The children to whom a guardian can hand over this phone (own accounts sign in themselves)."""
    return [child for child in children_of(guardian) if may_use_pin(child)]


@dataclass(frozen=True)
class Face:
    """A child on the page of a known device. `name` is empty until its first right PIN there."""

    pk: int
    animal: str
    name: str


def faces_on(device: Device) -> list[Face]:
    """The children who may sign in on a device."""
    children = [child for child in children_in(device.family) if may_use_pin(child)]
    keys = {limits.pin_key(child.pk, device.pk): child.pk for child in children}
    rights = Attempt.objects.filter(key__in=keys, outcome=Attempt.Outcome.RIGHT).values_list("key", flat=True)
    known = {keys[key] for key in rights}
    return [
        Face(child.pk, child.child_profile.animal, child.display_name if child.pk in known else "")
        for child in children
    ]


def has_entered(child: User, device: Device) -> bool:
    """Whether a child once entered its right PIN on a device."""
    rights = Attempt.objects.filter(key=limits.pin_key(child.pk, device.pk), outcome=Attempt.Outcome.RIGHT)
    return rights.exists()


def has_entered_elsewhere(child: User, device: Device | None) -> bool:
    """Whether this child's PIN was right on any other device before."""
    entries = Attempt.objects.filter(
        key__startswith=limits.pin_key_of_any_device(child.pk), outcome=Attempt.Outcome.RIGHT
    )
    return entries.exclude(key=limits.pin_key(child.pk, device.pk if device else 0)).exists()


def children_on(device: Device) -> list[User]:
    """The PIN profiles that may be signed in on a device: those that entered there, on a handed phone all."""
    children = [child for child in children_in(device.family) if child.child_profile.pin]
    handed = DevicePin.objects.filter(device=device).exists()
    return children if handed else [child for child in children if has_entered(child, device)]


def has_device_pin(device: Device | None, guardian: User) -> bool:
    """Whether a guardian has a PIN on this device."""
    return device is not None and DevicePin.objects.filter(device=device, guardian=guardian).exists()


def consents_by(guardian: User) -> list[Consent]:
    """Every consent a guardian gave, newest first, with what became of it."""
    return list(
        Consent.objects.filter(guardian=guardian)
        .select_related("withdrawal", "family", "child_profile__user")
        .order_by("-given_at", "-pk")
    )


def returnable(user: User, now: datetime) -> list[Membership]:
    """The families a person left within 7 days and has not gone back to."""
    present = Membership.objects.filter(user=user, present=1).values("family")
    itself = Q(left_by=user) | Q(left_by=None)
    left = Membership.objects.filter(
        itself, user=user, state=Membership.State.LEFT, left_at__gt=now - UNDO_WITHIN
    )
    return list(left.exclude(family__in=present).select_related("family").order_by("-left_at"))


def left_places(user: User) -> list[Membership]:
    """Every place that somebody once had and left, newest first, for staff."""
    left = Membership.objects.filter(user=user, state=Membership.State.LEFT, left_at__isnull=False)
    return list(left.select_related("user", "family").order_by("-left_at"))


def has_profile(user: User) -> bool:
    """Whether a child's account has its profile already (made when it joins its first family)."""
    return ChildProfile.objects.filter(user=user).exists()


def open_invitations(family: Family, now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be used. A blocked one looks used up to its inviter."""
    return family.invitations.filter(state=Invitation.State.OPEN, expires_at__gt=now).order_by("-created_at")
