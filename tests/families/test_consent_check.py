"""The nightly check finds the consent that does not hold, tells staff, and forgets it once it is mended."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from families.ages import is_14
from families.models import ChildProfile, Consent, ConsentFault, ConsentWithdrawal
from families.services.checking import check_consents
from families.services.consents import withdraw_consent
from families.services.erasing import erase_withdrawn
from oneco.lib import clock
from tests.factories import (
    add_member,
    guardian_of,
    make_child,
    make_family,
    make_staff,
    make_teen,
    signed_in,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def faults(now: datetime | None = None) -> list[tuple[int, str]]:
    check_consents(now or clock.now())
    return list(ConsentFault.objects.order_by("pk").values_list("profile__user", "kind"))


def withdraw(child: User, at: datetime) -> ConsentWithdrawal:
    consent = child.child_profile.consent
    assert consent is not None
    return ConsentWithdrawal.objects.create(consent=consent, by=consent.guardian, at=at)


def test_families_in_order_have_no_fault() -> None:
    family = make_family()
    child = make_child(family)
    make_teen(family)
    withdraw_consent(child, actor=guardian_of(family), now=clock.now())
    assert faults() == []


def test_a_child_under_14_on_its_own_basis() -> None:
    teen = make_teen(make_family(), birth=(clock.today().year - 10, 1))
    assert faults() == [(teen.pk, "no_consent")]


def test_a_withdrawn_consent_of_a_child_that_still_comes_in() -> None:
    child = make_child()
    withdraw(child, clock.now())
    assert faults() == [(child.pk, "withdrawn")]
    User.objects.filter(pk=child.pk).update(is_active=False)
    assert faults() == [], "the row goes when it is right again"


def test_a_withdrawn_child_that_was_not_erased_in_time() -> None:
    child = make_child()
    withdraw_consent(child, actor=guardian_of(child.child_profile.home_family), now=clock.now())
    assert faults(clock.now() + 7 * DAY + timedelta(hours=23)) == []
    assert faults(clock.now() + 9 * DAY) == [(child.pk, "not_erased")]
    erase_withdrawn(clock.now() + 9 * DAY)
    assert faults(clock.now() + 9 * DAY) == []


def test_a_profile_that_rests_on_a_consent_to_something_else() -> None:
    child = make_child()
    Consent.objects.update(kind="ai")
    assert faults() == [(child.pk, "wrong_consent")]


def test_two_homes_without_the_consent_to_share() -> None:
    child = make_child()
    add_member(make_family(), child)
    assert faults() == [(child.pk, "not_shared")]
    family = child.child_profile.home_family
    child.child_profile.sharing = Consent.objects.create(
        family=family,
        guardian=guardian_of(family),
        kind="sharing",
        text_version="1",
        method="household",
        given_at=clock.now(),
    )
    child.child_profile.save()
    assert faults() == []
    ConsentWithdrawal.objects.create(
        consent=child.child_profile.sharing, by=guardian_of(family), at=clock.now()
    )
    assert faults() == [(child.pk, "not_shared")]


def test_a_second_run_changes_nothing_and_keeps_when_it_was_found() -> None:
    make_teen(make_family(), birth=(clock.today().year - 10, 1))
    assert faults() == faults(clock.now() + DAY)
    assert ConsentFault.objects.get().found_at < clock.now() + timedelta(hours=1)


def test_staff_finds_it_on_the_first_page() -> None:
    make_teen(make_family(), birth=(clock.today().year - 10, 1))
    faults()
    client = signed_in(make_staff())
    assert "살펴볼 동의" in client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:families_consentfault_changelist")).content.decode()
    assert "14세가 안 되었는데 동의가 없어요" in page


@given(
    year=st.integers(2008, 2016),
    month=st.integers(1, 12),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_the_database_counts_ages_as_the_rule_does(year: int, month: int, day: date) -> None:
    from families.services.checking import _under_14

    ChildProfile.objects.all().delete()
    make_teen(make_family(), birth=(year, month))
    found = _under_14(ChildProfile.objects.all(), clock.noon(day)).exists()
    assert found is not is_14(year, month, day)
