"""Numbers that change: the next to be checked first."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lessons.admin.forms import FactForm
from lessons.models import Fact
from lessons.selectors.staff import facts_soon, stale_facts, words_with_fact
from oneco.lib import clock
from oneco.lib.admin import Listed


class DueFilter(admin.SimpleListFilter):
    title = _("확인할 때")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("지났어요(문장이 숨어 있어요)")), ("soon", _("30일 안"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Fact]) -> QuerySet[Fact]:
        chosen = {"stale": stale_facts, "soon": facts_soon}.get(self.value() or "")
        return queryset.filter(pk__in=chosen(clock.today()).values("pk")) if chosen else queryset


@admin.register(Fact)
class FactAdmin(Listed, admin.ModelAdmin):
    form = FactForm
    list_display = ("name", "value", "unit", "check_by", "holds", "effective_on", "source")
    list_filter = (DueFilter,)
    search_fields = ("key", "source")
    ordering = ("check_by", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """A key stands in texts: it never changes."""
        return ("name", "used_by") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """The key is typed once."""
        rest = ("value", "unit", "effective_on", "source", "check_by")
        return ("name", *rest, "used_by") if obj else ("key", *rest)

    @admin.display(description=_("이름"), ordering="key")
    def name(self, fact: Fact) -> str:
        return f"{{fact:{fact.key}}}"

    @admin.display(description=_("쓸 수 있나"), boolean=True)
    def holds(self, fact: Fact) -> bool:
        return fact.check_by >= clock.today()

    @admin.display(description=_("쓰는 단어"))
    def used_by(self, fact: Fact) -> SafeString | str:
        """Every published word that names it."""
        words = words_with_fact(fact.key)
        links = [(reverse("admin:lessons_lesson_change", args=[w.pk]), str(w)) for w in words]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or str(_("아직 없어요."))
