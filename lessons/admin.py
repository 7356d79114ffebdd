"""What staff see of the lessons. Texts come from files; facts, news and a course's visibility are theirs."""

from django.contrib import admin
from django.http import HttpRequest

from lessons.models import Course, Fact, Item, Lesson, LessonVersion, NewsLink
from oneco.lib.admin import ReadOnly


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
