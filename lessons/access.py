"""The door through which a request's objects come in: what is not yours does not exist."""

from django.http import Http404

from accounts.models import User
from lessons.models import Lesson, StudySession


def session_for(child: User, pk: int) -> StudySession:
    """A study session of this very child. Raises Http404."""
    session = (
        StudySession.objects.select_related("lesson", "version", "enrolment__family", "enrolment__course")
        .filter(pk=pk, child=child)
        .first()
    )
    if session is None:
        raise Http404
    return session


def lesson_by_code(code: str) -> Lesson:
    """A lesson that has a published version. Raises Http404."""
    lesson = Lesson.objects.filter(code=code, versions__published=1).first()
    if lesson is None:
        raise Http404
    return lesson
