"""알림 설정: by which channels and when; for a guardian also whose reminders come to the own phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.channels.push import public_key
from accounts.forms import TellingForm
from accounts.models import User
from accounts.selectors import Telling, telling_of
from accounts.services import reaching
from accounts.switching import has_ticket
from families import selectors
from families.forms import GuardianTellingForm
from families.views.helpers import blame
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(GUARDIAN, CHILD)
def telling(request: HttpRequest) -> HttpResponse:
    """알림 설정: how I am told outside of Oneco."""
    user = person(request)
    now = telling_of(user)
    form = (_child_form if user.is_child else _guardian_form)(request, user, now)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            _keep(user, form)
        except Refused as refused:
            blame(form, refused)
        else:
            messages.success(request, _("이제 이렇게 알릴게요."))
            return redirect("families:telling")
    context = {
        "form": form,
        "telling": now,
        "base": f"base_{user.role}.html",
        "taker": selectors.reminded_by(user) if user.is_child else "",
        "push_key": public_key(),
        "handed": has_ticket(request),
        "tab": "me",
    }
    return render(request, "families/telling.html", context, status=status)


def _child_form(request: HttpRequest, user: User, now: Telling) -> TellingForm:
    grown = selectors.is_grown(user, clock.now().astimezone(clock.KST).date())
    return TellingForm(request.POST or None, telling=now, child=True, grown=grown)


def _guardian_form(request: HttpRequest, user: User, now: Telling) -> TellingForm:
    reminded = selectors.reminders_of(user)
    return GuardianTellingForm(request.POST or None, telling=now, reminded=reminded)


def _keep(user: User, form: TellingForm) -> None:
    """Write what the form says. Raises Refused."""
    data = form.cleaned_data
    reaching.set_switches(user, wanted=form.switches)
    if "remind_hour" in data:
        reaching.set_remind_hour(user, hour=data["remind_hour"])
    if "quiet_from" in data:
        reaching.set_quiet_hours(user, start=data["quiet_from"], end=data["quiet_until"])
    if isinstance(form, GuardianTellingForm):
        for child, mine in form.moved:
            reaching.set_remind_guardian(child, guardian=user if mine else None)
