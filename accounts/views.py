"""알림 and 내 정보."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts import selectors
from accounts.access import browser_for, notice_for, person, unwanted_mail
from accounts.forms import LookForm, NameForm, SubscribeForm, SwitchesForm
from accounts.kinds import EMAIL
from accounts.services import notices as services
from accounts.services import reaching
from accounts.services.people import rename
from accounts.switching import has_ticket
from accounts.topics import name_of, single_kinds
from oneco.lib import clock
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, STAFF, audience
from oneco.lib.errors import Refused
from oneco.lib.network import device_name

BASES = {"guardian": "base_guardian.html", "child": "base_child.html", "staff": "base_public.html"}


@audience(GUARDIAN, CHILD, STAFF)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What stands behind the bell, unread first."""
    user = person(request)
    inbox = selectors.inbox_of(user, request.GET.get("page"))
    context = {
        "inbox": inbox,
        "head": selectors.head_of(user, after=inbox.after),
        "base": BASES[user.role],
    }
    return render(request, "accounts/notices.html", context)


@audience(ANYONE)
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of a page that stays open; 204 while it shows what is true, or somebody else is here now."""
    shown = _shown_to(request)
    if shown is None:
        return HttpResponse(status=204)
    unread = selectors.unread_count(person(request))
    if unread == shown["unread"]:
        return HttpResponse(status=204)
    return render(request, "components/_bell.html", {"unread": unread})


@audience(ANYONE)
@require_GET
def inbox_head(request: HttpRequest) -> HttpResponse:
    """The top of an inbox that stays open, which tells of what came meanwhile; 204 as the bell."""
    shown = _shown_to(request)
    if shown is None:
        return HttpResponse(status=204)
    head = selectors.head_of(person(request), after=shown["after"] or 0)
    if head.unread == shown["unread"] and not head.fresh:
        return HttpResponse(status=204)
    return render(request, "accounts/_inbox_head.html", {"head": head, "told": True})


def _shown_to(request: HttpRequest) -> dict[str, int] | None:
    """What an open page says it shows; None unless the one it was made for is still here.

    A session that ended must put no login page into a badge, nor a child's number on its guardian's page.
    """
    form = LookForm(request.GET)
    here = request.user.pk if request.user.is_authenticated else None
    return form.cleaned_data if form.is_valid() and form.cleaned_data["of"] == here else None


@audience(GUARDIAN, CHILD, STAFF)
@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notice to what it is about; from then on it is read."""
    notice = notice_for(person(request), pk)
    services.mark_read(person(request), pk=notice.pk, now=clock.now())
    target = str(notice.data.get("url", ""))
    inside = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if inside else "accounts:notices")


@audience(GUARDIAN, CHILD, STAFF)
@require_POST
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """읽음으로: one notice, where it stands."""
    user = person(request)
    notice = notice_for(user, pk)
    services.mark_read(user, pk=notice.pk, now=clock.now())
    if not request.headers.get("HX-Request"):
        return redirect("accounts:notices")
    context = {"notice": selectors.notice_of(notice_for(user, pk), user), "pressed": True}
    return trigger_client_event(render(request, "accounts/_notice.html", context), "look")


@audience(GUARDIAN, CHILD, STAFF)
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """모두 읽음으로."""
    services.mark_read(person(request), now=clock.now())
    return redirect("accounts:notices")


@audience(GUARDIAN, CHILD)
def each_kind(request: HttpRequest) -> HttpResponse:
    """하나씩 고르기: a switch for each kind that waits for an answer, and each channel."""
    user = person(request)
    data = request.POST if request.method == "POST" else None
    form = SwitchesForm(data, telling=selectors.telling_of(user), topics=single_kinds(user.role))
    if form.is_valid():
        reaching.set_switches(user, wanted=form.switches)
        messages.success(request, _("이제 이렇게 알릴게요."))
        return redirect("accounts:each_kind")
    context = {"form": form, "base": BASES[user.role], "tab": "me"}
    return render(request, "accounts/kinds.html", context, status=422 if form.is_bound else 200)


@audience(GUARDIAN, CHILD)
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """This browser takes pushes for the person at it from now on."""
    form = SubscribeForm(request.POST)
    if has_ticket(request):
        raise Refused(_("보호자의 휴대폰이에요. 내 휴대폰에서 켜 주세요."), code="handed_over", status=403)
    if not form.is_valid():
        raise Refused(_("이 브라우저의 알림을 켜지 못했어요. 다시 눌러 주세요."), code="no_subscription")
    device = device_name(request.headers.get("User-Agent", ""))
    reaching.subscribe(person(request), **form.cleaned_data, device=device, now=clock.now())
    messages.success(request, _("이 기기로도 알릴게요."))
    return redirect("families:telling")


@audience(GUARDIAN, CHILD)
@require_POST
def forget_browser(request: HttpRequest, pk: int) -> HttpResponse:
    """그만 받기: no more pushes to one browser."""
    browser = browser_for(person(request), pk)
    reaching.unsubscribe(person(request), pk=browser.pk)
    messages.success(request, _("그 기기로는 더 보내지 않아요."))
    return redirect("families:telling")


@csrf_exempt
@audience(ANYONE)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link under a mail: a page with a press for people, and RFC 8058's POST for mail programs.

    The signed token is the permission, so that no session is asked for; a GET (scanners open links) changes
    nothing. The page also takes the press back.
    """
    user, topic = unwanted_mail(token)
    context: dict[str, Any] = {"topic": name_of(topic), "done": False}
    if request.method == "POST":
        again = "again" in request.POST
        reaching.switch(user, topic=topic, channel=EMAIL, on=again)
        context |= {"done": not again, "again": again}
    return render(request, "accounts/unsubscribe.html", context)


@audience(GUARDIAN, CHILD, STAFF)
def me(request: HttpRequest) -> HttpResponse:
    """내 정보 of a guardian. A child's 나 is a page of families, and staff has the admin."""
    user = person(request)
    if user.is_child:
        return redirect("families:me")
    form = NameForm(request.POST or None, initial={"display_name": user.display_name})
    if form.is_valid():
        rename(user, name=form.cleaned_data["display_name"])
        messages.success(request, _("이름을 바꿨어요."))
        return redirect("accounts:me")
    context = {"form": form, "base": BASES[user.role]}
    return render(request, "accounts/me.html", context, status=422 if form.is_bound else 200)
