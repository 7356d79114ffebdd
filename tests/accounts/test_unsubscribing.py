"""The link under a mail: one press for people, one POST for mail programs, nothing for scanners."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.kinds import kind_of
from accounts.models import Preference, User
from accounts.services.routes import reach_of
from accounts.unsubscribing import token_for
from tests.factories import make_guardian

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def link(user: User, topic: str = "digest") -> str:
    return reverse("accounts:unsubscribe", args=[token_for(user.pk, topic)])


def stranger() -> Client:
    """A mail program: no cookie, no token of ours."""
    return Client(enforce_csrf_checks=True)


def gets_mail(user: User, kind: str) -> bool:
    return reach_of([user])[user.pk].wants(kind, kind_of(kind).told, "email")


def test_whoever_opens_the_link_is_asked_and_nothing_changes() -> None:
    guardian = make_guardian()
    page = stranger().get(link(guardian))
    assert "‘이번 주 이야기’ 메일을 그만 받을까요?" in page.content.decode()
    assert guardian.email not in page.content.decode()
    assert not Preference.objects.exists()


def test_one_post_without_signing_in_ends_this_mail_and_no_other() -> None:
    guardian = make_guardian()
    for _ in range(2):
        page = stranger().post(link(guardian), ONE_CLICK)
        assert page.status_code == 200
        assert "이제 보내지 않아요" in page.content.decode()
    assert not gets_mail(guardian, "digest")
    assert gets_mail(guardian, "mission_proposed")


def test_the_page_takes_the_press_back() -> None:
    guardian = make_guardian()
    stranger().post(link(guardian))
    page = stranger().post(link(guardian), {"again": "1"}).content.decode()
    assert "다시 보낼게요" in page
    assert gets_mail(guardian, "digest")


def test_a_switch_set_before_does_not_outlive_the_press() -> None:
    """A later switch of the class must not be beaten by an older one of the kind, nor the other way round."""
    guardian = make_guardian()
    Preference.objects.create(user=guardian, topic="digest", channel="email", on=True)
    stranger().post(link(guardian))
    assert not gets_mail(guardian, "digest")


@pytest.mark.parametrize("token", ["nonsense", "a:b", "%00"])
def test_a_link_that_we_did_not_sign_does_not_exist(token: str) -> None:
    url = reverse("accounts:unsubscribe", args=["x"]).replace("/x/", f"/{token}/")
    assert stranger().get(url).status_code == 404
    assert stranger().post(url, ONE_CLICK).status_code == 404


def test_the_link_of_somebody_who_is_gone_does_not_exist() -> None:
    guardian = make_guardian()
    url = link(guardian)
    guardian.delete()
    assert stranger().post(url, ONE_CLICK).status_code == 404


def test_what_keeps_the_account_safe_cannot_be_switched_off(caplog: Any) -> None:
    guardian = make_guardian()
    answer = stranger().post(link(guardian, "account"), ONE_CLICK)
    assert answer.status_code == 422
    assert "끌 수 없어요" in answer.content.decode()
    assert not Preference.objects.exists()
