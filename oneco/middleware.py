"""What is done to every request, whichever app answers it."""

from collections.abc import Callable

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from oneco.lib.errors import Refused

Answer = Callable[[HttpRequest], HttpResponse]
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class ForwardedMiddleware:
    """Believe forwarded headers exactly as far as TRUSTED_PROXIES says, then take them away.

    With n proxies of ours the visitor's address is the n-th from the right; what stands left of it was
    written by the visitor. After this REMOTE_ADDR is the visitor's and nobody reads the headers again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        proxies = settings.TRUSTED_PROXIES
        hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if proxies and len(hops) >= proxies:
            meta["REMOTE_ADDR"] = hops[-proxies]
        for header in _FORWARDED:
            if not (proxies and header == "HTTP_X_FORWARDED_PROTO"):  # read by SECURE_PROXY_SSL_HEADER
                meta.pop(header, None)
        return self.get_response(request)


class PermissionsPolicyMiddleware:
    """No page needs a camera, a microphone or to know where a child is; the browser then refuses to ask."""

    policy = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.policy
        return response


class NoStoreMiddleware:
    """A page of somebody signed in is kept by no cache: the phone is handed on to the child.

    The cookie decides, not the user, so that a public page needs neither session nor query.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signed_in = settings.SESSION_COOKIE_NAME in (request.COOKIES | response.cookies)
        if signed_in and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class RefusedMiddleware:
    """A no, of a service or to a wrong method, becomes a page with its sentence and a way back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = _refusal(request, _("이 주소는 바로 열 수 없어요."), response.status_code)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _refusal(request, error.message, error.status) if isinstance(error, Refused) else None


def _refusal(request: HttpRequest, sentence: str | Promise, status: int) -> HttpResponse:
    came_from = request.headers.get("Referer", "")
    back = came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"
    response = render(request, "refused.html", {"sentence": sentence, "back": back}, status=status)
    response["HX-Retarget"] = "body"  # a whole page must not land inside a fragment
    return response


class InvalidFormMiddleware:
    """A form that was not accepted answers 422 on allauth's pages too, which say 200."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and isinstance(form, BaseForm):
            response.status_code = 422 if form.is_bound and form.errors else 200
        return response
