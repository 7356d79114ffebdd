"""가족: who agrees, who leaves, who comes back; consent taken back and given again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Notification, User
from families import selectors
from families.leaving import TIED
from families.models import Attempt, Consent, ConsentWithdrawal, Family, Membership
from families.signals import children_changed, member_left
from oneco.lib import clock
from tests.factories import (
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_teen,
    signed_in,
)
from tests.missions.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother() -> User:
    return make_guardian()


@pytest.fixture
def family(mother: User) -> Family:
    return make_family(mother)


@pytest.fixture
def child(family: Family) -> User:
    return make_child(family)


def _post(client: Client, name: str, pk: int) -> int:
    return client.post(reverse(f"families:{name}", args=[pk])).status_code


def test_a_legal_guardian_agrees_and_the_children_are_told(mother: User, family: Family, child: User) -> None:
    grandmother = make_guardian(name="할머니")
    place = add_member(family, grandmother, state="waiting", legal=False)
    assert "함께하고 싶어 해요" in signed_in(mother).get(reverse("families:family")).content.decode()
    assert _post(signed_in(mother), "agree", place.pk) == 302
    assert list(selectors.children_of(grandmother)) == [child]
    told = Notification.objects.get(recipient=child)
    assert (told.kind, told.data["name"]) == ("member.sees_you", "할머니")
    assert _post(signed_in(mother), "agree", place.pk) == 404


def test_who_is_not_legal_does_not_agree(family: Family, child: User) -> None:
    aunt = make_guardian(name="이모")
    add_member(family, aunt, legal=False)
    place = add_member(family, make_guardian(name="할머니"), state="waiting", legal=False)
    assert _post(signed_in(aunt), "agree", place.pk) == 403
    assert _post(signed_in(aunt), "refuse", place.pk) == 403
    assert Membership.objects.get(pk=place.pk).state == "waiting"


def test_where_nobody_declared_it_any_guardian_agrees() -> None:
    mother = make_guardian()
    family = make_family(mother, legal=False)
    place = add_member(family, make_guardian(name="아빠"), state="waiting", legal=False)
    assert _post(signed_in(mother), "agree", place.pk) == 302


def test_a_refused_guardian_is_told_and_cannot_undo_it(mother: User, family: Family) -> None:
    stranger = make_guardian(name="이모")
    place = add_member(family, stranger, state="waiting", legal=False)
    assert _post(signed_in(mother), "refuse", place.pk) == 302
    assert Notification.objects.get(recipient=stranger).kind == "member.refused"
    assert _post(signed_in(stranger), "come_back", place.pk) == 404


def test_strangers_answer_nothing(family: Family) -> None:
    place = add_member(family, make_guardian(name="할머니"), state="waiting", legal=False)
    stranger = make_guardian()
    make_family(stranger)
    for name in ("agree", "refuse"):
        assert _post(signed_in(stranger), name, place.pk) == 404
    for name in ("family_detail", "leave"):
        assert signed_in(stranger).get(reverse(f"families:{name}", args=[family.pk])).status_code == 404


def test_the_last_guardian_of_children_stays(mother: User, family: Family, child: User) -> None:
    client = signed_in(mother)
    assert "마지막 보호자" in client.get(reverse("families:leave", args=[family.pk])).content.decode()
    assert _post(client, "leave", family.pk) == 422
    assert selectors.is_live_member(mother, family)


def test_leaving_is_heard_and_undone_within_a_week(
    mother: User, family: Family, child: User, travel: Callable[[timedelta], None]
) -> None:
    heard: list[Any] = []

    def listen(sender: object, **kwargs: Any) -> None:
        heard.append(kwargs["membership"].user)

    father = make_guardian(name="아빠")
    place = add_member(family, father)
    client = signed_in(father)
    member_left.connect(listen)
    try:
        assert _post(client, "leave", family.pk) == 302
    finally:
        member_left.disconnect(listen)
    assert heard == [father]
    assert client.get(reverse("families:family_detail", args=[family.pk])).status_code == 404
    assert "다시 돌아가기" in client.get(reverse("families:family")).content.decode()
    assert Notification.objects.filter(recipient=mother, kind="member.left").exists()
    travel(timedelta(days=6))
    assert _post(client, "come_back", place.pk) == 302
    assert selectors.is_live_member(father, family)
    _post(client, "leave", family.pk)
    travel(timedelta(days=7, minutes=1))
    assert _post(client, "come_back", place.pk) == 404


def test_a_child_under_14_stays_in_its_only_family_and_a_teen_may_go(family: Family, child: User) -> None:
    assert _post(signed_in(child), "leave", family.pk) == 422
    teen = make_teen(family)
    client = signed_in(teen)
    assert _post(client, "leave", family.pk) == 302
    assert "나온" in client.get(reverse("families:me")).content.decode()
    place = Membership.objects.get(user=teen)
    assert _post(client, "come_back", place.pk) == 302


def test_a_child_of_two_families_may_leave_one(family: Family, child: User) -> None:
    other = make_family()
    add_member(other, child)
    assert _post(signed_in(child), "leave", other.pk) == 302


def test_a_withdrawn_consent_stops_the_child_at_once_and_is_undone_within_a_week(
    mother: User, family: Family, child: User, travel: Callable[[timedelta], None]
) -> None:
    heard: list[Any] = []

    def listen(sender: object, **kwargs: Any) -> None:
        heard.append(kwargs["child"])

    father = make_guardian(name="아빠")
    add_member(family, father)
    browser, client = signed_in(child), signed_in(mother)
    device = Client()
    make_device(family, client=device)
    children_changed.connect(listen)
    try:
        assert client.get(reverse("families:withdraw_consent", args=[child.pk])).status_code == 200
        for _ in range(2):
            assert _post(client, "withdraw_consent", child.pk) == 302
    finally:
        children_changed.disconnect(listen)
    assert heard == [child]
    assert browser.get(reverse("families:me")).status_code == 302
    assert device.post(reverse("families:pin", args=[child.pk]), {"pin": "2468"}).status_code == 404
    assert Notification.objects.filter(recipient=father, kind="consent.withdrawn").count() == 1
    assert "다시 동의하기" in client.get(reverse("families:family")).content.decode()
    travel(timedelta(days=6))
    assert _post(signed_in(father), "renew_consent", child.pk) == 302
    assert device.post(reverse("families:pin", args=[child.pk]), {"pin": "2468"}).status_code == 302
    assert Consent.objects.count() == 2
    assert ConsentWithdrawal.objects.count() == 1
    _post(client, "withdraw_consent", child.pk)
    travel(timedelta(days=7, minutes=1))
    assert _post(client, "renew_consent", child.pk) == 422


def test_only_legal_guardians_take_consent_back(family: Family, child: User) -> None:
    aunt = make_guardian(name="이모")
    add_member(family, aunt, legal=False)
    assert _post(signed_in(aunt), "withdraw_consent", child.pk) == 403
    assert not ConsentWithdrawal.objects.exists()


def test_the_family_code_changes(mother: User, family: Family) -> None:
    before = family.code
    assert _post(signed_in(mother), "change_code", family.pk) == 302
    family.refresh_from_db()
    assert family.code != before
    assert len(family.code) == 10


def test_the_consents_a_guardian_gave(mother: User, child: User) -> None:
    assert "가입" in signed_in(mother).get(reverse("families:consents")).content.decode()


def test_the_family_page_asks_no_more_for_more_children(
    mother: User, family: Family, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            made = make_child(family, mother, name=f"아이{number}")
            Attempt.objects.create(key=f"pin:{made.pk}@1", outcome="wrong", at=family.created_at)
            add_member(family, make_guardian(), state="waiting")
            make_device(family)

    client = signed_in(mother)
    fill(2)
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("families:family"))
    fill(10)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("families:family"))


def test_who_is_whose(mother: User, family: Family, child: User) -> None:
    father = make_guardian(name="아빠")
    other = make_family(father, name="아빠 집")
    add_member(other, child)
    assert list(selectors.children_of(mother)) == list(selectors.children_of(father)) == [child]
    assert list(selectors.guardians_of(child)) == [mother, father]
    assert list(selectors.families_of(child)) == [family, other]
    assert selectors.called_in(family) == {mother.pk: "엄마"}
    assert selectors.first_step(make_guardian()) == "families:new"
    assert selectors.first_step(make_teen()) == "families:join"
    assert selectors.first_step(child) is None


def test_nobody_comes_back_to_a_full_family(family: Family, settings: Any) -> None:
    teen = make_teen(family)
    place = Membership.objects.get(user=teen)
    client = signed_in(teen)
    assert _post(client, "leave", family.pk) == 302
    make_child(family)
    settings.FAMILY_MAX_CHILDREN = 1
    assert _post(client, "come_back", place.pk) == 422
    settings.FAMILY_MAX_CHILDREN = 2
    assert _post(client, "come_back", place.pk) == 302


def test_who_waits_may_stop_waiting(family: Family) -> None:
    aunt = make_guardian(name="이모")
    place = add_member(family, aunt, state="waiting", legal=False)
    assert "기다리지 않기" in signed_in(aunt).get(reverse("families:family")).content.decode()
    assert _post(signed_in(make_guardian()), "stop_waiting", place.pk) == 404
    assert _post(signed_in(aunt), "stop_waiting", place.pk) == 302
    assert _post(signed_in(aunt), "stop_waiting", place.pk) == 404
    assert Membership.objects.get(pk=place.pk).state == "left"
    assert selectors.returnable(aunt, clock.now()) == [], "nothing to go back to"


def test_the_last_legal_guardian_stays_until_another_one_says_to_be_one(
    mother: User, family: Family, child: User
) -> None:
    father = make_guardian(name="아빠")
    add_member(family, father, legal=False)
    page = signed_in(mother).get(reverse("families:leave", args=[family.pk])).content.decode()
    assert "법정대리인이 한 사람은 남아야 해요" in page
    assert _post(signed_in(mother), "leave", family.pk) == 422
    client, url = signed_in(father), reverse("families:declare_legal", args=[family.pk])
    assert url in client.get(reverse("families:family")).content.decode()
    assert client.post(url).status_code == 422
    for _ in range(2):
        assert client.post(url, {"legal": "on"}).status_code == 302
    assert Notification.objects.filter(recipient=mother, kind="member.legal").count() == 1
    assert _post(signed_in(mother), "leave", family.pk) == 302


def test_leaving_names_what_the_guardian_leaves_behind() -> None:
    world = make_world()
    world.running()
    mother = signed_in(world.mother)
    page = mother.get(reverse("families:leave", args=[world.family.pk])).content.decode()
    assert "서하의 ‘첫 주 맛보기’ 미션은 다른 보호자가 이어 맡거나" in page
    father = signed_in(world.father).get(reverse("families:leave", args=[world.family.pk]))
    assert "하고 있는 미션이나 기다리는 약속은 없어요" in father.content.decode()


def test_leaving_names_the_promise_that_is_still_owed() -> None:
    world = make_world()
    world.achieved(title="용돈", kind="money", amount=5000)
    mother = signed_in(world.mother)
    page = mother.get(reverse("families:leave", args=[world.family.pk])).content.decode()
    assert "서하에게 약속한 ‘용돈 5,000원’은 나간 뒤에도 그대로 남아요" in page.replace(TIED, "")
