"""하나씩 고르기: a switch for each kind and channel beside those of whole classes."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.kinds import EMAIL, PUSH, Told, declared
from accounts.models import Preference, User
from accounts.services.routes import reach_of
from accounts.topics import single_kinds
from tests.factories import make_child, make_family, make_guardian, signed_in

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:each_kind")
VAPID = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"  # made for tests, used nowhere


@pytest.fixture
def mother() -> User:
    guardian = make_guardian()
    make_family(guardian)
    return guardian


def wants(user: User, kind: str, channel: str) -> bool:
    return reach_of([user])[user.pk].wants(kind, Told.DECISION, channel)


def all_on(channels: list[str]) -> dict[str, list[str]]:
    return {topic.key: channels for topic in single_kinds("guardian")}


def test_one_kind_is_switched_off_and_on_again(mother: User) -> None:
    browser = signed_in(mother)
    sent = all_on([EMAIL]) | {"mission_nudge": []}
    for _press in range(2):
        assert browser.post(PAGE, sent).status_code == 302
    assert list(Preference.objects.values_list("topic", "channel", "on")) == [("mission_nudge", EMAIL, False)]
    assert not wants(mother, "mission_nudge", EMAIL)
    assert wants(mother, "mission_proposed", EMAIL)
    browser.post(PAGE, all_on([EMAIL]))
    assert wants(mother, "mission_nudge", EMAIL)


def test_a_kind_outweighs_its_class(mother: User) -> None:
    Preference.objects.create(user=mother, topic=Told.DECISION, channel=EMAIL, on=False)
    browser = signed_in(mother)
    assert "checked" not in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"pin.locked": [EMAIL]})
    assert wants(mother, "pin.locked", EMAIL)
    assert not wants(mother, "mission_proposed", EMAIL)


def test_each_role_finds_what_can_reach_it(mother: User, settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = VAPID
    child = make_child(mother.memberships.get().family, mother)
    page = signed_in(child).get(PAGE).content.decode()
    assert 'name="mission_delivered"' in page
    assert 'name="mission_nudge"' not in page
    assert f'value="{EMAIL}"' not in page  # a PIN profile has no address
    answer = signed_in(child).post(PAGE, {"mission_delivered": []})
    assert answer.status_code == 302
    assert not wants(child, "mission_delivered", PUSH)


def test_every_kind_that_waits_for_an_answer_can_be_switched_by_somebody() -> None:
    waiting = {name for name, kind in declared().items() if kind.told is Told.DECISION}
    listed = {topic.key for role in ("guardian", "child") for topic in single_kinds(role)}
    assert listed == waiting


def test_nonsense_is_said_at_the_field_and_keeps_nothing(mother: User) -> None:
    answer = signed_in(mother).post(PAGE, {"pin.locked": ["pigeon"]})
    assert answer.status_code == 422
    assert "고를 수 있는 것만 골라 주세요." in answer.content.decode()
    assert not Preference.objects.exists()


def test_without_any_way_out_the_page_says_so(mother: User) -> None:
    child = make_child(mother.memberships.get().family, mother)
    assert "아직 밖에서 받을 길이 없어요" in signed_in(child).get(PAGE).content.decode()
