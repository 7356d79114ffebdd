"""다시 제안하기: answering an offer with another one, and proposing the same again after an end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person
from missions.access import mission_for
from missions.forms import CounterForm
from missions.selectors.countering import CounterPage, counter_page
from missions.selectors.proposing import preview
from missions.services import again, offers
from missions.views.pages import render_for, show_mission
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(GUARDIAN, CHILD)
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms on the table, to be changed and offered again."""
    page = _page(request, pk)
    if request.method == "POST":
        return _send(request, page)
    if not page.may:
        return redirect("missions:detail", pk)
    form = CounterForm.over(page.offer, choice=page.choice, first_day=page.first_day, today=clock.today())
    return _show(request, page, form)


@audience(GUARDIAN, CHILD)
@require_POST
def counter_sentence(request: HttpRequest, pk: int) -> HttpResponse:
    """The live sentence above the button, for HTMX."""
    page = _page(request, pk)
    draft = _form(request, page).draft(page.target)
    return render(request, "missions/_sentence.html", {"preview": preview(draft)})


@audience(GUARDIAN, CHILD)
@require_POST
def propose_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same once more, in one press."""
    mission = mission_for(person(request), pk)
    try:
        made = again.propose_again(mission.pk, actor=person(request), now=clock.now())
    except Refused as no:
        return show_mission(request, mission, [str(no)], no.status)
    messages.success(request, _("같은 내용으로 제안을 보냈어요."))
    return redirect("missions:detail", made.pk)


def _page(request: HttpRequest, pk: int) -> CounterPage:
    user = person(request)
    return counter_page(mission_for(user, pk), user, today=clock.today())


def _form(request: HttpRequest, page: CounterPage) -> CounterForm:
    return CounterForm(request.POST, choice=page.choice, today=clock.today())


def _send(request: HttpRequest, page: CounterPage) -> HttpResponse:
    form = _form(request, page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        offers.counter_mission(
            page.card.pk,
            actor=person(request),
            terms=form.terms(page.choice.course),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            now=clock.now(),
            amount_confirmed=True,  # the form has asked
        )
    except Refused as no:
        if no.field not in form.fields:
            return show_mission(request, mission_for(person(request), page.card.pk), [str(no)], no.status)
        form.add_error(no.field, str(no))
        return _show(request, page, form, status=no.status)
    messages.success(request, _("다시 제안했어요. 이제 답을 기다려요."))
    return redirect("missions:detail", page.card.pk)


def _show(request: HttpRequest, page: CounterPage, form: CounterForm, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "preview": preview(form.draft(page.target))}
    return render_for(request, "missions/counter.html", context, status=status)
