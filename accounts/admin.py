"""What staff see of people: to look, not to change. What stuck on its way may be sent again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Delivery, User
from accounts.queue import queue_at
from accounts.services.delivering import send_again
from oneco.lib import clock
from oneco.lib.admin import Listed, Looked, ReadOnly, when


@admin.register(User)
class UserAdmin(Looked, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "role", "display_name", "email", "is_active", "is_demo", "date_joined")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    change_form_template = "admin/people.html"
    fields = ("role", "display_name", "email", "is_active", "is_demo", "date_joined", "last_login")


@admin.register(Delivery)
class DeliveryAdmin(Listed, ReadOnly, admin.ModelAdmin):
    """How the queue stands and where news got stuck; not what it said, nor to whom by name."""

    list_display = ("kind", "channel", "state", "attempts", "written", "next_try", "error")
    list_filter = ("state", "channel", "kind")
    fields = ("kind", "channel", "state", "attempts", "written", "next_try", "done", "error")
    readonly_fields = ("written", "next_try", "done")
    ordering = ("-pk",)
    show_full_result_count = False
    change_list_template = "admin/accounts/deliveries.html"
    actions = ("try_again",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Looking is not sending."""
        return request.user.has_perm("accounts.change_delivery")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        queue = queue_at(clock.now())
        return super().changelist_view(request, {"queue": queue, **(extra_context or {})})

    @admin.display(description=_("쓴 때"), ordering="created_at")
    def written(self, delivery: Delivery) -> str:
        return when(delivery.created_at)

    @admin.display(description=_("다음 시도"), ordering="next_try_at")
    def next_try(self, delivery: Delivery) -> str:
        return when(delivery.next_try_at if delivery.state == Delivery.State.WAITING else None)

    @admin.display(description=_("끝난 때"))
    def done(self, delivery: Delivery) -> str:
        return when(delivery.done_at)

    @admin.action(description=_("다시 보내기 (멈춘 것만)"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Parked ones start over; who let them is kept."""
        chosen = list(queryset.filter(state=Delivery.State.PARKED))
        again = send_again([delivery.pk for delivery in chosen], now=clock.now())
        for delivery in chosen:
            self.log_change(request, delivery, str(_("다시 보내기")))
        self.message_user(request, say("배달 {n}개를 다시 보내요.").format(n=again))
