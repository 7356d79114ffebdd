"""The pages 미션 and 우리 가족 약속장."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import person
from missions.access import mission_for
from missions.views.pages import show_list, show_mission
from oneco.lib.audience import CHILD, GUARDIAN, audience


@audience(GUARDIAN, CHILD)
@require_GET
def mission_list(request: HttpRequest) -> HttpResponse:
    """미션: what is open, what waits for me first, and what is over."""
    return show_list(request)


@audience(GUARDIAN, CHILD)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """우리 가족 약속장."""
    return show_mission(request, mission_for(person(request), pk))
