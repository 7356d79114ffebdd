"""How questions do: counted from answers, bounded whatever the table holds."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from lessons.models import Answer, Course, Lesson, LessonVersion, StudySession
from lessons.selectors import statistics
from lessons.selectors.statistics import ItemStatistic, statistics_of, worth_a_look
from tests.factories import guardian_of, make_child
from tests.lessons.pupil import Pupil, wrong_at_first
from tests.shelf import fill_shelf
from tests.town import run_mission

pytestmark = pytest.mark.django_db

DAY = date(2030, 3, 4)
NOON = datetime(2030, 3, 4, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    fill_shelf()


@pytest.fixture
def child() -> User:
    return make_child()


def published(code: str = "U01.4") -> LessonVersion:
    return LessonVersion.objects.select_related("lesson").get(lesson__code=code, published=1)


class Writer:
    """Writes rows of answers, one session for all of a child's."""

    def __init__(self, child: User) -> None:
        version = published()
        self.child, self.step = child, 0
        self.session = StudySession.objects.create(
            child=child,
            kind="free",
            lesson=version.lesson,
            version=version,
            day=DAY,
            plan={},
            started_at=NOON,
        )

    def write(
        self,
        key: str,
        rights: Iterable[bool | None],
        *,
        code: str = "U01.4",
        response: Any = None,
        seconds: int = 20,
        day: date = DAY,
        attempt: int = 1,
    ) -> None:
        lesson = Lesson.objects.get(code=code)
        rows = []
        for right in rights:
            self.step += 1
            rows.append(
                Answer(
                    session=self.session,
                    child=self.child,
                    step=self.step,
                    attempt=attempt,
                    kind="practice",
                    lesson=lesson,
                    item_key=key,
                    response=response or {"choice": 1},
                    right=right,
                    seconds=seconds,
                    day=day,
                    answered_at=NOON,
                )
            )
        Answer.objects.bulk_create(rows)


def row(key: str, version: LessonVersion | None = None) -> ItemStatistic:
    return next(r for r in statistics_of(version or published()).rows if r.item.key == key)


def test_first_answers_are_counted_and_the_median_told(child: User) -> None:
    writer = Writer(child)
    writer.write("a1", [True, True, False], seconds=10)
    writer.write("a1", [False], seconds=90)
    writer.write("a1", [True] * 5, attempt=2)
    writer.write("a1", [None])
    a1 = row("a1")
    assert (a1.answers, a1.right, a1.seconds) == (4, 50, 10)
    assert (row("b1").answers, row("b1").right, row("b1").seconds, row("b1").wrong) == (0, None, None, "")


def test_the_wrong_answer_chosen_most_is_named(child: User) -> None:
    writer = Writer(child)
    writer.write("a1", [False] * 2, response={"choice": 1})
    writer.write("a1", [False] * 3, response={"choice": 2})
    writer.write("a1", [False] * 9, response={"gave_up": True})
    writer.write("b1", [False] * 2, response={"text": "비용"})
    writer.write("n1", [False], response={"number": 5000})
    assert (row("a1").wrong, row("a1").wrong_count) == ("5,000원", 3)
    assert (row("b1").wrong, row("b1").wrong_count) == ("비용", 2)
    assert row("n1").wrong == "5,000원"


def test_an_answer_that_fits_no_more_is_named_by_nothing(child: User) -> None:
    Writer(child).write("a1", [False], response={"choice": 17})
    assert (row("a1").wrong, row("a1").wrong_count) == ("", 1)


def test_only_answers_since_the_version_was_published_count(child: User) -> None:
    writer = Writer(child)
    writer.write("a1", [False] * 30, day=DAY - timedelta(days=1))
    LessonVersion.objects.filter(pk=published().pk).update(number=2, published_at=NOON)
    writer.write("a1", [True] * 2)
    assert (row("a1").answers, row("a1").right) == (2, 100)
    assert worth_a_look() == []


def test_a_draft_has_no_answers(child: User) -> None:
    Writer(child).write("a1", [True] * 3)
    draft = LessonVersion.objects.create(
        lesson=published().lesson, number=9, origin="admin", content={}, created_at=NOON
    )
    assert statistics_of(draft).rows == []


def test_a_lesson_really_studied_is_counted(child: User) -> None:
    family = child.child_profile.home_family
    course = Course.objects.get(slug="first-week")
    mission = run_mission(family, child, guardian_of(family), course, NOON)
    assert mission.enrolment is not None
    Pupil(child, wrong_at_first).lesson(mission.enrolment, NOON)
    rows = statistics_of(published("U01.1")).rows
    asked = [r for r in rows if r.answers]
    assert len(asked) >= 3
    assert all(r.right == 0 and r.wrong_count == 1 for r in asked)


def test_the_queries_are_the_same_for_many(
    child: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    writer, version = Writer(child), published()
    for _ in range(2):
        with django_assert_num_queries(2):
            statistics_of(version)
        with django_assert_max_num_queries(4):
            worth_a_look()
        writer.write("a1", [False] * 200)
        writer.write("a1", [False] * 200, code="U01.2")


def test_a_word_reads_a_bounded_number_of_answers(child: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(statistics, "SAMPLE", 10)
    writer = Writer(child)
    writer.write("a1", [False] * 10)
    writer.write("a1", [True] * 10)
    assert statistics_of(published()).cut
    assert (row("a1").answers, row("a1").right) == (10, 100)


def test_the_ten_worth_a_look_are_the_lowest_with_enough_answers(child: User) -> None:
    writer = Writer(child)
    writer.write("a1", [True] * 10 + [False] * 10)
    writer.write("a2", [True] * 5 + [False] * 15)
    writer.write("b1", [False] * 19)
    writer.write("gone", [False] * 30)
    found = worth_a_look()
    assert [(w.item.key, w.word, w.answers, w.right) for w in found] == [
        ("a2", "기회비용", 20, 25),
        ("a1", "기회비용", 20, 50),
    ]
    for key in ("a1", "a2", "a3", "b1", "b2", "n1"):
        writer.write(key, [False] * 25, code="U01.1")
        writer.write(key, [False] * 25, code="U01.2")
    assert len(worth_a_look()) == 10


def test_both_walk_a_bounded_stretch_of_an_index(child: User) -> None:
    Writer(child).write("a1", [False] * 30)
    with CaptureQueriesContext(connection) as queries:
        worth_a_look()
        statistics_of(published())
    read = [q["sql"] for q in queries if re.search(r"FROM [`\"]lessons_answer", q["sql"])]
    assert read
    assert all(re.search(r"[`\"]id[`\"] > |LIMIT \d|MAX\(|ORDER BY [^ ]*id[`\"] DESC", sql) for sql in read)
    if connection.vendor == "sqlite":  # the others plan by the size of a table, and this one is tiny
        plans = [_plan(sql) for sql in read]
        assert any("PRIMARY KEY (rowid>?)" in plan for plan in plans)
        assert any("(lesson_id=?)" in plan for plan in plans)
        assert not [plan for plan in plans if "SCAN lessons_answer" in plan]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row[-1]) for row in cursor.fetchall())
