"""The first pages: the public one, the child's 오늘, the guardian's 홈 and its letter of the week."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from accounts.access import person
from accounts.models import User
from accounts.services.notices import mark_read
from families.selectors import first_step
from lessons.selectors.trying import GUESS, try_page
from oneco.digest import letter_for
from oneco.front import home_page, today_page
from oneco.lib import clock
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, audience

FIRST_PAGE = {User.Role.GUARDIAN: "home", User.Role.CHILD: "today", User.Role.STAFF: "admin:index"}


@audience(ANYONE)
def landing(request: HttpRequest) -> HttpResponse:
    """처음. Whoever is signed in goes to the own first page."""
    if request.user.is_authenticated:
        return redirect(FIRST_PAGE[User.Role(request.user.role)])
    return render(request, "landing.html", {"try_step": try_page(GUESS, -1)})


@audience(GUARDIAN)
def home(request: HttpRequest) -> HttpResponse:
    """홈: each child's day, what waits for me, the dinner question."""
    page = home_page(person(request), clock.today())
    step = None if page.children else first_step(person(request))
    return redirect(step) if step else render(request, "home.html", {"page": page})


@audience(CHILD)
def today(request: HttpRequest) -> HttpResponse:
    """오늘: the day's word in one press."""
    return render(request, "today.html", {"page": today_page(person(request), clock.today())})


@audience(GUARDIAN)
@require_GET
def digest(request: HttpRequest, week: str) -> HttpResponse:
    """이번 주 이야기, as it was written on that Sunday; opened, it is read."""
    letter = letter_for(person(request), week)
    mark_read(person(request), pk=letter.pk, now=clock.now())
    return render(request, "digest.html", {"data": letter.data})


def trouble(request: HttpRequest) -> HttpResponse:
    """The last page, which needs nothing: 503 while the database is away, else 500."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = HttpResponse(render_to_string("500.html"), status=503 if away else 500)
    if away:
        response["Retry-After"] = "10"
    return response
