"""Missions and the 약속 수첩 for staff: to be read, never to be changed."""

from django.contrib import admin

from missions.models import Mission, MissionEvent, Offer, PromiseLine
from oneco.lib.admin import ReadOnly


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
