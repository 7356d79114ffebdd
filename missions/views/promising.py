"""The 약속 수첩 and what is pressed there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from families.access import fresh_pin_required
from missions.access import mission_for
from missions.forms.keeping import GiveForm, NewDateForm, NewThingForm, PressForm
from missions.selectors.promises import Waiting, every_line, notebook, promise_of
from missions.services import changing, forgiving, promises
from missions.services.changing import Wish
from missions.views.pages import act_on, go_back, render_for, show_mission
from missions.views.sheets import csv_of
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.korean import friendly, josa


@audience(GUARDIAN, CHILD)
@require_GET
def promise_book(request: HttpRequest) -> HttpResponse:
    """약속 수첩."""
    book = notebook(person(request), today=clock.today(), page=request.GET.get("page", 1))
    return render_for(request, "missions/promises.html", {"book": book})


@audience(GUARDIAN, CHILD)
@require_GET
def promise_lines(request: HttpRequest) -> HttpResponse:
    """Every line as a table for a spreadsheet."""
    return csv_of(every_line(person(request)), f"oneco-{clock.today().isoformat()}.csv")


@audience(GUARDIAN)
@fresh_pin_required
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """줬어요: all of it in one press or, on a page of its own, a part of the 용돈."""
    if request.method == "POST" and "amount" not in request.POST:
        return act_on(request, pk, promises.deliver_promise, seen=_pressed(request)["seen"])
    waiting = _promise_of(request, pk)

    def write(cleaned: dict[str, Any]) -> None:
        promises.deliver_promise(
            pk,
            actor=person(request),
            now=clock.now(),
            seen=cleaned["seen"],
            amount=cleaned["amount"],
        )

    money = waiting.keeping.money
    page = AskPage(_("얼마를 줬나요?"), "", _("줬어요"), waiting, possible=money > 0)
    return _ask(
        request, page, GiveForm(_posted(request), owed=money, initial=_fresh(request, waiting)), write
    )


@audience(CHILD)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.confirm_promise, seen=_pressed(request)["seen"])


@audience(CHILD)
@require_POST
def not_yet(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.mark_not_yet, line=_pressed(request)["line"])


@audience(CHILD)
@require_POST
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, promises.nudge_promiser)


@audience(CHILD)
def forgive(request: HttpRequest, pk: int) -> HttpResponse:
    """없던 일로: a page that says what follows, and the press."""
    if request.method == "POST":
        return act_on(request, pk, forgiving.forgive_promise, seen=_pressed(request)["seen"])
    waiting = _promise_of(request, pk)
    if "forgive" not in waiting.keeping.can:
        return redirect("missions:detail", pk)
    context = {"card": waiting.card, "keeping": waiting.keeping, "back": _came_from(request)}
    context["tab"] = "promises"
    return render_for(request, "missions/promises_forgive.html", context)


@audience(CHILD)
@require_POST
def undo_forgive(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, forgiving.undo_forgive)


@audience(GUARDIAN, CHILD)
@fresh_pin_required
def new_date(request: HttpRequest, pk: int) -> HttpResponse:
    """날짜 다시 정하기."""
    form = NewDateForm(_posted(request), today=clock.today(), initial={"back": _came_from(request)})
    return _ask_change(request, pk, form, _("언제로 다시 정할까요?"), lambda c: Wish(due_on=c["due_on"]))


@audience(GUARDIAN, CHILD)
@fresh_pin_required
def new_thing(request: HttpRequest, pk: int) -> HttpResponse:
    """다른 것으로 바꾸기."""
    form = NewThingForm(_posted(request), initial={"back": _came_from(request)})
    return _ask_change(
        request,
        pk,
        form,
        _("다른 것으로 바꿀까요?"),
        lambda c: Wish(title=c["title"], amount=c["amount"]),
    )


@audience(GUARDIAN, CHILD)
@require_POST
@fresh_pin_required
def answer_change(request: HttpRequest, pk: int) -> HttpResponse:
    """좋아요 or 이번에는 안 할래요."""
    pressed = _pressed(request)
    return act_on(
        request,
        pk,
        changing.answer_change,
        change_id=pressed["change"] or 0,
        accept=request.POST.get("accept") == "yes",
    )


@audience(GUARDIAN, CHILD)
@require_POST
def take_back_change(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on(request, pk, changing.take_back_change, change_id=_pressed(request)["change"] or 0)


@dataclass(frozen=True)
class AskPage:
    """A page with one small form about a promise; `possible` says whether there is something to ask for."""

    title: str
    lead: str
    button: str
    waiting: Waiting
    possible: bool


def _ask_change(
    request: HttpRequest, pk: int, form: Form, title: str, wish: Callable[[dict[str, Any]], Wish]
) -> HttpResponse:
    waiting = _promise_of(request, pk)
    card, user = waiting.card, person(request)
    other = card.guardian_name if user.is_child else friendly(card.child_name)

    def write(cleaned: dict[str, Any]) -> None:
        changing.ask_change(pk, actor=user, wish=wish(cleaned), now=clock.now())

    lead = _("%s 좋다고 하면 그렇게 바뀌어요. 그 전에는 거둬들일 수 있어요.") % josa(other, "이/가")
    page = AskPage(title, lead, _("부탁하기"), waiting, possible="change" in waiting.keeping.can)
    return _ask(request, page, form, write)


def _ask(
    request: HttpRequest, page: AskPage, form: Form, write: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    """Show the form, or do what it asks for; what is wrong stands at its field, with what was typed."""
    pk = page.waiting.card.pk
    if not form.is_bound and not page.possible:
        return redirect("missions:detail", pk)
    if form.is_bound and form.is_valid():
        try:
            write(form.cleaned_data)
            return go_back(form, pk)
        except Refused as no:
            if no.field not in form.fields:
                return show_mission(request, mission_for(person(request), pk), [str(no)], no.status)
            form.add_error(no.field, str(no))
    context = {"page": page, "card": page.waiting.card, "form": form, "back": _came_from(request)}
    context["tab"] = "promises"
    return render_for(request, "missions/promises_ask.html", context, status=422 if form.is_bound else 200)


def _promise_of(request: HttpRequest, pk: int) -> Waiting:
    mission = mission_for(person(request), pk)
    return promise_of(mission, person(request), today=clock.today())


def _fresh(request: HttpRequest, waiting: Waiting) -> dict[str, object]:
    """What a page's form carries unseen."""
    return {"seen": waiting.keeping.seen, "back": _came_from(request)}


def _pressed(request: HttpRequest) -> dict[str, Any]:
    """What a button's form carried; nonsense counts as nothing."""
    form = PressForm(request.POST)
    form.is_valid()
    return {name: form.cleaned_data.get(name) for name in form.fields}


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _came_from(request: HttpRequest) -> str:
    """Where a page that was opened from the 약속 수첩 leads back to."""
    there = request.POST if request.method == "POST" else request.GET
    return "promises" if there.get("back") == "promises" else ""
