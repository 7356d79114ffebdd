"""What the views share: showing a mission or the list, and doing something to a mission."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.access import person
from accounts.models import User
from missions.access import mission_for
from missions.forms import SeenForm
from missions.models import Mission
from missions.selectors.cards import mission_list_of
from missions.selectors.detail import mission_page
from missions.selectors.proposing import first_week_targets
from oneco.lib import clock
from oneco.lib.errors import Refused


def base_of(user: User) -> str:
    return "base_child.html" if user.is_child else "base_guardian.html"


def render_for(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {"base": base_of(person(request)), **context}, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty press is a press too."""
    return request.POST if request.method == "POST" else None


def show_list(request: HttpRequest, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    today, user = clock.today(), person(request)
    page = mission_list_of(user, today=today, page=request.GET.get("page", 1))
    first_week = [] if page.open or page.past.cards else first_week_targets(user, today=today)
    context = {"missions": page.open, "past": page.past, "first_week": first_week, "errors": errors or []}
    return render_for(request, "missions/list.html", context, status=status)


def show_mission(
    request: HttpRequest, mission: Mission, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    page = mission_page(mission, person(request), today=clock.today())
    return render_for(request, "missions/detail.html", {"page": page, "errors": errors or []}, status=status)


def seen_in(request: HttpRequest) -> int | None:
    """The offer or the line that a press was looking at; None where the page did not say."""
    form = SeenForm(request.POST)
    form.is_valid()
    seen: int | None = form.cleaned_data.get("seen")
    return seen


def act_on(request: HttpRequest, pk: int, service: Callable[..., Mission], **more: Any) -> HttpResponse:
    """Do something to a mission and show it; a refusal stands on its page, nothing written."""
    mission = mission_for(person(request), pk)
    form = SeenForm(request.POST)
    form.is_valid()
    try:
        service(mission.pk, actor=person(request), now=clock.now(), **more)
    except Refused as no:
        return show_mission(request, mission_for(person(request), pk), [str(no)], no.status)
    return go_back(form, pk)


def go_back(form: Form, pk: int) -> HttpResponse:
    """To the 약속 수첩 where a press came from there, to the mission's page otherwise."""
    if form.cleaned_data.get("back") == "promises":
        return redirect("missions:promises")
    return redirect("missions:detail", pk)
