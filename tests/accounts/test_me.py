"""내 정보, and who may sign in at all."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_child, make_guardian, make_teen, signed_in

pytestmark = pytest.mark.django_db


def test_a_guardian_changes_the_name() -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    assert guardian.email in client.get(reverse("accounts:me")).content.decode()  # type: ignore[operator]
    assert client.post(reverse("accounts:me"), {"display_name": ""}).status_code == 422
    assert client.post(reverse("accounts:me"), {"display_name": "은정"}).status_code == 302
    assert User.objects.get().display_name == "은정"


def test_a_childs_page_has_help_and_no_account() -> None:
    client = signed_in(make_child())
    page = client.get(reverse("accounts:me"), follow=True).content.decode()
    assert "1388" in page
    assert "117" in page
    assert "112" in page
    assert "비밀번호" not in page


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "mfa_index", "usersessions_list"]
)
def test_pages_of_own_accounts_are_not_for_pin_profiles(name: str) -> None:
    assert signed_in(make_child()).get(reverse(name)).status_code == 403
    assert signed_in(make_teen()).get(reverse(name)).status_code in (200, 302)
    assert signed_in(make_guardian()).get(reverse(name)).status_code in (200, 302)


def _sign_in(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def test_demo_accounts_stay_out_where_the_world_can_reach_us(settings: Any) -> None:
    guardian = make_guardian("demo@example.com", password=PASSWORD)
    User.objects.update(is_demo=True)
    assert "_auth_user_id" in _sign_in(guardian).session
    settings.PUBLIC_URL = "https://oneco.example"
    assert "_auth_user_id" not in _sign_in(guardian).session


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "nobody@example.com", "password": "wrong"}),
        ("account_signup", {"email": "not-an-address", "password1": "1"}),
        ("account_reset_password", {"email": "not-an-address"}),
    ],
)
def test_refused_forms_keep_what_was_typed_and_answer_422(name: str, data: dict[str, str]) -> None:
    answer = Client().post(reverse(name), data)
    assert answer.status_code == 422
    typed = data.get("login") or data["email"]
    assert f'value="{typed}"' in answer.content.decode()


def test_addresses_are_one_in_any_spelling() -> None:
    make_guardian("mother@example.com", password=PASSWORD)
    again = {"email": "MOTHER@example.com", "password1": "sea-otter-ledger-7", "adult": "on"}
    Client().post(reverse("account_signup"), again)
    assert User.objects.count() == 1


def test_a_session_of_a_demo_account_ends_where_the_world_can_reach_us(settings: Any) -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    User.objects.update(is_demo=True)
    assert client.get(reverse("accounts:me")).status_code == 200
    settings.PUBLIC_URL = "https://oneco.example"
    assert client.get(reverse("accounts:me")).status_code == 302
