"""Ending early, going on after all, and more time in the makeup period."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person
from families.access import fresh_pin_required
from missions.access import ending_for
from missions.forms.ending import EndForm, LengthenForm, StopForm
from missions.models import Mission
from missions.selectors.ending import reached_by
from missions.services import ending
from missions.views.pages import act_on, posted, render_for
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(CHILD)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """그만하고 싶어요: what follows from it first, then the press."""
    mission, _page = ending_for(person(request), pk, "stop")
    form = StopForm(posted(request))
    if form.is_valid():
        return act_on(request, pk, ending.ask_to_stop, reason=form.cleaned_data["reason"])
    return _show(request, "missions/stop.html", mission, form)


@audience(GUARDIAN)
@fresh_pin_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The guardian's end: a reason and 지금까지 한 만큼."""
    mission, page = ending_for(person(request), pk, "end")
    reached, asked = reached_by(mission), "more" in page.can or bool(page.said)
    form = EndForm(posted(request), reached=reached, asked=asked)
    status = 422
    if form.is_valid():
        try:
            after = ending.end_mission(pk, actor=person(request), now=clock.now(), **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
            status = no.status
        else:
            if after.is_under_way:
                messages.success(request, _("물어봤어요. 많이 배운 뒤라 아이가 정해요."))
            return redirect("missions:detail", pk)
    return _show(request, "missions/end.html", mission, form, status=status, reached=reached, asked=asked)


@audience(GUARDIAN)
def lengthen(request: HttpRequest, pk: int) -> HttpResponse:
    """More days in the makeup period."""
    mission, page = ending_for(person(request), pk, "lengthen")
    form = LengthenForm(posted(request), longer=page.longer)
    if form.is_valid():
        return act_on(request, pk, ending.lengthen_makeup, until=form.cleaned_data["until"])
    return _show(request, "missions/lengthen.html", mission, form)


@audience(GUARDIAN)
@require_POST
def ask_more(request: HttpRequest, pk: int) -> HttpResponse:
    """조금 더 해 볼까요?"""
    return act_on(request, pk, ending.ask_for_more)


@audience(CHILD)
@require_POST
def keep_on(request: HttpRequest, pk: int) -> HttpResponse:
    """계속 할래요."""
    return act_on(request, pk, ending.keep_on)


@audience(CHILD)
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """여기까지 할래요: the child ends what both want to end."""
    return act_on(request, pk, ending.end_mission)


def _show(
    request: HttpRequest,
    template: str,
    mission: Mission,
    form: forms.Form,
    *,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    context = {"mission": mission, "form": form, **more}
    return render_for(request, template, context, status=status if form.is_bound else 200)
