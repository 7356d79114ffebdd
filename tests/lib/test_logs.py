"""The log keeps no code and no token of a link."""

import logging

import pytest

from oneco.lib.logs import HideSecrets


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/join/ABCD2345/accept/", "/join/…/accept/"),
        ("/consent/MTI:abc-def/", "/consent/…/"),
        ("/accounts/confirm-email/NQ:1abc:xyz/", "/accounts/confirm-email/…/"),
        ("/accounts/password/reset/key/5-abc123/", "/accounts/password/reset/key/…/"),
        ("/join/", "/join/"),
        ("/study/12/answer/", "/study/12/answer/"),
    ],
)
def test_secrets_of_links_are_hidden(path: str, shown: str) -> None:
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Forbidden", path), None)
    record.request = f"<WSGIRequest: POST '{path}'>"
    assert HideSecrets().filter(record)
    assert not hasattr(record, "request")
    assert record.getMessage() == f"Forbidden: {shown}"
