"""알림 설정: what each role can switch, at which hours, in which browsers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.kinds import kind_of
from accounts.models import Preference, PushSubscription, TellingSettings, User
from accounts.services.routes import reach_of
from accounts.switching import leave_ticket
from families.models import Family
from tests.factories import (
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_teen,
    signed_in,
)

pytestmark = pytest.mark.django_db

PAGE = reverse("families:telling")
SUBSCRIBE = reverse("accounts:subscribe")
BROWSER = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": "BP4…", "auth": "k8J…"}
# Made for these tests, used nowhere.
VAPID = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


@pytest.fixture
def family() -> Family:
    return make_family(make_guardian(name="엄마"), make_guardian(name="아빠"))


@pytest.fixture
def mother(family: Family) -> User:
    return family.memberships.get(called="엄마").user


@pytest.fixture
def father(family: Family) -> User:
    return family.memberships.get(called="아빠").user


@pytest.fixture
def child(family: Family, mother: User) -> User:
    return make_child(family, mother)


@pytest.fixture
def push(settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = VAPID


def page_of(user: User) -> str:
    return signed_in(user).get(PAGE).content.decode()


def save(user: User, **fields: Any) -> Any:
    return signed_in(user).post(PAGE, fields)


def wants(user: User, kind: str, channel: str = "email") -> bool:
    return reach_of([user])[user.pk].wants(kind, kind_of(kind).told, channel)


# --- a guardian ---


def test_a_guardian_turns_its_mail_off_and_on_again(mother: User) -> None:
    assert wants(mother, "mission_proposed")
    assert save(mother, digest="email")["Location"] == PAGE
    assert not wants(mother, "mission_proposed")
    assert wants(mother, "digest")
    save(mother, decision="email", digest="email")
    assert wants(mother, "mission_proposed")


def test_only_a_switch_that_was_moved_becomes_a_row(mother: User) -> None:
    save(mother, decision="email")
    save(mother, decision="email")
    assert [(row.topic, row.on) for row in Preference.objects.all()] == [("digest", False)]


def test_what_cannot_be_chosen_comes_back_with_a_sentence(mother: User) -> None:
    answer = save(mother, decision=["email", "pigeon"])
    assert answer.status_code == 422
    assert "고를 수 있는 것만 골라 주세요" in answer.content.decode()
    assert not Preference.objects.exists()


def test_the_page_says_which_mail_cannot_be_switched_off(mother: User) -> None:
    page = page_of(mother)
    assert "계정을 지키는 메일은 끌 수 없어요" in page
    assert "오늘의 단어를 알려 줄 시각" not in page


def test_a_guardian_takes_a_childs_reminder_and_gives_it_back(mother: User, child: User) -> None:
    save(mother, decision="email", digest="email", children=[child.pk])
    assert TellingSettings.objects.get(user=child).remind_guardian == mother
    assert "엄마에게 가요" in page_of(child)
    save(mother, decision="email", digest="email")
    assert TellingSettings.objects.get(user=child).remind_guardian is None
    assert "에게 가요" not in page_of(child)


def test_saving_takes_nothing_from_the_other_guardian(mother: User, father: User, child: User) -> None:
    save(father, children=[child.pk])
    assert "지금은 아빠가 받아요" in page_of(mother)
    save(mother, decision="email")
    assert TellingSettings.objects.get(user=child).remind_guardian == father
    save(mother, children=[child.pk])
    assert TellingSettings.objects.get(user=child).remind_guardian == mother


def test_another_home_is_not_named(mother: User, child: User) -> None:
    aunt = make_guardian(name="이모")
    add_member(make_family(aunt, name="이모네"), child)
    save(aunt, children=[child.pk])
    page = page_of(mother)
    assert "이모" not in page
    assert "받아요" not in page.split("아이 대신")[1]


def test_a_child_of_another_family_cannot_be_ticked(mother: User, child: User) -> None:
    stranger = make_child()
    assert save(mother, children=[stranger.pk]).status_code == 422
    assert not TellingSettings.objects.filter(user=stranger).exists()


# --- a child ---


@pytest.mark.parametrize(("choice", "kept"), [("8", 8), ("20", 20), ("never", None)])
def test_a_child_chooses_its_hour(child: User, choice: str, kept: int | None) -> None:
    assert save(child, remind_hour=choice)["Location"] == PAGE
    assert TellingSettings.objects.get(user=child).remind_hour == kept
    assert f'value="{choice}" selected' in page_of(child)


@pytest.mark.parametrize("choice", ["", "7", "21", "²", "-1"])
def test_an_hour_that_is_none_comes_back(child: User, choice: str) -> None:
    assert save(child, remind_hour=choice).status_code == 422
    assert not TellingSettings.objects.exists()


def test_a_child_without_mail_and_push_has_nothing_to_switch(child: User) -> None:
    page = page_of(child)
    assert "오후 5시" in page
    assert "checkbox" not in page
    assert "계정을 지키는 메일" not in page


def test_only_those_of_14_or_over_set_their_quiet_hours(family: Family, child: User) -> None:
    hours = {"remind_hour": "17", "quiet_from": "22:00", "quiet_until": "08:00"}
    assert "조용한 시간" not in page_of(child)
    save(child, **hours)
    assert TellingSettings.objects.get(user=child).quiet_from is None
    for grown in (make_teen(family), make_child(family, name="지호", birth=(2010, 1))):
        assert save(grown, **hours)["Location"] == PAGE
        kept = TellingSettings.objects.get(user=grown)
        assert (f"{kept.quiet_from:%H:%M}", f"{kept.quiet_until:%H:%M}") == ("22:00", "08:00")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"quiet_from": "22:00", "quiet_until": ""}, "시작과 끝을 모두 골라 주세요"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "시작"),
        ({"quiet_from": "16:00", "quiet_until": "07:30"}, "고른 조용한 시간에 들어 있어요"),
    ],
)
def test_hours_that_cannot_be_say_so_at_their_field(family: Family, hours: dict[str, str], said: str) -> None:
    answer = save(make_teen(family), remind_hour="17", **hours)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{hours["quiet_from"]}"' in answer.content.decode()
    assert not TellingSettings.objects.exclude(quiet_from=None).exists()


# --- browsers ---


def test_pushes_show_only_where_they_are_set_up(mother: User, push: None) -> None:
    page = page_of(mother)
    assert "이 기기로도 받기" in page
    assert "기기 알림" in page
    assert "push.js" in page


def test_without_a_key_nothing_of_pushes_shows(mother: User) -> None:
    page = page_of(mother)
    assert "이 기기로도 받기" not in page
    assert "기기 알림" not in page
    assert "push.js" not in page


def test_a_browser_subscribes_once_and_is_listed(mother: User, push: None) -> None:
    phone = signed_in(mother)
    for _ in range(2):
        answer = phone.post(SUBSCRIBE, BROWSER, headers={"User-Agent": "Mozilla/5.0 (Linux; Android) Mobile"})
        assert answer["Location"] == PAGE
    browser = PushSubscription.objects.get()
    assert (browser.user, browser.device) == (mother, "휴대폰")
    page = page_of(mother)
    assert f'data-browser="{browser.endpoint_hash}"' in page
    assert "휴대폰" in page


@pytest.mark.parametrize(
    "fields", [{}, {**BROWSER, "endpoint": "https://10.0.0.1/x"}, {**BROWSER, "endpoint": "nonsense"}]
)
def test_what_is_no_push_service_is_refused(mother: User, fields: dict[str, str]) -> None:
    answer = signed_in(mother).post(SUBSCRIBE, fields)
    assert answer.status_code == 422
    assert "브라우저" in answer.content.decode()
    assert not PushSubscription.objects.exists()


def test_a_child_cannot_take_the_pushes_of_the_phone_it_was_handed(
    family: Family, mother: User, child: User, push: None, rf: Any
) -> None:
    phone = handed_over(family, mother, child)
    assert "보호자의 휴대폰이에요" in phone.get(PAGE).content.decode()
    assert phone.post(SUBSCRIBE, BROWSER).status_code == 403
    assert not PushSubscription.objects.exists()


def handed_over(family: Family, guardian: User, child: User) -> Client:
    """A browser in which the guardian's ticket lies beside the child's session."""
    client = signed_in(child)
    device = make_device(family, guardian, client=client)
    request = type("Request", (), {"session": client.session})()
    leave_ticket(request, guardian, device_id=device.pk)
    request.session.save()
    return client


def test_a_browser_is_forgotten_by_its_person_alone(mother: User, father: User) -> None:
    signed_in(mother).post(SUBSCRIBE, BROWSER)
    url = reverse("accounts:forget_browser", args=[PushSubscription.objects.get().pk])
    assert signed_in(father).post(url).status_code == 404
    assert signed_in(mother).post(url)["Location"] == PAGE
    assert not PushSubscription.objects.exists()
    assert signed_in(mother).post(url).status_code == 404
