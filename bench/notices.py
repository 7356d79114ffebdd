"""10,000 reminders from due to delivered: python -m bench.notices [--children 10000].

Children of 14 and over whose hour has come are made in a database of their own. Then one process, as a worker
would, writes their reminders and hands them to a mail server on loopback that takes everything at once.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO

from bench.place import temporary_database
from tests.post_office import mail_server

FIRST_DAY = date(2026, 3, 3)
CHUNK = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        carry()
        return
    with temporary_database(), mail_server() as office:
        settle(asked.children)
        worker = [sys.executable, "-m", "bench.notices", "--worker"]
        subprocess.run(worker, check=True, env=os.environ | {"BENCH_SERVES": "1", "EMAIL_URL": office.url})
        keys = office.keys()
        print(f"mail server: {len(keys):,} letters, {len(set(keys)):,} different, {office.lines} connections")


def settle(children: int) -> None:
    """Children with an address, a home, and a course that began on FIRST_DAY."""
    from django.core.management import call_command

    from accounts.models import User
    from families.models import ChildProfile, Family
    from lessons.models import Course, Enrolment
    from oneco.lib.clock import noon

    call_command("load_content", stdout=StringIO())
    course, then = Course.objects.earliest("pk"), noon(FIRST_DAY)
    family = Family.objects.create(name="우리 가족", code="BENCHFAMLY", created_at=then)
    for start in range(0, children, CHUNK):
        numbers = range(start, min(start + CHUNK, children))
        users = [User(role="child", email=f"child{n}@example.com", password="!") for n in numbers]
        User.objects.bulk_create(users)
        people = list(User.objects.filter(email__in=[user.email for user in users]))
        ChildProfile.objects.bulk_create(
            ChildProfile(
                user=child, birth_year=2009, birth_month=3, animal="whale", basis="own", home_family=family
            )
            for child in people
        )
        about = {"course": course, "family": family, "first_day": FIRST_DAY, "opened_at": then}
        Enrolment.objects.bulk_create(Enrolment(child=child, weekdays="1" * 7, **about) for child in people)


def carry() -> None:
    """What the worker does at 17:00, timed."""
    import django

    django.setup()
    from lessons.services.reminding import remind_children
    from oneco import work
    from oneco.lib.clock import KST

    now = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 17, tzinfo=KST)
    print(f"worker before: {_mebibytes()} MiB")
    _timed("written", lambda: remind_children(now=now))
    _timed("handed over", lambda: work.carry(now, seconds=3600))
    print(f"worker at its largest: {_mebibytes()} MiB")


def _timed(what: str, run: Callable[[], int]) -> None:
    begun, used = time.monotonic(), time.process_time()
    count = run()
    seconds, cpu = time.monotonic() - begun, time.process_time() - used
    print(f"{what}: {count:,} in {seconds:.1f} s, {count / seconds:.0f} a second, {cpu:.1f} s of CPU")


def _mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
