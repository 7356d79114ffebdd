"""What looking back writes: that a guardian looked at the map, and a child's bookmarks."""

from datetime import datetime

from accounts.models import User
from families.locks import lock_child
from lessons.models import Bookmark, Lesson, MapLook
from oneco.lib.clock import study_date
from oneco.lib.transactions import use_case


def note_look(child: User, *, guardian: User, now: datetime) -> None:
    """Note that a guardian looked at the child's map today; once a study date, however often it looks."""
    day = study_date(now)
    if not MapLook.objects.filter(child=child, guardian=guardian, day=day).exists():
        _note_look(child, guardian=guardian, now=now)


@use_case
def _note_look(child: User, *, guardian: User, now: datetime) -> None:
    lock_child(child.pk)
    MapLook.objects.get_or_create(child=child, guardian=guardian, day=study_date(now))


@use_case
def set_bookmark(child: User, *, lesson: Lesson, on: bool, now: datetime) -> None:
    """Mark a word, or take the mark away. The same again changes nothing."""
    lock_child(child.pk)
    if on:
        Bookmark.objects.get_or_create(child=child, lesson=lesson, defaults={"at": now})
    else:
        Bookmark.objects.filter(child=child, lesson=lesson).delete()
