"""System checks: a wrong configuration says so in a sentence before anybody meets it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import ResolverMatch

from oneco.lib.audience import audience_of


@register("oneco")
def check_environment(**kwargs: Any) -> list[CheckMessage]:
    """Settings that do not go together."""
    return [problem for rule in _RULES if (problem := rule())]


def _secret_key() -> CheckMessage | None:
    if len(settings.SECRET_KEY if settings.EMBEDDED else _given_key()) >= 40:
        return None
    return Error(
        "SECRET_KEY must be set to at least 40 random characters when DATABASE_URL or PUBLIC_URL is set "
        "(python3 -c 'import secrets; print(secrets.token_urlsafe(60))').",
        id="oneco.E001",
    )


def _given_key() -> str:
    return str(
        settings._wrapped.__dict__.get("SECRET_KEY", "")
    )  # an empty key raises when read the usual way


def _consent_method() -> CheckMessage | None:
    if not (settings.PUBLIC_URL and settings.CONSENT_METHOD == "household"):
        return None
    return Error(
        "CONSENT_METHOD=household is for one home only; under a PUBLIC_URL consent is given by e-mail.",
        id="oneco.E002",
    )


def _time_travel() -> CheckMessage | None:
    if not (settings.PUBLIC_URL and settings.ONECO_TIME_TRAVEL):
        return None
    return Error(
        "ONECO_TIME_TRAVEL=1 is for demos and tests and refused under a PUBLIC_URL.", id="oneco.E003"
    )


def _debug() -> CheckMessage | None:
    if not (settings.PUBLIC_URL and settings.DEBUG):
        return None
    return Error("DEBUG=1 shows our inside to everybody and is refused under a PUBLIC_URL.", id="oneco.E004")


def _mail() -> CheckMessage | None:
    if not settings.PUBLIC_URL or "console" not in settings.EMAIL_BACKEND:
        return None
    return Info(
        "EMAIL_URL is not set: mail is only written to the log, and nobody can be asked to confirm an "
        "address.",
        id="oneco.I001",
    )


def _metrics_token() -> CheckMessage | None:
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= 20:
        return None
    return Error(
        "METRICS_TOKEN must be at least 20 random characters: whoever guesses it reads our numbers.",
        id="oneco.E005",
    )


def _vapid_key() -> CheckMessage | None:
    if not settings.VAPID_PRIVATE_KEY:
        return None
    from accounts.channels.push import public_key

    try:
        public_key()
    except ValueError:
        return Error("VAPID_PRIVATE_KEY is no key; manage.py make_vapid_key prints one.", id="oneco.E006")
    return None


_RULES: tuple[Callable[[], CheckMessage | None], ...] = (
    _secret_key,
    _consent_method,
    _time_travel,
    _debug,
    _mail,
    _metrics_token,
    _vapid_key,
)


@register("urls")
def check_audiences(**kwargs: Any) -> list[CheckMessage]:
    """A URL without an audience is shut to everybody; say so before somebody stands before it."""
    return [
        Error(f"Nobody decided for whom {route!r} is: give its view @audience(…).", id="oneco.E010")
        for route in undecided()
    ]


def undecided() -> list[str]:
    """Routes that declare no audience."""
    return [route for route, match in _walk(get_resolver().url_patterns) if audience_of(match) is None]


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, ResolverMatch]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield route, ResolverMatch(pattern.callback, (), {}, pattern.name, namespaces=list(namespaces))
