"""What staff see and may do."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from families.holidays import holidays_between
from families.models import ChildProfile, ConsentRequest, Holiday
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, make_staff, signed_in
from tests.families.test_first_visit import CHILD

pytestmark = pytest.mark.django_db


def test_families_are_to_look_at() -> None:
    child = make_child()
    client = signed_in(make_staff())
    family = child.child_profile.home_family
    for url in (
        reverse("admin:families_family_change", args=[family.pk]),
        reverse("admin:families_childprofile_change", args=[child.child_profile.pk]),
        reverse("admin:accounts_user_change", args=[child.pk]),
        reverse("admin:accounts_user_changelist"),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert child.child_profile.pin not in page.content.decode()
    assert client.post(reverse("admin:families_family_change", args=[family.pk]), {}).status_code == 403


def test_staff_confirms_a_paper(settings: Any) -> None:
    settings.CONSENT_METHOD = "paper"
    guardian = make_guardian()
    family = make_family(guardian)
    signed_in(guardian).post(reverse("families:child_new", args=[family.pk]), CHILD)
    asked = ConsentRequest.objects.get()
    client = signed_in(make_staff())
    press = {"action": "paper_is_here", "_selected_action": [asked.pk]}
    for _ in range(2):
        client.post(reverse("admin:families_consentrequest_changelist"), press)
    assert ChildProfile.objects.get().consent.method == "paper"  # type: ignore[union-attr]


def test_who_may_only_look_confirms_no_paper() -> None:
    guardian = make_guardian()
    family = make_family(guardian)
    draft: dict[str, Any] = {"nickname": "서하"}
    now = clock.now()
    asked = ConsentRequest.objects.create(
        family=family, guardian=guardian, draft=draft, created_at=now, expires_at=now + timedelta(days=1)
    )
    looker = make_staff()
    User.objects.filter(pk=looker.pk).update(is_superuser=False)
    looker.user_permissions.add(Permission.objects.get(codename="view_consentrequest"))
    press = {"action": "paper_is_here", "_selected_action": [asked.pk]}
    signed_in(looker).post(reverse("admin:families_consentrequest_changelist"), press)
    asked.refresh_from_db()
    assert asked.used_at is None


@pytest.mark.parametrize(
    "path",
    ["account/emailaddress", "mfa/authenticator", "socialaccount/socialtoken", "usersessions/usersession"],
)
def test_staff_changes_nobodys_way_in(path: str) -> None:
    client = signed_in(make_staff())
    assert client.get(f"/admin/{path}/").status_code == 404
    assert path not in client.get(reverse("admin:index")).content.decode()


def test_staff_corrects_the_days_off() -> None:
    from datetime import date

    march, end = date(2026, 3, 1), date(2026, 3, 31)
    assert holidays_between(march, end) == {date(2026, 3, 1), date(2026, 3, 2)}
    Holiday.objects.create(date=date(2026, 3, 4), name="임시 공휴일")
    Holiday.objects.create(date=date(2026, 3, 2), name="고침", is_holiday=False)
    assert holidays_between(march, end) == {date(2026, 3, 1), date(2026, 3, 4)}
