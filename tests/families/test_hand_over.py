"""건네기 and the way back, and asking again for the device PIN."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.switching import CONFIRMED
from families.models import ChildProfile, Device, Family
from tests.factories import (
    CHILD_PIN,
    DEVICE_PIN,
    PASSWORD,
    make_child,
    make_device,
    make_family,
    make_guardian,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardian() -> User:
    return make_guardian(password=PASSWORD)


@pytest.fixture
def family(guardian: User) -> Family:
    return make_family(guardian)


@pytest.fixture
def child(family: Family) -> User:
    return make_child(family)


@pytest.fixture
def phone(guardian: User, family: Family) -> Client:
    """The guardian's phone, with a device PIN, last confirmed long ago."""
    client = signed_in(guardian)
    make_device(family, guardian, client=client)
    return _long_ago(client)


def _long_ago(client: Client) -> Client:
    session = client.session
    session[CONFIRMED] = 0
    session.save()
    return client


def _who(client: Client) -> int:
    return int(client.session["_auth_user_id"])


def _hand(client: Client, child: User) -> None:
    client.post(reverse("families:hand_over_to", args=[child.pk]))


def test_one_press_there_and_the_pin_back(phone: Client, guardian: User, child: User) -> None:
    _hand(phone, child)
    assert _who(phone) == child.pk
    assert "보호자로 돌아가기" in phone.get(reverse("families:me")).content.decode()
    answer = phone.post(reverse("families:take_back"), {"device_pin": "000001"})
    assert answer.status_code == 422
    assert _who(phone) == child.pk
    answer = phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN})
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache"'
    assert _who(phone) == guardian.pk


def test_after_five_wrong_pins_the_password_leads_back(phone: Client, guardian: User, child: User) -> None:
    _hand(phone, child)
    for _ in range(5):
        phone.post(reverse("families:take_back"), {"device_pin": "000001"})
    assert phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN}).status_code == 422
    assert "비밀번호" in phone.get(reverse("families:take_back")).content.decode()
    assert phone.post(reverse("families:take_back"), {"password": "wrong"}).status_code == 422
    assert phone.post(reverse("families:take_back"), {"password": PASSWORD}).status_code == 302
    assert _who(phone) == guardian.pk


def test_guessing_the_password_is_slowed_too(phone: Client, child: User) -> None:
    _hand(phone, child)
    for _ in range(5):
        phone.post(reverse("families:take_back"), {"device_pin": "000001"})
    for _ in range(5):
        phone.post(reverse("families:take_back"), {"password": "wrong"})
    assert phone.post(reverse("families:take_back"), {"password": PASSWORD}).status_code == 422
    assert _who(phone) == child.pk


def test_a_child_on_its_own_device_has_no_way_to_a_guardian(child: User) -> None:
    assert signed_in(child).get(reverse("families:take_back")).status_code == 404


def test_a_new_password_of_the_guardian_ends_the_ticket(phone: Client, guardian: User, child: User) -> None:
    _hand(phone, child)
    guardian.set_password("another-otter-8")
    guardian.save()
    assert phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN}).status_code == 404


def test_only_own_children_are_handed_to(phone: Client) -> None:
    stranger = make_child(make_family(make_guardian()))
    assert phone.post(reverse("families:hand_over_to", args=[stranger.pk])).status_code == 404
    assert phone.post(reverse("families:hand_over"), {"child": stranger.pk}).status_code == 404
    for nonsense in ("x", "9" * 5000, "9" * 30, "-1", "a\x00"):
        assert phone.post(reverse("families:hand_over"), {"child": nonsense}).status_code == 404


def test_the_device_pin_is_asked_again_and_what_was_pressed_goes_on(phone: Client, child: User) -> None:
    url = reverse("families:reset_pin", args=[child.pk])
    before = ChildProfile.objects.get().pin
    answer = phone.post(url, {"pin": "8264"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'action="{url}"' in page
    assert 'name="pin" value="8264"' in page
    assert ChildProfile.objects.get().pin == before
    assert phone.post(url, {"pin": "8264", "device_pin": "000001"}).status_code == 422
    assert ChildProfile.objects.get().pin == before
    assert phone.post(url, {"pin": "8264", "device_pin": DEVICE_PIN}).status_code == 302
    assert ChildProfile.objects.get().pin != before
    assert phone.post(url, {"pin": "9375"}).status_code == 302
    assert Notification.objects.filter(kind="pin.reset").exists()


def test_five_wrong_device_pins_are_not_six(phone: Client, child: User) -> None:
    url = reverse("families:reset_pin", args=[child.pk])
    for _ in range(5):
        phone.post(url, {"pin": "8264", "device_pin": "000001"})
    answer = phone.post(url, {"pin": "8264", "device_pin": DEVICE_PIN})
    assert answer.status_code == 422
    assert "잠겼어요" in answer.content.decode()


def test_a_phone_without_a_device_pin_is_asked_for_nothing(guardian: User, child: User) -> None:
    client = _long_ago(signed_in(guardian))
    assert client.post(reverse("families:reset_pin", args=[child.pk]), {"pin": "8264"}).status_code == 302


def test_whoever_signed_in_just_now_is_asked_for_nothing(guardian: User, family: Family, child: User) -> None:
    client = signed_in(guardian)
    make_device(family, guardian, client=client)
    assert client.post(reverse("families:reset_pin", args=[child.pk]), {"pin": "8264"}).status_code == 302


def test_the_device_pin_can_be_changed(phone: Client, guardian: User, family: Family, child: User) -> None:
    url = reverse("families:device_pin")
    assert phone.get(url).status_code == 200
    assert phone.post(url, {"new-device_pin": "246813", "device_pin": DEVICE_PIN}).status_code == 302
    _hand(phone, child)
    assert phone.post(reverse("families:take_back"), {"device_pin": "246813"}).status_code == 302


def test_the_next_hand_over_on_the_same_phone_makes_no_second_device(phone: Client, child: User) -> None:
    _hand(phone, child)
    phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN})
    _hand(phone, child)
    assert Device.objects.count() == 1


def test_handing_over_never_replaces_the_pin(phone: Client, guardian: User, child: User) -> None:
    phone.post(reverse("families:hand_over_to", args=[child.pk]), {"device_pin": "482915"})
    assert phone.post(reverse("families:take_back"), {"device_pin": "482915"}).status_code == 422
    assert phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN}).status_code == 302


@pytest.fixture
def taken_back(phone: Client, child: User) -> Client:
    """The guardian's phone after one hand-over and the way back, last confirmed long ago."""
    _hand(phone, child)
    phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN})
    return _long_ago(phone)


def test_forgetting_the_device_wants_its_pin(taken_back: Client) -> None:
    device = Device.objects.get()
    taken_back.post(reverse("families:revoke_device", args=[device.pk]))
    device.refresh_from_db()
    assert device.revoked_at is None


def test_a_lost_device_cookie_does_not_open_what_the_pin_guards(
    taken_back: Client, family: Family, child: User
) -> None:
    answer = taken_back.post(reverse("families:child_sign_in"), {"code": family.code})
    assert answer.status_code == 302  # the browser is another device now, without a PIN
    before = ChildProfile.objects.get().pin
    url = reverse("families:reset_pin", args=[child.pk])
    assert "비밀번호" in taken_back.post(url, {"pin": "8264"}).content.decode()
    assert taken_back.post(url, {"pin": "8264", "guardian_password": "wrong"}).status_code == 422
    assert ChildProfile.objects.get().pin == before
    assert taken_back.post(url, {"pin": "8264", "guardian_password": PASSWORD}).status_code == 302


def test_a_new_device_pin_is_not_the_childs_to_set(taken_back: Client, child: User, guardian: User) -> None:
    del taken_back.cookies["oneco_device"]
    url = reverse("families:hand_over_to", args=[child.pk])
    page = taken_back.post(url, {"device_pin": "482915"})
    assert _who(taken_back) == guardian.pk
    assert 'name="device_pin" value="482915"' in page.content.decode()
    taken_back.post(url, {"device_pin": "482915", "guardian_password": PASSWORD})
    assert _who(taken_back) == child.pk


def test_the_childs_own_first_pin_leaves_the_way_back(phone: Client, child: User, family: Family) -> None:
    """The first evening: handed over on the guardian's phone, then taken up on the child's own."""
    phone.post(reverse("families:hand_over_to", args=[child.pk]))
    own = Client()
    make_device(family, client=own)
    assert own.post(reverse("families:pin", args=[child.pk]), {"pin": CHILD_PIN}).status_code == 302
    assert own.post(reverse("families:new_pin"), {"pin": "7193"}).status_code == 302
    back = phone.post(reverse("families:take_back"), {"device_pin": DEVICE_PIN})
    assert (back.status_code, phone.get(reverse("home")).status_code) == (302, 200)
