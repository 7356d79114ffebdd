"""Where a session stands, read from its rows."""

from lessons import player
from lessons.models import Answer, Item, StudySession
from lessons.player import Given, Position, Step


def answers_of(session: StudySession) -> list[Answer]:
    return list(Answer.objects.filter(session=session).order_by("step", "attempt"))


def given_of(answers: list[Answer]) -> list[Given]:
    return [Given(a.step, a.attempt, a.right, a.shown) for a in answers]


def position_of(session: StudySession, answers: list[Answer]) -> Position:
    """Where a session stands; one that was cut short by the clock is over, whatever is left of it."""
    given = given_of(answers)
    steps = player.steps_of(session.plan, given)
    return Position(len(steps), None) if session.cut_short else player.position(steps, given)


def item_of(step: Step) -> Item | None:
    """The question of a step, None for a card, a guess and the like."""
    if not step.item:
        return None
    return Item.objects.get(version=step.version, key=step.item)
