"""A PIN profile in two homes: who lets it in, what follows, who takes it out, who lets it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.wording import sentence
from families import selectors
from families.models import Consent, Device, Family, Invitation, Membership
from families.services import invitations
from oneco.lib import clock
from tests.factories import (
    CHILD_PIN,
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    signed_in,
)

pytestmark = pytest.mark.django_db

Travel = Callable[[timedelta], None]


@pytest.fixture
def mother() -> User:
    return make_guardian("mother@example.com")


@pytest.fixture
def father() -> User:
    return make_guardian("father@example.com", name="아빠")


@pytest.fixture
def home(mother: User) -> Family:
    return make_family(mother, make_guardian(name="할머니"), name="엄마 집")


@pytest.fixture
def other(father: User) -> Family:
    return make_family(father, name="아빠 집")


@pytest.fixture
def child(home: Family) -> User:
    return make_child(home)


@pytest.fixture
def invitation(other: Family, father: User) -> Invitation:
    return invitations.invite(other, by=father, role="child", now=clock.now())


@pytest.fixture
def place(mother: User, child: User, invitation: Invitation) -> Membership:
    assert bring(mother, invitation, child).status_code == 302
    return Membership.objects.get(user=child, family=invitation.family)


def bring(guardian: User, invitation: Invitation, child: User, sharing: bool = True) -> Any:
    data = {"child": child.pk} | ({"sharing": "on"} if sharing else {})
    return signed_in(guardian).post(reverse("families:bring", args=[invitation.code]), data)


def press(guardian: User, name: str, pk: int) -> int:
    return signed_in(guardian).post(reverse(f"families:{name}", args=[pk])).status_code


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return [sentence(row.kind, row.data) for row in rows]


def test_a_home_guardian_reads_what_follows_and_lets_the_child_in(
    mother: User, father: User, home: Family, other: Family, child: User, invitation: Invitation
) -> None:
    client = signed_in(mother)
    preview = client.get(reverse("families:invitation", args=[invitation.code])).content.decode()
    assert "직접 아는 가족인가요?" in preview
    page = client.get(reverse("families:bring", args=[invitation.code])).content.decode()
    assert "배운 단어와 조개만 두 집에서 같이 보여요" in page
    assert 'name="sharing"' in page
    assert 'name="sharing" required checked' not in page
    answer = bring(mother, invitation, child)
    assert answer.status_code == 302
    assert list(selectors.families_of(child)) == [home, other]
    child.refresh_from_db()
    consent = child.child_profile.sharing
    assert consent is not None
    assert (consent.kind, consent.guardian, consent.family) == ("sharing", mother, home)
    assert Invitation.objects.get().state == "used"
    assert selectors.children_of(father).get() == child


def test_both_homes_and_the_child_are_told_each_in_its_own_words(
    mother: User, father: User, home: Family, child: User, place: Membership
) -> None:
    grandmother = selectors.guardians_in(home).exclude(pk=mother.pk).get()
    assert told(grandmother) == ["엄마가 서하를 다른 집에도 함께하게 했어요. 배운 단어와 조개만 오가요."]
    assert told(father) == ["서하가 초대를 받아 ‘아빠 집’에 들어왔어요."]
    assert told(child) == ["이제 ‘아빠 집’에서도 함께해요. 누가 보는지는 ‘나’에 적혀 있어요."]
    assert told(mother) == []


def test_without_the_tick_nothing_happens_and_the_form_says_why(
    mother: User, child: User, invitation: Invitation
) -> None:
    answer = bring(mother, invitation, child, sharing=False)
    assert answer.status_code == 422
    assert "나누는 데 동의해야 두 집에서 함께할 수 있어요" in answer.content.decode()
    assert not Consent.objects.filter(kind="sharing").exists()
    assert Invitation.objects.get().state == "open"


def test_the_sharing_ticked_with_the_profile_is_enough(
    mother: User, home: Family, child: User, invitation: Invitation
) -> None:
    child.child_profile.sharing = Consent.objects.create(
        family=home,
        guardian=mother,
        kind="sharing",
        text_version="1",
        method="household",
        given_at=clock.now(),
    )
    child.child_profile.save()
    page = signed_in(mother).get(reverse("families:bring", args=[invitation.code])).content.decode()
    assert 'name="sharing"' not in page
    assert bring(mother, invitation, child, sharing=False).status_code == 302
    assert Consent.objects.filter(kind="sharing").count() == 1


def test_who_is_no_legal_guardian_cannot_consent_to_it(
    home: Family, child: User, invitation: Invitation
) -> None:
    aunt = make_guardian(name="이모")
    add_member(home, aunt, legal=False)
    answer = bring(aunt, invitation, child)
    assert answer.status_code in (403, 422)
    assert "법정대리인이라고 밝힌 보호자만" in answer.content.decode()
    assert not Membership.objects.filter(family=invitation.family, user=child).exists()


def test_one_of_several_children_is_chosen(
    mother: User, home: Family, child: User, invitation: Invitation
) -> None:
    sister = make_child(home, name="지호")
    page = signed_in(mother).get(reverse("families:bring", args=[invitation.code])).content.decode()
    assert "누가 ‘아빠 집’" in page
    assert bring(mother, invitation, sister).status_code == 302
    assert not Membership.objects.filter(family=invitation.family, user=child).exists()


def test_a_double_press_joins_once_and_shows_the_same(
    mother: User, child: User, invitation: Invitation
) -> None:
    answers = [bring(mother, invitation, child) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/family/")] * 2
    assert Membership.objects.filter(family=invitation.family, user=child).count() == 1


def test_only_home_guardians_bring_and_only_their_own(
    mother: User, child: User, place: Membership, father: User
) -> None:
    third = make_family(name="셋째 집")
    by = selectors.guardians_in(third).get()
    code = invitations.invite(third, by=by, role="child", now=clock.now())
    assert bring(father, code, child)["Location"] == reverse("families:invitation", args=[code.code])
    stranger = make_guardian()
    assert "우리 집에 PIN 프로필이 있는 아이만" in (
        signed_in(stranger).get(reverse("families:invitation", args=[code.code])).content.decode()
    )
    assert signed_in(child).get(reverse("families:bring", args=[code.code])).status_code == 403


def test_two_homes_are_the_most(mother: User, child: User, place: Membership) -> None:
    third = make_family(name="셋째 집")
    by = selectors.guardians_in(third).get()
    answer = bring(mother, invitations.invite(third, by=by, role="child", now=clock.now()), child)
    assert answer.status_code == 422
    assert "두 집까지" in answer.content.decode()


def test_a_full_family_takes_no_further_child(
    mother: User, child: User, invitation: Invitation, settings: Any
) -> None:
    settings.FAMILY_MAX_CHILDREN = 0
    answer = bring(mother, invitation, child)
    assert answer.status_code == 422
    assert "자녀가 더 들어올 수 없어요" in answer.content.decode()


def test_a_guardians_invitation_brings_no_child(
    mother: User, father: User, other: Family, child: User
) -> None:
    code = invitations.invite(other, by=father, role="guardian", now=clock.now())
    answer = bring(mother, code, child)
    assert answer["Location"] == reverse("families:invitation", args=[code.code])
    assert not Membership.objects.filter(family=other, user=child).exists()


def test_nonsense_keeps_the_page(mother: User, child: User, invitation: Invitation) -> None:
    url = reverse("families:bring", args=[invitation.code])
    for data in ({"child": "x"}, {"child": make_child().pk, "sharing": "on"}, {"sharing": "on"}):
        assert signed_in(mother).post(url, data).status_code == 422
    assert signed_in(mother).get("/join/ABCDEFGH/child/").status_code == 422


def test_the_same_pin_opens_on_devices_of_both_homes(
    home: Family, other: Family, child: User, place: Membership
) -> None:
    for family in (home, other):
        device = Client()
        make_device(family, client=device)
        assert device.get(reverse("families:faces")).content.decode().count('class="face"') == 1
        assert device.post(reverse("families:pin", args=[child.pk]), {"pin": CHILD_PIN}).status_code == 302


def test_a_phone_handed_over_by_the_other_home_knows_only_that_home(
    father: User, other: Family, child: User, place: Membership
) -> None:
    client = signed_in(father)
    url = reverse("families:hand_over")
    assert client.post(url, {"child": child.pk, "device_pin": "135790"}).status_code == 302
    assert Device.objects.get().family == other


def test_the_other_home_sees_the_child_but_resets_nothing(
    father: User, child: User, place: Membership
) -> None:
    page = signed_in(father).get(reverse("families:family")).content.decode()
    assert child.display_name in page
    assert "PIN 새로 정하기" not in page
    assert "동의 거두기" not in page
    for name in ("reset_pin", "withdraw_consent", "renew_consent", "sharing", "renew_sharing"):
        assert press(father, name, child.pk) == 404


@pytest.mark.parametrize("who", ["father", "mother"])
def test_either_home_ends_it_and_only_that_side_undoes_it(
    who: str, mother: User, father: User, child: User, place: Membership, travel: Travel
) -> None:
    presser, opposite = (father, mother) if who == "father" else (mother, father)
    client = signed_in(presser)
    page = client.get(reverse("families:end_place", args=[place.pk])).content.decode()
    assert "7일 안에" in page
    for _ in range(2):
        assert press(presser, "end_place", place.pk) in (302, 404)
    assert selectors.families_of(child).count() == 1
    assert Notification.objects.filter(recipient=child, kind="home.you_left").count() == 1
    assert press(opposite, "undo_end", place.pk) in (403, 404)
    assert press(child, "come_back", place.pk) == 404
    travel(timedelta(days=6))
    assert press(presser, "undo_end", place.pk) == 302
    assert selectors.families_of(child).count() == 2
    press(presser, "end_place", place.pk)
    travel(timedelta(days=7, minutes=1))
    assert press(presser, "undo_end", place.pk) == 404


def test_the_side_that_ended_it_finds_the_way_back_on_its_page(
    mother: User, father: User, child: User, place: Membership
) -> None:
    press(father, "end_place", place.pk)
    undo = reverse("families:undo_end", args=[place.pk])
    assert undo in signed_in(father).get(reverse("families:family")).content.decode()
    assert undo not in signed_in(mother).get(reverse("families:sharing", args=[child.pk])).content.decode()
    press(father, "undo_end", place.pk)
    press(mother, "end_place", place.pk)
    assert undo not in signed_in(father).get(reverse("families:family")).content.decode()
    assert undo in signed_in(mother).get(reverse("families:sharing", args=[child.pk])).content.decode()


def test_nobody_takes_a_child_out_of_its_home(
    mother: User, home: Family, child: User, place: Membership
) -> None:
    at_home = Membership.objects.get(user=child, family=home)
    assert press(mother, "end_place", at_home.pk) == 404
    assert press(make_guardian(), "end_place", place.pk) == 404
    assert press(child, "leave", home.pk) == 422


def test_without_the_sharing_consent_the_child_leaves_and_returns_with_it(
    mother: User, father: User, child: User, place: Membership, travel: Travel
) -> None:
    aunt = make_guardian(name="이모")
    add_member(child.child_profile.home_family, aunt, legal=False)
    assert press(aunt, "sharing", child.pk) == 403
    for _ in range(2):
        assert press(mother, "sharing", child.pk) == 302
    assert selectors.families_of(child).count() == 1
    assert "서하가 ‘아빠 집’에서 나갔어요." in told(father)
    assert press(father, "undo_end", place.pk) in (403, 404)
    assert press(mother, "undo_end", place.pk) == 422
    travel(timedelta(days=6))
    assert press(mother, "renew_sharing", child.pk) == 302
    assert selectors.families_of(child).count() == 2
    assert Consent.objects.filter(kind="sharing").count() == 2
    press(mother, "sharing", child.pk)
    travel(timedelta(days=7, minutes=1))
    assert press(mother, "renew_sharing", child.pk) == 422
    assert selectors.families_of(child).count() == 1


def test_a_child_of_14_needs_no_sharing_consent(mother: User, home: Family, invitation: Invitation) -> None:
    teen = make_child(home, birth=(clock.today().year - 15, 1))
    assert bring(mother, invitation, teen, sharing=False).status_code == 302


def test_a_stopped_child_is_nothing_but_resting_for_the_other_home(
    mother: User, father: User, child: User, place: Membership
) -> None:
    press(mother, "withdraw_consent", child.pk)
    page = signed_in(father).get(reverse("families:family")).content.decode()
    assert "지금은 들어올 수 없어요" in page
    assert "동의" not in page.split('id="guardians"')[0].split('id="children"')[1]
    assert told(father)[-1] == "서하는 지금 들어올 수 없어요. 하던 미션은 그대로 멈춰 있어요."
    press(mother, "renew_consent", child.pk)
    assert told(father)[-1] == "서하가 다시 들어올 수 있어요."
