"""Where a session stands, read from its rows."""

from families.models import Family
from families.selectors import family_of
from lessons import player
from lessons.models import Answer, Item, StudySession
from lessons.player import Given, Position, Step


def answers_of(session: StudySession) -> list[Answer]:
    return list(Answer.objects.filter(session=session).order_by("step", "attempt"))


def given_of(answers: list[Answer]) -> list[Given]:
    return [Given(a.step, a.attempt, a.right, a.shown) for a in answers]


def way_of(session: StudySession, answers: list[Answer]) -> tuple[list[Step], Position]:
    """The steps of a session as far as they are known, and where it stands.

    One that was cut short by the clock is over, whatever is left of it.
    """
    given = given_of(answers)
    steps = player.steps_of(session.plan, given)
    return steps, Position(len(steps), None) if session.cut_short else player.position(steps, given)


def position_of(session: StudySession, answers: list[Answer]) -> Position:
    return way_of(session, answers)[1]


def home_of(session: StudySession) -> Family | None:
    """The family a session belongs to; without a mission, the child's first."""
    return session.enrolment.family if session.enrolment else family_of(session.child)


def is_left(session: StudySession) -> bool:
    """Whether there are steps to go: not yet answered, or left when the ten minutes were over."""
    given = given_of(answers_of(session))
    return not player.position(player.steps_of(session.plan, given), given).finished


def item_of(step: Step) -> Item | None:
    """The question of a step, None for a card, a guess and the like."""
    if not step.item:
        return None
    return Item.objects.get(version=step.version, key=step.item)
