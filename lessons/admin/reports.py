"""Readers' error reports: to be read, and answered with 고침 or 그대로 둠."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import person
from lessons.models import ErrorReport
from lessons.services.reports import answer_report
from oneco.lib import clock
from oneco.lib.admin import Listed, ReadOnly, titled, when
from oneco.lib.errors import Refused


@admin.register(ErrorReport)
class ErrorReportAdmin(Listed, ReadOnly, admin.ModelAdmin):
    """Who reported is not shown: what counts is the text."""

    list_display = ("text", "place", "state", "role", "told_on")
    list_filter = ("state", ("lesson__unit", titled(admin.RelatedFieldListFilter, gettext_lazy("단원"))))
    list_select_related = ("lesson", "version", "by")
    search_fields = ("text", "lesson__ko", "lesson__code")
    fields = ("text", "place", "role", "told_on", "state")
    readonly_fields = ("place", "role", "told_on")
    actions = ("mended", "kept")

    def has_answer_permission(self, request: HttpRequest) -> bool:
        """Looking is not answering."""
        return request.user.has_perm("lessons.change_errorreport")

    @admin.display(description=gettext_lazy("어디"), ordering="lesson__order")
    def place(self, report: ErrorReport) -> SafeString | str:
        """The word and the question as the reader saw them."""
        name = f"{report.lesson} {report.item_key}".strip()
        if report.version_id is None:
            return name
        url = reverse("admin:lessons_lessonversion_change", args=[report.version_id])
        anchor = f"#item-{report.item_key}" if report.item_key else ""
        return format_html('<a href="{}{}">{}</a>', url, anchor, name)

    @admin.display(description=gettext_lazy("누가"))
    def role(self, report: ErrorReport) -> Any:
        return report.by.get_role_display() if report.by else "–"

    @admin.display(description=gettext_lazy("알려 준 때"), ordering="at")
    def told_on(self, report: ErrorReport) -> str:
        return when(report.at)

    @admin.action(description=gettext_lazy("고침 (알려 준 사람에게 전해요)"), permissions=["answer"])
    def mended(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        """Mended: whoever told hears it."""
        self._answer(request, queryset, mended=True)

    @admin.action(description=gettext_lazy("그대로 둠"), permissions=["answer"])
    def kept(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        """Read, and left as it is."""
        self._answer(request, queryset, mended=False)

    def _answer(self, request: HttpRequest, queryset: QuerySet[ErrorReport], *, mended: bool) -> None:
        done = 0
        for pk in queryset.values_list("pk", flat=True):
            try:
                answer_report(pk, mended=mended, actor=person(request), now=clock.now())
                done += 1
            except Refused as refused:
                self.message_user(request, str(refused), messages.ERROR)
        if done:
            self.message_user(request, _("제보 {n}개에 답했어요.").format(n=done))
