"""Forwarded headers are believed exactly as far as TRUSTED_PROXIES says; signed-in pages are not kept."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from oneco.middleware import ForwardedMiddleware, NoStoreMiddleware
from tests.factories import make_guardian


def seen(**headers: str) -> HttpRequest:
    """The request as the rest of the project sees it."""
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers or None)
    ForwardedMiddleware(lambda _: HttpResponse())(request)
    return request


def test_without_proxies_nothing_forwarded_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    request = seen(x_forwarded_for="1.2.3.4", x_forwarded_proto="https", x_forwarded_host="evil.example")
    assert request.META["REMOTE_ADDR"] == "10.0.0.1"
    assert not [name for name in request.META if name.startswith("HTTP_X_FORWARDED")]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),  # fewer hops than proxies: somebody came in by another way
    ],
)
def test_the_address_is_counted_from_the_right(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert seen(x_forwarded_for=forwarded).META["REMOTE_ADDR"] == address


def test_https_is_believed_of_a_trusted_proxy_only(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = 1
    assert seen(x_forwarded_proto="https").is_secure()
    settings.TRUSTED_PROXIES = 0
    assert not seen(x_forwarded_proto="https").is_secure()


def test_a_public_page_may_be_kept_and_a_signed_in_one_may_not() -> None:
    answer = NoStoreMiddleware(lambda _: HttpResponse())
    request = RequestFactory().get("/")
    assert not answer(request).has_header("Cache-Control")
    request.COOKIES["sessionid"] = "x"
    assert answer(request)["Cache-Control"] == "no-store"


def test_every_page_carries_the_strict_policy(client: Client, db: None) -> None:
    client.force_login(make_guardian())
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_pages_ask_for_no_camera_microphone_or_place(client: Client) -> None:
    policy = client.get("/healthz")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
