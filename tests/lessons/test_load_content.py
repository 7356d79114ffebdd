"""Files become versions: the same file does nothing, a changed one takes nothing from a child at work."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons import grading
from lessons.checking import CONTENT
from lessons.models import Course, Enrolment, Fact, Item, Lesson, LessonVersion, StudySession
from lessons.services.content import LoadReport, load_all
from oneco.lib.models import ScheduledRun
from tests.factories import make_child, make_family, make_staff
from tests.shelf import copy_shelf

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 3, tzinfo=UTC)
SAVING = "U05.1"
FACT = """
wage: {value: "10,030", unit: 원, effective_on: 2025-01-01, source: 고용노동부 고시, check_by: 2025-12-31}
"""

Load = Callable[..., LoadReport]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shelf with one more word, the example's, and one fact."""
    root = tmp_path / "content"
    copy_shelf(root)
    (root / "U05").mkdir()
    example = (CONTENT / "example.yaml").read_text(encoding="utf-8").split("\n---\n")[0]
    (root / "U05" / "U05.01-saving.yaml").write_text(example)
    (root / "facts.yaml").write_text(FACT)
    return root


@pytest.fixture
def load(root: Path) -> Load:
    return lambda now=NOW, force=False: load_all(root, now=now, force=force)


def replace(root: Path, old: str, new: str, file: str = "U05/U05.01-saving.yaml") -> None:
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def published(code: str = SAVING) -> LessonVersion:
    return LessonVersion.objects.get(lesson__code=code, state="published")


def edit_as_staff(code: str = SAVING) -> LessonVersion:
    """What an edit in the admin leaves: a newer version of origin admin, published."""
    old = published(code)
    LessonVersion.objects.filter(pk=old.pk).update(state="retired")
    return LessonVersion.objects.create(
        lesson=old.lesson,
        number=old.number + 1,
        state="published",
        origin="admin",
        checksum="",
        content=old.content | {"dinner": "운영자가 고친 질문인가요?"},
        created_at=NOW,
        published_at=NOW,
    )


def log_of_staff(row: Course | Fact) -> None:
    LogEntry.objects.create(
        user=make_staff(),
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
    )


def test_every_file_becomes_a_published_version_with_its_items(load: Load) -> None:
    report = load()
    assert (report.errors, report.conflicts, report.changed) == ([], [], [])
    version = published()
    assert (version.number, version.origin, version.published_at) == (1, "yaml", NOW)
    assert "items" not in version.content
    assert {"definition", "not", "voices", "apply", "explain", "misconceptions"} <= version.content.keys()
    first = version.items.get(key="a1")
    assert (first.type, first.level, first.order, first.body["ask"]) == (
        "MC4",
        1,
        1,
        "다음 가운데 저축을 한 사람은 누구일까요?",
    )
    assert grading.grade(first.body, {"choice": 1}).right is True
    assert not version.content["scene"].endswith("\n")


def test_words_know_their_unit_and_what_comes_before(load: Load) -> None:
    load()
    cost = Lesson.objects.get(code="U01.4")
    assert (cost.unit.code, cost.unit.ko, cost.order, cost.band) == ("U01", "선택과 희소성", 4, "E")
    assert [lesson.code for lesson in cost.after.all()] == ["U01.3"]
    assert not Lesson.objects.get(code=SAVING).after.exists()


def test_the_two_courses_stand_in_their_order(load: Load) -> None:
    load()
    first = Course.objects.get(slug="first-week")
    assert (first.title, first.hidden) == ("첫 주 맛보기", False)
    codes = [place.lesson.code for place in first.places.select_related("lesson")]
    assert codes == ["U01.1", "U01.2", "U01.3", "U01.4"]
    assert Course.objects.get(slug="choices-and-needs").places.count() == 9


def test_the_same_files_again_change_nothing(load: Load) -> None:
    load()
    rows = [
        list(model.objects.order_by("pk").values()) for model in (LessonVersion, Item, Course, Fact, Lesson)
    ]
    with CaptureQueriesContext(connection) as queries:
        report = load(LATER)
    assert (report.added, report.changed, report.conflicts, report.errors) == ([], [], [], [])
    assert rows == [
        list(model.objects.order_by("pk").values()) for model in (LessonVersion, Item, Course, Fact, Lesson)
    ]
    assert len(queries) < 16 * 10


def test_a_changed_file_is_a_new_version_and_a_session_keeps_its_own(root: Path, load: Load) -> None:
    load()
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
    replace(root, "아껴 둔 것은 무엇이 있나요?", "남겨 둔 것은 무엇이 있나요?")
    assert load(LATER).changed == ["U05.1 저축"]
    new = published()
    assert (new.number, new.published_at, new.items.count()) == (2, LATER, old.items.count())
    assert "남겨 둔" in new.content["dinner"]
    old.refresh_from_db()
    session.refresh_from_db()
    assert (old.state, session.version_id) == ("retired", old.pk)


def test_a_file_put_back_is_a_version_too(root: Path, load: Load) -> None:
    load()
    replace(root, "아껴 둔", "남겨 둔")
    load(LATER)
    replace(root, "남겨 둔", "아껴 둔")
    assert load(LATER).changed == ["U05.1 저축"]
    assert published().number == 3


def test_an_edit_by_staff_is_reported_and_kept_until_forced(root: Path, load: Load) -> None:
    load()
    edited = edit_as_staff()
    assert load(LATER).conflicts == []
    replace(root, "아껴 둔", "남겨 둔")
    assert load(LATER).conflicts == ["U05.1 저축"]
    assert published() == edited
    assert load(LATER, force=True).changed == ["U05.1 저축"]
    assert (published().origin, published().number) == ("yaml", 3)


def test_a_draft_of_staff_keeps_a_changed_file_away_until_forced(root: Path, load: Load) -> None:
    load()
    old = published()
    draft = LessonVersion.objects.create(
        lesson=old.lesson, number=2, origin="admin", checksum="", content=old.content, created_at=NOW
    )
    assert load(LATER).conflicts == []
    replace(root, "아껴 둔", "남겨 둔")
    assert load(LATER).conflicts == load(LATER).conflicts == ["U05.1 저축"]
    assert published() == old
    assert load(LATER, force=True).changed == ["U05.1 저축"]
    draft.refresh_from_db()
    assert (draft.state, published().number) == ("draft", 3)


def test_a_file_that_says_what_staff_published_is_their_edit_come_home(root: Path, load: Load) -> None:
    load()
    edited = edit_as_staff()
    Item.objects.bulk_create(
        Item(version=edited, key=i.key, type=i.type, level=i.level, order=i.order, body=i.body)
        for i in edited.lesson.versions.get(number=1).items.all()
    )
    replace(root, "우리 집에서 나중을 위해 아껴 둔 것은 무엇이 있나요?", "운영자가 고친 질문인가요?")
    report = load(LATER)
    assert (report.changed, report.conflicts, published()) == ([], [], edited)
    replace(root, "운영자가 고친", "파일에서 고친")
    assert load(LATER).changed == ["U05.1 저축"]
    assert (published().number, published().origin) == (3, "yaml")


def test_a_change_that_nobody_reads_makes_no_version(root: Path, load: Load) -> None:
    load()
    replace(root, "id: U05.1", "# a remark\nid: U05.1")
    assert load(LATER).changed == []
    assert published().number == 1


def test_an_unchanged_folder_is_not_even_parsed(root: Path, load: Load) -> None:
    first = load()
    with CaptureQueriesContext(connection) as queries:
        began = perf_counter()
        report = load(LATER)
        took = perf_counter() - began
    assert (report.added, report.changed, report.unchanged) == ([], [], first.total)
    assert len(queries) == 8
    assert took < 0.3


@pytest.mark.parametrize(
    "change",
    [
        lambda: Fact.objects.update(value="1"),
        lambda: Course.objects.filter(slug="first-week").update(hidden=True),
        lambda: Course.objects.filter(slug="first-week").delete(),
        lambda: Lesson.objects.filter(code=SAVING).update(ko="저금"),
        edit_as_staff,
    ],
)
def test_an_edit_in_the_database_is_noticed(load: Load, change: Callable[[], object]) -> None:
    load()
    assert ScheduledRun.objects.filter(job="load_content").count() == 1
    change()
    with CaptureQueriesContext(connection) as queries:
        load(LATER)
    assert len(queries) > 20


def test_a_load_with_a_conflict_is_told_again_each_time(root: Path, load: Load) -> None:
    load()
    edit_as_staff()
    replace(root, "아껴 둔", "남겨 둔")
    assert [load(LATER).conflicts for _ in range(2)] == [["U05.1 저축"]] * 2


def test_a_file_with_an_error_loads_nothing_and_the_others_load(root: Path, load: Load) -> None:
    replace(root, "band: E", "band: H")
    report = load()
    assert {error.rule for error in report.errors} == {"map"}
    assert not Lesson.objects.filter(code=SAVING).exists()
    assert Lesson.objects.filter(code="U01.1").exists()


def test_a_course_with_a_broken_lesson_is_not_loaded(root: Path, load: Load) -> None:
    replace(root, "id: U01.2", "id: U99.2", "U01/U01.02-needs-and-wants.yaml")
    assert load().errors
    assert not Course.objects.exists()


def test_a_course_that_somebody_studies_keeps_its_lessons(root: Path, load: Load) -> None:
    load()
    course = Course.objects.get(slug="first-week")
    enrolment = Enrolment.objects.create(
        child=make_child(family := make_family()),
        course=course,
        family=family,
        first_day=NOW.date(),
        opened_at=NOW,
    )
    replace(
        root,
        "[U01.1, U01.2, U01.3, U01.4]\nreviews",
        "[U01.2, U01.1, U01.3, U01.4]\nreviews",
        "courses/first-week.yaml",
    )
    assert load(LATER).conflicts == ["첫 주 맛보기"]
    assert course.places.first().lesson.code == "U01.1"
    Enrolment.objects.filter(pk=enrolment.pk).update(closed_at=LATER)
    assert load(LATER).changed == ["첫 주 맛보기"]
    assert course.places.first().lesson.code == "U01.2"


def test_a_fact_follows_its_file_until_staff_put_it_right(root: Path, load: Load) -> None:
    load()
    replace(root, "10,030", "10,320", "facts.yaml")
    assert load(LATER).changed == ["{fact:wage}"]
    fact = Fact.objects.get(key="wage")
    assert (fact.value, str(fact.effective_on)) == ("10,320", "2025-01-01")
    log_of_staff(fact)
    replace(root, "10,320", "99", "facts.yaml")
    assert load(LATER).conflicts == ["{fact:wage}"]
    load(LATER, force=True)
    fact.refresh_from_db()
    assert fact.value == "99"


def test_a_course_edited_by_staff_is_kept(root: Path, load: Load) -> None:
    load()
    course = Course.objects.get(slug="first-week")
    log_of_staff(course)
    Course.objects.filter(pk=course.pk).update(hidden=True)
    assert load(LATER).conflicts == ["첫 주 맛보기"]
    course.refresh_from_db()
    assert course.hidden


def test_the_command_tells_and_fails_when_a_file_is_wrong(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_content", str(root))
    assert "U05.1 저축" in capsys.readouterr().out
    replace(root, "band: E", "band: H")
    with pytest.raises(CommandError):
        call_command("load_content", str(root))
    assert "U05.01-saving.yaml:6: map:" in capsys.readouterr().err


def test_the_check_command_needs_no_database_and_fails_on_an_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with CaptureQueriesContext(connection) as queries:
        call_command("check_content", str(root))
    assert not queries.captured_queries
    assert "U01.4" in capsys.readouterr().out
    replace(root, "band: E", "band: H")
    with pytest.raises(CommandError):
        call_command("check_content", str(root / "U05"))


def test_the_whole_curriculum_loads_and_a_second_load_changes_nothing(db: None) -> None:
    first = load_all(now=NOW)
    assert (first.errors, first.conflicts) == ([], [])
    again = load_all(now=LATER)
    assert (again.added, again.changed, again.errors) == ([], [], [])
    assert again.unchanged == len(first.added)
