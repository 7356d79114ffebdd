"""The wizard, and the suggested first week."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from families.selectors import may_use_pin
from missions.access import pair_for
from missions.forms import STEP_OF_FIELD, FirstWeekForm, Wizard, first_page
from missions.selectors.proposing import Options, preview, proposal_options
from missions.selectors.starting import start_page
from missions.services import offers
from missions.views.pages import render_for, show_list
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(GUARDIAN, CHILD)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Where a new mission begins: a suggestion, an earlier mission, a 복습 코스, or one's own way."""
    options = proposal_options(person(request), today=clock.today())
    if not options.has_choice:
        return _nothing_to_propose(request, options)
    page = start_page(options, to=request.GET.get("to", ""), child=request.GET.get("child", ""))
    return render_for(request, "missions/start.html", {"page": page})


@audience(GUARDIAN, CHILD)
def new(request: HttpRequest) -> HttpResponse:
    """The wizard. What was filled in stands in the page; only the last press writes."""
    options = proposal_options(person(request), today=clock.today())
    if not options.has_choice and request.POST.get("go") != "send":
        return _nothing_to_propose(request, options)
    if request.method != "POST":
        return _wizard(request, first_page(request.GET, person(request), options, clock.today()))
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


def _nothing_to_propose(request: HttpRequest, options: Options) -> HttpResponse:
    return render_for(request, "missions/nobody.html", {"options": options})


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
    return render_for(request, "missions/new.html", context, status=status)


def _send(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    wrong = wizard.first_wrong()
    if wrong is not None:
        wizard.step = wrong
        return _wizard(request, wizard, bound=True, status=422)
    try:
        made = offers.propose_missions(
            [(target.family_id, target.child_id) for target in wizard.targets(wizard.cleaned())],
            terms=wizard.terms(),
            actor=person(request),
            now=clock.now(),
            amount_confirmed=True,  # the step about the promise has asked
        )
    except Refused as no:
        wizard.step = STEP_OF_FIELD.get(no.field or "", wizard.step)
        return _wizard(request, wizard, bound=True, status=no.status, refused=no)
    messages.success(request, _("제안을 보냈어요."))
    return redirect("missions:detail", made[0].pk) if len(made) == 1 else redirect("missions:list")


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
        return show_list(request, [str(no)], no.status)
    if person(request).is_guardian and may_use_pin(child):  # the phone goes on to the child at once
        messages.success(request, _("제안했어요. 이제 자녀가 보고 답할 차례예요."))
        return redirect(f"{reverse('families:hand_over')}?child={child.pk}")
    return redirect("missions:detail", mission.pk)
