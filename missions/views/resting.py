"""쉬는 날: what is planned, what a press would move, and the presses."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person
from families.access import fresh_pin_required
from missions.access import rests_of
from missions.forms.resting import AnswerForm, RestForm
from missions.selectors.rests import Sight, moved_for, rest_page
from missions.services import rest_plans, resting
from missions.services.rest_plans import Plan
from missions.views.pages import base_of, render_for
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.htmx import render_page
from oneco.lib.korean import day_text

looked_at_or_pressed = require_http_methods(["GET", "HEAD", "POST"])


@audience(GUARDIAN, CHILD)
@looked_at_or_pressed
@fresh_pin_required
def rests(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned, and the form; with days in the address also what they would move. POST takes them."""
    sight = rests_of(person(request), pk)
    typed = request.POST if request.method == "POST" else request.GET if "first" in request.GET else None
    form = RestForm(typed, sight, clock.today())
    if not form.is_valid():
        return _show(request, sight, form)
    try:
        if request.method != "POST":
            plan = rest_plans.plan_rests(form.wish(), actor=sight.viewer, today=clock.today())
            return _show(request, sight, form, plan=plan)
        plan = resting.take_rests(form.wish(), actor=sight.viewer, now=clock.now())
    except Refused as no:
        return _show(request, sight, form, refused=no)
    done = _("쉬어도 되는지 물어봤어요. 48시간 안에 답이 없으면 쉬는 날이 돼요.")
    messages.success(request, done if plan.asks else _with_days(_("쉬는 날로 정했어요."), sight, plan))
    return redirect("missions:rests", pk)


@audience(GUARDIAN, CHILD)
@looked_at_or_pressed
@fresh_pin_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What giving days back would move, and the press."""
    sight = rests_of(person(request), pk)
    form = RestForm(request.POST or request.GET, sight, clock.today())
    if not form.is_valid():
        return redirect("missions:rests", pk)
    try:
        if request.method != "POST":
            plan = rest_plans.plan_giving_back(form.wish(whole=True), actor=sight.viewer, today=clock.today())
            return _ask(request, "missions/rest_back.html", sight, plan)
        plan = resting.give_back_rests(form.wish(whole=True), actor=sight.viewer, now=clock.now())
    except Refused as no:
        return _show(request, sight, RestForm(None, sight, clock.today()), refused=no)
    messages.success(request, _with_days(_("되돌렸어요."), sight, plan))
    return redirect("missions:rests", pk)


@audience(GUARDIAN)
@looked_at_or_pressed
@fresh_pin_required
def rest_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A 쉬는 날 that a child asked for: what it would move, and the two answers."""
    sight = rests_of(person(request), pk)
    form = AnswerForm(request.POST or request.GET, sight)
    if not form.is_valid():
        return redirect("missions:rests", pk)
    try:
        if request.method != "POST":
            plan = rest_plans.plan_answer(form.wish(), actor=sight.viewer, today=clock.today())
            return _ask(request, "missions/rest_answer.html", sight, plan)
        yes = form.cleaned_data["yes"]
        resting.answer_rest_wish(form.wish(), yes=yes, actor=sight.viewer, now=clock.now())
    except Refused as no:
        return _show(request, sight, RestForm(None, sight, clock.today()), refused=no)
    messages.success(request, _("쉬는 날이 됐어요.") if yes else _("배우는 날 그대로 두었어요."))
    return redirect("missions:rests", pk)


def _show(
    request: HttpRequest,
    sight: Sight,
    form: RestForm,
    *,
    plan: Plan | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page, or for HTMX the part of it that says what the days would move."""
    if refused is not None and form.is_bound:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    live = bool(request.headers.get("HX-Request"))
    context = {
        "base": base_of(sight.viewer),
        "page": rest_page(sight, today=clock.today()),
        "form": form,
        "plan": plan,
        "moved": moved_for(sight, plan.shifts) if plan else [],
        "errors": [str(refused)] if refused and not form.is_bound else [],
        "said": str(refused) if refused and live else "",
    }
    status = 200 if live else refused.status if refused else 422 if form.errors else 200
    return render_page(request, "missions/rests.html", "missions/_rest_plan.html", context, status=status)


def _ask(request: HttpRequest, template: str, sight: Sight, plan: Plan) -> HttpResponse:
    """A page that says what a press would move, before the press."""
    context = {"child": sight.child, "plan": plan, "moved": moved_for(sight, plan.shifts)}
    return render_for(request, template, context)


def _with_days(done: str, sight: Sight, plan: Plan) -> str:
    """What was done, and where the last days lie now."""
    return " ".join([done, *_now_until(sight, plan)])


def _now_until(sight: Sight, plan: Plan) -> Iterable[str]:
    for moved in moved_for(sight, plan.shifts):
        yield _("‘%(course)s’ 미션은 이제 %(day)s까지예요.") % {
            "course": moved.course,
            "day": day_text(moved.after),
        }
