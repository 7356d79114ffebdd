"""There is one clock. Seen here is also what TID251 of ruff cannot see: fields that fill themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = ("oneco", "accounts", "families", "lessons", "missions")
THE_CLOCK = ROOT / "oneco" / "lib" / "clock.py"
# (file, what): real time by its nature.
REAL_TIME = {("oneco/alive.py", "time.time")}

CLOCKS = {"timezone", "datetime", "date", "dt", "time"}
ASKING = {"now", "today", "utcnow", "localdate", "localtime", "fromtimestamp"}
IMPORTED = {
    "django.utils.timezone": {"now", "localdate", "localtime"},
    "django.db.models.functions": {"Now", "TruncDate", "TruncDay"},
    "time": {"time", "time_ns"},
}


def asked(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What a module does to learn the time, and on which line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            last = owner.split(".")[-1]
            if (last in CLOCKS and node.attr in ASKING) or (
                last == "time" and node.attr in ("time", "time_ns")
            ):
                yield f"{owner}.{node.attr}", node.lineno
            if node.attr in IMPORTED["django.db.models.functions"]:
                yield node.attr, node.lineno
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.arg, node.value.lineno
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                if name.name in IMPORTED.get(node.module or "", ()):
                    yield f"{node.module}.{name.name}", node.lineno


def test_nothing_else_asks_what_time_it_is() -> None:
    found = []
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path == THE_CLOCK:
                continue
            file = str(path.relative_to(ROOT))
            for what, line in asked(ast.parse(path.read_text())):
                if (file, what) not in REAL_TIME:
                    found.append(f"{file}:{line}: {what}")
    assert not found, "only oneco.lib.clock knows the time:\n" + "\n".join(found)


def test_the_ban_sees_what_it_must_see() -> None:
    text = (
        "from django.utils.timezone import now\nimport datetime as dt\n"
        "a = dt.datetime.now()\nb = date.today()\nc = models.DateTimeField(auto_now_add=True)\n"
        "d = timezone.now\ne = functions.Now()\n"
    )
    assert [line for _what, line in sorted(asked(ast.parse(text)), key=lambda f: f[1])] == [1, 3, 4, 5, 6, 7]
