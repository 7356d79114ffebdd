"""What staff wrote in the admin, back as files: so that it is reviewed and kept like code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from lessons.checking import CONTENT, read_yaml
from lessons.content_rules import MapEntry, read_map
from lessons.models import Fact, LessonVersion
from lessons.services.content import data_of
from lessons.writing import facts_text, keyword_text
from oneco.lib.errors import Refused


@dataclass(frozen=True)
class Exported:
    """A file written: the word's name as people know it, and where it lies."""

    name: str
    file: Path


def export_words(codes: Sequence[str], *, to: Path, root: Path = CONTENT) -> list[Exported]:
    """Write published versions as files under `to` (the content folder, or one made like it).

    Without codes: every edit of the admin that no file has yet. With codes: those words, whoever wrote them.
    A file that `root` has of a word gives its name. Raises Refused for a word that is not published.
    """
    entries = entries_of(root)
    return [_written(version, entries, to, root) for version in _wanted(codes)]


def text_of(version: LessonVersion, *, root: Path = CONTENT) -> str:
    """A version as the text of its file. Two queries."""
    return _text(version, entries_of(root))


def entries_of(root: Path = CONTENT) -> dict[str, MapEntry]:
    """The map of all words."""
    return read_map(read_yaml((root / "keywords.yaml").read_text(encoding="utf-8")).data)


def export_facts(*, to: Path) -> Path:
    """Write facts.yaml as the database has it; the comment at its head stays."""
    file = to / "facts.yaml"
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    head = "".join(line for line in old.splitlines(keepends=True) if line.startswith("#"))
    names = ("value", "unit", "effective_on", "source", "check_by")
    rows = {fact.key: {name: getattr(fact, name) for name in names} for fact in Fact.objects.order_by("pk")}
    text = head + facts_text({key: {n: v for n, v in row.items() if v != ""} for key, row in rows.items()})
    _write(file, text)
    return file


def _wanted(codes: Sequence[str]) -> list[LessonVersion]:
    published = LessonVersion.objects.filter(published=1).select_related("lesson")
    if not codes:
        edits = published.filter(origin=LessonVersion.Origin.ADMIN, checksum="")
        return list(edits.order_by("lesson__unit", "lesson__order"))
    found = {version.lesson.code: version for version in published.filter(lesson__code__in=codes)}
    if missing := [code for code in codes if code not in found]:
        raise Refused(_("공개된 판이 없어요: {codes}").format(codes=", ".join(missing)), code="not-published")
    return [found[code] for code in codes]


def _written(version: LessonVersion, entries: dict[str, MapEntry], to: Path, root: Path) -> Exported:
    file = to / _place(version, root)
    _write(file, _text(version, entries))
    return Exported(f"{version.lesson.code} {version.lesson.ko}", file)


def _text(version: LessonVersion, entries: dict[str, MapEntry]) -> str:
    entry = entries.get(version.lesson.code)
    return keyword_text(data_of(version, entry.after if entry else ()))


def _place(version: LessonVersion, root: Path) -> Path:
    """U01/U01.04-opportunity-cost.yaml"""
    lesson = version.lesson
    unit, _dot, number = lesson.code.partition(".")
    begins = f"{unit}.{number.zfill(2)}-"
    known = next(iter(sorted((root / unit).glob(f"{begins}*.yaml"))), None)
    slug = re.sub(r"[^a-z0-9]+", "-", lesson.en.lower()).strip("-")
    return Path(unit) / (known.name if known else f"{begins}{slug}.yaml")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
