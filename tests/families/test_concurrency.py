"""Twenty at once at the doors of a family, with real threads, connections and locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import Notification, User
from families.models import Attempt, ChildProfile, Consent, Family, Invitation, Membership
from families.services import children, invitations, members, pins
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import add_member, make_child, make_device, make_family, make_guardian

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

AT_ONCE = 20


def at_once(press: Callable[[int], object], times: int = AT_ONCE) -> list[str]:
    """What became of each press: "done", or the code of its refusal. Anything else fails the test."""
    barrier = Barrier(times)

    def one(number: int) -> str:
        try:
            barrier.wait()
            press(number)
        except Refused as no:
            return no.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def family() -> Family:
    return make_family(make_guardian())


def _invitation(family: Family, role: str = "guardian") -> Invitation:
    return invitations.invite(family, by=family.memberships.get().user, role=role, now=clock.now())


def test_twenty_people_use_one_invitation(family: Family) -> None:
    invitation = _invitation(family)
    people = [make_guardian() for _ in range(AT_ONCE)]
    results = at_once(
        lambda n: invitations.join_as_guardian(invitation, user=people[n], called="이모", now=clock.now())
    )
    assert sorted(set(results)) == ["done", "gone"]
    assert results.count("done") == 1
    assert Membership.objects.filter(family=family, state="waiting").count() == 1
    assert Notification.objects.filter(kind="member.waiting").count() == 1


def test_one_person_presses_join_twenty_times(family: Family) -> None:
    invitation, person = _invitation(family), make_guardian()
    results = at_once(
        lambda n: invitations.join_as_guardian(invitation, user=person, called="이모", now=clock.now())
    )
    assert results.count("done") == 1
    assert Membership.objects.filter(family=family, user=person).count() == 1


def test_the_last_places_go_to_as_many_as_there_are(family: Family) -> None:
    open_ones = [_invitation(family) for _ in range(10)]
    people = [make_guardian() for _ in range(10)]
    results = at_once(
        lambda n: invitations.join_as_guardian(open_ones[n], user=people[n], called="이모", now=clock.now()),
        times=10,
    )
    assert results.count("done") == 3
    assert Membership.objects.filter(family=family, role="guardian", present=1).count() == 4


def test_join_against_revoke_has_one_outcome(family: Family) -> None:
    invitation, person = _invitation(family), make_guardian()

    def press(number: int) -> None:
        if number % 2:
            invitations.revoke(invitation, now=clock.now())
        else:
            invitations.join_as_guardian(invitation, user=person, called="이모", now=clock.now())

    at_once(press)
    invitation.refresh_from_db()
    joined = Membership.objects.filter(family=family, user=person).count()
    assert (invitation.state, joined) in (("used", 1), ("revoked", 0))


def test_one_form_sent_twenty_times_makes_one_child(family: Family) -> None:
    guardian = family.memberships.get().user
    draft = children.ChildDraft("서하", 2015, 3, "otter", pins.hash_child_pin("2468"), True, True)
    results = at_once(lambda n: children.begin_child(family, guardian=guardian, draft=draft, now=clock.now()))
    assert set(results) == {"done"}
    assert ChildProfile.objects.count() == Consent.objects.count() == 1


def test_one_guardian_makes_one_family_however_often_pressed() -> None:
    guardian = make_guardian()
    results = at_once(
        lambda n: members.create_family(guardian, name="우리 가족", called="엄마", now=clock.now())
    )
    assert set(results) == {"done"}
    assert Family.objects.count() == 1


def test_two_last_guardians_do_not_both_leave(family: Family) -> None:
    make_child(family)
    add_member(family, make_guardian(name="아빠"))
    places = list(Membership.objects.filter(family=family, role="guardian").select_related("family", "user"))
    results = at_once(lambda n: members.leave(places[n], now=clock.now()), times=2)
    assert sorted(results) == ["done", "may_not_leave"]


def test_guessing_in_parallel_is_no_way_around_the_limit(family: Family) -> None:
    child = make_child(family)
    device = make_device(family)
    child = User.objects.select_related("child_profile").get(pk=child.pk)
    results = at_once(
        lambda n: pins.check_child_pin(child, device=device, pin=f"9{n:03}", now=clock.now()), times=20
    )
    assert "done" not in results
    assert results.count("wrong_pin") <= 7  # 5, and the few whose rows were not yet visible to each other
    wrong = Attempt.objects.filter(outcome="wrong", key__startswith="pin:")
    assert wrong.count() == results.count("wrong_pin")
