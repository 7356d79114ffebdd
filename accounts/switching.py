"""One browser session is one person. Here it changes who that is, and remembers the way back."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from oneco.lib import clock

TICKET = "return_ticket"
CONFIRMED = "confirmed_at"
GUARDED = "guarded"
CONFIRMED_FOR = 10 * 60  # seconds
SALT = "accounts.return-ticket"


@dataclass(frozen=True)
class Ticket:
    """Who may come back to this browser, and on which device of the family the PIN was set."""

    guardian: User
    device_id: int


def become(request: HttpRequest, user: User) -> None:
    """End the session of whoever is here and begin one for `user`. The caller has checked that it may."""
    logout(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def stay(request: HttpRequest, user: User) -> None:
    """Keep this one session of somebody who was signed out everywhere."""
    update_session_auth_hash(request, user)


def forget_pages(response: HttpResponse) -> HttpResponse:
    """Let the browser throw away what the person before has looked at."""
    response["Clear-Site-Data"] = '"cache"'
    return response


def leave_ticket(request: HttpRequest, guardian: User, *, device_id: int) -> None:
    """Keep the way back to a guardian in the child's session. A new password of the guardian ends it."""
    parts = {"guardian": guardian.pk, "device": device_id, "hash": guardian.get_session_auth_hash()}
    request.session[TICKET] = signing.dumps(parts, salt=SALT)


def has_ticket(request: HttpRequest) -> bool:
    """Whether somebody handed this browser over (cheap: `ticket_of` tells whether the ticket still holds)."""
    return TICKET in request.session


def ticket_of(request: HttpRequest) -> Ticket | None:
    """The way back, if there is one that still holds."""
    try:
        parts = signing.loads(request.session.get(TICKET, ""), salt=SALT)
    except signing.BadSignature:
        return None
    guardian = User.objects.filter(pk=parts["guardian"], is_active=True, role=User.Role.GUARDIAN).first()
    if guardian is None or guardian.get_session_auth_hash() != parts["hash"]:
        return None
    return Ticket(guardian=guardian, device_id=parts["device"])


def mark_confirmed(request: HttpRequest) -> None:
    """The person at this browser has just shown to be the guardian."""
    request.session[CONFIRMED] = clock.now().timestamp()


def guard(request: HttpRequest) -> None:
    """This session began, or was once, on a phone that is handed on: from now on it always asks who is here.

    Kept in the session, because the device's cookie can be thrown away or changed by whoever holds the phone.
    """
    request.session[GUARDED] = True


def is_guarded(request: HttpRequest) -> bool:
    """Whether `guard` was called in this session."""
    return GUARDED in request.session


def was_confirmed(request: HttpRequest) -> bool:
    """Whether the person showed to be the guardian within the last 10 minutes."""
    passed = clock.now().timestamp() - request.session.get(CONFIRMED, 0)
    return 0 <= passed < CONFIRMED_FOR
