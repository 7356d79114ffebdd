"""Mail and push that really leave: to servers on loopback."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.channels.push import new_private_key
from tests.post_office import MailServer, PushService, mail_server, push_service


@pytest.fixture
def office(settings: Settings) -> Iterator[MailServer]:
    """The mail server of this installation."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """The push service of everybody's browser."""
    with push_service() as server:
        settings.VAPID_PRIVATE_KEY = new_private_key()
        settings.PUSH_SERVICES = [server.origin]
        yield server
