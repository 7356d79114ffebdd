"""What staff see and may do."""

from typing import Any

import pytest
from django.urls import reverse

from families.holidays import holidays_between
from families.models import ChildProfile, ConsentRequest, Holiday
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


def test_staff_corrects_the_days_off() -> None:
    from datetime import date

    march, end = date(2026, 3, 1), date(2026, 3, 31)
    assert holidays_between(march, end) == {date(2026, 3, 1), date(2026, 3, 2)}
    Holiday.objects.create(date=date(2026, 3, 4), name="임시 공휴일")
    Holiday.objects.create(date=date(2026, 3, 2), name="고침", is_holiday=False)
    assert holidays_between(march, end) == {date(2026, 3, 1), date(2026, 3, 4)}
