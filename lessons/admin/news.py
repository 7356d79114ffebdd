"""Articles on words: readers see those that staff has read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessons.admin.forms import NewsForm
from lessons.models import NewsLink
from lessons.services.news import mark_checked
from oneco.lib import clock
from oneco.lib.admin import Listed, titled, when


class CheckedFilter(admin.SimpleListFilter):
    title = gettext_lazy("확인")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("아직이에요")), ("yes", gettext_lazy("확인했어요"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[NewsLink]) -> QuerySet[NewsLink]:
        wanted = {"no": True, "yes": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(checked_at__isnull=wanted)


@admin.register(NewsLink)
class NewsLinkAdmin(Listed, admin.ModelAdmin):
    form = NewsForm
    list_display = ("title", "word", "address", "published_on", "read_at")
    list_filter = (
        CheckedFilter,
        ("lesson__unit", titled(admin.RelatedFieldListFilter, gettext_lazy("단원"))),
    )
    list_select_related = ("lesson",)
    search_fields = ("title", "lesson__ko", "lesson__code")
    autocomplete_fields = ("lesson",)
    fields = ("lesson", "title", "url", "published_on", "read_at")
    readonly_fields = ("read_at",)
    ordering = ("-published_on", "-pk")
    actions = ("read_and_found_good",)

    @admin.display(description=gettext_lazy("단어"), ordering="lesson__code")
    def word(self, news: NewsLink) -> str:
        return str(news.lesson)

    @admin.display(description=gettext_lazy("기사"))
    def address(self, news: NewsLink) -> SafeString:
        """To be read before it is said to be good."""
        return format_html('<a href="{}" rel="noreferrer">{}</a>', news.url, news.url)

    @admin.display(description=gettext_lazy("확인한 때"), ordering="checked_at")
    def read_at(self, news: NewsLink) -> str:
        return when(news.checked_at)

    def save_model(self, request: HttpRequest, obj: NewsLink, form: Any, change: bool) -> None:
        """What was changed is to be read again."""
        if {"url", "title", "lesson"} & set(form.changed_data):
            obj.checked_at = None
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("읽어 봤고 아이에게 보여도 괜찮아요"), permissions=["change"])
    def read_and_found_good(self, request: HttpRequest, queryset: QuerySet[NewsLink]) -> None:
        """Let readers see the chosen articles."""
        count = mark_checked(list(queryset.values_list("pk", flat=True)), now=clock.now())
        self.message_user(request, _("{n}개를 확인한 것으로 적었어요.").format(n=count))
