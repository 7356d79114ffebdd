"""What staff published goes back into files, and a load then finds nothing new in them."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lessons.checking import CONTENT, check, read_yaml
from lessons.models import Fact, Lesson, LessonVersion
from lessons.services.content import load_all, stripped
from lessons.services.exporting import export_facts, export_words, text_of
from lessons.writing import keyword_text
from tests.shelf import copy_shelf

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 3, tzinfo=UTC)
COST = "U01/U01.04-opportunity-cost.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_shelf(root := tmp_path / "content")
    assert not load_all(root, now=NOW).errors
    return root


def edit(code: str = "U01.4") -> LessonVersion:
    """An edit as the admin publishes it."""
    old = LessonVersion.objects.get(lesson__code=code, published=1)
    items = list(old.items.all())
    LessonVersion.objects.filter(pk=old.pk).update(state="retired")
    new = LessonVersion.objects.create(
        lesson=old.lesson,
        number=old.number + 1,
        state="published",
        origin="admin",
        checksum="",
        content=old.content | {"dinner": "오늘 우리 가족이 고르지 않은 것은 무엇일까요?"},
        created_at=NOW,
        published_at=NOW,
    )
    for item in items:
        item.pk, item.version = None, new
        item.save()
    return new


@pytest.mark.parametrize(
    "file", sorted(CONTENT.rglob("U*.yaml")), ids=lambda file: file.name.partition("-")[0]
)
def test_every_shipped_word_is_written_as_it_was_read(file: Path) -> None:
    data = stripped(read_yaml(file.read_text(encoding="utf-8")).data)
    text = keyword_text(data)
    assert stripped(read_yaml(text).data) == data
    assert keyword_text(dict(reversed(data.items()))) == text, "the order must not hang on the database"
    assert "\\u" not in text


def test_the_example_keeps_its_order() -> None:
    """But for remarks, and for where keep_order stands, an author would write the same lines."""
    text = (CONTENT / "example.yaml").read_text(encoding="utf-8").split("\n---\n")[0]
    plain = [line.split(" #")[0] for line in text.splitlines() if not line.startswith("#")]
    assert keyword_text(stripped(read_yaml(text).data)).splitlines() == plain


@pytest.mark.django_db
def test_all_words_exported_are_unchanged_when_loaded(tmp_path: Path) -> None:
    first = load_all(now=NOW)
    root = tmp_path / "content"
    (root / "courses").mkdir(parents=True)
    for name in ("keywords.yaml", "facts.yaml"):
        shutil.copy(CONTENT / name, root / name)
    codes = list(Lesson.objects.values_list("code", flat=True))
    written = export_words(codes, to=root)
    assert len(written) == len(codes) >= 9
    assert not [e for e in check(root=root).errors if e.rule != "bank"]
    again = load_all(root, now=LATER)
    assert (again.added, again.changed, again.conflicts) == ([], [], [])
    assert again.unchanged == len(written) + len(check().facts)
    assert LessonVersion.objects.count() == len(written)
    assert len(first.added) >= len(written)


@pytest.mark.django_db
def test_only_what_no_file_has_is_exported_by_itself(root: Path) -> None:
    assert export_words([], to=root) == []
    edited = edit()
    before = (root / COST).read_text()
    [word] = export_words([], to=root, root=root)
    assert (word.name, word.file) == ("U01.4 기회비용", root / COST)
    changed = [line for line in (root / COST).read_text().splitlines() if line not in before.splitlines()]
    assert "dinner: 오늘 우리 가족이 고르지 않은 것은 무엇일까요?" in changed
    assert not check([root / COST], root=root).errors
    report = load_all(root, now=LATER)
    assert (report.changed, report.conflicts) == ([], [])
    edited.refresh_from_db()
    assert (edited.state, edited.checksum != "") == ("published", True)
    assert export_words([], to=root) == []


@pytest.mark.django_db
def test_a_word_without_a_file_gets_a_name(root: Path, tmp_path: Path) -> None:
    edit("U01.2")
    [word] = export_words(["U01.2"], to=tmp_path / "out", root=tmp_path / "content")
    assert word.file == tmp_path / "out/U01/U01.02-needs-and-wants.yaml"
    (root / "U01/U01.02-needs-and-wants.yaml").unlink()
    [word] = export_words(["U01.2"], to=tmp_path / "out", root=root)
    assert word.file.parent.name == "U01"
    assert word.file.name.startswith("U01.02-")


@pytest.mark.django_db
def test_facts_go_back_too(root: Path) -> None:
    Fact.objects.filter(key="minimum_wage").update(value="10,800", check_by=date(2027, 12, 31))
    export_facts(to=root)
    text = (root / "facts.yaml").read_text()
    assert text.startswith("# Numbers that change")
    fact = check(root=root).facts["minimum_wage"]
    assert (fact.value, fact.check_by) == ("10,800", "2027-12-31")


@pytest.mark.django_db
def test_the_command_says_what_it_wrote(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_content", "--to", str(tmp_path / "out"))
    assert "파일에 없는 고침이 없어요." in capsys.readouterr().out
    edit()
    call_command("export_content", "--to", str(tmp_path / "out"), "--facts")
    out = capsys.readouterr().out
    assert "U01.4 기회비용: " in out
    assert "facts.yaml" in out
    assert (tmp_path / "out" / COST).exists()
    with pytest.raises(CommandError, match=r"U09\.9"):
        call_command("export_content", "U09.9", "--to", str(tmp_path / "out"))


@pytest.mark.django_db
def test_a_version_reads_as_its_file(root: Path) -> None:
    version = LessonVersion.objects.select_related("lesson").get(lesson__code="U01.4", published=1)
    assert stripped(read_yaml(text_of(version)).data) == stripped(read_yaml((root / COST).read_text()).data)
