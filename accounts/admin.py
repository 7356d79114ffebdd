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

# Why the carrier itself stopped; what mail servers and push services say stands as they said it.
REASONS = {
    "stale": _("때가 지나서 보내지 않았어요"),
    "quiet hours": _("조용한 시간이에요"),
    "switched off or out of reach": _("받는 사람이 꺼 두었거나 닿을 길이 없어요"),
    "no try came to an end": _("여덟 번 모두 보내는 도중에 끊겼어요"),
    "no address": _("받을 주소가 없어요"),
}


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

    list_display = ("kind", "channel", "state", "attempts", "next_try", "why")
    list_filter = ("state", "channel", "kind")
    fields = ("kind", "channel", "state", "attempts", "written", "next_try", "done", "why")
    readonly_fields = ("written", "next_try", "done", "why")
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

    @admin.display(description=_("까닭"))
    def why(self, delivery: Delivery) -> str:
        return str(REASONS.get(delivery.error, delivery.error))

    @admin.action(description=_("다시 보내기 (멈춘 것만)"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Parked ones start over; who let them is kept."""
        chosen = list(queryset.filter(state=Delivery.State.PARKED))
        again = send_again([delivery.pk for delivery in chosen], now=clock.now())
        for delivery in chosen:
            self.log_change(request, delivery, str(_("다시 보내기")))
        self.message_user(request, say("배달 {n}개를 다시 보내요.").format(n=again))
