"""Second homes and consents with real threads, connections and locks: one outcome, no half state."""

from datetime import timedelta

import pytest

from accounts.models import Notification, User
from families.models import Consent, ConsentWithdrawal, Family, Membership
from families.services import homes, invitations
from families.services.consents import renew_consent, withdraw_consent
from families.services.erasing import erase_child
from oneco.lib import clock
from tests.factories import guardian_of, make_child, make_family, make_guardian
from tests.families.test_concurrency import at_once

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

WEEK = timedelta(days=7)


@pytest.fixture
def home() -> Family:
    return make_family(make_guardian(), make_guardian(name="아빠"))


@pytest.fixture
def child(home: Family) -> User:
    return make_child(home)


def place_of(child: User, home: Family, other: Family) -> Membership:
    code = invitations.invite(other, by=guardian_of(other), role="child", now=clock.now())
    return homes.join_second_home(code, child=child, actor=guardian_of(home), sharing=True, now=clock.now())


def test_a_child_brought_to_four_families_at_once_has_two_homes(home: Family, child: User) -> None:
    others = [make_family(name=f"집 {n}") for n in range(4)]
    codes = [
        invitations.invite(other, by=guardian_of(other), role="child", now=clock.now()) for other in others
    ]
    mother = guardian_of(home)
    results = at_once(
        lambda n: homes.join_second_home(codes[n], child=child, actor=mother, sharing=True, now=clock.now()),
        times=4,
    )
    assert sorted(results) == ["done", "two_homes", "two_homes", "two_homes"]
    assert Membership.objects.filter(user=child, present=1).count() == 2
    assert Consent.objects.filter(kind="sharing").count() == 1


def test_one_press_sent_twenty_times_joins_once(home: Family, child: User) -> None:
    other = make_family()
    code = invitations.invite(other, by=guardian_of(other), role="child", now=clock.now())
    mother = guardian_of(home)
    results = at_once(
        lambda n: homes.join_second_home(code, child=child, actor=mother, sharing=True, now=clock.now())
    )
    assert results.count("done") == 1
    assert Membership.objects.filter(user=child, family=other).count() == 1
    assert Notification.objects.filter(recipient=child, kind="home.yours").count() == 1


def test_joining_against_withdrawing_the_consent_to_share(home: Family, child: User) -> None:
    first, second = make_family(), make_family()
    homes.end_second_home(place_of(child, home, first), actor=guardian_of(home), now=clock.now())
    code = invitations.invite(second, by=guardian_of(second), role="child", now=clock.now())
    mother = guardian_of(home)

    def press(number: int) -> None:
        if number % 2:
            homes.withdraw_sharing(child, actor=mother, now=clock.now())
        else:
            homes.join_second_home(code, child=child, actor=mother, sharing=False, now=clock.now())

    at_once(press, times=2)
    assert ConsentWithdrawal.objects.filter(consent__kind="sharing").count() == 1
    assert Membership.objects.filter(user=child, present=1).count() == 1, "no consent, no second home"


def test_both_homes_end_it_at_once(home: Family, child: User) -> None:
    other = make_family()
    place = place_of(child, home, other)
    enders = [guardian_of(home), guardian_of(other)]
    results = at_once(lambda n: homes.end_second_home(place, actor=enders[n], now=clock.now()), times=2)
    assert results == ["done", "done"]
    assert Notification.objects.filter(recipient=child, kind="home.you_left").count() == 1


def test_consenting_again_against_erasing_has_one_outcome(home: Family, child: User) -> None:
    now = clock.now()
    mother = guardian_of(home)
    withdraw_consent(child, actor=mother, now=now)
    in_time, over = now + WEEK - timedelta(seconds=1), now + WEEK

    def press(number: int) -> None:
        if number:
            erase_child(child.pk, now=over)
        else:
            renew_consent(child, actor=mother, now=in_time)

    at_once(press, times=2)
    left = User.objects.filter(pk=child.pk).values_list("is_active", flat=True)
    assert list(left) in ([True], [])
    assert Membership.objects.filter(user=child.pk).count() == len(left)


def test_twenty_workers_erase_a_child_once(home: Family, child: User) -> None:
    now = clock.now()
    withdraw_consent(child, actor=guardian_of(home), now=now)
    gone: list[bool] = []
    results = at_once(lambda n: gone.append(erase_child(child.pk, now=now + WEEK)))
    assert set(results) == {"done"}
    assert gone.count(True) == 1
    assert Notification.objects.filter(kind="consent.erased").count() == 2
