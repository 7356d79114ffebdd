"""초대를 받았어요: preview, join, refuse; codes in links; limits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.services.delivering import deliver_due
from families.models import ChildProfile, Family, Invitation, InvitationReport, Membership
from families.services import invitations
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, make_teen, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother() -> User:
    return make_guardian("mother@example.com")


@pytest.fixture
def family(mother: User) -> Family:
    return make_family(mother)


def _invite(family: Family, role: str = "guardian") -> Invitation:
    by = User.objects.get(email="mother@example.com")
    return invitations.invite(family, by=by, role=role, now=clock.now())


def _accept(client: Client, invitation: Invitation, **data: str) -> int:
    url = reverse("families:accept", args=[invitation.code])
    return client.post(url, data or {"called": "할머니"}).status_code


def test_a_guardian_makes_an_invitation_to_pass_on(mother: User, family: Family) -> None:
    client = signed_in(mother)
    answer = client.post(reverse("families:invite", args=[family.pk]), {"role": "guardian"})
    made = Invitation.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert made.code in page
    assert "data:image/svg+xml" in page
    assert made.expires_at - made.created_at == timedelta(hours=24)


def test_the_preview_names_the_inviter_and_joins_nobody(family: Family) -> None:
    invitation = _invite(family)
    client = Client()
    answer = client.post(reverse("families:join"), {"code": invitation.code.lower()})
    page = client.get(answer["Location"]).content.decode()
    assert "엄마가 초대했어요" in page
    assert "직접 아는 가족인가요?" in page
    assert "mother@" not in page
    assert "mo***@example.com" in page
    assert f"next=%2Fjoin%2F{invitation.code}%2F" in page or f"next=/join/{invitation.code}/" in page
    assert not Membership.objects.exclude(user__email="mother@example.com").exists()


def test_a_second_guardian_waits_and_sees_no_child(family: Family, mother: User) -> None:
    child = make_child(family, mother)
    grandmother = make_guardian(name="")
    client = signed_in(grandmother)
    assert _accept(client, _invite(family)) == 302
    assert Membership.objects.get(user=grandmother).state == "waiting"
    assert Notification.objects.get(recipient=mother).kind == "member.waiting"
    assert client.get(reverse("families:next_step", args=[child.pk])).status_code == 404
    assert client.get(reverse("families:family_detail", args=[family.pk])).status_code == 404
    assert "기다리고 있어요" in client.get(reverse("families:family")).content.decode()


def test_signing_up_keeps_the_code_in_the_link(family: Family) -> None:
    path = reverse("families:invitation", args=[_invite(family).code])
    client = Client()
    page = client.get(reverse("account_signup"), {"next": path}).content.decode()
    assert f'value="{path}"' in page
    new = {
        "email": "new@example.com",
        "password1": "sea-otter-ledger-7",
        "adult": "on",
        "next": path,
    }
    assert client.post(reverse("account_signup"), new)["Location"] == path


def test_the_confirmation_mail_carries_the_code_too(
    family: Family, mailoutbox: list[object], settings: pytest.FixtureRequest
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # type: ignore[attr-defined]
    path = reverse("families:invitation", args=[_invite(family).code])
    new = {
        "email": "new@example.com",
        "password1": "sea-otter-ledger-7",
        "adult": "on",
        "next": path,
    }
    Client().post(reverse("account_signup"), new)
    deliver_due(now=clock.now())
    body = mailoutbox[0].body  # type: ignore[attr-defined]
    assert path.replace("/", "%2F") in body


@pytest.mark.parametrize("state", ["used", "revoked", "blocked"])
def test_a_code_that_is_over_is_one_sentence(family: Family, state: str) -> None:
    invitation = _invite(family)
    Invitation.objects.update(state=state)
    client = signed_in(make_guardian())
    for answer in (
        client.get(reverse("families:invitation", args=[invitation.code])),
        client.post(reverse("families:accept", args=[invitation.code]), {"called": "할머니"}),
        client.post(reverse("families:join"), {"code": invitation.code}),
    ):
        assert answer.status_code == 422
        assert "쓸 수 없는 초대" in answer.content.decode()


def test_a_code_dies_after_a_day(family: Family, travel: Callable[[timedelta], None]) -> None:
    invitation = _invite(family)
    travel(timedelta(hours=24, minutes=1))
    assert _accept(signed_in(make_guardian()), invitation) == 422
    assert Membership.objects.count() == 1


def test_one_code_lets_one_person_in(family: Family) -> None:
    invitation = _invite(family)
    assert _accept(signed_in(make_guardian()), invitation) == 302
    assert _accept(signed_in(make_guardian()), invitation) == 422
    assert Membership.objects.filter(state="waiting").count() == 1


def test_pressing_twice_joins_once(family: Family) -> None:
    invitation = _invite(family)
    client = signed_in(make_guardian())
    assert [_accept(client, invitation), _accept(client, invitation)] == [302, 422]
    assert Membership.objects.filter(state="waiting").count() == 1


def test_guessing_is_slowed(family: Family) -> None:
    invitation = _invite(family)
    client = Client()
    for _ in range(10):
        assert client.get("/join/ABCDEFGH/").status_code == 422
    assert client.get(reverse("families:invitation", args=[invitation.code])).status_code == 429


def test_an_unknown_inviter_is_blocked_and_learns_nothing(family: Family, mother: User) -> None:
    invitation = _invite(family)
    stranger = make_guardian()
    url = reverse("families:block", args=[invitation.code])
    assert signed_in(stranger).post(url).status_code == 200
    assert InvitationReport.objects.get().by == stranger
    assert not Notification.objects.exists()
    page = signed_in(mother).get(reverse("families:invitation_card", args=[invitation.pk])).content.decode()
    assert "이 초대는 끝났어요" in page
    assert "막" not in page
    assert _accept(signed_in(make_guardian()), invitation) == 422


def test_blocking_works_without_an_account(family: Family) -> None:
    assert Client().post(reverse("families:block", args=[_invite(family).code])).status_code == 200
    assert InvitationReport.objects.get().by is None


def test_wrong_roles_and_members_get_a_sentence(family: Family, mother: User) -> None:
    teen = make_teen(make_family(make_guardian()))
    assert _accept(signed_in(teen), _invite(family)) == 422
    page = signed_in(mother).get(reverse("families:invitation", args=[_invite(family).code]))
    assert "이미 이 가족에 있어요" in page.content.decode()
    child = make_child(make_family(make_guardian()))
    page = signed_in(child).get(reverse("families:invitation", args=[_invite(family, "child").code]))
    assert "PIN으로 들어오는 아이의 초대는 보호자가 열어요" in page.content.decode()
    assert Membership.objects.filter(family=family).count() == 1


def test_a_full_family_takes_nobody(family: Family, settings: pytest.FixtureRequest) -> None:
    invitation = _invite(family)
    settings.FAMILY_MAX_GUARDIANS = 1  # type: ignore[attr-defined]
    answer = signed_in(make_guardian()).post(
        reverse("families:accept", args=[invitation.code]), {"called": "이모"}
    )
    assert answer.status_code == 422
    assert "더 들어올 수 없어요" in answer.content.decode()
    assert Invitation.objects.get().state == "open"


def test_the_age_gate_keeps_nothing_of_a_child_under_14(family: Family) -> None:
    invitation = _invite(family, "child")
    client = Client()
    answer = client.post(
        reverse("families:age", args=[invitation.code]), {"birth_year": "2016", "birth_month": "5"}
    )
    assert "보호자에게 프로필을 만들어 달라고 해요" in answer.content.decode()
    assert not client.session.items()
    assert User.objects.filter(role="child").count() == 0


def test_a_teen_signs_up_and_joins(family: Family, mother: User) -> None:
    invitation = _invite(family, "child")
    client = Client()
    gate = client.post(
        reverse("families:age", args=[invitation.code]), {"birth_year": "2010", "birth_month": "5"}
    )
    page = client.get(gate["Location"])
    assert page.status_code == 200
    bad = client.post(gate["Location"], {"email": "teen@example.com", "password1": "1"})
    assert bad.status_code == 422
    answer = client.post(gate["Location"], {"email": "teen@example.com", "password1": "sea-otter-ledger-7"})
    assert answer["Location"].startswith(reverse("families:invitation", args=[invitation.code]))
    teen = User.objects.get(email="teen@example.com")
    assert teen.is_child
    page = client.get(answer["Location"]).content.decode()
    assert '<option value="2010" selected>' in page
    data = {"nickname": "도윤", "birth_year": "2010", "birth_month": "5", "animal": "whale"}
    assert _accept(client, invitation, **data) == 302
    profile = ChildProfile.objects.get(user=teen)
    assert (profile.basis, profile.consent, profile.home_family) == ("own", None, family)
    assert Notification.objects.get(recipient=mother).kind == "child.joined"
    assert client.get(reverse("families:me")).status_code == 200


def test_whoever_skips_the_gate_is_sent_to_it(family: Family) -> None:
    invitation = _invite(family, "child")
    answer = Client().get(reverse("families:teen_signup", args=[invitation.code]))
    assert answer["Location"] == reverse("families:age", args=[invitation.code])
    answer = Client().post(reverse("families:teen_signup", args=[invitation.code]) + "?age=made-up", {})
    assert answer.status_code == 302


def test_a_teen_that_lies_about_the_month_at_the_last_step_stays_out(family: Family) -> None:
    teen = make_teen()
    data = {"nickname": "도윤", "birth_year": "2016", "birth_month": "5", "animal": "whale"}
    assert _accept(signed_in(teen), _invite(family, "child"), **data) == 422
    assert not ChildProfile.objects.exists()
    assert Invitation.objects.get().state == "open"


def test_only_own_invitations_are_shown_and_revoked(family: Family, mother: User) -> None:
    invitation = _invite(family)
    stranger = signed_in(make_guardian())
    assert stranger.get(reverse("families:invitation_card", args=[invitation.pk])).status_code == 404
    url = reverse("families:revoke_invitation", args=[invitation.pk])
    assert stranger.post(url).status_code == 404
    for _ in range(2):
        assert signed_in(mother).post(url).status_code == 302
    assert Invitation.objects.get().state == "revoked"
