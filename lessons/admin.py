"""What staff see of the lessons. Texts come from files; facts, news and a course's visibility are theirs."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from lessons.models import Course, Fact, Item, Lesson, LessonVersion, NewsLink


class ReadOnly:
    """A page to look at: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ItemInline(ReadOnly, admin.TabularInline):
    model = Item
    fields = ("key", "type", "level", "review", "transfer", "body")


@admin.register(LessonVersion)
class LessonVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("lesson", "number", "state", "origin", "published_at")
    list_filter = ("state", "origin", "lesson__unit")
    list_select_related = ("lesson",)
    inlines = (ItemInline,)


@admin.register(Lesson)
class LessonAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("code", "ko", "en", "band", "unit")
    list_filter = ("band", "unit")
    list_select_related = ("unit",)
    search_fields = ("code", "ko", "en")


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin):
    list_display = ("title", "difficulty", "order", "hidden")
    readonly_fields = ("slug", "title", "summary", "difficulty", "order")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        return False


@admin.register(Fact)
class FactAdmin(admin.ModelAdmin):
    list_display = ("key", "value", "unit", "effective_on", "check_by")
    ordering = ("check_by",)


@admin.register(NewsLink)
class NewsLinkAdmin(admin.ModelAdmin):
    list_display = ("title", "lesson", "published_on", "checked_at")
    list_select_related = ("lesson",)
