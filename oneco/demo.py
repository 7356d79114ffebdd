"""The family that `make run` seeds, so that everything can be tried at once. Safe to seed again."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from families.models import Family, Membership
from families.selectors import children_in, families_of
from families.services.children import ChildDraft, make_child
from families.services.members import create_family
from missions.models import Mission
from missions.services.offers import accept_mission, propose_first_week

GUARDIAN = "demo@oneco.example"
STAFF = "staff@oneco.example"


@dataclass(frozen=True)
class SignIns:
    """What the demo family signs in with. `new` says that they were set in this run."""

    password: str
    pin: str
    family_code: str
    new: bool


def seed(*, now: datetime, open_to_network: bool) -> SignIns:
    """Make the demo family where it is missing, and set what it signs in with.

    On this computer alone that is fixed; open to the home network it is random and told only when it is made.
    """
    family = _family(now)
    children = list(children_in(family))
    if not children:
        children = _children(family, now)
    if not Mission.objects.filter(family=family).exists():
        _missions(family, children, now)
    return _sign_ins(family, children, open_to_network)


FIXED = ("oneco-demo-2026", "3682")


def _family(now: datetime) -> Family:
    guardian = User.objects.filter(email=GUARDIAN).first()
    if guardian is None:
        guardian = User.objects.create_user(GUARDIAN, role="guardian", display_name="은정", is_demo=True)
    EmailAddress.objects.get_or_create(
        user=guardian, email=GUARDIAN, defaults={"verified": True, "primary": True}
    )
    if not User.objects.filter(email=STAFF).exists():
        User.objects.create_superuser(STAFF, display_name="운영자", is_demo=True)
    family = families_of(guardian).first() or create_family(
        guardian, name="해달 가족", called="엄마", now=now
    )
    Membership.objects.filter(family=family, user=guardian, legal_at=None).update(legal_at=now)
    return family


def _children(family: Family, now: datetime) -> list[User]:
    guardian = User.objects.get(email=GUARDIAN)
    drafts = [
        ChildDraft("서하", 2015, 3, "otter", make_password(None), legal=True, account=True),
        ChildDraft("도윤", 2014, 7, "whale", make_password(None), legal=True, account=True),
    ]
    made = [
        make_child(family, guardian=guardian, draft=draft, method="household", now=now) for draft in drafts
    ]
    User.objects.filter(pk__in=[child.pk for child in made]).update(is_demo=True)
    return made


def _missions(family: Family, children: list[User], now: datetime) -> None:
    """One first week under way, and one that waits for the guardian's answer."""
    guardian = User.objects.get(email=GUARDIAN)
    agreed = propose_first_week(family, child=children[0], actor=guardian, now=now)
    accept_mission(agreed.pk, actor=children[0], now=now)
    propose_first_week(family, child=children[1], actor=children[1], now=now)


def _sign_ins(family: Family, children: list[User], open_to_network: bool) -> SignIns:
    guardian, staff = User.objects.get(email=GUARDIAN), User.objects.get(email=STAFF)
    fixed = guardian.check_password(FIXED[0])
    if (open_to_network and not fixed and guardian.has_usable_password()) or (fixed and not open_to_network):
        return SignIns(*FIXED, family.code, new=False)
    password, pin = (
        (secrets.token_urlsafe(9), f"{secrets.randbelow(9000) + 1000}") if open_to_network else FIXED
    )
    for user in (guardian, staff):
        user.set_password(password)
        user.save(update_fields=["password"])
    for child in children:
        child.child_profile.pin = make_password(pin)
        child.child_profile.pin_is_first = False
        child.child_profile.save(update_fields=["pin", "pin_is_first"])
    return SignIns(password, pin, family.code, new=True)
