"""The acts of staff, and the audit that only superusers read: who did what and why, who looked at what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import person
from accounts.models import User
from families.access import left_place, somebody
from families.forms import EmailActForm, ReasonForm
from families.models import ConsentFault, Membership, StaffAct, StaffLook
from families.selectors import left_places
from families.services import staff
from families.services.audit import note_look
from families.views.helpers import blame
from oneco.lib import clock
from oneco.lib.admin import Listed, ReadOnly
from oneco.lib.errors import Refused


@dataclass(frozen=True)
class Deed:
    """One act as a page: its title, what follows, the form, and what the press does."""

    title: str | Promise
    follows: str | Promise
    form: type[ReasonForm]
    do: Callable[[HttpRequest, Any, dict[str, Any]], None]


def act_page(
    request: HttpRequest, deed: Deed, about: Any, *, back: str, context: dict[str, Any]
) -> HttpResponse:
    """What follows first, then the reason, then the press."""
    form = deed.form(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            deed.do(request, about, form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            messages.success(request, _("했어요. 까닭을 적어 두고 가족에게 알렸어요."))
            return redirect(back)
    context |= {"title": deed.title, "follows": deed.follows, "form": form, "back": back, "about": about}
    return TemplateResponse(request, "admin/families/act.html", context, status=status)


def _send_link(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    staff.send_sign_in_link(user, by=person(request), reason=data["reason"], now=clock.now())


def _change_email(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    staff.change_email(user, by=person(request), now=clock.now(), **data)


def _unlock(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    staff.unlock_person(user, by=person(request), reason=data["reason"], now=clock.now())


def _undo_leave(request: HttpRequest, place: Membership, data: dict[str, Any]) -> None:
    staff.undo_leave(place, by=person(request), reason=data["reason"], now=clock.now())


DEEDS = {
    "link": Deed(
        _("들어오기 링크 보내기"),
        _("이 사람의 이메일로 30분 동안 한 번 쓰는 링크를 보내요. 앞서 보낸 링크는 끝나요."),
        ReasonForm,
        _send_link,
    ),
    "email": Deed(
        _("이메일 바꾸기"),
        _("새 이메일로 들어오게 돼요. 옛 이메일과 새 이메일에 모두 알려요."),
        EmailActForm,
        _change_email,
    ),
    "unlock": Deed(
        _("잠금 풀기"),
        _("PIN과 비밀번호를 틀린 횟수를 모든 기기에서 지워요."),
        ReasonForm,
        _unlock,
    ),
}
UNDO = Deed(
    _("나간 것 되돌리기"),
    _("이 사람이 나간 가족으로 돌아가요. 그때 끝난 미션은 다시 시작되지 않아요."),
    ReasonForm,
    _undo_leave,
)


class Audit(Listed, ReadOnly):
    """Lines that only superusers read and nobody changes."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person(request).is_superuser


@admin.register(StaffAct)
class StaffActAdmin(Audit, admin.ModelAdmin):
    list_display = ("at", "by", "act", "subject", "reason")
    list_filter = ("act",)
    list_select_related = ("by",)
    search_fields = ("=subject", "by__email")
    ordering = ("-pk",)

    def get_urls(self) -> list[URLPattern]:
        """The pages of the acts stand beside the list of what was done."""
        view = self.admin_site.admin_view
        acts = [
            path(f"person/<int:object_id>/{name}/", view(self._of(name)), name=f"families_staffact_{name}")
            for name in DEEDS
        ]
        return [
            path("person/<int:object_id>/", view(self.person_page), name="families_staffact_person"),
            path("place/<int:object_id>/undo/", view(self.undo_page), name="families_staffact_undo"),
            *acts,
            *super().get_urls(),
        ]

    def person_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What staff may do for a person; opening it is a look."""
        self._check(request)
        user = somebody(object_id)
        note_look(person(request), User, user.pk, now=clock.now())
        context = self.admin_site.each_context(request) | {
            "title": _("이 사람에게 할 수 있는 일"),
            "who": user,
            "left": left_places(user),
        }
        return TemplateResponse(request, "admin/families/person.html", context)

    def undo_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Bring somebody back who left."""
        self._check(request)
        place = left_place(object_id)
        back = reverse("admin:families_staffact_person", args=[place.user_id])
        return act_page(request, UNDO, place, back=back, context=self.admin_site.each_context(request))

    def _of(self, name: str) -> Callable[[HttpRequest, int], HttpResponse]:
        def page(request: HttpRequest, object_id: int) -> HttpResponse:
            self._check(request)
            user = somebody(object_id)
            back = reverse("admin:families_staffact_person", args=[user.pk])
            context = self.admin_site.each_context(request)
            return act_page(request, DEEDS[name], user, back=back, context=context)

        return page

    def _check(self, request: HttpRequest) -> None:
        if not person(request).has_perm("families.add_staffact"):
            raise PermissionDenied


@admin.register(StaffLook)
class StaffLookAdmin(Audit, admin.ModelAdmin):
    list_display = ("at", "by", "subject")
    list_select_related = ("by",)
    search_fields = ("=subject", "by__email")
    ordering = ("-pk",)


@admin.register(ConsentFault)
class ConsentFaultAdmin(Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("profile", "kind", "found_at")
    list_filter = ("kind",)
    list_select_related = ("profile",)
    fields = ("profile", "kind", "found_at")
