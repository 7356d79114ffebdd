"""Looking back: what was learned, day by day, word by word, and how vivid it still is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person
from accounts.models import User
from lessons.access import finished_lesson_for, learned_word_for, praisable_for, version_met_by
from lessons.forms import BookmarkForm, ChildForm, MonthForm, PraiseForm, ReportForm, WeekForm, search_query
from lessons.models import StudySession
from lessons.selectors.free_choice import free_days_of
from lessons.selectors.learned import learned_page
from lessons.selectors.memory_map import guardians_map, looks_at, map_of
from lessons.selectors.mistakes import mistake_page
from lessons.selectors.praises import PraiseBox, praise_box
from lessons.selectors.record import record_page
from lessons.selectors.searching import search_page
from lessons.selectors.sight import Sight, own_sight, sights_of
from lessons.services import looking, praising, reporting
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.htmx import render_page


@audience(CHILD)
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """기록: a month or a week of shells, and the doors to everything learned."""
    today = clock.today()
    week = WeekForm.monday(request.GET.get("week"), today)
    month = MonthForm.first_day(f"{week:%Y-%m}" if week else request.GET.get("month"), today)
    page = record_page(person(request).pk, today, month=month, week=week)
    return render(request, "lessons/record.html", {"record": page})


@audience(GUARDIAN, CHILD)
@require_GET
def memory_map(request: HttpRequest) -> HttpResponse:
    """기억 지도: the child's own, or the guardian's copy of a chosen child's."""
    user, today = person(request), clock.today()
    if user.is_child:
        context = {"map": map_of(user.pk, today), "looks": looks_at(user.pk)}
        return render(request, "lessons/map.html", context)
    form, child, sight = _chosen(request)
    if child is None or sight is None:
        return render(request, "lessons/map_of.html", {"children": form.children})
    looking.note_look(child, guardian=user, now=clock.now())
    context = {"children": form.children, "child": child, "page": guardians_map(child.pk, today, sight=sight)}
    return render(request, "lessons/map_of.html", context)


@audience(CHILD)
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """배운 단어, or with ?show=marked the bookmarks."""
    child = person(request)
    page = learned_page(
        child.pk,
        request.GET.get("page"),
        sight=own_sight(child),
        today=clock.today(),
        marked=request.GET.get("show") == "marked",
    )
    return render_page(request, "lessons/words.html", "lessons/_words.html", {"learned": page})


@audience(GUARDIAN)
@require_GET
def learned(request: HttpRequest) -> HttpResponse:
    """배운 것: what the chosen child learned, newest or bookmarked, with a line of 칭찬 for each word."""
    form, child, sight = _chosen(request)
    context: dict[str, Any] = {"children": form.children, "child": child}
    if child is not None and sight is not None:
        context["learned"] = learned_page(
            child.pk,
            request.GET.get("page"),
            sight=sight,
            today=clock.today(),
            marked=request.GET.get("show") == "marked",
        )
        context["free_days"] = free_days_of(child.pk, clock.today())
    fragment = "lessons/_words.html" if child else "lessons/learned.html"
    return render_page(request, "lessons/learned.html", fragment, context)


@audience(CHILD)
@require_GET
def mistakes(request: HttpRequest) -> HttpResponse:
    """오답노트: the child's own; guardians do not see it."""
    everything = request.GET.get("show") == "all"
    page = mistake_page(person(request).pk, request.GET.get("page"), everything=everything)
    return render(request, "lessons/mistakes.html", {"notes": page})


@audience(GUARDIAN, CHILD)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """검색 over one child's words."""
    user, query = person(request), search_query(request.GET)
    chosen, child, sight = (None, user, own_sight(user)) if user.is_child else _chosen(request)
    context: dict[str, Any] = {"child": child, "children": chosen.children if chosen else []}
    if child is not None and sight is not None:
        context["found"] = search_page(child.pk, query, sight=sight, today=clock.today())
    return render(request, "lessons/search.html", context)


@audience(GUARDIAN, CHILD)
@require_GET
def word(request: HttpRequest, code: str) -> HttpResponse:
    """A lesson to read again; a guardian reads any published one, without a record."""
    page = learned_word_for(person(request), code)
    return render(request, "lessons/word.html", {"word": page})


@audience(CHILD)
@require_POST
def bookmark(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a word or take the mark away."""
    lesson = finished_lesson_for(person(request), code)
    form = BookmarkForm(request.POST)
    looking.set_bookmark(person(request), lesson=lesson, on=form.wanted(), now=clock.now())
    back = form.back(reverse("lessons:word", args=[code]))
    if request.headers.get("HX-Request"):
        context = {"code": code, "word": lesson.ko, "on": form.wanted(), "next": back, "pressed": True}
        return render(request, "lessons/_bookmark.html", context)
    return redirect(back)


@audience(GUARDIAN)
def praise(request: HttpRequest, pk: int) -> HttpResponse:
    """칭찬 on a word: the form, or with HTMX the form in the place of what stood there."""
    guardian = person(request)
    session = praisable_for(guardian, pk)
    box = praise_box(session, guardian)
    asked = {"text": box.own, "next": request.GET.get("next", "")}
    data = request.POST if request.method == "POST" else None
    form = PraiseForm(data, initial=asked, auto_id=f"praise-{pk}-%s")
    if not form.is_bound:
        return _praise(request, session, box, form)
    if not form.is_valid():
        return _praise(request, session, box, form, status=422)
    praising.praise(session, guardian=guardian, text=form.cleaned_data["text"], now=clock.now())
    if request.headers.get("HX-Request"):
        return _praise(request, session, praise_box(session, guardian), form, written=True)
    messages.success(request, _("칭찬을 남겼어요. 아이에게도 알렸어요."))
    return redirect(form.back(f"{reverse('lessons:learned')}?child={session.child_id}"))


@audience(GUARDIAN, CHILD)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """이상한 곳이 있어요."""
    user = person(request)
    version = version_met_by(user, code)
    asked = {"item": request.GET.get("item", ""), "next": request.GET.get("next", "")}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=asked)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            reporting.report_error(
                version, by=user, text=form.cleaned_data["text"], item_key=form.item_key(), now=clock.now()
            )
        except Refused as refused:
            form.add_error("text", str(refused))
            status = refused.status
        else:
            messages.success(request, _("알려 줘서 고마워요. 사람이 읽어 보고 고칠 것을 고칠게요."))
            return redirect(form.back(reverse("landing")))
    return render(request, "lessons/report.html", {"form": form, "lesson": version.lesson}, status=status)


def _chosen(request: HttpRequest) -> tuple[ChildForm, User | None, Sight | None]:
    """The child a guardian looks at, and what it may see of it."""
    form = ChildForm(request.GET, guardian=person(request))
    child = form.chosen()
    return form, child, sights_of(person(request), [child.pk])[child.pk] if child else None


def _praise(
    request: HttpRequest,
    session: StudySession,
    box: PraiseBox,
    form: PraiseForm,
    *,
    status: int = 200,
    written: bool = False,
) -> HttpResponse:
    """The form with what stands above it, or what was `written` in the form's place."""
    context = {
        "session": session,
        "praise": box,
        "word": session.lesson.ko if session.lesson else "",
        "next": form["next"].value(),
        "form": None if written else form,
        "written": written,
    }
    return render_page(request, "lessons/praise.html", "lessons/_praise.html", context, status=status)
