"""The last guardian deletes the family: everybody is out, for 7 days it comes back, then it is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from families import selectors
from families.leaving import TIED
from families.models import ChildProfile, Consent, Device, Family, Invitation, Membership
from families.services import invitations
from families.services.consents import withdraw_consent
from families.services.erasing import erase_withdrawn, forget_closed
from missions.models import Mission
from oneco.lib import clock
from tests.factories import (
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_staff,
    make_teen,
    signed_in,
)
from tests.missions.world import make_world

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def mother() -> User:
    return make_guardian()


@pytest.fixture
def family(mother: User) -> Family:
    return make_family(mother, name="해달 가족")


@pytest.fixture
def child(family: Family) -> User:
    return make_child(family)


@pytest.fixture
def older(family: Family) -> User:
    """A PIN profile of somebody of 14 or over, which rests on no consent."""
    older = make_child(family, name="하린", birth=(clock.today().year - 15, 1))
    ChildProfile.objects.filter(user=older).update(basis="own", consent=None)
    return older


def delete(client: Client, family: Family) -> Any:
    return client.post(reverse("families:delete", args=[family.pk]))


def come_back(client: Client, family: Family, user: User) -> int:
    place = Membership.objects.get(family=family, user=user)
    return client.post(reverse("families:come_back", args=[place.pk])).status_code


def sweep(now: datetime) -> None:
    erase_withdrawn(now)
    forget_closed(now)


def test_the_way_to_it_stands_where_leaving_is_refused(mother: User, family: Family, child: User) -> None:
    page = signed_in(mother).get(reverse("families:leave", args=[family.pk])).content.decode()
    assert reverse("families:delete", args=[family.pk]) in page


def test_everybody_is_out_at_once(mother: User, family: Family, child: User) -> None:
    teen, guest = make_teen(family), make_child(name="하준")
    add_member(family, guest)
    waiting = add_member(family, make_guardian(name="이모"), state="waiting")
    code = invitations.invite(family, by=mother, role="guardian", now=clock.now())
    device = Client()
    make_device(family, client=device)
    browser, client = signed_in(child), signed_in(mother)
    assert delete(client, family).status_code == 302
    assert browser.get(reverse("families:me")).status_code == 302
    assert device.post(reverse("families:pin", args=[child.pk]), {"pin": "2468"}).status_code == 404
    for person in (mother, teen):
        assert not selectors.families_of(person).exists()
    assert list(selectors.families_of(guest)) == [guest.child_profile.home_family]
    waiting.refresh_from_db()
    assert waiting.state == "left"
    assert Invitation.objects.get(pk=code.pk).state == "revoked"
    assert client.get(reverse("families:family_detail", args=[family.pk])).status_code == 404


def test_it_comes_back_whole_within_a_week(
    mother: User, family: Family, child: User, older: User, travel: Callable[[timedelta], None]
) -> None:
    client = signed_in(mother)
    delete(client, family)
    travel(timedelta(days=6))
    sweep(clock.now())
    assert "다시 돌아가기" in client.get(reverse("families:family")).content.decode()
    assert come_back(client, family, mother) == 302
    for each in (child, older):
        each.refresh_from_db()
        assert each.is_active
    assert Family.objects.get().closed_at is None
    sweep(clock.now() + WEEK)
    assert User.objects.filter(role="child").count() == 2


def test_after_a_week_nothing_is_left_but_the_proof(
    mother: User, family: Family, child: User, older: User, travel: Callable[[timedelta], None]
) -> None:
    make_device(family)
    client = signed_in(mother)
    delete(client, family)
    travel(WEEK + timedelta(minutes=1))
    for _ in range(2):
        sweep(clock.now())
    assert not User.objects.filter(role="child").exists()
    family.refresh_from_db()
    assert family.name == ""
    assert not Device.objects.exists()
    assert Consent.objects.exists()
    assert Notification.objects.filter(recipient=mother, kind="consent.erased").count() == 2
    assert come_back(client, family, mother) == 404


def test_missions_and_promises_go_with_the_children_and_are_named_before() -> None:
    world = make_world()
    world.achieved()
    signed_in(world.father).post(reverse("families:leave", args=[world.family.pk]))
    client = signed_in(world.mother)
    page = client.get(reverse("families:delete", args=[world.family.pk])).content.decode()
    assert "서하에게 약속한 ‘김밥 소풍’도 지워져요" in page.replace(TIED, "")
    delete(client, world.family)
    sweep(clock.now() + WEEK)
    assert not Mission.objects.exists()


def test_own_accounts_outlive_the_family(mother: User, family: Family) -> None:
    teen = make_teen(family)
    delete(signed_in(mother), family)
    sweep(clock.now() + WEEK)
    assert User.objects.get(pk=teen.pk).is_active


def test_where_another_guardian_is_it_is_refused(mother: User, family: Family, child: User) -> None:
    father = make_guardian(name="아빠")
    add_member(family, father)
    client = signed_in(mother)
    page = client.get(reverse("families:delete", args=[family.pk])).content.decode()
    assert "다른 보호자가 있는 가족은 지울 수 없어요" in page
    assert delete(client, family).status_code == 422
    assert Family.objects.get().closed_at is None
    assert selectors.is_live_member(father, family)


def test_strangers_and_children_delete_nothing(mother: User, family: Family, child: User) -> None:
    assert delete(signed_in(make_guardian()), family).status_code == 404
    assert delete(signed_in(child), family).status_code == 403
    assert Family.objects.get().closed_at is None


def test_a_second_press_changes_nothing(mother: User, family: Family, child: User) -> None:
    client = signed_in(mother)
    assert delete(client, family).status_code == 302
    told = Notification.objects.count()
    assert delete(client, family).status_code == 404
    assert Notification.objects.count() == told


def test_a_child_stopped_before_stays_stopped(mother: User, family: Family, child: User) -> None:
    withdraw_consent(child, actor=mother, now=clock.now() - timedelta(days=2))
    client = signed_in(mother)
    delete(client, family)
    come_back(client, family, mother)
    child.refresh_from_db()
    assert not child.is_active


def test_a_guardian_who_left_before_may_take_it_over(mother: User, family: Family, child: User) -> None:
    father = make_guardian(name="아빠")
    add_member(family, father)
    assert signed_in(father).post(reverse("families:leave", args=[family.pk])).status_code == 302
    delete(signed_in(mother), family)
    assert come_back(signed_in(father), family, father) == 302
    child.refresh_from_db()
    assert child.is_active
    assert child.child_profile.consent is not None
    assert child.child_profile.consent.guardian == father
    sweep(clock.now() + WEEK)
    assert User.objects.filter(pk=child.pk).exists()
    assert not selectors.is_live_member(mother, family)


def test_nobody_else_comes_back_into_a_deleted_family(mother: User, family: Family) -> None:
    teen = make_teen(family)
    signed_in(teen).post(reverse("families:leave", args=[family.pk]))
    delete(signed_in(mother), family)
    assert come_back(signed_in(teen), family, teen) == 422
    place = Membership.objects.get(family=family, user=mother)
    undo = reverse("admin:families_staffact_undo", args=[place.pk])
    answer = signed_in(make_staff()).post(undo, {"reason": "부탁"})
    assert answer.status_code == 422
    assert "지운 가족이에요" in answer.content.decode()
    assert Family.objects.get().closed_at is not None
