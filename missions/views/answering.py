"""Answering an offer, taking one back, taking a mission over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person
from families.access import fresh_pin_required
from missions.forms.keeping import PressForm
from missions.selectors.cards import is_under_way
from missions.services import offers, taking_over
from missions.views.pages import act_on, seen_in
from oneco.lib.audience import CHILD, GUARDIAN, audience


@audience(GUARDIAN, CHILD)
@require_POST
@fresh_pin_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree; a child whose mission starts today goes straight to its first word."""
    response = act_on(request, pk, offers.accept_mission, seen=seen_in(request))
    if response.status_code == 302 and person(request).is_child and is_under_way(person(request), pk):
        messages.success(request, _("약속했어요. 오늘부터 시작해요."))
        return redirect("today")
    return response


@audience(GUARDIAN, CHILD)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, offers.decline_mission, seen=seen_in(request))


@audience(GUARDIAN, CHILD)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, offers.withdraw_mission, seen=seen_in(request))


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """제가 이어 맡을게요, with what has been earned so far or without it."""
    form = PressForm(request.POST)
    form.is_valid()
    with_promises = form.cleaned_data["with_promises"]
    return act_on(request, pk, taking_over.take_over_mission, with_promises=with_promises)
