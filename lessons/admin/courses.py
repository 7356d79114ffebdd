"""Courses come from files; whether one is offered is staff's."""

from django.contrib import admin
from django.http import HttpRequest

from lessons.models import Course
from oneco.lib.admin import Listed


@admin.register(Course)
class CourseAdmin(Listed, admin.ModelAdmin):
    list_display = ("title", "difficulty", "order", "hidden")
    fields = ("slug", "title", "summary", "difficulty", "order", "hidden")
    readonly_fields = ("slug", "title", "summary", "difficulty", "order")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        return False
