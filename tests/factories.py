"""People and families for tests: plain rows, made the way the services would leave them."""

from datetime import datetime
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import User
from families.models import ChildProfile, Consent, Device, DevicePin, Family, Membership
from oneco.lib import clock

PASSWORD = "sea-otter-ledger-7"
CHILD_PIN = "2468"
DEVICE_PIN = "135790"
_numbers = count(1)


def make_guardian(email: str | None = None, *, name: str = "엄마", password: str | None = None) -> User:
    """A guardian with an own e-mail address; with a password only when a test signs in by it."""
    address = email or f"guardian{next(_numbers)}@example.com"
    return User.objects.create_user(address, password, role=User.Role.GUARDIAN, display_name=name)


def make_staff(email: str | None = None) -> User:
    """Somebody who may open the admin, with every permission."""
    return User.objects.create_superuser(email or f"staff{next(_numbers)}@example.com")


def make_family(
    *guardians: User, name: str = "우리 가족", legal: bool = True, now: datetime | None = None
) -> Family:
    """A family with these live guardians (one is made when none is given), who declared to be 법정대리인."""
    now = now or clock.now()
    family = Family.objects.create(name=name, code=f"TESTFAM{_letters(next(_numbers))}", created_at=now)
    for guardian in guardians or (make_guardian(),):
        add_member(family, guardian, legal=legal, now=now)
    return family


def add_member(
    family: Family, user: User, *, legal: bool = True, state: str = "live", now: datetime | None = None
) -> Membership:
    """Put a person into a family, `live` unless a test says otherwise."""
    now = now or clock.now()
    role = "child" if user.is_child else "guardian"
    return Membership.objects.create(
        family=family,
        user=user,
        role=role,
        called="" if user.is_child else user.display_name,
        legal_at=now if legal and not user.is_child else None,
        state=state,
        joined_at=now,
    )


def guardian_of(family: Family) -> User:
    """The first live guardian of a family."""
    return User.objects.filter(
        memberships__family=family, memberships__role="guardian", memberships__state="live"
    ).earliest("pk")


def make_child(
    family: Family | None = None,
    guardian: User | None = None,
    *,
    name: str = "서하",
    birth: tuple[int, int] = (2015, 3),
    animal: str = "otter",
    pin: str = CHILD_PIN,
    **profile: Any,
) -> User:
    """A child with a PIN profile that rests on its guardian's consent (under 14)."""
    family = family or make_family()
    guardian = guardian or guardian_of(family)
    now = clock.now()
    consent = Consent.objects.create(
        family=family,
        guardian=guardian,
        kind="account",
        text_version="test",
        method="household",
        given_at=now,
    )
    child = User.objects.create_user(None, role=User.Role.CHILD, display_name=name)
    ChildProfile.objects.create(
        user=child,
        birth_year=birth[0],
        birth_month=birth[1],
        animal=animal,
        basis=ChildProfile.Basis.GUARDIAN_CONSENT,
        consent=consent,
        pin=make_password(pin),
        home_family=family,
        **profile,
    )
    add_member(family, child, now=now)
    return child


def make_teen(
    family: Family | None = None,
    *,
    name: str = "도윤",
    birth: tuple[int, int] = (2009, 3),
    email: str | None = None,
) -> User:
    """A child of 14 or over with an own account (e-mail, no PIN); without a family when none is given."""
    teen = User.objects.create_user(
        email or f"teen{next(_numbers)}@example.com", role=User.Role.CHILD, display_name=name
    )
    if family is not None:
        ChildProfile.objects.create(
            user=teen,
            birth_year=birth[0],
            birth_month=birth[1],
            animal="whale",
            basis="own",
            home_family=family,
        )
        add_member(family, teen)
    return teen


def make_device(family: Family, *guardians: User, client: Client | None = None) -> Device:
    """A device that knows a family, with DEVICE_PIN for these guardians; `client` gets its cookie."""
    from families import devices

    now = clock.now()
    key = devices.new_key()
    device = Device.objects.create(
        family=family, key_hash=devices.hash_of(key), name="휴대폰", created_at=now, last_allowed_at=now
    )
    for guardian in guardians:
        DevicePin.objects.create(device=device, guardian=guardian, pin=make_password(DEVICE_PIN), set_at=now)
    if client is not None:
        client.cookies[devices.COOKIE] = devices.signed(key)
    return device


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def _letters(number: int) -> str:
    """Three letters of the code alphabet for a number, so that made-up family codes differ."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(alphabet[number // 32**place % 32] for place in range(3))
