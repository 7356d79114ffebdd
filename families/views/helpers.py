"""What the views of families share."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from families.limits import place_of
from oneco.lib.errors import Refused


def blame(form: forms.Form, refused: Refused) -> None:
    """Put a refusal where it belongs in the form: at its field, or on top."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def place(request: HttpRequest) -> str:
    """Where a try comes from, as tries are counted."""
    return place_of(request.META.get("REMOTE_ADDR", ""))


def absolute(request: HttpRequest, path: str) -> str:
    """A path as a link that works outside this browser."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def first_page() -> HttpResponse:
    """Wherever the person who is now here begins."""
    return redirect(settings.LOGIN_REDIRECT_URL)
