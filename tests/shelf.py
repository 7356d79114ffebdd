"""A small shelf of the project's real lessons: U01 and its two courses.

Nearly every test needs some lessons and hardly one needs all of them. The whole curriculum is checked by
tests/lessons/test_checking.py and loaded by tests/lessons/test_load_content.py and the browser journeys.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from lessons.checking import CONTENT
from lessons.services.content import load_all
from oneco.lib import clock

COURSES = ("first-week", "choices-and-needs")


def copy_shelf(root: Path) -> None:
    """Put the shelf's files where `load_all` and `check` expect a whole curriculum."""
    shutil.copytree(CONTENT / "U01", root / "U01")
    (root / "courses").mkdir()
    for name in ("keywords.yaml", "facts.yaml", *(f"courses/{course}.yaml" for course in COURSES)):
        shutil.copy(CONTENT / name, root / name)


def fill_shelf() -> None:
    """Load the shelf into the database. Raises AssertionError for a file with a fault."""
    with TemporaryDirectory() as folder:
        copy_shelf(root := Path(folder))
        report = load_all(root, now=clock.now())
    assert not report.errors, report.errors
