"""The rows of the floor."""

from datetime import timedelta

from accounts.models import User
from bench.floor.models import Book, Note
from oneco.lib import clock

NOTES = 24


def make_notes(owner: User) -> Note:
    """Fill the person's book so that its page has about 10 KB; the first note."""
    book = Book.objects.create(owner=owner, title="장보기")
    for n in range(NOTES):
        Note.objects.create(
            book=book,
            title=f"{n + 1}번째 할 일",
            text="시장에 가서 사과와 우유를 사고 남은 돈을 장부에 적어 둬요.",
            due_on=clock.today() + timedelta(days=n),
        )
    return Note.objects.filter(book=book).earliest("pk")
