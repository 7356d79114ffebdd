"""Knowing without parsing that a load would change nothing.

A load that met no error and no conflict leaves one row (oneco.lib's ScheduledRun, job "load_content"): a
digest of every file under the folder, of the drawings the files may name, of this app's own code, and of the
rows a load is about. The next load compares digests. An edit in the database (a version published in the
admin, a draft, a fact, a course hidden or put in another order) gives another digest and so a full load.
What it cannot see is a version's text changed behind the application's back: versions are immutable.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from lessons.checking import DRAWINGS
from lessons.models import Course, CourseLesson, Fact, Lesson, LessonVersion, Unit
from oneco.lib.models import ScheduledRun

JOB = "load_content"
CODE = Path(__file__).parents[1]
DIGITS = 32


def known_count(root: Path) -> int | None:
    """How many things the last load saw, when files and rows are still as it left them; else None."""
    slot = ScheduledRun.objects.filter(job=JOB).values_list("slot", flat=True).first()
    digest, _colon, count = (slot or "").partition(":")
    return int(count) if digest and digest == _digest(root) else None


def remember(root: Path, *, clean: bool, count: int, now: datetime) -> None:
    """Keep what this load left; nothing is kept of one with an error or a conflict: it must be told again."""
    with transaction.atomic():
        ScheduledRun.objects.filter(job=JOB).delete()
        if clean:
            slot = f"{_digest(root)}:{count}"
            ScheduledRun.objects.bulk_create(
                [ScheduledRun(job=JOB, slot=slot, started_at=now)], ignore_conflicts=True
            )


def _digest(root: Path) -> str:
    sum_ = hashlib.sha256()
    for part in (*_files(root), *_rows()):
        sum_.update(part)
        sum_.update(b"\0")
    return sum_.hexdigest()[:DIGITS]


def _files(root: Path) -> Iterator[bytes]:
    for file in sorted(root.rglob("*.yaml")):
        yield file.relative_to(root).as_posix().encode()
        yield file.read_bytes()
    yield from (file.name.encode() for file in sorted(DRAWINGS.glob("*.svg")))
    yield from (file.read_bytes() for file in sorted(CODE.rglob("*.py")))


def _rows() -> Iterator[bytes]:
    """Everything a load reads or writes, but for the long texts of versions."""
    for rows in (
        Unit.objects.order_by("pk").values_list(),
        Lesson.objects.order_by("pk").values_list(),
        Lesson.after.through.objects.order_by("pk").values_list("from_lesson", "to_lesson"),
        LessonVersion.objects.order_by("pk").values_list("pk", "lesson", "state", "origin", "checksum"),
        Course.objects.order_by("pk").values_list(),
        CourseLesson.objects.order_by("course", "order").values_list("course", "lesson"),
        Fact.objects.order_by("pk").values_list(),
    ):
        yield from (_bytes(row) for row in rows)


def _bytes(row: tuple[Any, ...]) -> bytes:
    return repr(row).encode()
