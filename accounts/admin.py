"""What staff see of people: to look, not to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import User


class ReadOnly:
    """A page to look at: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "role", "display_name", "email", "is_active", "is_demo", "date_joined")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    fields = ("role", "display_name", "email", "is_active", "is_demo", "date_joined", "last_login")
