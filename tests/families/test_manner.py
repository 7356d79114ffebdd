"""The family's name, its voice, and what the children call a guardian."""

import pytest
from django.urls import reverse

from families.models import Family, Membership
from tests.factories import guardian_of, make_family, make_guardian, signed_in

pytestmark = pytest.mark.django_db
GOOD = {"name": "해달네", "voice": "friend", "called": "이모", "own_called": ""}


@pytest.fixture
def family() -> Family:
    return make_family()


def address(family: Family) -> str:
    return reverse("families:manner", args=[family.pk])


def test_a_guardian_chooses_the_voice_and_the_names(family: Family) -> None:
    guardian = guardian_of(family)
    assert signed_in(guardian).post(address(family), GOOD).status_code == 302
    family.refresh_from_db()
    assert (family.name, family.voice) == ("해달네", "friend")
    assert Membership.objects.get(user=guardian).called == "이모"


def test_the_form_begins_with_what_stands(family: Family) -> None:
    Membership.objects.update(called="왕할미")
    page = signed_in(guardian_of(family)).get(address(family)).content.decode()
    assert 'value="왕할미"' in page
    assert "다정하게" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("voice", "silly"),
        ("voice", ""),
        ("name", ""),
        ("name", "가" * 31),
        ("called", "own"),
        ("name", "\x00"),
    ],
)
def test_nonsense_is_said_at_the_field_and_changes_nothing(family: Family, field: str, value: str) -> None:
    answer = signed_in(guardian_of(family)).post(address(family), {**GOOD, field: value})
    assert answer.status_code == 422
    family.refresh_from_db()
    assert (family.name, family.voice) == ("우리 가족", "warm")


def test_nobody_else_gets_there(family: Family) -> None:
    assert signed_in(make_guardian()).post(address(family), GOOD).status_code == 404
    family.refresh_from_db()
    assert family.name == "우리 가족"
