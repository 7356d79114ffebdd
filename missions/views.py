"""The pages of missions and promises."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from accounts.models import User
from families.access import fresh_pin_required
from families.selectors import may_use_pin
from missions.access import mission_for, pair_for
from missions.forms import MONDAY_TO_FRIDAY, STEP_OF_FIELD, FirstWeekForm, SeenForm, Wizard
from missions.models import Mission
from missions.selectors.cards import is_under_way, mission_list_of
from missions.selectors.detail import mission_page
from missions.selectors.promises import notebook
from missions.selectors.proposing import (
    Options,
    first_free_day,
    first_week_targets,
    preview,
    proposal_options,
)
from missions.services import offers, promises
from missions.services.terms import Terms
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


def _base(user: User) -> str:
    return "base_child.html" if user.is_child else "base_guardian.html"


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {"base": _base(person(request)), **context}, status=status)


@audience(GUARDIAN, CHILD)
@require_GET
def mission_list(request: HttpRequest) -> HttpResponse:
    """미션: what is open, what waits for me first, and what is over."""
    return _list(request)


def _list(request: HttpRequest, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    today, user = clock.today(), person(request)
    page = mission_list_of(user, today=today, page=request.GET.get("page", 1))
    first_week = [] if page.open or page.past.cards else first_week_targets(user, today=today)
    context = {"missions": page.open, "past": page.past, "first_week": first_week, "errors": errors or []}
    return _render(request, "missions/list.html", context, status=status)


@audience(GUARDIAN, CHILD)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """우리 가족 약속장."""
    return _detail(request, mission_for(person(request), pk))


def _detail(
    request: HttpRequest, mission: Mission, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    page = mission_page(mission, person(request), today=clock.today())
    return _render(request, "missions/detail.html", {"page": page, "errors": errors or []}, status=status)


@audience(GUARDIAN, CHILD)
def new(request: HttpRequest) -> HttpResponse:
    """The wizard. What was filled in stands in the page; only the last press writes."""
    options = proposal_options(person(request), today=clock.today())
    if not options.has_choice and request.POST.get("go") != "send":
        return _render(request, "missions/nobody.html", {"options": options})
    if request.method != "POST":
        wizard = Wizard(_first_values(request, options), options, clock.today())
        return _wizard(request, wizard)
    wizard = Wizard(request.POST, options, clock.today(), request.POST.get("step", ""))
    if request.POST.get("go") == "send":
        return _send(request, wizard)
    fine = wizard.move("back" if request.POST.get("go") == "back" else "next")
    return _wizard(request, wizard, bound=not fine, status=200 if fine else 422)


@audience(GUARDIAN, CHILD)
@require_POST
def sentence(request: HttpRequest) -> HttpResponse:
    """The live sentence above the wizard's button, for HTMX."""
    options = proposal_options(person(request), today=clock.today())
    wizard = Wizard(request.POST, options, clock.today(), request.POST.get("step", ""))
    return render(request, "missions/_sentence.html", {"preview": preview(wizard.draft())})


def _first_values(request: HttpRequest, options: Options) -> QueryDict:
    """What the wizard begins with: the only child or the one asked for, and a usual week."""
    data = QueryDict(mutable=True)
    wanted = request.GET.get("child", "")
    chosen = [t for t in options.targets if str(t.child_id) == wanted] or options.targets[:1]
    data["to"] = chosen[0].value
    free = [c for c in options.courses if c.course.pk not in options.taken[chosen[0].child_id]]
    data["course"] = request.GET.get("course", "") or str((free or options.courses)[0].course.pk)
    data["first_day"] = first_free_day(chosen[:1], clock.today()).isoformat()
    data.setlist("weekdays", list(MONDAY_TO_FRIDAY))
    data["kind"] = "together"
    return data


def _wizard(
    request: HttpRequest,
    wizard: Wizard,
    *,
    bound: bool = False,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    form = wizard.form() if bound else wizard.unbound()
    if bound and wizard.step == "course" and form.is_valid() and refused is None:
        form.add_error("course", _("이 코스는 지금 고를 수 없어요. 다른 코스를 골라 주세요."))
    if refused is not None:
        form.is_valid()
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {"wizard": wizard, "form": form, "preview": preview(wizard.draft())}
    return _render(request, "missions/new.html", context, status=status)


def _send(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    wrong = wizard.first_wrong()
    if wrong is not None:
        wizard.step = wrong
        return _wizard(request, wizard, bound=True, status=422)
    try:
        made = offers.propose_missions(
            [(target.family_id, target.child_id) for target in wizard.targets(wizard.cleaned())],
            terms=_terms(wizard),
            actor=person(request),
            now=clock.now(),
            amount_confirmed=True,  # the step about the promise has asked
        )
    except Refused as no:
        wizard.step = STEP_OF_FIELD.get(no.field or "", wizard.step)
        return _wizard(request, wizard, bound=True, status=no.status, refused=no)
    messages.success(request, _("제안을 보냈어요."))
    return redirect("missions:detail", made[0].pk) if len(made) == 1 else redirect("missions:list")


def _terms(wizard: Wizard) -> Terms:
    draft, cleaned = wizard.draft(), wizard.cleaned()
    assert draft.course is not None
    assert draft.first_day is not None
    return Terms(
        course=draft.course.course,
        first_day=draft.first_day,
        title=draft.title,
        kind=draft.kind,
        weekdays=draft.weekdays,
        on_holidays=draft.on_holidays,
        amount=draft.amount,
        message=cleaned["message"],
    )


@audience(GUARDIAN, CHILD)
@require_POST
def first_week(request: HttpRequest) -> HttpResponse:
    """The suggested first mission in one press. A guardian names the child, a child is its own."""
    form = FirstWeekForm(request.POST)
    if not form.is_valid():
        raise Http404
    child_id = form.cleaned_data["child"] or person(request).pk
    family, child = pair_for(person(request), child_id=child_id, family_id=form.cleaned_data["family"])
    try:
        mission = offers.propose_first_week(family, child=child, actor=person(request), now=clock.now())
    except Refused as no:
        return _list(request, [str(no)], no.status)
    if person(request).is_guardian and may_use_pin(child):  # the phone goes on to the child at once
        messages.success(request, _("제안했어요. 이제 자녀가 보고 답할 차례예요."))
        return redirect(f"{reverse('families:hand_over')}?child={child.pk}")
    return redirect("missions:detail", mission.pk)


def _act(request: HttpRequest, pk: int, service: Callable[..., Mission], **more: Any) -> HttpResponse:
    """Do something to a mission and show it; a refusal stands on its page, nothing written."""
    mission = mission_for(person(request), pk)
    form = SeenForm(request.POST)
    form.is_valid()
    try:
        service(mission.pk, actor=person(request), now=clock.now(), **more)
    except Refused as no:
        return _detail(request, mission_for(person(request), pk), [str(no)], no.status)
    if form.cleaned_data.get("back") == "promises":
        return redirect("missions:promises")
    return redirect("missions:detail", pk)


@audience(GUARDIAN, CHILD)
@require_POST
@fresh_pin_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree; a child whose mission starts today goes straight to its first word."""
    response = _act(request, pk, offers.accept_mission)
    if response.status_code == 302 and person(request).is_child and is_under_way(person(request), pk):
        messages.success(request, _("약속했어요. 오늘부터 시작해요."))
        return redirect("today")
    return response


@audience(GUARDIAN, CHILD)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, offers.decline_mission)


@audience(GUARDIAN, CHILD)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, offers.withdraw_mission)


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, promises.take_over_mission)


@audience(GUARDIAN, CHILD)
@require_GET
def promise_book(request: HttpRequest) -> HttpResponse:
    """약속 수첩."""
    book = notebook(person(request), today=clock.today(), page=request.GET.get("page", 1))
    return _render(request, "missions/promises.html", {"book": book})


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    form = SeenForm(request.POST)
    form.is_valid()
    return _act(request, pk, promises.deliver_promise, seen=form.cleaned_data.get("seen"))


@audience(CHILD)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, promises.confirm_promise)


@audience(CHILD)
@require_POST
def not_yet(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, promises.mark_not_yet)


@audience(CHILD)
@require_POST
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, promises.nudge_promiser)
