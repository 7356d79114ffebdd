"""A year of a child through the real services: python -m bench.year [--scenario NAME] [--days 365].

What 떠올리기 asks a day, what it defers, how long days take, and what the caps do. Each scenario runs in a
process and a database of its own and gives the same figures each time.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from statistics import fmean, quantiles
from typing import Any

from bench.place import temporary_database

FIRST_DAY = date(2026, 3, 3)
WINDOW = 28
TEN, TWELVE = 600, 720
# (words of the courses, points below FSRS, share of days missed, 36 seconds an answer)
SCENARIOS = {
    f"{words}-{'worse' if worse else 'fsrs'}-{missed:.0%}{'-slow' if slow else ''}".replace("%", ""): (
        words,
        worse,
        missed,
        slow,
    )
    for slow in (False, True)
    for words in (74, 189)
    for worse in (0.0, 0.15)
    for missed in (0.0, 0.2)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", choices=SCENARIOS, help="only this one")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    asked = parser.parse_args()
    if asked.scenario:
        play(asked.scenario, asked.days)
        return
    with ThreadPoolExecutor(asked.jobs) as jobs:
        for printed in jobs.map(lambda name: _own_process(name, asked.days), SCENARIOS):
            print(printed, flush=True)


def _own_process(name: str, days: int) -> str:
    command = [sys.executable, "-m", "bench.year", "--scenario", name, "--days", str(days)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def play(name: str, days: int) -> None:
    """One scenario in this process, and its table."""
    begun, used = time.monotonic(), time.process_time()
    with temporary_database():
        from django.db import connection

        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA synchronous = OFF")
        from bench.catalogue import make_courses
        from bench.child import Scenario, Year

        scenario = Scenario(*SCENARIOS[name])
        year = Year(scenario, make_courses(scenario.words), FIRST_DAY)
        logs = year.live(FIRST_DAY, days)
        print_table(name, logs, words_of(year))
    used, took = time.process_time() - used, time.monotonic() - begun
    print(f"  {days} days in {took:.0f} s ({used:.0f} s of CPU)")


def words_of(year: Any) -> str:
    from lessons.models import Answer, Recall, StudySession

    child = year.child
    finished = StudySession.objects.filter(child=child, kind="lesson", state="finished").count()
    recalled = Recall.objects.filter(enrolment__child=child).count()
    answers = Answer.objects.filter(child=child).count()
    left = f", {year.unfinished} left open by a course that closed" if year.unfinished else ""
    return f"{finished} finished, {recalled} recalled{left}; {answers} answers"


def print_table(name: str, logs: Sequence[Any], words: str) -> None:
    learning = [log for log in logs if log.learning]
    after = [log for log in logs if not log.learning]
    print(f"\n{name}: words {words}")
    print(f"  {'':<46}{'courses':>18}{'after them':>18}")
    for title, figure in FIGURES:
        print(f"  {title:<46}{figure(learning):>18}{figure(after) if after else '–':>18}")
    print(f"  → {verdict(learning)}")


def verdict(logs: Sequence[Any]) -> str:
    """What the caps do while courses run, from the mean backlog of the second, third and last quarter."""
    if len(logs) < 4 * WINDOW:
        return "too few days to tell."
    _, second, third, last = _quarters(logs)
    sat = [sitting for log in logs for sitting in log.sittings]
    bound = _share(sum(s.ready > s.cap for s in sat), len(sat))
    short = _share(sum(s.asked < min(s.ready, s.cap) for s in sat), len(sat))
    grows = last > third + 2 and third > second + 2
    what = "the backlog grows as long as courses run" if grows else "the backlog stays bounded"
    return f"{what}; of all sittings the cap put words off in {bound}, the clock in {short}."


def _quarters(logs: Sequence[Any]) -> list[float]:
    ends = [len(logs) * i // 4 for i in range(5)]
    return [fmean(log.backlog for log in logs[a:b]) for a, b in pairwise(ends)]


def _came(logs: Iterable[Any]) -> list[Any]:
    return [log for log in logs if log.came]


def _windows(logs: Sequence[Any]) -> list[Sequence[Any]]:
    return [logs[i : i + WINDOW] for i in range(max(len(logs) - WINDOW + 1, 1))]


def _share(found: int, of: int) -> str:
    return f"{found / of:.1%}" if of else "–"


def _mean(values: Iterable[float], form: str = ".1f") -> str:
    values = list(values)
    return format(fmean(values), form) if values else "–"


def _p95(values: Iterable[float]) -> str:
    values = list(values)
    return f"{quantiles(values, n=20)[-1]:.0f}" if len(values) > 1 else "–"


def _worst_window(logs: Sequence[Any]) -> str:
    means = [(fmean(log.backlog for log in w), max(log.backlog for log in w)) for w in _windows(logs)]
    mean, most = max(means)
    return f"{mean:.1f} / {most}"


def _longer(logs: Sequence[Any], seconds: int) -> str:
    came = _came(logs)
    return _share(sum(log.seconds > seconds for log in came), len(came))


def _longer_one_word(logs: Sequence[Any], seconds: int) -> str:
    came = [log for log in _came(logs) if len(log.sittings) == 1]
    return _share(sum(log.seconds > seconds for log in came), len(came))


def _cap(logs: Sequence[Any], kind: str) -> str:
    sat = [s for log in logs for s in log.sittings if s.kind == kind]
    return _share(sum(s.ready > s.cap for s in sat), len(sat))


def _trimmed(logs: Sequence[Any]) -> str:
    sat = [s for log in logs for s in log.sittings if s.kind == "lesson" and s.ready]
    return _share(sum(s.asked < min(s.ready, s.cap) for s in sat), len(sat))


def _right(logs: Sequence[Any]) -> str:
    sat = [s for log in logs for s in log.sittings]
    return _share(sum(s.right for s in sat), sum(s.first for s in sat))


FIGURES: list[tuple[str, Any]] = [
    ("study days, come", lambda logs: f"{sum(log.asked_for for log in logs)}, {len(_came(logs))}"),
    ("days of one sitting, of two or more", lambda logs: _counts(logs)),
    ("reviews a day, mean", lambda logs: _mean(log.reviews for log in _came(logs))),
    ("reviews a day, 95 of 100 days at most", lambda logs: _p95([log.reviews for log in _came(logs)])),
    ("words falling due for a day of study", lambda logs: _demand(logs)),
    ("words recalled at the first try", _right),
    ("worst backlog of 28 days, mean / most", _worst_window),
    ("mean backlog by quarter", lambda logs: _by_quarter(logs)),
    ("longest wait of a due word, days", lambda logs: str(max((log.late for log in logs), default=0))),
    ("minutes a day, mean", lambda logs: _mean(log.seconds / 60 for log in _came(logs))),
    ("days over 12 minutes", lambda logs: _longer(logs, TWELVE)),
    ("days over 10 minutes", lambda logs: _longer(logs, TEN)),
    ("days of one sitting over 12 minutes", lambda logs: _longer_one_word(logs, TWELVE)),
    ("days of one sitting over 10 minutes", lambda logs: _longer_one_word(logs, TEN)),
    ("sittings cut short by the clock", lambda logs: _cut(logs)),
    ("lessons where the cap left words over", lambda logs: _cap(logs, "lesson")),
    ("reviews where the cap left words over", lambda logs: _cap(logs, "review")),
    ("lessons with fewer recalls for want of time", _trimmed),
]


def _demand(logs: Sequence[Any]) -> str:
    return f"{sum(log.fell_due for log in logs) / max(len(_came(logs)), 1):.1f}"


def _by_quarter(logs: Sequence[Any]) -> str:
    return " ".join(f"{mean:.0f}" for mean in _quarters(logs)) if len(logs) >= WINDOW else "–"


def _counts(logs: Sequence[Any]) -> str:
    numbers = [len(log.sittings) for log in _came(logs)]
    return f"{sum(n == 1 for n in numbers)}, {sum(n > 1 for n in numbers)}"


def _cut(logs: Sequence[Any]) -> str:
    sat = [s for log in logs for s in log.sittings]
    return f"{sum(s.cut_short for s in sat)} of {len(sat)}"


if __name__ == "__main__":
    main()
