"""Looking back: what was learned, day by day and word by word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import person
from lessons.access import learned_word_for
from lessons.forms import LearnedForm, MonthForm
from lessons.selectors.learned import learned_page
from lessons.selectors.record import month_of
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience


@audience(CHILD)
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """기록: a month of shells and the words learned so far."""
    today = clock.today()
    first = MonthForm.first_day(request.GET.get("month"), today)
    page = learned_page(person(request).pk, request.GET.get("page"))
    context = {"month": month_of(person(request).pk, first, today), "learned": page, "tab": "record"}
    return render(request, "lessons/record.html", context)


@audience(GUARDIAN)
@require_GET
def learned(request: HttpRequest) -> HttpResponse:
    """배운 것: what the chosen child learned, with its own sentences."""
    form = LearnedForm(request.GET, guardian=person(request))
    child = form.chosen()
    page = learned_page(child.pk, request.GET.get("page"), family_ids=form.family_ids) if child else None
    context = {"children": form.children, "child": child, "learned": page, "tab": "learned"}
    return render(request, "lessons/learned.html", context)


@audience(GUARDIAN, CHILD)
@require_GET
def word(request: HttpRequest, code: str) -> HttpResponse:
    """A lesson to read again; a guardian reads any published one, without a record."""
    page = learned_word_for(person(request), code)
    return render(request, "lessons/word.html", {"word": page, "tab": "learned"})
