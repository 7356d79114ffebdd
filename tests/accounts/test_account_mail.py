"""Letters of accounts: written down, carried at any hour; no request talks to a mail server."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.kinds import declared
from accounts.models import Delivery, User
from accounts.services.delivering import deliver_due
from oneco.lib import clock
from oneco.lib.clock import KST
from tests.factories import PASSWORD, make_family, make_guardian, signed_in
from tests.families.test_first_visit import CHILD
from tests.post_office import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanging(office: MailServer) -> MailServer:
    """A mail server that takes the line and never says a word."""
    office.answers = lambda step, to: "hang"
    return office


def sign_up(email: str = "new@example.com") -> Any:
    form = {"email": email, "password1": PASSWORD, "adult": "on"}
    return Client().post(reverse("account_signup"), form)


def forgot(email: str) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": email})


def verified(email: str) -> User:
    guardian = make_guardian(email, password=PASSWORD)
    EmailAddress.objects.create(user=guardian, email=email, verified=True, primary=True)
    return guardian


def test_signing_up_asks_no_mail_server(hanging: MailServer, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert sign_up().status_code == 302
    assert hanging.lines == 0
    assert Delivery.objects.get().kind == "account.email_confirmation_signup"


def test_a_forgotten_password_asks_no_mail_server(hanging: MailServer) -> None:
    verified("mother@example.com")
    assert forgot("mother@example.com").status_code == 302
    assert forgot("nobody@example.com").status_code == 302
    assert hanging.lines == 0
    kinds = set(Delivery.objects.values_list("kind", flat=True))
    assert kinds == {"account.password_reset_key", "account.unknown_account"}


def test_consent_by_mail_asks_no_mail_server(hanging: MailServer, settings: Settings) -> None:
    settings.CONSENT_METHOD = "email"
    guardian = make_guardian()
    family = make_family(guardian)
    answer = signed_in(guardian).post(reverse("families:child_new", args=[family.pk]), CHILD)
    assert (answer.status_code, hanging.lines) == (302, 0)
    assert Delivery.objects.get().kind == "account.consent_request"


def test_every_letter_that_was_written_is_in_the_table(settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    verified("mother@example.com")
    sign_up()
    sign_up("mother@example.com")
    forgot("mother@example.com")
    forgot("nobody@example.com")
    written = set(Delivery.objects.values_list("kind", flat=True))
    assert len(written) == 4
    assert written <= set(declared())


def test_the_link_arrives_at_night_and_works(office: MailServer) -> None:
    verified("mother@example.com")
    forgot("mother@example.com")
    night = datetime.combine(clock.now().astimezone(KST).date(), datetime.min.time(), KST).replace(hour=23)
    Delivery.objects.update(next_try_at=night, stale_after=night.replace(minute=30))
    assert deliver_due(now=night).sent == 1
    link = re.search(r"https?://[^/\s]+(/\S+)", office.taken[0].text)
    assert link is not None
    assert Client().get(link[1], follow=True).status_code == 200
    assert Delivery.objects.get().letter is None


def test_nobody_but_the_channel_sends_mail() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    doors = [
        str(path.relative_to(root))
        for app in ("accounts", "families", "lessons", "missions", "oneco")
        for path in (root / app).rglob("*.py")
        if re.search(r"^\s*(from|import) (django\.core\.mail|smtplib)", path.read_text(), re.MULTILINE)
    ]
    assert doors == ["accounts/channels/email.py"]
