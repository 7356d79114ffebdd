"""Missions and the 약속 수첩 for staff: to be read with their history, and one act: closing a mission."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import person
from families.admin.acts import Deed, act_page
from families.forms import ReasonForm
from missions.access import any_mission
from missions.models import EndWish, Mission, MissionEvent, Offer, Part, PromiseChange, PromiseLine
from missions.services.closing import close_mission
from oneco.lib import clock
from oneco.lib.admin import Listed, Looked, ReadOnly


class OfferInline(ReadOnly, admin.TabularInline):
    model = Offer
    verbose_name_plural = _("제안")
    fk_name = "mission"
    extra = 0


class EventInline(ReadOnly, admin.TabularInline):
    model = MissionEvent
    verbose_name_plural = _("지나온 일")
    extra = 0
    fields = ("at", "kind", "from_state", "to_state", "by", "data")


class WishInline(ReadOnly, admin.TabularInline):
    model = EndWish
    verbose_name_plural = _("그만두고 싶다는 말")
    extra = 0


class PartInline(ReadOnly, admin.TabularInline):
    model = Part
    verbose_name_plural = _("나눠 받기")
    extra = 0


class LineInline(ReadOnly, admin.TabularInline):
    model = PromiseLine
    verbose_name_plural = _("약속 수첩")
    extra = 0
    fields = ("at", "kind", "effect", "unit", "giver", "due_on", "refers_to", "by")


class ChangeInline(ReadOnly, admin.TabularInline):
    model = PromiseChange
    verbose_name_plural = _("약속 바꾸기")
    extra = 0


def _close(request: HttpRequest, mission: Mission, data: dict[str, Any]) -> None:
    close_mission(mission.pk, actor=person(request), reason=data["reason"], now=clock.now())


CLOSE = Deed(
    _("미션 닫기"),
    _("미션이 여기서 끝나요. 이미 얻은 약속과 배운 것은 그대로 남고, 다시 열 수는 없어요."),
    ReasonForm,
    _close,
)


@admin.register(Mission)
class MissionAdmin(Looked, Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "family", "child", "guardian", "course", "state", "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("family", "child", "guardian", "course")
    search_fields = ("=pk", "child__display_name", "guardian__email", "guardian__display_name")
    inlines = (OfferInline, EventInline, WishInline, PartInline, LineInline, ChangeInline)
    change_form_template = "admin/mission.html"

    def get_urls(self) -> list[URLPattern]:
        """Closing stands beside the page of a mission."""
        view = self.admin_site.admin_view(self.close_page)
        return [path("<int:object_id>/end/", view, name="missions_mission_end"), *super().get_urls()]

    def close_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Close a mission, with a reason."""
        if not person(request).has_perm("families.add_staffact"):
            raise PermissionDenied
        mission = any_mission(object_id)
        back = reverse("admin:missions_mission_change", args=[mission.pk])
        return act_page(request, CLOSE, mission, back=back, context=self.admin_site.each_context(request))


@admin.register(PromiseLine)
class PromiseLineAdmin(Looked, Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "mission", "giver", "child", "kind", "effect", "unit", "due_on", "at")
    list_filter = ("kind",)
    list_select_related = ("mission", "giver", "child")
    search_fields = ("=mission__pk", "child__display_name", "giver__email", "giver__display_name")
