"""What the views of families share."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from families.access import invitation_code
from families.forms import InvitationCodeForm
from families.limits import place_of
from families.models import Invitation
from families.services import invitations
from oneco.lib import clock
from oneco.lib.errors import Refused


def blame(form: forms.Form, refused: Refused) -> None:
    """Put a refusal where it belongs in the form: at its field, or on top."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def place(request: HttpRequest) -> str:
    """Where a try comes from, as tries are counted."""
    return place_of(request.META.get("REMOTE_ADDR", ""))


def find_invitation(request: HttpRequest, code: str) -> Invitation:
    """The open invitation of a code in an address. Raises Refused."""
    return invitations.find(invitation_code(code), place=place(request), now=clock.now())


def invitation_gone(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page for another code, with the sentence why this one does not do."""
    context = {"form": InvitationCodeForm(), "errors": [str(refused)]}
    return render(request, "families/join.html", context, status=refused.status)


def absolute(request: HttpRequest, path: str) -> str:
    """A path as a link that works outside this browser."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def first_page() -> HttpResponse:
    """Wherever the person who is now here begins."""
    return redirect(settings.LOGIN_REDIRECT_URL)
