"""allauth's pages wear our templates and speak Korean."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.adapter import SocialAccountAdapter
from tests.factories import make_child, make_guardian, make_teen, signed_in

pytestmark = pytest.mark.django_db

OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
OWN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_connections",
    "usersessions_list",
]
NOT_ENGLISH = {"e-mail", "PIN", "QR", "IP"}


def assert_is_ours(page: str) -> None:
    assert '<html lang="ko">' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", page[page.index("<main") :], flags=re.S)
    english = set(re.findall(r"[A-Za-z][a-z]{3,}", body)) - NOT_ENGLISH
    assert not english, f"English on a Korean page: {english}"


@pytest.mark.parametrize("name", OPEN)
def test_open_page(client: Client, name: str) -> None:
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert_is_ours(answer.text)


@pytest.mark.parametrize("name", OWN)
def test_page_of_the_own_account(client: Client, name: str) -> None:
    guardian = make_guardian("me@one.kr", password="sea-otter-ledger-7")
    client.post(reverse("account_login"), {"login": guardian.email, "password": "sea-otter-ledger-7"})
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert_is_ours(answer.text.replace(guardian.email, ""))


def test_wrong_password_is_said_at_the_form(client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": "nobody@example.com", "password": "x"})
    assert "이메일이나 비밀번호가 맞지 않아요" in answer.text
    assert 'role="alert"' in answer.text


def test_empty_field_is_tied_to_its_sentence(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"email": ""})
    assert "이 칸을 채워 주세요." in answer.text
    assert 'aria-describedby="id_email_error"' in answer.text
    assert 'id="id_email_error"' in answer.text


def test_a_phone_left_open_takes_no_new_address() -> None:
    guardian = make_guardian(password="sea-otter-ledger-7")
    client = signed_in(guardian)
    answer = client.post(reverse("account_email"), {"email": "child@example.com", "action_add": ""})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="child@example.com").exists()


def test_nothing_is_connected_to_a_pin_profile() -> None:
    login = SocialLogin()
    login.state = {"process": "connect"}
    request = RequestFactory().get("/")
    request.user = make_child()
    with pytest.raises(ImmediateHttpResponse):
        SocialAccountAdapter().pre_social_login(request, login)
    request.user = make_teen()
    SocialAccountAdapter().pre_social_login(request, login)
