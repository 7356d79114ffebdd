"""The demo family: safe to seed again, and never with known secrets on an open network."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Notification, User
from families.models import ChildProfile, Family
from missions.models import Mission
from oneco import work
from oneco.demo import FIXED, GUARDIAN, seed
from oneco.lib import clock
from tests.lessons.conftest import content  # noqa: F401

pytestmark = pytest.mark.usefixtures("content")


def counts() -> tuple[int, int, int]:
    return User.objects.count(), Family.objects.count(), Mission.objects.count()


def test_seeding_again_changes_nothing() -> None:
    first = seed(now=clock.now(), open_to_network=False)
    before = counts()
    again = seed(now=clock.now(), open_to_network=False)
    assert counts() == before == (4, 1, 2)
    assert (first.password, first.pin) == (again.password, again.pin) == FIXED
    assert first.family_code == again.family_code


def test_the_printed_sign_ins_work() -> None:
    told = StringIO()
    call_command("seed_demo", stdout=told)
    assert GUARDIAN in told.getvalue()
    assert authenticate(email=GUARDIAN, password=FIXED[0]) is not None
    assert all(check_password(FIXED[1], child.pin) for child in ChildProfile.objects.all())


def test_an_open_network_gets_random_secrets_told_once(settings: Settings) -> None:
    seed(now=clock.now(), open_to_network=False)
    opened = seed(now=clock.now(), open_to_network=True)
    assert opened.new
    assert FIXED[0] != opened.password
    assert authenticate(email=GUARDIAN, password=FIXED[0]) is None
    assert authenticate(email=GUARDIAN, password=opened.password) is not None
    settings.HOST = "0.0.0.0"
    told = StringIO()
    call_command("seed_demo", stdout=told)
    assert opened.password not in told.getvalue()
    assert authenticate(email=GUARDIAN, password=opened.password) is not None
    assert seed(now=clock.now(), open_to_network=False).new
    assert authenticate(email=GUARDIAN, password=FIXED[0]) is not None


def test_a_public_server_gets_no_demo(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://oneco.example"
    with pytest.raises(CommandError):
        call_command("seed_demo")


def test_the_demo_family_gets_its_reminder_without_any_server() -> None:
    begun = datetime(2026, 3, 4, 12, tzinfo=clock.KST)
    seed(now=begun, open_to_network=False)
    evening = begun.replace(hour=17) + timedelta(days=1)
    work.run_due(evening)
    reminded = Notification.objects.filter(kind="study_reminder")
    assert [notice.recipient.display_name for notice in reminded] == ["서하"]
    work.run_due(evening + timedelta(minutes=30))
    assert reminded.count() == 1
