"""What staff see of families: read-only, but for the paper consent and the days off they correct."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import person
from families.models import (
    ChildProfile,
    Consent,
    ConsentRequest,
    Device,
    Family,
    Holiday,
    InvitationReport,
    Membership,
)
from families.services.children import confirm_request
from families.signals import holidays_changed
from oneco.lib import clock
from oneco.lib.admin import Listed, Looked, ReadOnly
from oneco.lib.errors import Refused


class MembershipInline(ReadOnly, admin.TabularInline):
    model = Membership
    fields = ("user", "role", "called", "state", "legal_at", "joined_at", "left_at", "left_by")


class DeviceInline(ReadOnly, admin.TabularInline):
    model = Device
    fields = ("name", "created_at", "last_allowed_at", "revoked_at")


@admin.register(Family)
class FamilyAdmin(Looked, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "name", "created_at")
    search_fields = ("=pk", "name", "memberships__user__email", "memberships__user__display_name")
    fields = ("name", "voice", "created_at")
    inlines = (MembershipInline, DeviceInline)


@admin.register(ChildProfile)
class ChildProfileAdmin(Looked, ReadOnly, admin.ModelAdmin):
    search_fields = ("=user__pk", "user__display_name")
    list_display = ("pk", "user", "birth_year", "birth_month", "basis", "home_family")
    list_select_related = ("user", "home_family")
    fields = ("user", "birth_year", "birth_month", "animal", "basis", "consent", "sharing", "home_family")


@admin.register(Consent)
class ConsentAdmin(Looked, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "kind", "guardian", "family", "method", "text_version", "given_at")
    list_filter = ("kind", "method")
    list_select_related = ("guardian", "family")


class WaitingFilter(admin.SimpleListFilter):
    title = _("확인")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("기다려요"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ConsentRequest]) -> QuerySet[ConsentRequest]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(used_at=None, expires_at__gt=clock.now())


@admin.register(ConsentRequest)
class ConsentRequestAdmin(Looked, Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "guardian", "family", "created_at", "expires_at", "used_at")
    list_filter = (WaitingFilter,)
    list_select_related = ("guardian", "family")
    fields = ("guardian", "family", "created_at", "expires_at", "used_at")
    actions = ("paper_is_here",)

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Looking is not confirming: whoever confirms must be allowed to change."""
        return request.user.has_perm("families.change_consentrequest")

    @admin.action(description=_("종이 동의서를 확인했어요"), permissions=["confirm"])
    def paper_is_here(self, request: HttpRequest, queryset: QuerySet[ConsentRequest]) -> None:
        """Staff holds the signed paper: the profiles are made."""
        receipt = {"checked_by": person(request).pk}
        for asked in queryset:
            try:
                confirm_request(asked, method="paper", receipt=receipt, now=clock.now())
            except Refused as refused:
                messages.error(request, str(refused))


@admin.register(InvitationReport)
class InvitationReportAdmin(Looked, ReadOnly, admin.ModelAdmin):
    list_display = ("pk", "invitation", "by", "at")
    list_select_related = ("invitation", "by")


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Whatever changes here moves the missions that skip 공휴일."""

    list_display = ("date", "name", "is_holiday")

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        before = set(Holiday.objects.filter(pk=obj.pk).values_list("date", flat=True))
        super().save_model(request, obj, form, change)
        holidays_changed.send(sender=Holiday, days=before | {obj.date})

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        super().delete_model(request, obj)
        holidays_changed.send(sender=Holiday, days={obj.date})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Holiday]) -> None:
        days = set(queryset.values_list("date", flat=True))
        super().delete_queryset(request, queryset)
        holidays_changed.send(sender=Holiday, days=days)
