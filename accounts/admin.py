"""What staff see of people: to look, not to change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import Delivery, User
from oneco.lib.admin import Listed, Looked, ReadOnly


@admin.register(User)
class UserAdmin(Looked, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "role", "display_name", "email", "is_active", "is_demo", "date_joined")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    change_form_template = "admin/people.html"
    fields = ("role", "display_name", "email", "is_active", "is_demo", "date_joined", "last_login")


@admin.register(Delivery)
class DeliveryAdmin(Listed, ReadOnly, admin.ModelAdmin):
    """Where news got stuck; not what it said, nor to whom by name."""

    list_display = ("pk", "kind", "channel", "state", "attempts", "next_try_at", "error")
    list_filter = ("state", "channel")
    list_select_related = ("notification",)
    fields = ("kind", "channel", "state", "attempts", "leased_until", "next_try_at", "error")
    readonly_fields = ("kind",)

    @admin.display(description=_("소식"))
    def kind(self, delivery: Delivery) -> str:
        return delivery.notification.kind
