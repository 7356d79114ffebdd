"""Presses of a button, each with a way back to the moment before it."""

import time
from typing import Any

from accounts.models import User
from bench.browser import Answer, Browser
from bench.floor.models import Note
from bench.floor.models import Tick as TickRow
from lessons.models import Answer as AnswerRow
from lessons.models import StudySession
from lessons.selectors.sessions import answers_of, position_of
from oneco.lib import clock
from tests.lessons.pupil import Pupil


class Press:
    """A press of one person; `set_back` makes it possible again."""

    def __init__(self, person: User) -> None:
        self.browser = Browser(person)
        self.path = ""
        self.data: dict[str, Any] = {}

    def set_back(self) -> None:
        raise NotImplementedError

    def press(self) -> Answer:
        answer = self.browser.post(self.path, self.data)
        assert answer.status == 200, (self.path, answer.status)
        return answer

    def cpu(self) -> float:
        """CPU seconds of one press."""
        begun = time.process_time()
        self.press()
        return time.process_time() - begun


class Tick(Press):
    """Ticking off a note of the floor."""

    def __init__(self, person: User) -> None:
        super().__init__(person)
        self.note = Note.objects.filter(book__owner=person).earliest("pk")
        self.path = f"/floor/notes/{self.note.pk}/tick/"

    def set_back(self) -> None:
        TickRow.objects.filter(note=self.note).delete()
        Note.objects.filter(pk=self.note.pk).update(ticked=False)


class Step(Press):
    """Answering a step of the lesson that a child has begun, the first one of a kind, rightly."""

    def __init__(self, child: User, kind: str) -> None:
        super().__init__(child)
        self.pupil = Pupil(child)
        self.session = StudySession.objects.get(child=child, state=StudySession.State.OPEN)
        self.kind = kind
        self.path = f"/study/{self.session.pk}/answer/"

    def set_back(self) -> None:
        AnswerRow.objects.filter(session=self.session).delete()
        StudySession.objects.filter(pk=self.session.pk).update(active_seconds=0)
        while (at := position_of(self.session, answers_of(self.session))).step is not None:
            if at.step.kind == self.kind:
                self.data = {"step": at.index, "attempt": at.attempt, **self.pupil.payload(self.session, at)}
                return
            self.pupil.step(self.session, clock.now())
        raise LookupError(self.kind)
