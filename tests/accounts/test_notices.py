"""What stands behind the bell."""

import pytest
from django.urls import reverse

from accounts import wording
from accounts.models import Notification
from accounts.services.notify import notify
from oneco.lib import clock
from tests.factories import make_child, make_guardian, signed_in

pytestmark = pytest.mark.django_db


def _tell(user: object, key: str, **data: str) -> None:
    notify(user, "child.made", key, {"child": "서하", **data}, now=clock.now())  # type: ignore[arg-type]


def test_unread_first_and_read_on_opening() -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    _tell(guardian, "a", url=reverse("families:consents"))
    _tell(guardian, "a")
    notice = Notification.objects.get()
    page = client.get(reverse("accounts:notices")).content.decode()
    assert "서하가 가족에 들어왔어요" in page
    assert "읽지 않은 것 1개" in page
    answer = client.get(reverse("accounts:open_notice", args=[notice.pk]))
    assert answer["Location"] == reverse("families:consents")
    assert "읽지 않은 것" not in client.get(reverse("accounts:notices")).content.decode()


def test_one_press_reads_all_and_only_mine() -> None:
    guardian, child = make_guardian(), make_child()
    for key in ("a", "b"):
        _tell(guardian, key)
        _tell(child, key)
    signed_in(guardian).post(reverse("accounts:read_notices"))
    assert Notification.objects.filter(recipient=guardian, read_at=None).count() == 0
    assert Notification.objects.filter(recipient=child, read_at=None).count() == 2


def test_a_notice_of_somebody_else_does_not_exist() -> None:
    child = make_child()
    _tell(child, "a")
    url = reverse("accounts:open_notice", args=[Notification.objects.get().pk])
    assert signed_in(make_guardian()).get(url).status_code == 404


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1"])
def test_a_notice_leads_nowhere_outside(target: str) -> None:
    guardian = make_guardian()
    _tell(guardian, "a", url=target)
    url = reverse("accounts:open_notice", args=[Notification.objects.get().pk])
    assert signed_in(guardian).get(url)["Location"] == reverse("accounts:notices")


def test_an_empty_bell_says_what_will_be_there() -> None:
    assert (
        "아직 알림이 없어요" in signed_in(make_guardian()).get(reverse("accounts:notices")).content.decode()
    )


def test_words_take_their_particles_and_old_rows_still_read() -> None:
    assert wording.sentence("child.made", {"child": "도윤"}) == "도윤이 가족에 들어왔어요."
    assert wording.sentence("child.made", {}) == " 가족에 들어왔어요."
    assert wording.sentence("nobody.knows", {}) == "새 소식이 있어요."
