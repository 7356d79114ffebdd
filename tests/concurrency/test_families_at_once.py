"""One code, many presses: one place in the family, and a sentence for everybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from families.models import ChildProfile, Family, Invitation, Membership
from families.services.invitations import invite
from oneco.lib import clock
from tests.concurrency.crowd import CROWD, browsers, counts, press, press_all
from tests.factories import guardian_of, make_child, make_family, make_guardian, make_teen

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

AS_GUARDIAN = {"called": "아빠"}


@pytest.fixture
def family(transactional_db: None) -> Family:
    family = make_family()
    make_child(family)
    return family


def invitation_for(family: Family, role: str) -> Invitation:
    return invite(family, by=guardian_of(family), role=role, now=clock.now())


def as_teen() -> dict[str, object]:
    """What somebody of 15 fills in."""
    day = clock.today() - timedelta(days=16 * 366)
    return {"nickname": "도윤", "birth_year": day.year, "birth_month": day.month, "animal": "whale"}


def joined(family: Family, role: str) -> list[User]:
    rows = (
        Membership.objects.filter(family=family, role=role, present=1).select_related("user").order_by("pk")
    )
    return [row.user for row in rows][1:]  # the first was there before


def test_twenty_guardians_with_one_code_are_one(family: Family) -> None:
    code = invitation_for(family, "guardian").code
    people = [make_guardian(name="") for _ in range(CROWD)]
    answers = press(people, reverse("families:accept", args=[code]), AS_GUARDIAN)
    assert counts(answers) == {302: 1, 422: CROWD - 1}
    winner = next(p for p, answer in zip(people, answers, strict=True) if answer.status_code == 302)
    assert joined(family, "guardian") == [winner]
    used = Invitation.objects.get(code=code)
    assert (used.state, used.used_by) == ("used", winner)


def test_one_guardian_pressing_twenty_times_joins_once(family: Family) -> None:
    code = invitation_for(family, "guardian").code
    person = make_guardian()
    answers = press([person] * CROWD, reverse("families:accept", args=[code]), AS_GUARDIAN)
    assert joined(family, "guardian") == [person]
    assert 302 in counts(answers)


def test_twenty_teens_with_one_code_are_one(family: Family) -> None:
    code = invitation_for(family, "child").code
    people = [make_teen() for _ in range(CROWD)]
    answers = press(people, reverse("families:accept", args=[code]), as_teen())
    assert counts(answers) == {302: 1, 422: CROWD - 1}
    assert len(joined(family, "child")) == 1
    assert ChildProfile.objects.filter(basis="own").count() == 1


def test_a_family_is_not_filled_beyond_its_places(family: Family, settings: Settings) -> None:
    free = settings.FAMILY_MAX_GUARDIANS - 1
    codes = [invitation_for(family, "guardian").code for _ in range(6)]
    people = [make_guardian() for _ in codes]
    opened = browsers(people)
    answers = press_all(
        [
            (browser, reverse("families:accept", args=[code]), AS_GUARDIAN)
            for browser, code in zip(opened, codes, strict=True)
        ]
    )
    assert counts(answers) == {302: free, 422: len(codes) - free}
    assert len(joined(family, "guardian")) == free


def test_two_legal_guardians_agreeing_at_once_are_one(family: Family) -> None:
    first = guardian_of(family)
    code = invitation_for(family, "guardian").code
    press([make_guardian()], reverse("families:accept", args=[code]), AS_GUARDIAN)
    waiting = Membership.objects.get(family=family, state="waiting")
    answers = press([first] * CROWD, reverse("families:agree", args=[waiting.pk]))
    assert set(counts(answers)) <= {302, 404, 422}  # who comes late finds nobody waiting
    assert counts(answers)[302] == 1
    waiting.refresh_from_db()
    assert waiting.state == "live"
