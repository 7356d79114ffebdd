"""The lesson player, and the lesson one may try without an account."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from lessons.access import pair_card_for, session_for
from lessons.forms import AnswerForm, PairForm, StepForm, TryForm
from lessons.models import StudySession
from lessons.selectors.ending import ending_of
from lessons.selectors.library import library_page
from lessons.selectors.pairing import pair_page
from lessons.selectors.presenting import page_of
from lessons.selectors.trying import try_page
from lessons.services import answering, pairing, starting
from oneco.lib import clock
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.htmx import go, render_page


@audience(CHILD)
@require_POST
def start_lesson(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Begin or resume today's word."""
    session = starting.start_lesson(person(request), enrolment_id=enrolment_id, now=clock.now())
    return go(request, "lessons:study", session.pk)


@audience(CHILD)
@require_POST
def start_review(request: HttpRequest) -> HttpResponse:
    """Begin or resume today's 떠올리기."""
    session = starting.start_review(person(request), now=clock.now())
    return go(request, "lessons:study", session.pk)


@audience(CHILD)
@require_POST
def start_three(request: HttpRequest) -> HttpResponse:
    """3개만 떠올리기."""
    session = starting.start_three(person(request), now=clock.now())
    return go(request, "lessons:study", session.pk)


@audience(CHILD)
@require_POST
def start_free(request: HttpRequest, code: str) -> HttpResponse:
    """Study a word without a mission, or once more."""
    session = starting.start_free(person(request), code=code, now=clock.now())
    return go(request, "lessons:study", session.pk)


@audience(CHILD)
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """The words one may study freely."""
    context = {"library": library_page(person(request).pk), "tab": "today"}
    return render(request, "lessons/library.html", context)


@audience(CHILD)
@require_GET
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """The current step; with ?after=n the feedback of the passed step n."""
    session = session_for(person(request), pk)
    after = StepForm.number(request.GET.get("after"))
    return _player(request, session, after=after)


@audience(CHILD)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer. Whatever is wrong with it, the current step comes back with a sentence."""
    session = session_for(person(request), pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _player(request, session, error=form.sentence(), status=422)
    if form.is_move:
        return _player(request, session, values=form.moved())
    try:
        outcome = answering.answer(
            session, child=person(request), now=clock.now(), payload=form.payload(), **form.place()
        )
    except Refused as refused:
        return _player(request, session, values=form.payload(), error=str(refused), status=refused.status)
    if outcome.near:
        return _player(request, session, values=form.payload(), near=True, status=422)
    return _moved_on(request, outcome)


@audience(CHILD)
@require_POST
def hint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next hint rung; what was typed stays."""
    session = session_for(person(request), pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _player(request, session, error=form.sentence(), status=422)
    try:
        answering.take_hint(
            session,
            child=person(request),
            step=form.cleaned_data["step"],
            rung=form.number(request.GET.get("rung")),
            now=clock.now(),
        )
    except Refused as refused:
        return _player(request, session, error=str(refused), status=refused.status)
    return _player(request, session, values=form.payload())


@audience(CHILD)
@require_GET
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """오늘 끝."""
    session = session_for(person(request), pk)
    if not session.is_finished:
        return redirect("lessons:study", pk)
    return render(request, "lessons/done.html", {"ending": ending_of(session)})


@audience(CHILD, GUARDIAN)
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """The card for two: the guardian answers it, or the child enters what it heard on the telephone."""
    user = person(request)
    card = pair_card_for(user, pk)
    form = PairForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            pairing.answer_pair_card(card, by=user, lesson_id=form.chosen(), now=clock.now())
            return go(request, "lessons:pair", pk)
        except Refused as refused:
            card = pair_card_for(user, pk)
            form.error, status = str(refused), refused.status
    context = {"pair": pair_page(card, user, clock.today()), "form": form}
    return render(request, "lessons/pair.html", context, status=status)


@audience(ANYONE)
def try_lesson(request: HttpRequest) -> HttpResponse:
    """The lesson one may try without an account: three steps, their state in a signed field, no row."""
    if request.method != "POST":
        return redirect("landing")
    form = TryForm(request.POST)
    step, error = form.advance()
    context = {"try_step": try_page(step, form.chosen(), error=error)}
    return render_page(
        request, "lessons/try.html", "lessons/_try.html", context, status=422 if error else 200
    )


def _moved_on(request: HttpRequest, outcome: answering.Outcome) -> HttpResponse:
    """After an answer: its feedback where it has one, the next step, or the end of the day."""
    after = outcome.step if outcome.explained else None
    if request.headers.get("HX-Request"):
        return _player(request, outcome.session, after=after)
    to = reverse("lessons:study", args=[outcome.session.pk])
    return redirect(to if after is None else f"{to}?after={after}")


def _player(
    request: HttpRequest,
    session: StudySession,
    *,
    after: int | None = None,
    values: Mapping[str, Any] | None = None,
    error: str = "",
    near: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = page_of(session, after=after, values=values)
    if page is None:
        return go(request, "lessons:done", session.pk)
    context = {"page": page, "error": error, "near": near}
    status = 422 if page.bad else status
    return render_page(request, "lessons/player.html", "lessons/_player.html", context, status=status)
