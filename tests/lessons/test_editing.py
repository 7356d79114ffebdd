"""A word changed by staff: draft, review, published; who may, when, and what a child at work keeps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from accounts.models import User
from lessons.models import Item, Lesson, LessonVersion, StudySession
from lessons.services.editing import (
    CHECKLIST,
    Faulty,
    begin_from,
    draft_version,
    drop_draft,
    is_outdated,
    publish_version,
    publishable_at,
    return_to_draft,
    submit_version,
)
from lessons.services.exporting import text_of
from oneco.lib.errors import Refused
from tests.factories import make_child, make_staff
from tests.shelf import fill_shelf

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
NEXT_DAY = NOW + timedelta(hours=25)
OLD_DINNER = "dinner: "
NEW_DINNER = "dinner: 오늘 우리 가족이 고르지 않은 것은 무엇일까요?"


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    fill_shelf()


@pytest.fixture
def author() -> User:
    return make_staff()


def lesson() -> Lesson:
    return Lesson.objects.get(code="U01.4")


def published() -> LessonVersion:
    return LessonVersion.objects.select_related("lesson").get(lesson__code="U01.4", published=1)


def new_text(dinner: str = NEW_DINNER) -> str:
    lines = text_of(published()).splitlines(keepends=True)
    return "".join(f"{dinner}\n" if line.startswith(OLD_DINNER) else line for line in lines)


def a_draft(author: User, now: datetime = NOW) -> LessonVersion:
    return draft_version(lesson(), text=new_text(), author=author, now=now)


def in_review(author: User) -> LessonVersion:
    return submit_version(a_draft(author).pk, actor=author, now=NOW)


def publish(version: LessonVersion, actor: User, now: datetime = NEXT_DAY) -> LessonVersion:
    return publish_version(version.pk, actor=actor, ticks=CHECKLIST, now=now)


def lines_of_audit() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


def test_a_text_becomes_a_draft_with_its_items(author: User) -> None:
    old = published()
    draft = a_draft(author)
    assert (draft.state, draft.origin, draft.number, draft.author) == ("draft", "admin", 2, author)
    assert draft.content["dinner"] == NEW_DINNER.removeprefix(OLD_DINNER)
    assert list(draft.items.values_list("key", "body")) == list(old.items.values_list("key", "body"))
    assert published() == old
    assert lines_of_audit() == ["초안을 썼어요."]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("band: E\n", "band: H\n", 4, "keywords.yaml과 달라요"),
        ("id: U01.4\n", "id: U01.3\n", 1, "keywords.yaml에 없어요"),
        ("dinner: ", "dinners: ", 1, "비어 있어요"),
        ("after: [U01.3]", "after: [U01.3", 6, ""),
        ("ko: 기회비용\n", "ko: &a 기회비용\nx: *a\n", 1, "되부르는"),
        ("      - text: 스티커\n        right: true\n", "      - text: 스티커\n", 40, "right: true"),
    ],
)
def test_a_fault_is_named_by_its_line_and_nothing_is_kept(
    author: User, old: str, new: str, line: int, sentence: str
) -> None:
    text = text_of(published())
    assert old in text
    with pytest.raises(Faulty) as refused:
        draft_version(lesson(), text=text.replace(old, new, 1), author=author, now=NOW)
    first = refused.value.errors[0]
    assert abs(first.line - line) <= 6
    assert sentence in " ".join(error.message for error in refused.value.errors)
    assert LessonVersion.objects.filter(origin="admin").count() == 0
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("text", ["", "아무 말", "- 하나\n- 둘", "id: \0", "{" * 200, "가" * 100_001])
def test_nonsense_is_refused(author: User, text: str) -> None:
    with pytest.raises(Refused):
        draft_version(lesson(), text=text, author=author, now=NOW)


def test_a_lone_author_publishes_after_a_day_and_the_whole_list(author: User) -> None:
    old, version = published(), in_review(author)
    assert (version.state, version.submitted_at) == ("review", NOW)
    assert publishable_at(version, author) == NOW + timedelta(hours=24)
    with pytest.raises(Refused, match="24시간"):
        publish(version, author, SOON)
    with pytest.raises(Refused, match="표시"):
        publish_version(version.pk, actor=author, ticks=list(CHECKLIST)[1:], now=NEXT_DAY)
    assert published() == old
    publish(version, author)
    new = published()
    assert (new.pk, new.reviewer, new.published_at) == (version.pk, author, NEXT_DAY)
    old.refresh_from_db()
    assert old.state == "retired"
    assert [line.split()[0] for line in lines_of_audit()] == ["초안을", "검토를", "확인할"]


def test_somebody_else_publishes_at_once(author: User) -> None:
    publish(in_review(author), make_staff(), SOON)
    assert published().number == 2


def test_two_reviewers_want_another_person(author: User, settings: Any) -> None:
    settings.CONTENT_REVIEWERS = 2
    version = in_review(author)
    assert publishable_at(version, author) is None
    with pytest.raises(Refused, match="다른 운영자"):
        publish(version, author)
    publish(version, make_staff(), SOON)
    assert published().pk == version.pk


def test_a_session_keeps_its_version(author: User) -> None:
    old = published()
    session = StudySession.objects.create(
        child=make_child(),
        kind="free",
        lesson=old.lesson,
        version=old,
        day=NOW.date(),
        plan={},
        started_at=NOW,
    )
    publish(in_review(author), author)
    session.refresh_from_db()
    assert session.version_id == old.pk
    assert Item.objects.filter(version=old).exists()


def test_a_version_goes_back_with_a_reason_and_comes_again(author: User) -> None:
    version = in_review(author)
    with pytest.raises(Refused, match="한 줄"):
        return_to_draft(version.pk, actor=author, reason=" ", now=SOON)
    version = return_to_draft(version.pk, actor=make_staff(), reason="셋째 힌트가 답이에요", now=SOON)
    assert (version.state, version.submitted_at) == ("draft", None)
    assert lines_of_audit()[-1] == "초안으로 돌려보냈어요: 셋째 힌트가 답이에요"
    submit_version(version.pk, actor=author, now=SOON)
    with pytest.raises(Refused, match="24시간"):
        publish(version, author, NOW + timedelta(hours=24))


def test_only_its_author_submits_and_saving_takes_over(author: User) -> None:
    other, draft = make_staff(), a_draft(author)
    with pytest.raises(Refused, match="이어 쓰기"):
        submit_version(draft.pk, actor=other, now=NOW)
    again = draft_version(
        lesson(), text=new_text(), author=other, now=SOON, draft=draft.pk, seen=begin_from(draft).seen
    )
    assert (again.pk, again.author, again.number) == (draft.pk, other, draft.number)
    submit_version(draft.pk, actor=other, now=SOON)


def test_two_windows_on_one_draft_lose_nothing(author: User) -> None:
    draft = a_draft(author)
    seen = begin_from(draft).seen
    other = new_text("dinner: 다른 창에서 고친 질문일까요?")
    draft_version(lesson(), text=other, author=author, now=SOON, draft=draft.pk, seen=seen)
    with pytest.raises(Refused, match="그사이"):
        draft_version(lesson(), text=new_text(), author=author, now=SOON, draft=draft.pk, seen=seen)
    draft.refresh_from_db()
    assert "다른 창" in draft.content["dinner"]


def test_an_older_draft_never_takes_a_newer_text_away(author: User) -> None:
    older, newer = a_draft(author), a_draft(author)
    publish(submit_version(newer.pk, actor=author, now=NOW), author)
    assert is_outdated(older)
    with pytest.raises(Refused, match="더 새로운 판"):
        submit_version(older.pk, actor=author, now=NEXT_DAY)
    saved = draft_version(
        lesson(), text=new_text(), author=author, now=NEXT_DAY, draft=older.pk, seen=begin_from(older).seen
    )
    assert (saved.pk, saved.number) == (older.pk, 4)
    submit_version(older.pk, actor=author, now=NEXT_DAY)


def test_a_draft_is_put_away_and_stays_readable(author: User) -> None:
    draft = drop_draft(a_draft(author).pk, actor=author, now=SOON)
    assert (draft.state, draft.published_at) == ("retired", None)
    assert draft.items.exists()


@pytest.mark.parametrize("state", ["draft", "review", "published", "retired"])
@pytest.mark.parametrize("step", ["submit", "publish", "return", "drop", "write"])
def test_each_step_is_for_its_state_only(author: User, state: str, step: str) -> None:
    version = a_draft(author)
    LessonVersion.objects.filter(state="published", lesson=version.lesson).update(state="retired")
    LessonVersion.objects.filter(pk=version.pk).update(state=state, submitted_at=NOW)
    text, seen = text_of(version), begin_from(version).seen
    steps: dict[str, Any] = {
        "submit": lambda: submit_version(version.pk, actor=author, now=NEXT_DAY),
        "publish": lambda: publish(version, author),
        "return": lambda: return_to_draft(version.pk, actor=author, reason="다시", now=NEXT_DAY),
        "drop": lambda: drop_draft(version.pk, actor=author, now=NEXT_DAY),
        "write": lambda: draft_version(
            version.lesson, text=text, author=author, now=NEXT_DAY, draft=version.pk, seen=seen
        ),
    }
    fits = state == ("review" if step in ("publish", "return") else "draft")
    if fits:
        steps[step]()
        return
    before = (LogEntry.objects.count(), LessonVersion.objects.get(pk=version.pk).state)
    with pytest.raises(Refused) as refused:
        steps[step]()
    assert str(refused.value).endswith("요.")
    assert before == (LogEntry.objects.count(), LessonVersion.objects.get(pk=version.pk).state)


def test_the_database_lets_one_version_be_published(author: User) -> None:
    draft = a_draft(author)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonVersion.objects.filter(pk=draft.pk).update(state="published")


def test_what_became_wrong_meanwhile_is_not_published(author: User) -> None:
    version = in_review(author)
    item = version.items.get(key="b1")
    Item.objects.filter(pk=item.pk).update(body=item.body | {"why": "최저임금은 {fact:gone}이에요."})
    with pytest.raises(Faulty):
        publish(version, author)
