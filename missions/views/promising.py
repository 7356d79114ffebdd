"""The 약속 수첩 and what is pressed there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from families.access import fresh_pin_required
from missions.forms import SeenForm
from missions.selectors.promises import notebook
from missions.services import promises
from missions.views.pages import act_on, render_for
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience


@audience(GUARDIAN, CHILD)
@require_GET
def promise_book(request: HttpRequest) -> HttpResponse:
    """약속 수첩."""
    book = notebook(person(request), today=clock.today(), page=request.GET.get("page", 1))
    return render_for(request, "missions/promises.html", {"book": book})


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    form = SeenForm(request.POST)
    form.is_valid()
    return act_on(request, pk, promises.deliver_promise, seen=form.cleaned_data.get("seen"))


@audience(CHILD)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.confirm_promise)


@audience(CHILD)
@require_POST
def not_yet(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.mark_not_yet)


@audience(CHILD)
@require_POST
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.nudge_promiser)
