"""Typed readers of the environment. Nonsense is refused at start-up by the name of the variable."""

import os
from collections.abc import Collection
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class WrongSetting(ImproperlyConfigured):
    """An environment variable holds something that its setting cannot mean."""


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space; `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off, in any case. Raises WrongSetting for anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise WrongSetting(f"{name}={value!r}: expected 1 or 0.")
    return value in _TRUE


def whole(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between `least` and `most`. Raises WrongSetting."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < least or (most is not None and int(value) > most):
        limits = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise WrongSetting(f"{name}={value!r}: expected a whole number {limits}.")
    return int(value)


def choice(name: str, options: Collection[str], default: str) -> str:
    """One of `options`. Raises WrongSetting."""
    value = text(name, default)
    if value not in options:
        raise WrongSetting(f"{name}={value!r}: expected one of {', '.join(options)}.")
    return value


def url(name: str, schemes: Collection[str]) -> SplitResult | None:
    """A URL with one of `schemes`, split; None when unset. The message never repeats a password.

    Raises WrongSetting.
    """
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as wrong:
        raise WrongSetting(f"{name}: {wrong}.") from None
    if parts.scheme not in schemes:
        raise WrongSetting(
            f"{name}: expected a URL beginning with {' or '.join(f'{s}://' for s in schemes)}."
        )
    return parts


def origin(name: str) -> str:
    """A web origin such as https://oneco.example, without path or slash; "" when unset.

    Raises WrongSetting.
    """
    parts = url(name, ("https", "http"))
    if parts is None:
        return ""
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WrongSetting(
            f"{name}: expected scheme, host and perhaps a port only, as in https://oneco.example."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def email(name: str) -> dict[str, str | int | bool]:
    """Django's mail settings from smtp://, smtps:// (TLS from the start) or smtp+tls:// (STARTTLS).

    Empty when unset; the sender is EMAIL_FROM. Raises WrongSetting.
    """
    parts = url(name, ("smtp", "smtps", "smtp+tls"))
    if parts is None:
        return {}
    if not parts.hostname:
        raise WrongSetting(f"{name}: expected a mail host, as in smtp+tls://user:password@mail.example:587.")
    default_port = {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or default_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
    }
