"""Answering with a page, or with the very fragment of it that HTMX asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `page`, or only `fragment` (a template that the page includes) for an HTMX request."""
    template = fragment if request.headers.get("HX-Request") else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Redirect a plain request (302) and an HTMX one (HX-Redirect) to the same place."""
    response = redirect(to, *args, **kwargs)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(response["Location"])
    return response
