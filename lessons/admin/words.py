"""Words and their versions: read in full, written as the text of a file, let out step by step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import person
from lessons.admin.forms import MoveForm, TextForm
from lessons.checking import Error
from lessons.models import Lesson, LessonVersion
from lessons.selectors.preview import preview_of
from lessons.selectors.staff import open_versions, version_to_write_on
from lessons.selectors.statistics import statistics_of, worth_a_look
from lessons.services import editing
from oneco.lib import clock
from oneco.lib.admin import Listed, ReadOnly, titled, when
from oneco.lib.errors import Refused

State = LessonVersion.State


class VersionColumns:
    """A version's columns with their names for people."""

    @admin.display(description=gettext_lazy("판"), ordering="number")
    def nth(self, version: LessonVersion) -> int:
        return version.number

    @admin.display(description=gettext_lazy("상태"), ordering="state")
    def stands(self, version: LessonVersion) -> str:
        return version.get_state_display()

    @admin.display(description=gettext_lazy("쓴 곳"), ordering="origin")
    def written_in(self, version: LessonVersion) -> str:
        return version.get_origin_display()

    @admin.display(description=gettext_lazy("쓴 사람"))
    def written_by(self, version: LessonVersion) -> str:
        return str(version.author or "–")

    @admin.display(description=gettext_lazy("공개한 때"), ordering="published_at")
    def out_since(self, version: LessonVersion) -> str:
        return when(version.published_at)

    @admin.display(description=gettext_lazy("검토를 청한 때"), ordering="submitted_at")
    def asked_at(self, version: LessonVersion) -> str:
        return when(version.submitted_at)


class VersionInline(VersionColumns, ReadOnly, admin.TabularInline):
    model = LessonVersion
    fk_name = "lesson"
    fields = ("nth", "stands", "written_in", "written_by", "out_since")
    readonly_fields = fields
    ordering = ("-number",)
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[LessonVersion]:
        """Without the long texts."""
        return super().get_queryset(request).defer("content").select_related("author", "reviewer")


@admin.register(Lesson)
class LessonAdmin(Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("__str__", "in_english", "band", "of_unit", "write_link")
    list_filter = ("band", ("unit", titled(admin.RelatedFieldListFilter, gettext_lazy("단원"))))
    list_select_related = ("unit",)
    search_fields = ("code", "ko", "en")
    ordering = ("unit__order", "order")
    fields = ("ko", "in_english", "band", "of_unit")
    readonly_fields = ("in_english", "of_unit")
    inlines = (VersionInline,)

    def get_urls(self) -> list[URLPattern]:
        """One more page: writing."""
        write = self.admin_site.admin_view(self.write)
        return [path("<path:object_id>/write/", write, name="lessons_lesson_write"), *super().get_urls()]

    @admin.display(description=gettext_lazy("영어"), ordering="en")
    def in_english(self, lesson: Lesson) -> str:
        return lesson.en

    @admin.display(description=gettext_lazy("단원"), ordering="unit__order")
    def of_unit(self, lesson: Lesson) -> str:
        return str(lesson.unit)

    @admin.display(description=gettext_lazy("새 판"))
    def write_link(self, lesson: Lesson) -> SafeString:
        url = reverse("admin:lessons_lesson_write", args=[lesson.pk])
        return format_html('<a href="{}">{}</a>', url, _("새 판 쓰기"))

    def write(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A word as the text of its file; faults come back with their lines, and what was typed."""
        if not request.user.has_perm("lessons.change_lessonversion"):
            raise PermissionDenied
        lesson = self.get_object(request, object_id)
        if lesson is None:
            raise Http404
        base = version_to_write_on(lesson, request.GET.get("version"))
        draft = base if base is not None and base.state == State.DRAFT else None
        begin = editing.begin_from(base)
        form = TextForm(
            request.POST if request.method == "POST" else None,
            initial={"text": begin.text, "draft": draft.pk if draft else None, "seen": begin.seen},
        )
        faults: list[tuple[Error, str]] = []
        if request.method == "POST" and form.is_valid():
            data = dict(form.cleaned_data)
            try:
                saved = editing.draft_version(lesson, **data, author=person(request), now=clock.now())
            except Refused as refused:
                faults = _with_lines(data["text"], getattr(refused, "errors", []))
                form.add_error("text", str(refused))
            else:
                self.message_user(request, _("초안으로 저장했어요. 아이들에게는 아직 보이지 않아요."))
                return redirect("admin:lessons_lessonversion_change", saved.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("새 판 쓰기: {word}").format(word=lesson),
            "opts": self.opts,
            "lesson": lesson,
            "base": base,
            "draft": draft,
            "outdated": draft is not None and editing.is_outdated(draft),
            "others": [v for v in open_versions(lesson) if draft is None or v.pk != draft.pk],
            "form": form,
            "faults": faults,
        }
        return TemplateResponse(request, "admin/lessons/write.html", context)


@admin.register(LessonVersion)
class LessonVersionAdmin(VersionColumns, Listed, ReadOnly, admin.ModelAdmin):
    list_display = ("word", "nth", "stands", "written_in", "written_by", "asked_at", "out_since")
    list_filter = (
        ("state", titled(admin.ChoicesFieldListFilter, gettext_lazy("상태"))),
        ("origin", titled(admin.ChoicesFieldListFilter, gettext_lazy("쓴 곳"))),
        ("lesson__unit", titled(admin.RelatedFieldListFilter, gettext_lazy("단원"))),
    )
    list_select_related = ("lesson", "author")
    search_fields = ("lesson__code", "lesson__ko")
    ordering = ("lesson__unit__order", "lesson__order", "-number")
    change_list_template = "admin/lessons/versions.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LessonVersion]:
        """Lists show no long texts."""
        return super().get_queryset(request).select_related("lesson", "author", "reviewer")

    def get_urls(self) -> list[URLPattern]:
        """The questions worth a look; a version's next step and its statistics."""
        wrap = self.admin_site.admin_view
        return [
            path("worth-a-look/", wrap(self.worth_a_look), name="lessons_lessonversion_worth_a_look"),
            path("<path:object_id>/move/", wrap(self.move), name="lessons_lessonversion_move"),
            path(
                "<path:object_id>/statistics/", wrap(self.statistics), name="lessons_lessonversion_statistics"
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("단어"), ordering="lesson__code")
    def word(self, version: LessonVersion) -> str:
        return str(version.lesson)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The whole version to read, and what may be done with it."""
        version = self._version(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        return self._page(request, version)

    def move(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Submit, publish, return or drop; a no comes back on the page with its sentence."""
        if not request.user.has_perm("lessons.change_lessonversion"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        version = self._version(request, object_id)
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self._page(request, version, refusal=_("무엇을 할지 단추로 골라 주세요."))
        try:
            _STEPS[form.cleaned_data["step"]](version.pk, person(request), form.cleaned_data)
        except Refused as refused:
            version.refresh_from_db()
            return self._page(request, version, refusal=str(refused), typed=form.cleaned_data)
        self.message_user(request, str(_DONE[form.cleaned_data["step"]]), messages.SUCCESS)
        return redirect("admin:lessons_lessonversion_change", version.pk)

    def statistics(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """How each question of a version does."""
        version = self._version(request, object_id)
        context = self._context(request, _("문제 통계: {word}").format(word=version.lesson)) | {
            "version": version,
            "statistics": statistics_of(version),
        }
        return TemplateResponse(request, "admin/lessons/statistics.html", context)

    def worth_a_look(self, request: HttpRequest) -> HttpResponse:
        """The ten questions that fewest get right at the first try."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self._context(request, _("살펴볼 문제 열 개")) | {"questions": worth_a_look()}
        return TemplateResponse(request, "admin/lessons/worth_a_look.html", context)

    def _version(self, request: HttpRequest, object_id: str) -> LessonVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        version: LessonVersion | None = self.get_object(request, object_id)
        if version is None:
            raise Http404
        return version

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}

    def _page(
        self,
        request: HttpRequest,
        version: LessonVersion,
        *,
        refusal: str = "",
        typed: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        may_change = request.user.has_perm("lessons.change_lessonversion")
        in_review = version.state == State.REVIEW
        title = _("{word} · {n}판").format(word=version.lesson, n=version.number)
        context = self._context(request, title) | {
            "preview": preview_of(version, clock.today()),
            "version": version,
            "may_change": may_change,
            "mine": version.author_id in (None, request.user.pk),
            "outdated": version.state in LessonVersion.ON_THE_WAY and editing.is_outdated(version),
            "publishable_at": editing.publishable_at(version, person(request)) if in_review else None,
            "now": clock.now(),
            "checklist": editing.CHECKLIST,
            "refusal": refusal,
            "typed": typed or {},
        }
        status = 422 if refusal else 200
        return TemplateResponse(request, "admin/lessons/version.html", context, status=status)


def _with_lines(text: str, errors: Sequence[Error]) -> list[tuple[Error, str]]:
    """Each fault beside the words of its line: nobody counts lines in a box."""
    lines = text.split("\n")
    return [(error, lines[error.line - 1].strip() if error.line <= len(lines) else "") for error in errors]


Step = Callable[[int, Any, Mapping[str, Any]], Model]
_STEPS: Mapping[str, Step] = {
    "submit": lambda pk, actor, _data: editing.submit_version(pk, actor=actor, now=clock.now()),
    "publish": lambda pk, actor, data: editing.publish_version(
        pk, actor=actor, ticks=data["ticks"], now=clock.now()
    ),
    "return": lambda pk, actor, data: editing.return_to_draft(
        pk, actor=actor, reason=data["reason"], now=clock.now()
    ),
    "drop": lambda pk, actor, _data: editing.drop_draft(pk, actor=actor, now=clock.now()),
}
_DONE = {
    "submit": gettext_lazy("검토를 청했어요."),
    "publish": gettext_lazy("공개했어요. 하던 수업은 시작한 판으로 끝나요."),
    "return": gettext_lazy("초안으로 돌려보냈어요."),
    "drop": gettext_lazy("초안을 접었어요."),
}
