"""Web push (RFC 8030, 8291, 8292). The only file that imports webpush, and only when a push goes out.

pywebpush was passed over: it needs http-ece, which has no wheel, and brings aiohttp along.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from accounts.channels import Gone, Later, Never
from oneco.lib import clock

LIVES_FOR = 12 * 60 * 60  # seconds a push service keeps it for a phone that is off
BODY_AT_MOST = 300  # characters; the encrypted payload must stay below 4 KiB


@dataclass(frozen=True)
class Push:
    """What a phone shows. `key` is the topic: a second copy replaces the first."""

    key: str
    endpoint: str
    p256dh: str
    auth: str
    title: str
    body: str
    url: str


class PushChannel:
    """The push services of browsers, each asked at its own address."""

    def __init__(self) -> None:
        self._session: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            self._session.close()

    def place(self, parcel: Push) -> str:
        return urlsplit(parcel.endpoint).netloc

    def send(self, parcel: Push) -> None:
        """Hand one push to its service. Raises Later, Never or Gone."""
        from requests import RequestException, Session, TooManyRedirects

        sealed, headers = _sealed(parcel)
        if self._session is None:
            self._session = Session()
            self._session.max_redirects = 0  # we call the services we know and nobody they name
        try:
            answer = self._session.post(
                parcel.endpoint, data=sealed, headers=headers, timeout=settings.PUSH_TIMEOUT
            )
        except TooManyRedirects as elsewhere:
            raise Never("TooManyRedirects") from elsewhere
        except RequestException as broken:
            raise Later(f"{type(broken).__name__}: {broken}", away=True) from broken
        if not answer.ok:
            raise _refusal(answer)


def public_key() -> str:
    """What a browser needs to subscribe (base64url); "" where push is not set up."""
    return public_part(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else ""


@cache
def public_part(private: str) -> str:
    """The public half of a private key, both in base64url. Raises ValueError for what is no key."""
    point = _key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def new_private_key() -> str:
    """A fresh key in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def _key(private: str) -> ec.EllipticCurvePrivateKey:
    number = urlsafe_b64decode(private + "=" * (-len(private) % 4))
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


@cache
def _sealer(private: str, subject: str) -> Any:
    from webpush import WebPush

    key = _key(private)
    return WebPush(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        subscriber=subject,
        ttl=LIVES_FOR,
    )


def _sealed(push: Push) -> tuple[bytes, dict[str, str]]:
    """The encrypted body and its headers. Raises Never for keys that are no keys."""
    from webpush import WebPushSubscription

    try:
        browser = WebPushSubscription.model_validate(
            {"endpoint": push.endpoint, "keys": {"p256dh": push.p256dh, "auth": push.auth}}
        )
        sealed = _sealer(settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT).get(_payload(push), browser)
    except ValueError as unfit:
        raise Never(f"{type(unfit).__name__}: {unfit}") from unfit
    return sealed.encrypted, {**sealed.headers, "Topic": push.key, "Urgency": "normal"}


def _payload(push: Push) -> str:
    about = {"title": push.title, "body": push.body[:BODY_AT_MOST], "url": push.url, "tag": push.key}
    return json.dumps(about, ensure_ascii=False)


def _refusal(answer: Any) -> Later | Never:
    code, said = answer.status_code, f"{answer.status_code} {answer.text[:200]}".strip()
    if code in (404, 410):
        return Gone(said)
    if code in (408, 425, 429) or code >= 500:
        return Later(said, seconds=_seconds(answer.headers.get("Retry-After")))
    return Never(said)


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After in seconds, from a number or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - clock.real_now()).total_seconds())
