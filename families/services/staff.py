"""What staff may do to a family: four of the five acts (missions closes missions).

Each has a reason that the family reads too, a line in the audit, and a notice to the person and its families.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.addresses import give_address, verify_address
from accounts.services.notify import notify
from families import limits, selectors
from families.devices import hash_of, new_key
from families.locks import lock_families_of_child, lock_family
from families.models import Attempt, Membership, SignInLink, StaffAct
from families.services import attempts, mail, members
from families.services.audit import note_act
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

LINK_LIVES = timedelta(minutes=30)
Act = StaffAct.Act


@use_case
def send_sign_in_link(person: User, *, by: User, reason: str, now: datetime) -> str:
    """A key by which somebody with an e-mail address comes in once within 30 minutes; earlier ones die.

    Raises Refused. It goes out by mail.
    """
    address = _address_of(person)
    if not person.is_active:
        raise Refused(_("지금 쓸 수 없는 계정이에요."), code="inactive")
    SignInLink.objects.filter(user=person, used_at=None).update(expires_at=now)
    key = new_key()
    SignInLink.objects.create(
        user=person, email=address, key_hash=hash_of(key), made_at=now, expires_at=now + LINK_LIVES
    )
    act = note_act(Act.SIGN_IN_LINK, by=by, about=User, pk=person.pk, reason=reason, now=now)
    tell(act, person, now=now)
    path = reverse("families:sign_in_link", args=[key])
    mail.send_sign_in_link(address, link=f"{settings.SITE_URL}{path}", now=now)
    return key


def open_link(key: str, *, now: datetime) -> SignInLink | None:
    """The link of a key while it can be used."""
    links = SignInLink.objects.filter(key_hash=hash_of(key), used_at=None, expires_at__gt=now)
    return links.select_related("user").first()


@use_case
def use_link(link: SignInLink, *, now: datetime) -> User:
    """Use a link up; its address is verified thereby. Raises Refused when somebody was faster."""
    still_open = SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now)
    if not still_open.update(used_at=now):
        raise Refused(_("이미 썼거나 30분이 지난 링크예요."), code="link_over")
    verify_address(link.user, link.email)
    return link.user


@use_case
def change_email(person: User, *, email: str, by: User, reason: str, now: datetime) -> None:
    """Give an own account another address and tell the old one and the new one. Raises Refused."""
    User.objects.select_for_update().get(pk=person.pk)
    before = _address_of(person)
    give_address(person, email)
    SignInLink.objects.filter(user=person, used_at=None).update(expires_at=now)
    act = note_act(Act.CHANGE_EMAIL, by=by, about=User, pk=person.pk, reason=reason, now=now)
    tell(act, person, now=now)
    mail.send_email_changed(before, email, now=now)


@use_case
def undo_leave(place: Membership, *, by: User, reason: str, now: datetime) -> None:
    """Bring somebody back into a family it left, however long ago; places and consents hold as ever."""
    if place.role == "child":
        lock_families_of_child(place.user_id, place.family_id)
    else:
        lock_family(place.family_id)
    members.take_place_again(place, now=now)
    act = note_act(Act.UNDO_LEAVE, by=by, about=Membership, pk=place.pk, reason=reason, now=now)
    tell(act, place.user, now=now)


@use_case
def unlock_person(person: User, *, by: User, reason: str, now: datetime) -> None:
    """Forget the wrong tries at somebody's PINs and password, on every device."""
    starts = (
        limits.pin_key_of_any_device(person.pk),
        limits.device_pin_key_of_any_device(person.pk),
        limits.password_key_of_any_device(person.pk),
    )
    keys: set[str] = set()
    for start in starts:
        keys |= set(Attempt.objects.filter(key__startswith=start).values_list("key", flat=True))
    attempts.clear(sorted(keys), now=now)
    attempts.clear_strange(person.pk)
    act = note_act(Act.UNLOCK, by=by, about=User, pk=person.pk, reason=reason, now=now)
    tell(act, person, now=now)


def tell(act: StaffAct, person: User, *, now: datetime) -> None:
    """The person and the guardians of its families read what was done and why."""
    kind, key = f"staff.{act.act}", f"staff:{act.pk}"
    data = {"reason": act.reason, "url": reverse("families:me" if person.is_child else "families:family")}
    notify(person, f"{kind}.you", key, data, now=now)
    for family in selectors.families_of(person):
        name = selectors.called_in(family).get(person.pk) or person.display_name
        told = {**data, "name": name, "url": reverse("families:family")}
        for guardian in selectors.guardians_in(family).exclude(pk=person.pk):
            notify(guardian, kind, key, told, now=now)


def _address_of(person: User) -> str:
    if not person.email or person.is_staff:
        raise Refused(_("이메일이 있는 보호자와 자녀의 계정에만 할 수 있어요."), code="no_own_account")
    return person.email
