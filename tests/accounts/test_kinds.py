"""The table of kinds is whole: what the code sends, what it can say, and what it declares are the same."""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts import kinds, wording
from accounts.kinds import Told, declared, kind_of
from accounts.topics import DIGEST
from families.models import StaffAct

ROOT = Path(__file__).resolve().parent.parent.parent
# Whatever writes news or passes a kind on: the place of the kind among its arguments, and what stands before.
SENDERS = {"notify": (1, ""), "Note": (1, ""), "tell": (1, "mission_")}
LETTERS = {"write_letter": (0, ""), "_send": (1, "account."), "_write": (0, "account.")}
# Where a kind is no text of its own: it is handed on by one of the names above, or put together from parts.
PASSED_ON = {
    ("accounts/services/notify.py", "Note"),
    ("accounts/adapter.py", "write_letter"),
    ("families/services/consents.py", "notify"),
    ("families/services/mail.py", "_write"),
    ("families/services/mail.py", "write_letter"),
    ("families/services/members.py", "notify"),
    ("families/services/staff.py", "notify"),
    ("families/services/staff.py", "tell"),
    ("missions/services/telling.py", "notify"),
    ("oneco/digest.py", "notify"),
}
STAFF_ACTS = set(StaffAct.Act.values) - {StaffAct.Act.CLOSE_MISSION}  # that one is news of a mission
PUT_TOGETHER = {
    *(f"consent.{what}{where}" for what in ("withdrawn", "renewed") for where in ("", "_elsewhere")),
    *(f"staff.{act}{you}" for act in STAFF_ACTS for you in ("", ".you")),
    *("member.you_left", "home.you_left", DIGEST),
}


def calls() -> Iterator[tuple[str, str, ast.expr, str]]:
    """Every call that sends: file, name of what is called, the kind's expression, what stands before it."""
    for app in ("accounts", "families", "lessons", "missions", "oneco"):
        for path in sorted((ROOT / app).rglob("*.py")):
            where = str(path.relative_to(ROOT))
            names = SENDERS | (LETTERS if where.endswith(("mail.py", "adapter.py")) else {})
            for node in ast.walk(ast.parse(path.read_text())):
                name = _name(node.func) if isinstance(node, ast.Call) else ""
                if isinstance(node, ast.Call) and name in names and len(node.args) > names[name][0]:
                    place, before = names[name]
                    yield where, name, node.args[place], before


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def sent() -> set[str]:
    """The kinds that the code sends, by their text."""
    return {
        before + kind.value
        for _, _, kind, before in calls()
        if isinstance(kind, ast.Constant) and isinstance(kind.value, str)
    }


def test_every_kind_that_is_sent_is_in_the_table() -> None:
    assert len(sent()) > 30
    assert (sent() | PUT_TOGETHER) - set(declared()) == set()


def test_a_kind_is_a_text_where_it_is_sent_so_that_this_test_can_see_it() -> None:
    hidden = {(where, name) for where, name, kind, _ in calls() if not isinstance(kind, ast.Constant)}
    assert hidden == PASSED_ON


def test_every_kind_in_the_table_has_its_words_and_every_word_its_kind() -> None:
    shown = {name for name, kind in declared().items() if kind.told is not Told.ACCOUNT}
    assert shown == set(wording.registered())


def test_what_nobody_declared_is_news_and_no_error() -> None:
    assert kind_of("nobody.knows") is kinds.NEWS
    assert kinds.NEWS.channels == ()


def test_a_kind_may_be_pressing_for_one_role_only() -> None:
    achieved = kind_of("mission_achieved")
    assert achieved.told_to("guardian") is Told.DECISION
    assert achieved.told_to("child") is Told.NEWS


def table() -> str:
    """What the command prints."""
    told = StringIO()
    call_command("notice_kinds", stdout=told)
    return told.getvalue()


def test_the_readme_has_this_very_table() -> None:
    """Another one? `manage.py notice_kinds` prints it."""
    assert table() in (ROOT / "README.md").read_text()


def test_the_table_is_printed_with_every_kind() -> None:
    lines = table().splitlines()[2:]
    assert len(lines) == len(declared())
    assert all(line.count("|") == 5 and "||" not in line.replace(" ", "") for line in lines)


def test_the_readme_has_the_table_as_it_is() -> None:
    told = StringIO()
    call_command("notice_kinds", stdout=told)
    assert told.getvalue().strip() in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", sorted(declared()))
def test_each_kind_says_who_gets_it(name: str) -> None:
    assert str(declared()[name].to)
