"""PINs: a child's on a known device, a guardian's on a phone that is handed over.

Checking one is not one transaction: the try is counted first, then the hash is worked out, with no row locked
meanwhile.
"""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from accounts.services.people import sign_out_everywhere
from families import limits, pins, selectors
from families.locks import lock_child
from families.models import ChildProfile, Device, DevicePin, Family
from families.services import attempts
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

COMMON = _("다른 사람이 쉽게 맞힐 수 있는 PIN이에요. 다른 숫자로 정해 주세요.")


def check_good(pin: str) -> None:
    """Whether a child's new PIN is one that nobody guesses at once. Raises Refused (field pin)."""
    if not pins.is_child_pin(pin):
        raise Refused(_("PIN은 숫자 4개에서 6개예요."), field="pin", code="pin_form")
    if pins.is_common(pin):
        raise Refused(COMMON, field="pin", code="pin_common")


def hash_child_pin(pin: str) -> str:
    """The hash of a good child's PIN. Raises Refused (field pin)."""
    check_good(pin)
    return make_password(pin)


def check_child_pin(child: User, *, device: Device, pin: str, now: datetime) -> None:
    """Let a child in on a device. Raises Refused: 429 while locked, 422 for a wrong PIN."""
    if not selectors.may_use_pin(child):
        raise Refused(_("지금은 들어갈 수 없어요. 보호자에게 물어봐 주세요."), field="pin", code="stopped")
    strange = None if selectors.has_entered(child, device) else attempts.claim_strange(child.pk, now=now)
    beside = [strange] if strange else []
    try:
        attempt = attempts.claim(limits.pin_key(child.pk, device.pk), ladder=limits.CHILD_PIN, now=now)
    except Refused:
        attempts.forget(beside)
        raise
    if check_password(pin, child.child_profile.pin):
        attempts.settle([attempt])
        attempts.forget(beside)
        return
    wrongs = attempts.wrongs_in_a_row(attempt)
    if wrongs == limits.TRIES:
        _tell_of_lock(child, device, attempt.pk, now=now)
    raise Refused(_wrong_pin_sentence(wrongs), field="pin", code="wrong_pin")


def set_own_pin(
    child: User, *, pin: str, current: str | None = None, device: Device | None, now: datetime
) -> None:
    """A child chooses its PIN; whoever has chosen one before shows it first. Raises Refused (its field).

    Whoever came in by the old one is out; the view keeps the child's own session. Where nobody else had come
    in, nobody is signed out: the phone that the guardian handed over keeps its way back.
    """
    hashed = hash_child_pin(pin)
    if current is not None:
        _check_current_pin(child, current, device, now)
    if check_password(pin, child.child_profile.pin):
        raise Refused(_("지금 쓰는 PIN과 같아요. 다른 숫자로 정해 주세요."), field="pin", code="same_pin")
    _set_own_pin(child, hashed, device)


def _check_current_pin(child: User, current: str, device: Device | None, now: datetime) -> None:
    key = limits.pin_key(child.pk, device.pk if device else 0)
    attempt = attempts.claim(key, ladder=limits.CHILD_PIN, now=now)
    if not check_password(current, child.child_profile.pin):
        raise Refused(_("지금 쓰는 PIN이 달라요."), field="current", code="wrong_pin")
    attempts.settle([attempt])


@use_case
def _set_own_pin(child: User, hashed: str, device: Device | None) -> None:
    profile = _locked(child)
    profile.pin, profile.pin_is_first = hashed, False
    profile.save(update_fields=["pin", "pin_is_first"])
    if selectors.has_entered_elsewhere(child, device):
        sign_out_everywhere(child)


def reset_pin(child: User, *, actor: User, pin: str, now: datetime) -> None:
    """A home guardian gives a new first PIN; the child and the guardians of its other family are told.

    Whoever came in by the old one is out.
    """
    _reset_pin(child, actor, hash_child_pin(pin), now)


@use_case
def _reset_pin(child: User, actor: User, hashed: str, now: datetime) -> None:
    profile = _locked(child)
    if not selectors.is_live_member(actor, profile.home_family):
        raise Refused(_("PIN은 아이의 집 보호자만 바꿀 수 있어요."), code="not_home", status=403)
    profile.pin, profile.pin_is_first = hashed, True
    profile.save(update_fields=["pin", "pin_is_first"])
    sign_out_everywhere(child)
    _clear_locks(child, profile.home_family, now)
    data = {"child": child.display_name, "by": selectors.called_in(profile.home_family)[actor.pk]}
    key = f"child:{child.pk}:pin-reset:{now:%Y%m%d%H%M%S}"
    notify(child, "pin.reset", key, {**data, "url": reverse("families:me")}, now=now)
    elsewhere = selectors.guardians_of(child).exclude(pk__in=selectors.guardians_in(profile.home_family))
    for guardian in elsewhere:
        told = {"child": child.display_name, "url": reverse("families:family")}
        notify(guardian, "pin.reset_elsewhere", key, told, now=now)


@use_case
def unlock(child: User, *, family: Family, now: datetime) -> None:
    """A guardian of a family allows the child's PIN again on that family's devices."""
    _clear_locks(child, family, now)


def check_device_pin(guardian: User, *, device: Device, pin: str, now: datetime) -> None:
    """Whether this is the guardian. Raises Refused: 422, or 429 once only the password counts."""
    row = DevicePin.objects.filter(device=device, guardian=guardian).first()
    if row is None:
        raise Refused(_("이 기기에는 아직 기기 PIN이 없어요."), field="device_pin", code="no_device_pin")
    way_on = _("여러 번 틀려서 기기 PIN이 잠겼어요. 비밀번호로 확인해 주세요.")
    key = limits.device_pin_key(guardian.pk, device.pk)
    attempt = attempts.claim(key, ladder=limits.DEVICE_PIN, now=now, way_on=way_on)
    if check_password(pin, row.pin):
        attempts.settle([attempt])
    else:
        raise Refused(_("기기 PIN이 달라요."), field="device_pin", code="wrong_pin")


def check_guardian(
    guardian: User, *, device: Device | None, device_pin: str = "", password: str = "", now: datetime
) -> None:
    """The way back from a child's view, by PIN or by password. Raises Refused (429 or 422)."""
    if device is not None and device_pin:
        check_device_pin(guardian, device=device, pin=device_pin, now=now)
        return
    key = limits.password_key(guardian.pk, device.pk if device else 0)
    attempt = attempts.claim(key, ladder=limits.PASSWORD, now=now)
    if not guardian.check_password(password):
        raise Refused(_("비밀번호가 달라요."), field="password", code="wrong_password")
    attempts.settle([attempt])
    if device is not None:
        allow_device_pin(guardian, device=device, now=now)


def allow_device_pin(guardian: User, *, device: Device, now: datetime) -> None:
    """The guardian showed by other means who it is: wrong device PINs are forgotten."""
    attempts.clear([limits.device_pin_key(guardian.pk, device.pk)], now=now)


def only_password_counts(guardian: User, *, device: Device, now: datetime) -> bool:
    """Whether the device PIN leads back no more: there is none, or it was wrong 5 times."""
    key = limits.device_pin_key(guardian.pk, device.pk)
    locked = attempts.is_locked(key, ladder=limits.DEVICE_PIN, now=now)
    return locked or not selectors.has_device_pin(device, guardian)


def set_device_pin(guardian: User, *, device: Device, pin: str, now: datetime) -> None:
    """The guardian's 6 digits on this device, replacing earlier ones. Raises Refused (field device_pin)."""
    keep_device_pin(guardian, device=device, hashed=hash_device_pin(pin), now=now)


def hash_device_pin(pin: str) -> str:
    """The hash of a good device PIN. Raises Refused (field device_pin)."""
    if not pins.is_device_pin(pin):
        raise Refused(_("기기 PIN은 숫자 6개예요."), field="device_pin", code="pin_form")
    if pins.is_common(pin):
        raise Refused(COMMON, field="device_pin", code="pin_common")
    return make_password(pin)


def keep_device_pin(guardian: User, *, device: Device, hashed: str, now: datetime) -> None:
    """Write a guardian's PIN on a device; wrong tries at the one before are forgotten."""
    values = {"pin": hashed, "set_at": now}
    DevicePin.objects.update_or_create(device=device, guardian=guardian, defaults=values)
    allow_device_pin(guardian, device=device, now=now)


def _clear_locks(child: User, family: Family, now: datetime) -> None:
    devices = Device.objects.filter(family=family).values_list("pk", flat=True)
    attempts.clear([limits.pin_key(child.pk, device) for device in devices], now=now)
    attempts.clear_strange(child.pk)


@transaction.atomic
def _tell_of_lock(child: User, device: Device, attempt_id: int, *, now: datetime) -> None:
    data = {"child": child.display_name, "device": device.name, "url": reverse("families:family")}
    for guardian in selectors.guardians_in(device.family):
        notify(guardian, "pin.locked", f"child:{child.pk}:pin-lock:{attempt_id}", data, now=now)


def _wrong_pin_sentence(wrongs: int) -> str:
    left = limits.TRIES - wrongs % limits.TRIES
    if left == limits.TRIES:
        return str(_("여러 번 틀려서 잠시 쉬어요. 기다리거나, 보호자에게 열어 달라고 해 주세요."))
    if left == 1:
        return str(_("PIN이 달라요. 한 번 더 틀리면 잠시 쉬어야 해요."))
    return str(_("PIN이 달라요. 다시 눌러 볼까요?"))


def _locked(child: User) -> ChildProfile:
    lock_child(child.pk)
    return ChildProfile.objects.select_related("home_family").get(user=child)
