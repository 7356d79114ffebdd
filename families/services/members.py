"""Coming into a family as a guardian, being agreed to, leaving, coming back."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from accounts.services.people import sign_out_everywhere
from families import selectors
from families.ages import is_14
from families.codes import FAMILY_CODE, new_code
from families.locks import lock_families_of_child, lock_family
from families.models import Device, Family, Membership
from families.selectors import UNDO_WITHIN
from families.selectors.homes import shares_with_other_home
from families.signals import children_changed, member_left
from oneco.lib.clock import KST
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

LIVE, WAITING, LEFT = Membership.State.LIVE, Membership.State.WAITING, Membership.State.LEFT
HOMES_AT_MOST = 2
FAMILY_FULL = _("이 가족에는 보호자가 더 들어올 수 없어요.")


@use_case
def create_family(guardian: User, *, name: str, called: str, now: datetime) -> Family:
    """Begin a family with its first guardian. Whoever has one without a child gets that one again."""
    User.objects.select_for_update().get(pk=guardian.pk)
    for family in selectors.families_of(guardian):
        if not family.memberships.filter(role="child").exists():
            return family
    family = Family.objects.create(name=name, code=new_code(FAMILY_CODE), created_at=now)
    Membership.objects.create(
        family=family, user=guardian, role="guardian", called=called, state=LIVE, joined_at=now
    )
    if not guardian.display_name:
        User.objects.filter(pk=guardian.pk).update(display_name=called)
    return family


@use_case
def agree_to(membership: Membership, *, actor: User, now: datetime) -> None:
    """A present legal guardian agrees to one who waits; the children are told who can now see what."""
    family = lock_family(membership.family_id)
    _check_may_agree(family, actor)
    if selectors.guardians_in(family).count() >= settings.FAMILY_MAX_GUARDIANS:
        raise Refused(FAMILY_FULL, code="full")
    moved = Membership.objects.filter(pk=membership.pk, state=WAITING).update(state=LIVE, joined_at=now)
    if not moved:
        raise Refused(_("이미 답한 일이에요."), code="already")
    data = {"name": membership.called, "family": family.name}
    key = f"member:{membership.pk}:agreed"
    notify(membership.user, "member.agreed", key, {**data, "url": reverse("families:family")}, now=now)
    for child in selectors.children_in(family):
        notify(child, "member.sees_you", key, {**data, "url": reverse("families:me")}, now=now)


@use_case
def refuse(membership: Membership, *, actor: User, now: datetime) -> None:
    """A present legal guardian says no to one who waits."""
    family = lock_family(membership.family_id)
    _check_may_agree(family, actor)
    waiting = Membership.objects.filter(pk=membership.pk, state=WAITING)
    if not waiting.update(state=LEFT, left_at=None):
        raise Refused(_("이미 답한 일이에요."), code="already")
    data = {"family": family.name, "url": reverse("families:family")}
    notify(membership.user, "member.refused", f"member:{membership.pk}:refused", data, now=now)


@use_case
def stop_waiting(membership: Membership, *, now: datetime) -> None:
    """Whoever waits for agreement takes the wish back. Twice is once."""
    lock_family(membership.family_id)
    waiting = Membership.objects.filter(pk=membership.pk, state=WAITING)
    waiting.update(state=LEFT, left_at=None, left_by=membership.user)


@use_case
def declare_legal(membership: Membership, *, now: datetime) -> None:
    """A live guardian declares to be 법정대리인 of the children; the others are told. Twice is once."""
    family = lock_family(membership.family_id)
    mine = Membership.objects.filter(pk=membership.pk, role="guardian", state=LIVE, legal_at=None)
    if not mine.update(legal_at=now):
        return
    data = {"name": membership.called, "family": family.name, "url": reverse("families:family")}
    for other in selectors.guardians_in(family).exclude(pk=membership.user_id):
        notify(other, "member.legal", f"member:{membership.pk}:legal", data, now=now)


@use_case
def leave(membership: Membership, *, now: datetime) -> None:
    """Leave a family; `come_back` undoes it within 7 days. Raises Refused as `why_not_leave` says."""
    lock_family(membership.family_id)
    sentence = why_not_leave(membership, now=now)
    if sentence:
        raise Refused(sentence, code="may_not_leave")
    if not end_place(membership, by=membership.user, now=now):
        raise Refused(_("이미 이 가족에서 나왔어요."), code="already")


def end_place(membership: Membership, *, by: User, now: datetime) -> bool:
    """End somebody's place in a family that is held; False when it has ended already.

    Its guardians are told, and the person too: a child whom a guardian took out reads only that it is so.
    """
    live = Membership.objects.filter(pk=membership.pk, state=LIVE)
    if not live.update(state=LEFT, left_at=now, left_by=by):
        return False
    membership.refresh_from_db()
    family = membership.family
    member_left.send(Membership, membership=membership, now=now)
    if membership.role == "child":
        children_changed.send(Family, family=family, child=membership.user, now=now)
    data = {"name": membership.called or membership.user.display_name, "family": family.name}
    key = f"{_about(membership)}:left:{now:%Y%m%d%H%M%S}"
    for other in selectors.guardians_in(family).exclude(pk=by.pk):
        notify(other, "member.left", key, {**data, "url": reverse("families:family")}, now=now)
    kind = "member.you_left" if by == membership.user else "home.you_left"
    notify(membership.user, kind, key, {**data, "url": _page_of(membership)}, now=now)
    return True


def why_not_leave(membership: Membership, *, now: datetime) -> str | None:
    """The sentence that says why somebody cannot leave, or None."""
    family, user = membership.family, membership.user
    if membership.role == "guardian":
        alone = not selectors.guardians_in(family).exclude(pk=user.pk).exists()
        if alone and selectors.children_in(family).exists():
            return str(
                _("아이가 있는 가족의 마지막 보호자는 나갈 수 없어요. 다른 보호자를 먼저 초대해 주세요.")
            )
        return _why_legal_stays(membership)
    profile = user.child_profile
    day = now.astimezone(KST).date()
    only = not selectors.families_of(user).exclude(pk=family.pk).exists()
    if only and not is_14(profile.birth_year, profile.birth_month, day):
        return str(_("열네 살이 되기 전에는 하나뿐인 가족에서 나갈 수 없어요."))
    if profile.pin and profile.home_family_id == family.pk:
        return str(_("PIN을 돌봐 주는 집에서는 나갈 수 없어요. 보호자와 이야기해 봐요."))
    return None


@use_case
def come_back(membership: Membership, *, now: datetime) -> None:
    """Undo a leave within 7 days. Raises Refused when the time is over or the place is taken."""
    if not Membership.objects.filter(pk=membership.pk, left_at__gt=now - UNDO_WITHIN).exists():
        raise Refused(_("7일이 지나서 되돌릴 수 없어요. 초대를 다시 받아 주세요."), code="too_late")
    if membership.role == "child":
        lock_families_of_child(membership.user_id, membership.family_id)
    else:
        lock_family(membership.family_id)
    take_place_again(membership, now=now)


def take_place_again(membership: Membership, *, now: datetime) -> None:
    """Give somebody the place back in a family that is held, as a child is. Raises Refused."""
    family, role = membership.family, membership.role
    if Family.objects.filter(pk=family.pk, closed_at__isnull=False).exists():
        raise Refused(_("지운 가족이에요. 지운 보호자가 7일 안에 되돌릴 수 있어요."), code="closed")
    places = {"guardian": settings.FAMILY_MAX_GUARDIANS, "child": settings.FAMILY_MAX_CHILDREN}
    if selectors.members(family, role).count() >= places[role]:
        raise Refused(_("그사이 자리가 다 찼어요. 가족에게 물어봐 주세요."), code="full")
    if Membership.objects.filter(family=family, user=membership.user, present=1).exists():
        raise Refused(_("이미 이 가족에 있어요."), code="already")
    if role == "child":
        check_second_home(membership.user, family, now=now)
    left = Membership.objects.filter(pk=membership.pk, state=LEFT, left_at__isnull=False)
    if not left.update(state=LIVE, left_at=None, left_by=None):
        raise Refused(_("이미 되돌린 일이에요."), code="already")
    if role == "child":
        children_changed.send(Family, family=family, child=membership.user, now=now)
    data = {"name": membership.called or membership.user.display_name, "family": family.name}
    key = f"{_about(membership)}:back:{now:%Y%m%d%H%M%S}"
    for other in selectors.guardians_in(family).exclude(pk=membership.user_id):
        notify(other, "member.back", key, {**data, "url": reverse("families:family")}, now=now)


def check_second_home(child: User, family: Family, *, now: datetime) -> None:
    """Raise Refused for whatever keeps a child, whose row is held, out of this family as a further one."""
    others = selectors.families_of(child).exclude(pk=family.pk)
    if others.count() >= HOMES_AT_MOST:
        raise Refused(_("한 아이는 두 집까지 함께할 수 있어요."), code="two_homes")
    if others.exists() and not shares_with_other_home(child, now=now):
        raise Refused(_("다른 집과 기록을 나누는 데 먼저 동의해야 해요."), field="sharing", code="not_shared")


@use_case
def change_manner(membership: Membership, *, name: str, called: str, voice: str) -> None:
    """Give the family a name and a voice, and say what its children call this guardian."""
    lock_family(membership.family_id)
    Family.objects.filter(pk=membership.family_id).update(name=name, voice=voice)
    Membership.objects.filter(pk=membership.pk).update(called=called)


@use_case
def change_code(family: Family, *, now: datetime) -> str:
    """Give the family a new code. Devices that were let in stay in; new ones need the new code."""
    locked = lock_family(family.pk)
    locked.code = new_code(FAMILY_CODE)
    locked.save(update_fields=["code"])
    return locked.code


@use_case
def revoke_device(device: Device, *, now: datetime) -> None:
    """Let a device forget the family, and end the children's sessions there. Twice is once."""
    if not Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        return
    for child in selectors.children_on(device):
        sign_out_everywhere(child)


def _why_legal_stays(membership: Membership) -> str | None:
    """Somebody has to be able to take the consents back on which the family's children rest."""
    if membership.legal_at is None or not membership.family.home_children.filter(basis="guardian_consent"):
        return None
    legal = Membership.objects.filter(
        family=membership.family_id, state=LIVE, legal_at__isnull=False
    ).exclude(pk=membership.pk)
    if legal.exists():
        return None
    return str(
        _("아이의 동의를 돌볼 법정대리인이 한 사람은 남아야 해요. 다른 보호자가 먼저 ‘가족’에서 밝혀 주세요.")
    )


def _check_may_agree(family: Family, actor: User) -> None:
    """Only live guardians who declared to be 법정대리인 answer; where nobody did, any live one."""
    live = list(Membership.objects.filter(family=family, role="guardian", state=LIVE))
    mine = next((row for row in live if row.user_id == actor.pk), None)
    if mine is None or (any(row.legal_at for row in live) and mine.legal_at is None):
        raise Refused(_("법정대리인이라고 밝힌 보호자만 답할 수 있어요."), code="not_legal", status=403)


def _page_of(membership: Membership) -> str:
    return reverse("families:family" if membership.role == "guardian" else "families:me")


def _about(membership: Membership) -> str:
    """What keys of news about somebody's place begin with; a child's are found when it is erased."""
    if membership.role == "child":
        return f"child:{membership.user_id}:member:{membership.pk}"
    return f"member:{membership.pk}"
