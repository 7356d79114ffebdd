"""The cookie by which a browser shows that it knows a family. The table keeps only hashes."""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from families.models import Device
from oneco.lib.network import device_name

COOKIE = "oneco_device"
SALT = "families.device"
KEPT_FOR = 400 * 24 * 3600  # seconds; browsers allow no more


def new_key() -> str:
    """A fresh secret for one device."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """What the table keeps of a key. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def signed(key: str) -> str:
    """The cookie's value for a key."""
    return signing.Signer(salt=SALT).sign(key)


def device_of(request: HttpRequest) -> Device | None:
    """The device that this browser is, unless it is unknown or was revoked."""
    try:
        key = signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return None
    return Device.objects.select_related("family").filter(key_hash=hash_of(key), revoked_at=None).first()


def remember(response: HttpResponseBase, key: str) -> None:
    """Give the browser its key."""
    response.set_cookie(
        COOKIE,
        signed(key),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def name_of(request: HttpRequest) -> str:
    """What people would call this machine, from the header the browser sends."""
    return device_name(request.headers.get("User-Agent", ""))
