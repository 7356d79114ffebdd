"""From the landing page to a phone in the child's hand, without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from families.models import ChildProfile, Consent, Device, DevicePin, Family, Membership
from tests.factories import make_child, make_family, make_guardian, signed_in

pytestmark = pytest.mark.django_db

CHILD = {
    "nickname": "서하",
    "birth_year": "2015",
    "birth_month": "3",
    "animal": "otter",
    "pin": "2468",
    "legal": "on",
    "account": "on",
}


def _new_family(client: Client) -> Family:
    client.post(reverse("families:new"), {"name": "우리 가족", "called": "엄마"})
    return Family.objects.get()


def test_a_guardian_signs_up_and_hands_the_phone_over() -> None:
    client = Client()
    answer = client.post(
        reverse("account_signup"),
        {"email": "Mother@Example.com", "password1": "sea-otter-ledger-7", "adult": "on"},
    )
    assert answer["Location"] == reverse("families:new")
    guardian = User.objects.get()
    assert (guardian.email, guardian.role) == ("mother@example.com", "guardian")

    page = client.get(reverse("families:new"))
    assert "우리 가족" in page.content.decode()
    answer = client.post(reverse("families:new"), {"name": "우리 가족", "called": "엄마"})
    family = Family.objects.get()
    assert answer["Location"] == reverse("families:child_new", args=[family.pk])

    page = client.get(answer["Location"]).content.decode()
    assert "법정대리인" in page
    assert 'value="otter" checked' in page
    assert 'name="legal"' in page
    assert 'name="legal" checked' not in page
    answer = client.post(answer["Location"], CHILD)
    child = User.objects.get(role="child")
    assert answer["Location"] == reverse("families:next_step", args=[child.pk])
    assert client.get(answer["Location"]).status_code == 200

    page = client.get(reverse("families:hand_over"), {"child": child.pk}).content.decode()
    assert 'name="device_pin"' in page
    answer = client.post(reverse("families:hand_over"), {"child": child.pk, "device_pin": "135790"})
    assert answer["Clear-Site-Data"] == '"cache"'
    assert int(client.session["_auth_user_id"]) == child.pk
    assert DevicePin.objects.get().guardian == guardian
    assert "135790" not in DevicePin.objects.get().pin
    assert client.get(reverse("families:family")).status_code == 403


def test_the_tick_of_the_guardians_door_is_needed() -> None:
    client = Client()
    answer = client.post(
        reverse("account_signup"), {"email": "a@example.com", "password1": "sea-otter-ledger-7"}
    )
    assert "만 19세 이상만" in answer.content.decode()
    assert not User.objects.exists()


def test_consent_and_profile_come_together() -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    family = _new_family(client)
    client.post(reverse("families:child_new", args=[family.pk]), {**CHILD, "ai": "on"})
    profile = ChildProfile.objects.select_related("consent").get()
    assert profile.basis == "guardian_consent"
    assert profile.consent is not None
    assert (profile.consent.guardian, profile.consent.kind) == (guardian, "account")
    assert sorted(Consent.objects.values_list("kind", flat=True)) == ["account", "ai"]
    assert Consent.objects.get(kind="ai").receipt["beside"] == profile.consent_id
    assert Membership.objects.get(user=guardian).legal_at is not None
    assert "2468" not in profile.pin


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"legal": ""}, "법정대리인만"),
        ({"account": ""}, "가입에 동의해야"),
        ({"pin": "1234"}, "쉽게 맞힐 수 있는"),
        ({"pin": "123"}, "숫자 4개에서 6개"),
        ({"nickname": ""}, "이 칸을 채워 주세요"),
        ({"birth_year": "1990"}, "목록에 있는 것에서"),
        ({"animal": "dragon"}, "목록에 있는 것에서"),
    ],
)
def test_a_profile_that_may_not_be_is_answered_with_a_sentence(change: dict[str, str], sentence: str) -> None:
    client = signed_in(make_guardian())
    family = _new_family(client)
    answer = client.post(reverse("families:child_new", args=[family.pk]), {**CHILD, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert change.get("nickname") == "" or "서하" in answer.content.decode()
    assert not ChildProfile.objects.exists()
    assert not Consent.objects.exists()


def test_from_14_on_no_guardians_consent_is_asked() -> None:
    client = signed_in(make_guardian())
    family = _new_family(client)
    teen = {**CHILD, "birth_year": "2010", "legal": "", "account": ""}
    client.post(reverse("families:child_new", args=[family.pk]), teen)
    assert ChildProfile.objects.get().basis == "own"
    assert not Consent.objects.exists()


def test_a_form_sent_twice_makes_one_family_and_one_child() -> None:
    client = signed_in(make_guardian())
    family = _new_family(client)
    client.post(reverse("families:new"), {"name": "우리 가족", "called": "엄마"})
    assert Family.objects.count() == 1
    for _ in range(2):
        answer = client.post(reverse("families:child_new", args=[family.pk]), CHILD)
        assert answer.status_code == 302
    assert ChildProfile.objects.count() == Consent.objects.count() == 1


def test_a_family_holds_only_so_many_children(settings: pytest.FixtureRequest) -> None:
    settings.FAMILY_MAX_CHILDREN = 1  # type: ignore[attr-defined]
    guardian = make_guardian()
    family = make_family(guardian)
    make_child(family)
    answer = signed_in(guardian).post(
        reverse("families:child_new", args=[family.pk]), {**CHILD, "nickname": "도윤"}
    )
    assert answer.status_code == 422
    assert "더 들어올 수 없어요" in answer.content.decode()


def test_nobody_makes_a_child_in_a_family_of_others() -> None:
    family = make_family()
    answer = signed_in(make_guardian()).post(reverse("families:child_new", args=[family.pk]), CHILD)
    assert answer.status_code == 404
    assert not ChildProfile.objects.exists()


def test_an_own_word_for_what_the_child_calls() -> None:
    client = signed_in(make_guardian())
    answer = client.post(reverse("families:new"), {"name": "집", "called": "own", "own_called": ""})
    assert answer.status_code == 422
    client.post(reverse("families:new"), {"name": "집", "called": "own", "own_called": "큰엄마"})
    assert Membership.objects.get().called == "큰엄마"


def test_a_refused_device_pin_makes_no_device() -> None:
    guardian = make_guardian()
    child = make_child(make_family(guardian))
    client = signed_in(guardian)
    answer = client.post(reverse("families:hand_over"), {"child": child.pk, "device_pin": "123456"})
    assert answer.status_code == 422
    assert not Device.objects.exists()
    assert int(client.session["_auth_user_id"]) == guardian.pk
