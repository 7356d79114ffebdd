"""Queries, CPU against the floor, and bytes of the main pages: python -m bench.pages [--rounds 30]."""

import argparse
import re
from typing import Any

import brotli

from bench.clocks import Run, against, cpu_in_turns
from bench.place import temporary_oneco

NULL = "floor, once more"
# What a proxy in front spends on a page; static files are compressed beforehand, as well as it goes.
QUALITY = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="the more, the calmer the medians")
    rounds = parser.parse_args().rounds
    with temporary_oneco():
        from bench import families

        empty, full = families.empty_household(), families.full_household()
        print_queries(empty, full)
        print_cpu_of_pages(full, rounds)
        print_cpu_of_posts(full, rounds)
        print_bytes(full)


def print_queries(empty: Any, full: Any) -> None:
    """Queries of each page, session and user included, the second time it is opened."""
    few = {page.name: queries_of(page) for page in empty.pages()}
    print("\nQueries                 empty   full")
    for page in full.pages():
        print(f"{_wide(page.name)}{few.get(page.name, '–'):>5}{queries_of(page):>7}")


def queries_of(page: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.browser import Browser

    browser = Browser(page.person)
    browser.get(page.path)
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(page.path)
    assert answer.status == 200, (page, answer.status)
    return len(asked)


def print_cpu_of_pages(full: Any, rounds: int) -> None:
    from bench.browser import Browser

    def opening(page: Any) -> Run:
        browser = Browser(page.person)
        return lambda: _expect(200, browser.get(page.path).status)

    plain = Browser(full.guardian)

    def floor() -> None:
        _expect(200, plain.get("/floor/").status)

    runs = {"floor": floor, **{page.name: opening(page) for page in full.pages()}, NULL: floor}
    _print_ratios("CPU of a page against the floor", cpu_in_turns(runs, rounds=rounds, times=4))


def print_cpu_of_posts(full: Any, rounds: int) -> None:
    """Answering a step through htmx: the session is set back before each press, outside the clock."""
    from bench.posting import Step, Tick

    tick, guess, practice = Tick(full.child), Step(full.child, "guess"), Step(full.child, "practice")
    runs: dict[str, Any] = {"floor": tick, "guess": guess, "practice, right": practice, NULL: tick}
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds * 4 + 1):
        for name, press in runs.items():
            press.set_back()
            once = press.cpu()
            if turn:
                spent[name].append(once)
    _print_ratios("CPU of an htmx POST against the floor (one insert, one update)", spent)


def print_bytes(full: Any) -> None:
    """First load of the landing page, a page after it, and a fragment, as brotli would send them."""
    from bench.browser import Browser
    from bench.posting import Step

    nobody, child = Browser(), Browser(full.child)
    landing, today = nobody.get("/").body, child.get("/today/").body
    step = Step(full.child, "practice")
    step.set_back()
    files = {path: _file(path) for path in _loads(landing)}
    print("\nBytes, brotli")
    print(f"{_wide('first load')}{len(brotli.compress(landing, quality=QUALITY)) + sum(files.values()):>7}")
    print(f"{_wide('next page (오늘)')}{len(brotli.compress(today, quality=QUALITY)):>7}")
    print(f"{_wide('fragment (a step)')}{len(brotli.compress(step.press().body, quality=QUALITY)):>7}")


def _loads(html: bytes) -> list[str]:
    text = html.decode()
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', text) + re.findall(
        r'<script[^>]* src="([^"]+)"', text
    )


def _file(path: str) -> int:
    """The size of the compressed file that collectstatic has made beside it."""
    from django.conf import settings

    return (settings.STATIC_ROOT / f"{path.removeprefix(settings.STATIC_URL)}.br").stat().st_size


def _print_ratios(title: str, spent: dict[str, list[float]]) -> None:
    print(f"\n{title}: median (middle half of the rounds)")
    for name in spent:
        if name != "floor":
            print(f"{_wide(name)}{against(spent[name], spent['floor'])}")


def _expect(status: int, got: int) -> None:
    assert got == status, got


def _wide(name: str) -> str:
    """The name in 22 columns, where a 한글 syllable takes two."""
    return name + " " * (22 - len(name) - sum(ord(letter) > 0x2E7F for letter in name))


if __name__ == "__main__":
    main()
