"""Missions and the 약속 수첩 for staff: to be read, never to be changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from missions.models import Mission, MissionEvent, Offer, PromiseLine


class ReadOnly:
    """Nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfferInline(ReadOnly, admin.TabularInline):
    model = Offer
    fk_name = "mission"
    extra = 0


class EventInline(ReadOnly, admin.TabularInline):
    model = MissionEvent
    extra = 0


class LineInline(ReadOnly, admin.TabularInline):
    model = PromiseLine
    extra = 0


@admin.register(Mission)
class MissionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "family", "child", "guardian", "course", "state", "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("family", "child", "guardian", "course")
    search_fields = ("=pk", "child__display_name", "guardian__email")
    inlines = (OfferInline, EventInline, LineInline)


@admin.register(PromiseLine)
class PromiseLineAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "mission", "giver", "child", "kind", "effect", "unit", "due_on", "at")
    list_filter = ("kind",)
    list_select_related = ("mission", "giver", "child")
