"""What staff see of people: to look, not to change."""

from django.contrib import admin

from accounts.models import User
from oneco.lib.admin import ReadOnly


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "role", "display_name", "email", "is_active", "is_demo", "date_joined")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    fields = ("role", "display_name", "email", "is_active", "is_demo", "date_joined", "last_login")
