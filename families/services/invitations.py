"""Invitations: a code for one role, 24 hours, one use. Two people with one code get one answer each."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from families import selectors
from families.codes import INVITATION_CODE, new_code
from families.locks import lock_families_of_child, lock_family
from families.models import ChildProfile, Family, Invitation, InvitationReport, Membership
from families.services import attempts, members
from families.services.children import FAMILY_FULL, create_own_profile
from families.signals import children_changed
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

LIVES = timedelta(hours=24)
OPEN_AT_MOST = 10
GONE = _("쓸 수 없는 초대예요. 24시간이 지났거나 이미 쓰였을 수 있어요. 새로 받아 주세요.")


@use_case
def invite(family: Family, *, by: User, role: str, now: datetime) -> Invitation:
    """Invite a guardian or a teen. Raises Refused when the family is full or asks too much."""
    family = lock_family(family.pk)
    check_room(family, role)
    if selectors.open_invitations(family, now).count() >= OPEN_AT_MOST:
        raise Refused(_("열려 있는 초대가 많아요. 안 쓰는 초대를 먼저 거두어 주세요."), code="too_many")
    return Invitation.objects.create(
        family=family,
        code=new_code(INVITATION_CODE),
        role=role,
        by=by,
        created_at=now,
        expires_at=now + LIVES,
    )


@use_case
def revoke(invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back. Twice is once; a used one stays used."""
    _move(invitation, Invitation.State.REVOKED, now=now)


def find(code: str | None, *, place: str, now: datetime) -> Invitation:
    """The open invitation of a code; tries are counted. Raises Refused: 422 when gone, 429 for guessing."""
    tries = attempts.claim_code("invite", place=place, now=now)
    invitation = (
        Invitation.objects.select_related("family", "by")
        .filter(code=code or "", state=Invitation.State.OPEN, expires_at__gt=now)
        .first()
    )
    if invitation is None:
        raise Refused(GONE, field="code", code="gone")
    attempts.forget(tries)
    return invitation


def is_open(invitation: Invitation, *, now: datetime) -> bool:
    """Whether the inviter may still pass it on. A blocked one looks like any that is over."""
    return invitation.state == Invitation.State.OPEN and now < invitation.expires_at


def is_used_by(code: str | None, user: User) -> bool:
    """Whether this person has used the invitation of a code already (a press sent twice)."""
    return Invitation.objects.filter(code=code or "", state=Invitation.State.USED, used_by=user).exists()


def why_not_join(invitation: Invitation, user: User) -> str | None:
    """The sentence that keeps this person from joining by this invitation, or None."""
    if Membership.objects.filter(family=invitation.family_id, user=user, present=1).exists():
        return str(_("이미 이 가족에 있어요."))
    if invitation.role == "guardian" and not user.is_guardian:
        return str(_("이 초대는 보호자에게 온 거예요. 보호자의 계정으로 열어 주세요."))
    if invitation.role == "child" and not user.is_child:
        return str(_("이 초대는 자녀에게 온 거예요. 우리 집에 PIN 프로필이 있는 아이만 데려갈 수 있어요."))
    if invitation.role == "child" and not user.email:
        return str(_("PIN으로 들어오는 아이의 초대는 보호자가 열어요. 보호자에게 이 초대를 보여 주세요."))
    return None


@use_case
def join_as_guardian(invitation: Invitation, *, user: User, called: str, now: datetime) -> Membership:
    """Use an invitation as a guardian, who then waits until a legal guardian agrees. The inviter is told."""
    family = lock_family(invitation.family_id)
    _check_person(invitation, user, "guardian")
    check_room(family, "guardian")
    use(invitation, user, now=now)
    membership = Membership.objects.create(
        family=family,
        user=user,
        role="guardian",
        called=called,
        state=Membership.State.WAITING,
        joined_at=now,
    )
    User.objects.filter(pk=user.pk, display_name="").update(display_name=called)
    data = {"name": called, "email": user.email, "family": family.name, "url": reverse("families:family")}
    for guardian in selectors.guardians_in(family):
        notify(guardian, "member.waiting", f"member:{membership.pk}:waiting", data, now=now)
    return membership


@use_case
def join_as_teen(
    invitation: Invitation,
    *,
    user: User,
    nickname: str,
    birth: tuple[int, int] | None,
    animal: str,
    now: datetime,
) -> Membership:
    """Use an invitation as somebody of 14 or over with an own account. `birth` is needed the first time."""
    lock_families_of_child(user.pk, invitation.family_id)
    family = invitation.family
    _check_person(invitation, user, "child")
    check_room(family, "child")
    use(invitation, user, now=now)
    if not ChildProfile.objects.filter(user=user).exists():
        if birth is None:
            raise Refused(_("태어난 해와 달을 골라 주세요."), field="birth_month", code="birth")
        create_own_profile(
            family, teen=user, birth_year=birth[0], birth_month=birth[1], animal=animal, now=now
        )
        User.objects.filter(pk=user.pk).update(display_name=nickname)
    members.check_second_home(user, family, now=now)
    membership = Membership.objects.create(family=family, user=user, role="child", joined_at=now)
    children_changed.send(Family, family=family, child=user, now=now)
    data = {"child": nickname, "family": family.name, "url": reverse("families:family")}
    for guardian in selectors.guardians_in(family):
        notify(guardian, "child.joined", f"child:{user.pk}:joined:{membership.pk}", data, now=now)
    return membership


@use_case
def block(invitation: Invitation, *, by: User | None, now: datetime) -> None:
    """모르는 사람이에요: nobody can use it any more, staff sees a report, the inviter sees nothing."""
    if _move(invitation, Invitation.State.BLOCKED, now=now):
        InvitationReport.objects.create(invitation=invitation, by=by, at=now)


def _check_person(invitation: Invitation, user: User, role: str) -> None:
    sentence = why_not_join(invitation, user)
    if sentence or invitation.role != role:
        raise Refused(sentence or GONE, code="wrong_person")


def check_room(family: Family, role: str) -> None:
    """Raise Refused where the family is full. Those who wait count too: they were promised a place."""
    held = Membership.objects.filter(family=family, role=role, present=1).count()
    if role == "guardian" and held >= settings.FAMILY_MAX_GUARDIANS:
        raise Refused(members.FAMILY_FULL, code="full")
    if role == "child" and held >= settings.FAMILY_MAX_CHILDREN:
        raise Refused(FAMILY_FULL, code="full")


def use(invitation: Invitation, user: User, *, now: datetime) -> None:
    """Use an invitation up. Raises Refused when somebody was faster."""
    if not _move(invitation, Invitation.State.USED, now=now, used_by=user, used_at=now):
        raise Refused(GONE, code="gone")


def _move(invitation: Invitation, state: str, *, now: datetime, **values: object) -> int:
    """Compare and swap from open, expiry included. Returns how many rows moved (0 or 1)."""
    still_open = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.OPEN, expires_at__gt=now)
    return still_open.update(state=state, **values)
