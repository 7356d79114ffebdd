"""Devices come to know a family by its code, or because a guardian hands them over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families import devices, limits, selectors
from families.codes import FAMILY_CODE, is_code, normalise
from families.models import Device, Family
from families.services import attempts, pins
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


def admit(text: str, *, place: str, name: str, now: datetime) -> tuple[Device, str]:
    """A new device for a right family code, with the key its cookie carries.

    Tries are counted per place and in all. Raises Refused: 422 for a wrong code, 429 for guessing and for
    too many new devices of the family.
    """
    tries = attempts.claim_code("code", place=place, now=now)
    code = normalise(text)
    family = Family.objects.filter(code=code).first() if is_code(code, FAMILY_CODE) else None
    if family is None:
        raise Refused(
            _("가족 코드가 달라요. 보호자의 ‘가족’ 화면에 있어요."), field="code", code="wrong_code"
        )
    attempts.forget(tries)
    new = Device.objects.filter(family=family, created_at__gt=now - limits.DAY, revoked_at=None)
    if new.count() >= limits.NEW_DEVICES:
        sentence = _("오늘은 새 기기가 너무 많이 들어왔어요. 보호자에게 알려 주세요.")
        raise Refused(sentence, field="code", code="too_many_devices", status=429)
    return register(family, name=name, now=now)


def register(family: Family, *, name: str, now: datetime) -> tuple[Device, str]:
    """A new device of a family, with the key its cookie carries."""
    key = devices.new_key()
    device = Device.objects.create(
        family=family, key_hash=devices.hash_of(key), name=name, created_at=now, last_allowed_at=now
    )
    return device, key


def make_ready(
    guardian: User, device: Device | None, *, family: Family, pin: str | None, name: str, now: datetime
) -> tuple[Device, str | None]:
    """A device that can be handed over: known to the family, with the guardian's PIN when one is given.

    Returns the device and, when it is new, the key for its cookie. Raises Refused (field device_pin).
    """
    hashed = pins.hash_device_pin(pin) if pin else None
    return _make_ready(guardian, device, family, hashed, name, now)


@use_case
def _make_ready(
    guardian: User, device: Device | None, family: Family, hashed: str | None, name: str, now: datetime
) -> tuple[Device, str | None]:
    key = None
    if device is None:
        device, key = register(family, name=name, now=now)
    if hashed:
        pins.keep_device_pin(guardian, device=device, hashed=hashed, now=now)
    touch(device, now=now)
    return device, key


def usable_by(guardian: User, device: Device | None) -> Device | None:
    """The device, if it belongs to a live family of this guardian."""
    return device if device and selectors.is_live_member(guardian, device.family) else None


def touch(device: Device, *, now: datetime) -> None:
    """Remember when a device last let somebody in."""
    Device.objects.filter(pk=device.pk).update(last_allowed_at=now)
