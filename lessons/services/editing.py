"""Staff's way of changing a word: draft, review, published. One lock on the lesson, one audit line a step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from lessons.checking import Error, check_text, checksum
from lessons.models import Fact, Lesson, LessonVersion
from lessons.schema import FactRow
from lessons.services.content import add_items, add_version, content_of, stripped
from lessons.services.exporting import text_of
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

State = LessonVersion.State
ALONE = timedelta(hours=24)
# What whoever publishes says to have done.
CHECKLIST = {
    "facts": gettext_lazy("사실과 수를 서로 다른 두 길로 확인했어요."),
    "blind": gettext_lazy("답을 가리고 모든 문제를 처음부터 풀어 봤어요."),
    "aloud": gettext_lazy("모든 글을 소리 내어 읽어 봤어요."),
    "hints": gettext_lazy("힌트와 보기가 답을 알려 주지 않아요."),
    "whys": gettext_lazy("틀린 보기의 까닭마다 배울 것이 있고 탓하는 말이 없어요."),
    "family": gettext_lazy("어느 가족의 아이가 읽어도 괜찮아요."),
}
TEXT_LENGTH = 100_000


class Faulty(Refused):
    """The text has faults; `errors` name line, rule and sentence."""

    def __init__(self, errors: list[Error]) -> None:
        message = _("고칠 것이 {n}개 있어요.").format(n=len(errors))
        super().__init__(message, field="text", code="faulty")
        self.errors = errors


@dataclass(frozen=True)
class Written:
    """A text that staff begins from, and `seen`, by which saving knows that nobody changed it meanwhile."""

    text: str
    seen: str


def begin_from(version: LessonVersion | None) -> Written:
    """The text of a version to write on; an empty one where a word has none."""
    text = text_of(version) if version else ""
    return Written(text, checksum(text))


@use_case
def draft_version(
    lesson: Lesson,
    *,
    text: str,
    author: User,
    now: datetime,
    draft: int | None = None,
    seen: str = "",
) -> LessonVersion:
    """Keep the text of a word's file as a draft: a new version, or the `draft` that was open.

    `seen` is what `begin_from` gave for that draft. A draft older than what is published by now gets a new
    number: who saves it has the newer text before the eyes. Raises Faulty, or Refused where somebody else
    was first.
    """
    data = _checked(text, lesson.code)
    lesson = _locked(lesson.pk)
    if draft is None:
        version = add_version(lesson, data, origin=LessonVersion.Origin.ADMIN, author=author, created_at=now)
        _log(version, author, now, _("초안을 썼어요."))
        return version
    version = _rewritten(lesson, draft, data, seen)
    LessonVersion.objects.filter(pk=version.pk).update(author=author, created_at=now)
    _log(version, author, now, _("초안을 고쳐 썼어요."))
    version.refresh_from_db()
    return version


@use_case
def submit_version(version_id: int, *, actor: User, now: datetime) -> LessonVersion:
    """Ask for a review of one's own draft; from here on a lone author waits a day."""
    version = _in(version_id, State.DRAFT)
    if version.author_id not in (None, actor.pk):
        raise Refused(
            _("쓴 사람만 검토를 청할 수 있어요. 이어받으려면 ‘이어 쓰기’로 한 번 저장해 주세요."),
            code="not-the-author",
        )
    _refuse_outdated(version)
    _move(version, State.REVIEW, author=actor, submitted_at=now)
    _log(version, actor, now, _("검토를 청했어요."))
    return version


@use_case
def publish_version(version_id: int, *, actor: User, ticks: Collection[str], now: datetime) -> LessonVersion:
    """Let a reviewed version out; the one before it retires, and sessions keep theirs.

    With CONTENT_REVIEWERS=2 somebody else than the author does it; with 1 the author may, a day after asking
    for the review. Whoever does it ticks the whole CHECKLIST. Raises Refused.
    """
    version = _in(version_id, State.REVIEW)
    _refuse_outdated(version)
    if version.author_id == actor.pk:
        _refuse_lone_author(version, now)
    if set(CHECKLIST) - set(ticks):
        raise Refused(_("공개하기 전에 확인할 것에 모두 표시해 주세요."), field="ticks", code="ticks")
    _checked(text_of(version), version.lesson.code)  # the map or a fact may have changed since it was written
    published = LessonVersion.objects.filter(lesson=version.lesson_id, state=State.PUBLISHED)
    published.update(state=State.RETIRED)
    _move(version, State.PUBLISHED, reviewer=actor, published_at=now)
    _log(version, actor, now, _("확인할 것에 모두 표시하고 공개했어요."))
    return version


@use_case
def return_to_draft(version_id: int, *, actor: User, reason: str, now: datetime) -> LessonVersion:
    """Send a version back to its author with a reason."""
    version = _in(version_id, State.REVIEW)
    if not reason.strip():
        raise Refused(_("무엇을 더 볼지 한 줄 적어 주세요."), field="reason", code="no-reason")
    _move(version, State.DRAFT, submitted_at=None)
    _log(version, actor, now, _("초안으로 돌려보냈어요: {reason}").format(reason=reason.strip()[:500]))
    return version


@use_case
def drop_draft(version_id: int, *, actor: User, now: datetime) -> LessonVersion:
    """Put a draft away, so that a changed file is no conflict any more. It stays readable."""
    version = _in(version_id, State.DRAFT)
    _move(version, State.RETIRED)
    _log(version, actor, now, _("초안을 접었어요."))
    return version


def publishable_at(version: LessonVersion, actor: User) -> datetime | None:
    """From when on this person may publish a version in review; None when another person must."""
    assert version.submitted_at is not None
    if version.author_id != actor.pk:
        return version.submitted_at
    return None if settings.CONTENT_REVIEWERS > 1 else version.submitted_at + ALONE


def is_outdated(version: LessonVersion) -> bool:
    """True for a draft older than what is published by now: it would take the newer text away."""
    return LessonVersion.objects.filter(
        lesson=version.lesson_id, state=State.PUBLISHED, number__gt=version.number
    ).exists()


def _checked(text: str, code: str) -> dict[str, Any]:
    if len(text) > TEXT_LENGTH:
        raise Refused(_("너무 길어요. 100,000자까지 쓸 수 있어요."), field="text", code="too-long")
    facts = {row.key: _fact(row) for row in Fact.objects.all()}
    report = check_text(text, code, facts=facts)
    if report.errors:
        raise Faulty(sorted(report.errors, key=lambda error: error.line))
    [(_word, data)] = report.keywords.values()
    return stripped(dict(data))


def _fact(row: Fact) -> FactRow:
    return FactRow(row.key, row.value, row.unit, str(row.effective_on), row.source, str(row.check_by))


def _locked(lesson_id: int) -> Lesson:
    return Lesson.objects.select_for_update().get(pk=lesson_id)


def _in(version_id: int, state: LessonVersion.State) -> LessonVersion:
    """The version, its lesson locked. Raises Refused when it is in another state."""
    lesson_id = LessonVersion.objects.values_list("lesson", flat=True).get(pk=version_id)
    _locked(lesson_id)
    version = LessonVersion.objects.select_related("lesson").get(pk=version_id)
    if version.state != state:
        raise Refused(_REFUSALS[state].format(state=version.get_state_display()), code="state")
    return version


_REFUSALS = {
    State.DRAFT: gettext_lazy("초안만 이렇게 할 수 있어요. 이 판은 지금 ‘{state}’이에요."),
    State.REVIEW: gettext_lazy("검토 중인 판만 이렇게 할 수 있어요. 이 판은 지금 ‘{state}’이에요."),
}


def _rewritten(lesson: Lesson, draft: int, data: dict[str, Any], seen: str) -> LessonVersion:
    version = _in(draft, State.DRAFT)
    if version.lesson_id != lesson.pk:
        raise Refused(_("다른 단어의 초안이에요."), code="other-lesson")
    if begin_from(version).seen != seen:
        raise Refused(
            _("그사이 누가 이 초안을 고쳤어요. 새 창에서 열어 견주어 보고 다시 저장해 주세요."),
            field="text",
            code="changed",
        )
    fields: dict[str, Any] = {"content": content_of(data)}
    if is_outdated(version):
        fields["number"] = (lesson.versions.order_by("-number").values_list("number", flat=True)[0]) + 1
    LessonVersion.objects.filter(pk=version.pk).update(**fields)
    version.items.all().delete()
    add_items(version, data)
    return version


def _refuse_outdated(version: LessonVersion) -> None:
    if is_outdated(version):
        raise Refused(
            _(
                "이 판을 쓰는 사이에 더 새로운 판이 공개됐어요. 무엇이 달라졌는지 보고 ‘이어 쓰기’로 "
                "다시 저장해 주세요."
            ),
            code="outdated",
        )


def _refuse_lone_author(version: LessonVersion, now: datetime) -> None:
    assert version.submitted_at is not None
    if settings.CONTENT_REVIEWERS > 1:
        raise Refused(_("쓴 사람이 아닌 다른 운영자가 읽고 공개해요."), code="own-text")
    if now < version.submitted_at + ALONE:
        raise Refused(
            _("혼자 공개하려면 검토를 청하고 24시간이 지나야 해요. 하루 묵히면 고칠 것이 보여요."),
            code="too-soon",
        )


def _move(version: LessonVersion, state: str, **fields: Any) -> None:
    """By compare-and-swap; the lesson is locked, so that it can only miss when a rule was forgotten."""
    fields["state"] = state
    rows = LessonVersion.objects.filter(pk=version.pk, state=version.state)
    if not rows.update(**fields):
        raise Refused(_("그사이 누가 먼저 옮겼어요."), code="state")
    version.refresh_from_db()


def _log(version: LessonVersion, actor: User, now: datetime, message: str) -> None:
    LogEntry.objects.create(
        user=actor,
        action_time=now,
        content_type=ContentType.objects.get_for_model(LessonVersion),
        object_id=str(version.pk),
        object_repr=f"{version.lesson} · {_('{n}판').format(n=version.number)}"[:200],
        action_flag=CHANGE,
        change_message=message,
    )
