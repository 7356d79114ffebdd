"""Where somebody who is not signed in is led, and what is said on the way."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import make_child, make_guardian

SENTENCE = "한참 쉬어서 다시 들어와야 해요. 지금까지 한 것은 그대로 있어요."


@pytest.mark.parametrize(("name", "door"), [("today", "families:child_sign_in"), ("home", "account_login")])
def test_a_page_leads_to_the_door_of_whom_it_is_for(client: Client, db: None, name: str, door: str) -> None:
    answer = client.get(reverse(name))
    assert answer["Location"] == f"{reverse(door)}?next={reverse(name)}"
    assert SENTENCE not in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", ["today", "home"])
def test_whose_session_ended_is_told_that_nothing_is_lost(client: Client, db: None, name: str) -> None:
    client.force_login(make_child() if name == "today" else make_guardian())
    client.session.flush()
    assert SENTENCE in client.get(reverse(name), follow=True).content.decode()


def test_a_fragment_is_led_away_as_a_whole_page(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse('today')}"}
    answer = client.get(reverse("lessons:study", args=[1]), headers=headers)
    assert answer["HX-Redirect"] == f"{reverse('families:child_sign_in')}?next={reverse('today')}"


def test_a_forged_session_is_nobody(client: Client, db: None) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert client.get(reverse("home")).status_code == 302
