"""Every URL says whom it is for, and one middleware holds it to that.

Views wear `@audience(...)`; what others wrote (allauth, the admin) is listed by URL namespace or name prefix
in `settings.AUDIENCES`. A URL without a decision is an error that `manage.py check` and a test report.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

ANYONE = "anyone"
GUARDIAN = "guardian"
CHILD = "child"
STAFF = "staff"
OWN_ACCOUNT = "own_account"  # a child of 14 or over who signs in by e-mail, where other children may not

View = TypeVar("View", bound=Callable[..., Any])


def audience(*roles: str) -> Callable[[View], View]:
    """Declare for whom a view is: ANYONE, or any of GUARDIAN, CHILD, STAFF."""

    def declare(view: View) -> View:
        view.audience = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def audience_of(match: ResolverMatch) -> frozenset[str] | None:
    """The declared audience of a resolved URL, or None when nobody decided."""
    declared = getattr(match.func, "audience", None)
    if declared is not None:
        return declared
    for prefix, roles in settings.AUDIENCES:
        if match.view_name.startswith(prefix):
            return frozenset(roles)
    return None


class AudienceMiddleware:
    """Send away whoever a page is not for: to the sign-in, or with a kind sentence and status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        assert request.resolver_match is not None
        roles = audience_of(request.resolver_match)
        if roles is None:
            return _forbidden(request)
        if ANYONE in roles:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request, roles)
        return None if roles & _roles_of(request.user) else _forbidden(request)


def _roles_of(user: Any) -> set[str]:
    return {user.role, OWN_ACCOUNT} if user.role == CHILD and user.email else {user.role}


def _to_sign_in(request: HttpRequest, roles: frozenset[str]) -> HttpResponse:
    """To the door of whom the page is for. Whose session ended is told that nothing is lost."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        messages.info(request, _("한참 쉬어서 다시 들어와야 해요. 지금까지 한 것은 그대로 있어요."))
    door = reverse(settings.CHILD_LOGIN_URL if roles == {CHILD} else settings.LOGIN_URL)
    if request.headers.get("HX-Request"):  # a login page must not land inside a fragment
        return HttpResponseClientRedirect(f"{door}?next={quote(_page_of(request))}")
    return redirect(f"{door}?next={quote(request.get_full_path())}")


def _page_of(request: HttpRequest) -> str:
    """The path of the page from which a fragment was asked for."""
    return HtmxDetails(request).current_url_abs_path or "/"


def _forbidden(request: HttpRequest) -> HttpResponse:
    return render(request, "403.html", status=403)
