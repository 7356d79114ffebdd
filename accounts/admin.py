"""What staff see of people: to look, not to change."""

from django.contrib import admin

from accounts.models import Delivery, User
from oneco.lib.admin import Listed, ReadOnly


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "role", "display_name", "email", "is_active", "is_demo", "date_joined")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    fields = ("role", "display_name", "email", "is_active", "is_demo", "date_joined", "last_login")


@admin.register(Delivery)
class DeliveryAdmin(Listed, ReadOnly, admin.ModelAdmin):
    """Where news got stuck; not what it said, nor to whom by name."""

    list_display = ("pk", "kind", "channel", "state", "attempts", "next_try_at", "error")
    list_filter = ("state", "channel")
    fields = ("kind", "channel", "state", "attempts", "leased_until", "next_try_at", "error")
