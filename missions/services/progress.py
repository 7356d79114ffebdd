"""The way up from a right answer to an achieved mission. Inner service inside the grading transaction."""

from datetime import date, datetime

from lessons.models import Enrolment
from missions.models import Mission
from missions.services import judging
from missions.states import ACTIVE


def judge_enrolment(enrolment: Enrolment, *, day: date, now: datetime) -> None:
    """Achieve the mission of an enrolment when everything is learned and recalled.

    Grading holds the child and the enrolment already; the mission comes last. Nothing happens when it has
    moved on meanwhile.
    """
    mission = (
        Mission.objects.select_for_update()
        .filter(enrolment=enrolment.pk, state__in=ACTIVE)
        .order_by("pk")
        .first()
    )
    if mission is not None:
        judging.judge_progress(mission, day=day, now=now)
