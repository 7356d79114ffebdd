"""알림 and 내 정보."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import selectors
from accounts.access import notice_for, person
from accounts.forms import NameForm
from accounts.services import notices as services
from accounts.services.people import rename
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, STAFF, audience

BASES = {"guardian": "base_guardian.html", "child": "base_child.html", "staff": "base_public.html"}


@audience(GUARDIAN, CHILD, STAFF)
def notices(request: HttpRequest) -> HttpResponse:
    """What stands behind the bell, unread first."""
    user = person(request)
    context = {"notices": selectors.notices_of(user), "base": BASES[user.role]}
    return render(request, "accounts/notices.html", context)


@audience(GUARDIAN, CHILD, STAFF)
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notice to what it is about; from then on it is read."""
    notice = notice_for(person(request), pk)
    services.mark_read(person(request), pk=notice.pk, now=clock.now())
    target = str(notice.data.get("url", ""))
    inside = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if inside else "accounts:notices")


@audience(GUARDIAN, CHILD, STAFF)
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """모두 읽음."""
    services.mark_read(person(request), now=clock.now())
    return redirect("accounts:notices")


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
