"""Family code, known device, animal, PIN."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from families import devices
from families.models import Attempt, ChildProfile, Device, Family
from tests.factories import (
    CHILD_PIN,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_teen,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def child(family: Family) -> User:
    return make_child(family)


@pytest.fixture
def browser(family: Family) -> Client:
    client = Client()
    make_device(family, client=client)
    return client


def _enter(client: Client, child: User, pin: str = CHILD_PIN) -> int:
    return client.post(reverse("families:pin", args=[child.pk]), {"pin": pin}).status_code


def _who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_family_code_makes_a_device_and_then_animals_show(family: Family, child: User) -> None:
    client = Client()
    typed = f"{family.code[:5].lower()} {family.code[5:]}"
    answer = client.post(reverse("families:child_sign_in"), {"code": typed})
    assert answer["Location"] == reverse("families:faces")
    device = Device.objects.get()
    assert device.family == family
    assert device.key_hash not in client.cookies[devices.COOKIE].value
    page = client.get(reverse("families:faces")).content.decode()
    assert "해달" in page
    assert child.display_name not in page


def test_the_first_sign_in_asks_for_a_new_pin(browser: Client, child: User) -> None:
    answer = browser.post(reverse("families:pin", args=[child.pk]), {"pin": CHILD_PIN})
    assert answer["Location"] == reverse("families:new_pin")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert _who(browser) == str(child.pk)
    assert browser.post(reverse("families:new_pin"), {"pin": CHILD_PIN}).status_code == 422
    assert browser.post(reverse("families:new_pin"), {"pin": "7193"}).status_code == 302
    profile = ChildProfile.objects.get(user=child)
    assert not profile.pin_is_first


def test_the_nickname_shows_only_where_the_right_pin_was_entered(family: Family, child: User) -> None:
    here, there = Client(), Client()
    device = make_device(family, client=here)
    make_device(family, client=there)
    _enter(here, child)
    key = here.cookies[devices.COOKIE]
    here = Client()
    here.cookies[devices.COOKIE] = key.value
    assert child.display_name in here.get(reverse("families:faces")).content.decode()
    assert child.display_name not in there.get(reverse("families:faces")).content.decode()
    assert Attempt.objects.get().key == f"pin:{child.pk}@{device.pk}"


def test_wrong_codes_are_counted_per_place(family: Family) -> None:
    client = Client()
    for _ in range(10):
        answer = client.post(reverse("families:child_sign_in"), {"code": "WRONGWRONG"})
        assert answer.status_code == 422
    answer = client.post(reverse("families:child_sign_in"), {"code": family.code})
    assert answer.status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(reverse("families:child_sign_in"), {"code": family.code}).status_code == 302


def test_five_wrong_pins_lock_for_a_quarter_of_an_hour_and_guardians_hear_of_it(
    browser: Client, child: User, travel: Callable[[timedelta], None]
) -> None:
    for _ in range(5):
        assert _enter(browser, child, "9999") == 422
    assert _enter(browser, child) == 429
    assert Notification.objects.filter(kind="pin.locked").count() == 1
    travel(timedelta(minutes=15))
    assert _enter(browser, child) == 302


def test_the_ladder_ends_with_a_guardian(
    browser: Client, family: Family, child: User, travel: Callable[[timedelta], None]
) -> None:
    for pause in (timedelta(minutes=15), timedelta(hours=1), timedelta(days=30)):
        for _ in range(5):
            assert _enter(browser, child, "9999") == 422
        assert _enter(browser, child) == 429
        travel(pause)
    assert _enter(browser, child) == 429
    assert Notification.objects.filter(kind="pin.locked").count() == 1
    guardian = User.objects.get(role="guardian")
    page = signed_in(guardian).get(reverse("families:family")).content.decode()
    assert "PIN이 잠겨 있어요" in page
    assert signed_in(guardian).post(reverse("families:unlock", args=[child.pk])).status_code == 302
    assert _enter(browser, child) == 302


def test_another_device_keeps_working(browser: Client, family: Family, child: User) -> None:
    for _ in range(5):
        _enter(browser, child, "9999")
    other = Client()
    make_device(family, client=other)
    assert _enter(other, child) == 302


def test_a_revoked_device_and_a_forged_cookie_know_nobody(family: Family, child: User) -> None:
    client = Client()
    device = make_device(family, client=client)
    signed_in(User.objects.get(role="guardian")).post(reverse("families:revoke_device", args=[device.pk]))
    assert client.get(reverse("families:faces")).status_code == 302
    assert _enter(client, child) == 302
    assert _who(client) is None
    client.cookies[devices.COOKIE] = "made-up:signature"
    assert client.get(reverse("families:faces")).status_code == 302


def test_children_of_other_families_are_not_on_the_device(browser: Client) -> None:
    stranger = make_child(make_family(make_guardian()))
    assert _enter(browser, stranger) == 404


def test_own_accounts_have_no_face(browser: Client, family: Family) -> None:
    teen = make_teen(family)
    assert _enter(browser, teen) == 404


def test_demo_profiles_stay_out_where_the_world_can_reach_us(
    browser: Client, child: User, settings: pytest.FixtureRequest
) -> None:
    User.objects.filter(pk=child.pk).update(is_demo=True)
    settings.PUBLIC_URL = "https://oneco.example"  # type: ignore[attr-defined]
    assert _enter(browser, child) == 404


def test_changing_a_chosen_pin_needs_the_one_before(child: User) -> None:
    ChildProfile.objects.update(pin_is_first=False)
    client = signed_in(child)
    assert client.post(reverse("families:new_pin"), {"pin": "7193", "current": "1111"}).status_code == 422
    assert client.post(reverse("families:new_pin"), {"pin": "7193", "current": CHILD_PIN}).status_code == 302


def test_a_guardian_resets_the_pin_and_the_child_is_told(family: Family, child: User) -> None:
    ChildProfile.objects.update(pin_is_first=False)
    client = signed_in(User.objects.get(role="guardian"))
    url = reverse("families:reset_pin", args=[child.pk])
    assert client.post(url, {"pin": "1111"}).status_code == 422
    assert client.post(url, {"pin": "8264"}).status_code == 302
    assert ChildProfile.objects.get().pin_is_first
    child.refresh_from_db()
    assert "PIN을 새로 정했어요" in signed_in(child).get(reverse("accounts:notices")).content.decode()


def test_only_home_guardians_reset_the_pin(child: User) -> None:
    stranger = signed_in(make_family() and make_guardian())
    assert stranger.post(reverse("families:reset_pin", args=[child.pk]), {"pin": "8264"}).status_code == 404


def test_signing_in_ends_the_session_of_whoever_was_there(family: Family, child: User) -> None:
    client = signed_in(User.objects.get(role="guardian"))
    make_device(family, client=client)
    _enter(client, child)
    assert _who(client) == str(child.pk)
    assert client.get(reverse("accounts:me")).status_code == 302


def test_ever_new_devices_give_no_more_tries(family: Family, child: User) -> None:
    known = Client()
    make_device(family, client=known)
    assert _enter(known, child) == 302
    statuses = []
    for _ in range(8):
        client = Client()
        make_device(family, client=client)
        statuses += [_enter(client, child, "9999") for _ in range(5)]
    assert statuses.count(422) == 30
    assert set(statuses[30:]) == {429}
    fresh = Client()
    make_device(family, client=fresh)
    assert _enter(fresh, child) == 429
    assert _enter(known, child) == 302
    signed_in(User.objects.get(role="guardian")).post(reverse("families:unlock", args=[child.pk]))
    assert _enter(fresh, child) == 302


def test_a_code_in_wrong_hands_does_not_flood_the_family_with_devices(family: Family) -> None:
    url = reverse("families:child_sign_in")
    statuses = [Client().post(url, {"code": family.code}).status_code for _ in range(21)]
    assert statuses == [302] * 20 + [429]
    Device.objects.update(revoked_at=family.created_at)
    assert Client().post(url, {"code": family.code}).status_code == 302


def test_one_guesser_does_not_shut_out_everybody(family: Family) -> None:
    url = reverse("families:child_sign_in")
    for place in range(31):
        for _ in range(10):
            Client(REMOTE_ADDR=f"203.0.113.{place}").post(url, {"code": "WRONGWRONG"})
    assert Attempt.objects.filter(key="code@all").count() == 301
    honest = Client(REMOTE_ADDR="198.51.100.7")
    assert honest.post(url, {"code": "WRONGWRONG"}).status_code == 422
    assert honest.post(url, {"code": family.code}).status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.8").post(url, {"code": family.code}).status_code == 302


def _inside(client: Client) -> bool:
    return client.get(reverse("families:me")).status_code == 200


def test_a_lost_device_is_out_at_once(browser: Client, family: Family, child: User) -> None:
    other = Client()
    make_device(family, client=other)
    sister = make_child(family, name="도윤")
    _enter(browser, child)
    _enter(other, sister)
    lost = Device.objects.order_by("pk").first()
    assert lost is not None
    signed_in(User.objects.get(role="guardian")).post(reverse("families:revoke_device", args=[lost.pk]))
    assert not _inside(browser)
    assert _inside(other)


def test_a_new_pin_puts_out_whoever_knew_the_old_one(browser: Client, family: Family, child: User) -> None:
    guardian = signed_in(User.objects.get(role="guardian"))
    _enter(browser, child)
    guardian.post(reverse("families:reset_pin", args=[child.pk]), {"pin": "8264"})
    assert not _inside(browser)
    thief = Client()
    make_device(family, client=thief)
    assert _enter(thief, child, "8264") == 302
    assert _enter(browser, child, "8264") == 302
    assert browser.post(reverse("families:new_pin"), {"pin": "7193"}).status_code == 302
    assert _inside(browser)
    assert not _inside(thief)
