"""Bring the files of lessons into the database: a changed file makes a new version, the same file nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from lessons.checking import CONTENT, Error, check
from lessons.content_rules import MapEntry
from lessons.models import Course, CourseLesson, Enrolment, Fact, Item, Lesson, LessonVersion, Unit
from lessons.schema import CourseFile, FactRow, Keyword
from lessons.services.fingerprint import known_count, remember
from oneco.lib.transactions import use_case

OUTSIDE_CONTENT = ("id", "ko", "en", "band", "after", "items")


@dataclass
class LoadReport:
    """What a load did, each thing named as people know it. `errors` are files nothing was loaded from."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[str] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many things the load looked at."""
        return len(self.added) + len(self.changed) + len(self.conflicts) + self.unchanged

    def note(self, outcome: str, name: str) -> None:
        """Count one thing that was `added`, `changed`, `unchanged` or left for staff as `conflict`."""
        if outcome == "unchanged":
            self.unchanged += 1
        else:
            {"added": self.added, "changed": self.changed, "conflict": self.conflicts}[outcome].append(name)


def load_all(root: Path = CONTENT, *, now: datetime, force: bool = False) -> LoadReport:
    """Load every file under `root` that has no error; one transaction per file; safe to run again.

    What staff edited stays as it is and is reported as a conflict, unless `force`. Files and rows that are
    as a load without trouble left them are not even parsed (`fingerprint.py` says how that is known).
    """
    if not force and (count := known_count(root)) is not None:
        return LoadReport(unchanged=count)
    checked = check(root=root)
    report = LoadReport(errors=checked.errors)
    for fact in checked.facts.values():
        report.note(load_fact(fact, force=force), f"{{fact:{fact.key}}}")
    words = sorted(checked.keywords.items(), key=lambda pair: checked.entries[pair[1][0].id].order)
    for file, (word, data) in words:
        entry = checked.entries[word.id]
        outcome = load_keyword(word, data, entry, checksum=checked.files[file], now=now, force=force)
        report.note(outcome, f"{word.id} {word.ko}")
    link_prerequisites({word.id: word.after for _file, (word, _data) in words})
    for course in checked.courses.values():
        report.note(load_course(course, force=force), course.title)
    remember(root, clean=not (report.errors or report.conflicts), count=report.total, now=now)
    return report


@use_case
def load_keyword(
    word: Keyword, data: Mapping[str, Any], entry: MapEntry, *, checksum: str, now: datetime, force: bool
) -> str:
    """Publish the file as a new version unless the last file was the same; sessions keep theirs.

    A changed file is a conflict while staff's own text is published, or on its way there: nobody's work is
    overwritten. A file that says what is published is no change; where staff published it, their edit has
    come home: the version takes the file's checksum, and the file leads again.
    """
    lesson, _made = _lesson(word, entry)
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    versions = lesson.versions.all()
    last = versions.exclude(checksum="").order_by("-number").first()
    published = versions.filter(state=LessonVersion.State.PUBLISHED).first()
    edited = published is not None and published.is_edit
    if last is not None and last.checksum == checksum and not (edited and force):
        return "unchanged"
    plain = stripped(dict(data))
    if published is not None and plain == data_of(published, word.after):
        versions.filter(pk=published.pk).update(checksum=checksum)
        return "unchanged"
    if not force and (edited or versions.filter(state__in=LessonVersion.ON_THE_WAY).exists()):
        return "conflict"
    versions.filter(state=LessonVersion.State.PUBLISHED).update(state=LessonVersion.State.RETIRED)
    version = add_version(
        lesson,
        plain,
        state=LessonVersion.State.PUBLISHED,
        origin=LessonVersion.Origin.YAML,
        checksum=checksum,
        created_at=now,
        published_at=now,
    )
    return "changed" if version.number > 1 else "added"


def add_version(lesson: Lesson, plain: Mapping[str, Any], **fields: Any) -> LessonVersion:
    """One more version of a lesson with its items, from the data of a file. The caller holds the lesson."""
    number = (lesson.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = LessonVersion.objects.create(lesson=lesson, number=number, content=content_of(plain), **fields)
    add_items(version, plain)
    return version


def content_of(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a file's data that a version keeps for itself."""
    return {name: value for name, value in plain.items() if name not in OUTSIDE_CONTENT}


def add_items(version: LessonVersion, plain: Mapping[str, Any]) -> None:
    """The questions of a file's data as rows."""
    Item.objects.bulk_create(
        _item(version, body, order) for order, body in enumerate(plain["items"], start=1)
    )


def data_of(version: LessonVersion, after: Sequence[str]) -> dict[str, Any]:
    """A version as the data of its file; `after` comes from the map of words. Two queries."""
    lesson = version.lesson
    return {
        "id": lesson.code,
        "ko": lesson.ko,
        "en": lesson.en,
        "band": lesson.band,
        "after": list(after),
        **version.content,
        "items": [item.body for item in version.items.order_by("order")],
    }


def _lesson(word: Keyword, entry: MapEntry) -> tuple[Lesson, bool]:
    unit, _made = Unit.objects.update_or_create(
        code=entry.unit, defaults={"ko": entry.unit_ko, "order": int(entry.unit[1:])}
    )
    return Lesson.objects.update_or_create(
        code=word.id,
        defaults={"unit": unit, "ko": word.ko, "en": word.en, "band": word.band, "order": entry.order},
    )


def _item(version: LessonVersion, body: dict[str, Any], order: int) -> Item:
    return Item(
        version=version,
        key=body["id"],
        type=body["type"],
        level=body["level"],
        family=body.get("family", ""),
        review=body.get("review", False),
        transfer=body.get("transfer", False),
        order=order,
        body=body,
    )


@use_case
def link_prerequisites(after: Mapping[str, tuple[str, ...]]) -> None:
    """Say which words come first, as far as they are written."""
    lessons = {lesson.code: lesson for lesson in Lesson.objects.prefetch_related("after")}
    for code, before in after.items():
        wanted = {lessons[b].pk for b in before if b in lessons}
        if {lesson.pk for lesson in lessons[code].after.all()} != wanted:
            lessons[code].after.set(wanted)


@use_case
def load_course(file: CourseFile, *, force: bool) -> str:
    """Make the course as its file says. One that somebody studies keeps its lessons: days were agreed on."""
    wanted = {
        "title": file.title,
        "summary": file.summary,
        "difficulty": file.difficulty,
        "order": file.order,
        "hidden": file.hidden,
        # As the database gives it back: lists, no tuples.
        "reviews": json.loads(json.dumps([asdict(scenario) for scenario in file.reviews])),
    }
    course = Course.objects.filter(slug=file.id).first()
    if course is None:
        _place(Course.objects.create(slug=file.id, **wanted), file.lessons)
        return "added"
    codes = tuple(course.places.order_by("order").values_list("lesson__code", flat=True))
    moved = codes != file.lessons
    if not moved and all(getattr(course, name) == value for name, value in wanted.items()):
        return "unchanged"
    studied = moved and Enrolment.objects.filter(course=course, closed_at=None).exists()
    if (studied or _edited_by_staff(course)) and not force:
        return "conflict"
    Course.objects.filter(pk=course.pk).update(**wanted)
    if moved:
        _place(course, file.lessons)
    return "changed"


def _place(course: Course, codes: tuple[str, ...]) -> None:
    course.places.all().delete()
    lessons = {lesson.code: lesson for lesson in Lesson.objects.filter(code__in=codes)}
    CourseLesson.objects.bulk_create(
        CourseLesson(course=course, lesson=lessons[code], order=place)
        for place, code in enumerate(codes, start=1)
    )


@use_case
def load_fact(file: FactRow, *, force: bool) -> str:
    """Keep a fact as its file says, unless staff has put it right since."""
    wanted = {name: getattr(file, name) for name in ("value", "unit", "source", "effective_on", "check_by")}
    fact = Fact.objects.filter(key=file.key).first()
    if fact is None:
        Fact.objects.create(key=file.key, **wanted)
        return "added"
    if all(str(getattr(fact, name)) == value for name, value in wanted.items()):
        return "unchanged"
    if _edited_by_staff(fact) and not force:
        return "conflict"
    Fact.objects.filter(pk=fact.pk).update(**wanted)
    return "changed"


def _edited_by_staff(row: Model) -> bool:
    """True when the admin's log knows of a hand in it: courses and facts have no versions that could tell."""
    kind = ContentType.objects.get_for_model(row)
    return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).exists()


def stripped(value: Any) -> Any:
    """A file's data as a version keeps it: texts without the line end that YAML's block style leaves."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [stripped(inner) for inner in value]
    if isinstance(value, dict):
        return {name: stripped(inner) for name, inner in value.items()}
    return value


def summary(report: LoadReport) -> str:
    """One line for the terminal."""
    return _("새로 {added}, 바뀜 {changed}, 그대로 {unchanged}, 겹침 {conflicts}, 잘못 {errors}").format(
        added=len(report.added),
        changed=len(report.changed),
        unchanged=report.unchanged,
        conflicts=len(report.conflicts),
        errors=len(report.errors),
    )
