"""CONSENT_METHOD=email and paper: no child row before the press."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services.delivering import deliver_due
from families.models import ChildProfile, ConsentRequest, Family
from families.services import children
from oneco.lib import clock
from tests.factories import make_family, make_guardian, signed_in
from tests.families.test_first_visit import CHILD

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(settings: Any) -> Family:
    settings.CONSENT_METHOD = "email"
    return make_family(make_guardian("mother@example.com"))


def _ask(family: Family) -> ConsentRequest:
    guardian = family.memberships.get().user
    answer = signed_in(guardian).post(reverse("families:child_new", args=[family.pk]), CHILD)
    asked = ConsentRequest.objects.get()
    assert answer["Location"] == reverse("families:consent_sent", args=[asked.pk])
    return asked


def _link(asked: ConsentRequest) -> str:
    return reverse("families:confirm_consent", args=[children.request_token(asked)])


def test_the_child_exists_after_the_press(family: Family, mailoutbox: list[Any]) -> None:
    asked = _ask(family)
    assert not mailoutbox  # no request talks to a mail server
    deliver_due(now=clock.now())
    assert mailoutbox[0].to == ["mother@example.com"]
    assert _link(asked) in mailoutbox[0].body
    assert "2468" not in str(asked.draft)
    client = Client()
    assert client.get(_link(asked)).status_code == 200
    assert not ChildProfile.objects.exists()
    assert client.post(_link(asked)).status_code == 200
    deliver_due(now=clock.now())
    assert ChildProfile.objects.get().consent.method == "email"  # type: ignore[union-attr]
    assert len(mailoutbox) == 2
    assert client.post(_link(asked)).status_code == 410
    assert ChildProfile.objects.count() == 1


def test_a_link_dies_and_a_made_up_one_never_lived(
    family: Family, travel: Callable[[timedelta], None]
) -> None:
    link = _link(_ask(family))
    assert Client().post(reverse("families:confirm_consent", args=["made-up"])).status_code == 410
    travel(timedelta(days=3, minutes=1))
    assert Client().post(link).status_code == 410
    assert not ChildProfile.objects.exists()


def test_what_the_rules_forbid_is_said_before_any_mail(family: Family, mailoutbox: list[Any]) -> None:
    guardian = family.memberships.get().user
    url = reverse("families:child_new", args=[family.pk])
    assert signed_in(guardian).post(url, {**CHILD, "legal": ""}).status_code == 422
    assert not ConsentRequest.objects.exists()


def test_paper_waits_for_staff(family: Family, settings: Any, mailoutbox: list[Any]) -> None:
    settings.CONSENT_METHOD = "paper"
    asked = _ask(family)
    assert not mailoutbox
    child = children.confirm_request(asked, method="paper", receipt={"checked_by": 1}, now=clock.now())
    assert child.child_profile.consent.method == "paper"


def test_others_do_not_see_the_request(family: Family) -> None:
    asked = _ask(family)
    assert (
        signed_in(make_guardian()).get(reverse("families:consent_sent", args=[asked.pk])).status_code == 404
    )
