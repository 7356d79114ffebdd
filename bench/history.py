"""Three years of 50 children: what the pages cost a child with all of it, and how its queries are planned.

`python -m bench.history [--children 50]`; on DATABASE_URL's server, else on SQLite.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bench.place import temporary_database

PAGES = ("/today/", "/map/", "/record/", "/record/?week=2026-03-09", "/words/", "/search/?q=선택")
GUARDIANS_PAGES = ("/home/", "/learned/", "/map/", "/search/?q=선택")
ANSWERS_A_WORD = 10
ONE_DAY = timedelta(days=1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, default=50)
    children = parser.parse_args().children
    with temporary_database():
        from django.core.management import call_command

        from bench.catalogue import make_courses
        from lessons.models import Answer
        from tests.factories import make_child, make_family

        call_command("collectstatic", verbosity=0, interactive=False)
        courses = make_courses(275, "EMH")
        unborn, new, few, *full = [make_child(make_family()) for _ in range(children + 3)]
        _enrol(new, courses[-1], closed=False)
        enrolment = _enrol(few, courses[-1], closed=False)
        _learn(few, enrolment, courses[-1].places.get(order=1).lesson, 40)
        for child in full:
            _live(child, courses)
        sys.stdout.write(f"{Answer.objects.count():,} answers of {children} children, 275 words\n\n")
        _print_costs([unborn, new, few, full[0]])


def _enrol(child: Any, course: Any, *, closed: bool, ago: int = 1) -> Any:
    from lessons.models import Enrolment
    from oneco.lib import clock

    now = clock.now()
    return Enrolment.objects.create(
        child=child,
        course=course,
        family=child.child_profile.home_family,
        first_day=clock.today() - ONE_DAY * ago,
        weekdays="1111111",
        on_holidays=True,
        opened_at=now - ONE_DAY * ago,
        closed_at=now - ONE_DAY * (ago - 25) if closed else None,
    )


def _live(child: Any, courses: Sequence[Any]) -> None:
    """Every course three years long, a word every fourth day; the last course is still open."""
    ago = 4 * 275
    for course in courses:
        last = course is courses[-1]
        enrolment = _enrol(child, course, closed=not last, ago=1 if last else ago)
        for place in course.places.select_related("lesson"):
            _learn(child, enrolment, place.lesson, ago)
            ago -= 4


def _learn(child: Any, enrolment: Any, lesson: Any, ago: int) -> None:
    from lessons.models import Answer, Card, StudySession
    from oneco.lib import clock

    day, at = clock.today() - ONE_DAY * ago, clock.now() - ONE_DAY * ago
    version = lesson.versions.get(published=1)
    keys = list(version.items.exclude(type__in=["EST", "EXP", "FAM"]).values_list("key", flat=True))
    steps = [
        {"kind": "practice", "item": keys[n % len(keys)], "lesson": lesson.pk, "version": version.pk}
        for n in range(ANSWERS_A_WORD)
    ]
    session = StudySession.objects.create(
        child=child,
        kind="lesson",
        lesson=lesson,
        version=version,
        enrolment=enrolment,
        day=day,
        plan={"steps": steps, "spare": [], "order": {}, "facts": {}, "between": {}},
        state="finished",
        started_at=at,
        finished_at=at,
        credited_on=day,
        sentence="내 말로 적은 문장이에요.",
    )
    Answer.objects.bulk_create(
        Answer(
            session=session,
            child=child,
            step=n,
            kind="practice" if n % 3 else "recall",
            lesson=lesson,
            item_key=step["item"],
            response={"choice": 0},
            right=bool(n % 4),
            seconds=15,
            day=day,
            answered_at=at,
        )
        for n, step in enumerate(steps)
    )
    Card.objects.create(
        child=child,
        lesson=lesson,
        stability=20 + ago % 40,
        difficulty=5,
        learned_on=day,
        rated_on=day,
        due_on=day + ONE_DAY * 20,
    )


def _print_costs(children: Sequence[Any]) -> None:
    from tests.factories import guardian_of

    sys.stdout.write(
        f"{'queries':28}{'no mission':>12}{'no history':>12}{'one word':>12}{'three years':>12}\n"
    )
    plans: set[str] = set()
    for role, pages in (("child", PAGES), ("guardian", GUARDIANS_PAGES)):
        for page in pages:
            counts = []
            for child in children:
                user = child if role == "child" else guardian_of(child.child_profile.home_family)
                queries = _queries(user, page)
                counts.append(len(queries))
            plans |= {f"{page}: {plan}" for sql in queries for plan in _unindexed(sql)}
            sys.stdout.write(f"{role + ' ' + page:28}" + "".join(f"{n:>12}" for n in counts) + "\n")
    sys.stdout.write("\nread without an index, by the child with three years:\n")
    sys.stdout.write("".join(f"  {plan}\n" for plan in sorted(plans)) or "  nothing\n")


def _queries(user: Any, page: str) -> list[str]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200, page
    return [query["sql"] for query in queries]


def _unindexed(sql: str) -> list[str]:
    """What the database reads from end to end for a query, with how many rows the table has."""
    from django.db import connection

    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            found = [re.match(r"SCAN (\w+)$", str(row[-1])) for row in cursor.fetchall()]
            tables = [match[1] for match in found if match]
        else:
            cursor.execute(f"EXPLAIN {sql}")
            tables = [row[2] for row in cursor.fetchall() if row[3] == "ALL" and not row[2].startswith("<")]
        sized = []
        real = set(connection.introspection.table_names(cursor))
        for table in tables:
            alias = re.search(rf"[`\"](\w+)[`\"] {table}\b", sql)
            name = alias[1] if alias else table
            if name in real:  # else a subquery's own few rows
                cursor.execute(f"SELECT COUNT(*) FROM {name}")
                sized.append(f"{name} ({cursor.fetchone()[0]} rows)")
        return sized


if __name__ == "__main__":
    main()
