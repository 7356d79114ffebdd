"""나눠 받기: a promise that is earned piece by piece. Inner services: the mission is held already."""

from datetime import date, datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lessons.calendar import BLOCK, Calendar
from lessons.models import CourseLesson, StudySession
from lessons.selectors.progress import finished_in_order
from missions import policies
from missions.models import Mission, Offer, Part, PromiseLine
from missions.services import lines, telling
from missions.states import ACTIVE


def plan(mission: Mission, offer: Offer, calendar: Calendar) -> None:
    """Write down the parts of an agreed offer, each with the 복습하는 날 from which it can be earned."""
    Part.objects.bulk_create(
        Part(mission=mission, j=j, amount=amount, comes_on=_comes_on(mission, calendar, j, len(offer.parts)))
        for j, amount in enumerate(offer.parts, start=1)
    )


def redate(mission: Mission, calendar: Calendar) -> None:
    """Let the parts that are still to be earned follow the calendar's 복습하는 날."""
    parts = list(mission.parts.order_by("j"))
    for part in parts:
        if part.earned_on is None:
            Part.objects.filter(pk=part.pk).update(comes_on=_comes_on(mission, calendar, part.j, len(parts)))


def earn_reached(mission: Mission, *, day: date, now: datetime) -> None:
    """Write what was reached by study date `day`; a part that was earned stays so whatever comes."""
    waiting = list(mission.parts.filter(earned_on=None).order_by("j"))[:-1]  # the last comes with 해냈어요
    due = [part for part in waiting if part.comes_on <= day]
    if not due:
        return
    assert mission.enrolment is not None
    finished = finished_in_order(mission.enrolment)
    for part in due:
        if finished >= BLOCK * part.j and Part.objects.filter(pk=part.pk, earned_on=None).update(
            earned_on=day
        ):
            _write(mission, part, day, now)


def reached(day: date) -> QuerySet[Part]:
    """The parts that study date `day` brings by itself: their first lessons are finished already, and only
    their 복습하는 날 was awaited. The last part of a promise is never among them."""
    waiting = Part.objects.filter(earned_on=None, comes_on__lte=day, mission__state__in=ACTIVE)
    later = Part.objects.filter(mission=OuterRef("mission"), j__gt=OuterRef("j"))
    finished = StudySession.objects.filter(
        child=OuterRef(OuterRef("mission__child")),
        lesson=OuterRef("lesson"),
        state=StudySession.State.FINISHED,
    )
    before = CourseLesson.objects.filter(course=OuterRef("course"), order__lt=OuterRef("order"))
    place = Coalesce(
        Subquery(
            before.order_by().values("course").annotate(n=Count("pk")).values("n"),
            output_field=IntegerField(),
        ),
        0,
    )
    missing = (
        CourseLesson.objects.filter(~Exists(finished), course=OuterRef("mission__course"))
        .annotate(place=place)
        .filter(place__lt=OuterRef("j") * BLOCK)
    )
    return waiting.filter(Exists(later), ~Exists(missing))


def unearned(mission: Mission) -> int:
    """How much of an amount in parts is not earned yet, in won."""
    return sum(part.amount for part in mission.parts.filter(earned_on=None))


def _comes_on(mission: Mission, calendar: Calendar, j: int, parts: int) -> date:
    return mission.ends_on if j == parts else calendar.nth((BLOCK + 1) * j)


def _write(mission: Mission, part: Part, day: date, now: datetime) -> None:
    assert mission.guardian_id is not None
    line = lines.write(
        mission,
        PromiseLine.Kind.EARNED,
        part.amount,
        giver_id=mission.guardian_id,
        unit=PromiseLine.Unit.WON,
        by=None,
        now=now,
        key=f"earned:{mission.pk}:part:{part.j}",
        due_on=policies.due_on(day),
    )
    telling.tell(
        mission,
        "part_earned",
        telling.both_sides(mission),
        now=now,
        key=part.j,
        amount=part.amount,
        due_on=line.due_on,
    )
