"""The first pages: the public one, the child's 오늘 and the guardian's 홈."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, audience

FIRST_PAGE = {User.Role.GUARDIAN: "home", User.Role.CHILD: "today", User.Role.STAFF: "admin:index"}


@audience(ANYONE)
def landing(request: HttpRequest) -> HttpResponse:
    """처음. Whoever is signed in goes to the own first page."""
    if request.user.is_authenticated:
        return redirect(FIRST_PAGE[User.Role(request.user.role)])
    return render(request, "landing.html")


@audience(GUARDIAN)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@audience(CHILD)
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "today.html")
