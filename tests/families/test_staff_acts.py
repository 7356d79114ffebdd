"""The five acts of staff, each with its reason, line and notices; and the line that each look leaves."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.services.delivering import deliver_due
from accounts.wording import sentence
from families.models import Attempt, Family, Membership, SignInLink, StaffAct, StaffLook
from families.services import audit
from missions.models import Mission
from oneco.lib import clock
from tests.factories import (
    PASSWORD,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_staff,
    make_teen,
    signed_in,
)
from tests.missions.world import World, make_world

pytestmark = pytest.mark.django_db

WHY = "전화로 부탁하셨어요"


@pytest.fixture
def desk() -> Client:
    return signed_in(make_staff())


@pytest.fixture
def mother() -> User:
    mother = make_guardian("mother@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=mother, email="mother@example.com", verified=True, primary=True)
    return mother


@pytest.fixture
def father() -> User:
    return make_guardian("father@example.com", name="아빠")


@pytest.fixture
def family(mother: User, father: User) -> Family:
    return make_family(mother, father)


def do(desk: Client, act: str, pk: int, **data: str) -> Any:
    answer = desk.post(reverse(f"admin:families_staffact_{act}", args=[pk]), {"reason": WHY, **data})
    deliver_due(now=clock.now())
    return answer


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person, kind__startswith="staff.").order_by("pk")
    return [sentence(row.kind, row.data) for row in rows]


def link_in(letter: Any) -> str:
    found = re.search(r"http://[^/]+(/in/link/\S+)", letter.body)
    assert found is not None
    return found[1]


# --- a link to come in ---


def test_a_link_lets_its_person_in_once(desk: Client, mother: User, father: User, family: Family) -> None:
    assert do(desk, "link", mother.pk).status_code == 302
    assert mail.outbox[0].to == ["mother@example.com"]
    path, phone = link_in(mail.outbox[0]), Client()
    assert "mother@example.com" in phone.get(path).content.decode()
    assert phone.get(reverse("families:family")).status_code == 302, "reading the link lets nobody in"
    assert phone.post(path).status_code == 302
    assert phone.get(reverse("families:family")).status_code == 200
    assert Client().post(path).status_code == 410
    assert Client().get(path).status_code == 410
    act = StaffAct.objects.get()
    assert (act.act, act.subject, act.reason) == ("sign_in_link", f"accounts.user:{mother.pk}", WHY)
    assert told(mother) == [f"운영자가 내 이메일로 들어오기 링크를 보냈어요. 까닭: {WHY}"]
    assert told(father) == [f"운영자가 엄마에게 들어오기 링크를 이메일로 보냈어요. 까닭: {WHY}"]


def test_a_link_dies_after_half_an_hour_and_with_the_next_one(
    desk: Client, mother: User, family: Family, travel: Callable[[timedelta], None]
) -> None:
    do(desk, "link", mother.pk)
    do(desk, "link", mother.pk)
    first, second = (link_in(letter) for letter in mail.outbox)
    assert Client().post(first).status_code == 410
    travel(timedelta(minutes=30))
    assert Client().post(second).status_code == 410


def test_a_link_does_not_get_around_the_second_factor(desk: Client, mother: User, family: Family) -> None:
    Authenticator.objects.create(user=mother, type=Authenticator.Type.TOTP, data={"secret": "x"})
    do(desk, "link", mother.pk)
    phone = Client()
    assert phone.post(link_in(mail.outbox[0]))["Location"] == reverse("mfa_authenticate")
    assert phone.get(reverse("families:family")).status_code == 302


def test_a_link_ends_the_session_of_whoever_else_is_there(desk: Client, mother: User, family: Family) -> None:
    do(desk, "link", mother.pk)
    phone = signed_in(make_child(family))
    phone.post(link_in(mail.outbox[0]))
    assert phone.get(reverse("families:me")).status_code == 403


def test_the_table_of_links_lets_nobody_in(desk: Client, mother: User, family: Family) -> None:
    do(desk, "link", mother.pk)
    kept = SignInLink.objects.get().key_hash
    assert kept not in mail.outbox[0].body
    assert Client().post(f"/in/link/{kept}/").status_code == 410


def test_who_has_no_address_or_is_stopped_gets_no_link(desk: Client, mother: User, family: Family) -> None:
    child = make_child(family)
    assert do(desk, "link", child.pk).status_code == 422
    User.objects.filter(pk=mother.pk).update(is_active=False)
    assert do(desk, "link", mother.pk).status_code == 422
    assert not mail.outbox
    assert not StaffAct.objects.exists()


# --- another address ---


def test_another_address_replaces_the_lost_one(
    desk: Client, mother: User, father: User, family: Family
) -> None:
    assert do(desk, "email", mother.pk, email=" New@Example.com ").status_code == 302
    mother.refresh_from_db()
    address = EmailAddress.objects.get(user=mother)
    assert (mother.email, address.email, address.verified) == ("new@example.com", "new@example.com", False)
    assert [letter.to for letter in mail.outbox] == [["mother@example.com"], ["new@example.com"]]
    assert told(father) == [f"운영자가 엄마의 이메일을 바꿨어요. 까닭: {WHY}"]
    do(desk, "link", mother.pk)
    Client().post(link_in(mail.outbox[2]))
    assert EmailAddress.objects.get(user=mother).verified, "the link came to that address"


def test_an_address_of_somebody_else_is_refused_at_its_field(
    desk: Client, mother: User, father: User, family: Family
) -> None:
    answer = do(desk, "email", mother.pk, email="Father@example.com")
    assert answer.status_code == 422
    assert "다른 계정이 쓰고 있는 이메일이에요" in answer.content.decode()
    assert WHY in answer.content.decode(), "what was typed is kept"
    assert do(desk, "email", mother.pk, email="nonsense").status_code == 422
    assert do(desk, "email", make_child(family).pk, email="a@example.com").status_code == 422
    mother.refresh_from_db()
    assert mother.email == "mother@example.com"
    assert not StaffAct.objects.exists()


# --- undoing a leave ---


def test_a_leave_is_undone_however_long_ago(
    desk: Client, mother: User, father: User, family: Family, travel: Callable[[timedelta], None]
) -> None:
    place = Membership.objects.get(user=father)
    signed_in(father).post(reverse("families:leave", args=[family.pk]))
    travel(timedelta(days=20))
    assert (
        "나간 것 되돌리기"
        in desk.get(reverse("admin:families_staffact_person", args=[father.pk])).content.decode()
    )
    assert do(desk, "undo", place.pk).status_code == 302
    assert Membership.objects.get(user=father).state == "live"
    assert f"운영자가 아빠가 가족에서 나간 것을 되돌렸어요. 까닭: {WHY}" in told(mother)
    assert do(desk, "undo", place.pk).status_code == 404
    assert StaffAct.objects.count() == 1


def test_even_staff_brings_nobody_into_a_full_family(desk: Client, family: Family, settings: Any) -> None:
    teen = make_teen(family)
    place = Membership.objects.get(user=teen)
    signed_in(teen).post(reverse("families:leave", args=[family.pk]))
    settings.FAMILY_MAX_CHILDREN = 0
    answer = do(desk, "undo", place.pk)
    assert answer.status_code == 422
    assert "자리가 다 찼어요" in answer.content.decode()


# --- unlocking ---


def test_locked_pins_open_again(desk: Client, mother: User, family: Family) -> None:
    child = make_child(family)
    phone = Client()
    make_device(family, mother, client=phone)
    url = reverse("families:pin", args=[child.pk])
    for _ in range(5):
        phone.post(url, {"pin": "9999"})
    assert phone.post(url, {"pin": "2468"}).status_code == 429
    assert do(desk, "unlock", child.pk).status_code == 302
    assert phone.post(url, {"pin": "2468"}).status_code == 302
    assert told(child) == [f"운영자가 내 잠긴 PIN을 풀었어요. 까닭: {WHY}"]
    assert told(mother) == [f"운영자가 서하의 잠긴 PIN을 풀었어요. 까닭: {WHY}"]


def test_unlocking_touches_nobody_elses_tries(desk: Client, family: Family) -> None:
    child, sister = make_child(family), make_child(family, name="지호")
    Attempt.objects.create(key=f"pin:{sister.pk}@1", outcome="wrong", at=clock.now())
    do(desk, "unlock", child.pk)
    assert Attempt.objects.get().outcome == "wrong"


# --- closing a mission ---


@pytest.fixture
def world() -> World:
    return make_world()


def close(desk: Client, mission: Mission, reason: str = WHY) -> Any:
    return desk.post(reverse("admin:missions_mission_end", args=[mission.pk]), {"reason": reason})


@pytest.mark.parametrize("state", ["propose", "scheduled", "running"])
def test_an_open_mission_is_closed_and_both_sides_read_why(desk: Client, world: World, state: str) -> None:
    mission = getattr(world, state)()
    for _ in range(2):
        assert close(desk, mission).status_code == 302
    mission.refresh_from_db()
    assert mission.state == "ended"
    assert mission.enrolment is None or mission.enrolment.closed_at is not None
    assert mission.events.get(kind="close").data == {"reason": WHY}
    assert StaffAct.objects.get().subject == f"missions.mission:{mission.pk}"
    for person in (world.mother, world.child):
        notice = Notification.objects.get(recipient=person, kind="mission_closed_by_staff")
        assert sentence(notice.kind, notice.data) == (
            f"운영자가 ‘첫 주 맛보기’ 미션을 닫았어요. 배운 것과 얻은 약속은 그대로예요. 까닭: {WHY}"
        )
        page = signed_in(person).get(reverse("missions:detail", args=[mission.pk]))
        assert page.status_code == 200
        assert signed_in(person).get(reverse("missions:list")).status_code == 200


def test_what_is_over_cannot_be_closed(desk: Client, world: World) -> None:
    mission = world.achieved()
    answer = close(desk, mission)
    assert answer.status_code == 422
    assert "이미 해낸 미션이에요" in answer.content.decode()
    assert not StaffAct.objects.exists()


# --- reason, right, audit ---


def test_no_act_without_a_reason(desk: Client, mother: User, family: Family, world: World) -> None:
    child = make_child(family)
    for answer in (
        do(desk, "link", mother.pk, reason=" "),
        do(desk, "email", mother.pk, email="a@example.com", reason=""),
        do(desk, "unlock", child.pk, reason="\u200b"),
        close(desk, world.running(), reason=""),
    ):
        assert answer.status_code == 422
    assert not StaffAct.objects.exists()
    assert not mail.outbox


def test_who_may_only_look_does_nothing(mother: User, family: Family, world: World) -> None:
    looker = make_staff()
    User.objects.filter(pk=looker.pk).update(is_superuser=False)
    for name in ("view_user", "view_family", "view_mission"):
        looker.user_permissions.add(Permission.objects.get(codename=name))
    desk = signed_in(looker)
    assert do(desk, "link", mother.pk).status_code == 403
    assert close(desk, world.running()).status_code == 403
    page = desk.get(reverse("admin:accounts_user_change", args=[mother.pk])).content.decode()
    assert "할 수 있는 일" not in page
    for name in ("staffact", "stafflook"):
        assert desk.get(reverse(f"admin:families_{name}_changelist")).status_code == 403


def test_the_audit_is_read_by_superusers_and_changed_by_nobody(
    desk: Client, mother: User, family: Family
) -> None:
    do(desk, "unlock", mother.pk)
    act = StaffAct.objects.get()
    assert WHY in desk.get(reverse("admin:families_staffact_changelist")).content.decode()
    url = reverse("admin:families_staffact_change", args=[act.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"reason": "다른 까닭"}).status_code == 403
    assert desk.post(reverse("admin:families_staffact_delete", args=[act.pk])).status_code == 403
    act.reason = "다른 까닭"
    with pytest.raises(TypeError):
        act.save()
    with pytest.raises(TypeError):
        act.delete()
    assert StaffAct.objects.get().reason == WHY


def test_each_look_at_a_page_leaves_a_line_and_lists_leave_none(desk: Client) -> None:
    world = make_world()
    mission = world.achieved()
    line = mission.lines.get()
    pages = {
        "accounts_user": world.child.pk,
        "families_family": world.family.pk,
        "families_childprofile": world.child.child_profile.pk,
        "missions_mission": mission.pk,
        "missions_promiseline": line.pk,
    }
    for name in pages:
        assert desk.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert not StaffLook.objects.exists()
    for name, pk in pages.items():
        page = desk.get(reverse(f"admin:{name}_change", args=[pk]))
        assert page.status_code == 200
    seen = list(StaffLook.objects.order_by("pk").values_list("subject", flat=True))
    assert seen == [f"{name.replace('_', '.')}:{pk}" for name, pk in pages.items()]
    desk.get(reverse("admin:missions_mission_change", args=[10**9]))
    assert StaffLook.objects.count() == len(pages)


def test_looks_are_kept_for_a_year_and_acts_for_ever(desk: Client, mother: User, family: Family) -> None:
    do(desk, "unlock", mother.pk)
    desk.get(reverse("admin:accounts_user_change", args=[mother.pk]))
    audit.forget_old_looks(clock.now() + timedelta(days=364))
    assert StaffLook.objects.exists()
    audit.forget_old_looks(clock.now() + timedelta(days=366))
    assert not StaffLook.objects.exists()
    assert StaffAct.objects.exists()


def test_a_mission_shows_staff_its_whole_history(desk: Client, world: World) -> None:
    mission = world.running()
    page = desk.get(reverse("admin:missions_mission_change", args=[mission.pk])).content.decode()
    for word in ("accept", "김밥 소풍", "미션 닫기"):
        assert word in page
    found = desk.get(reverse("admin:missions_mission_changelist") + "?q=서하").content.decode()
    assert f"/admin/missions/mission/{mission.pk}/change/" in found
