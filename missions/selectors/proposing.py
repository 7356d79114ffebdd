"""What can be proposed to whom, and how the contract would read: the reading side of the wizard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as say

from accounts.models import User
from families.models import Membership
from families.selectors import families_of
from lessons.calendar import NoStudyDay
from lessons.models import Course
from missions import dates, ledger, policies, wording
from missions.models import FIRST_WEEK, Mission
from missions.selectors.cards import guardian_names
from missions.selectors.detail import length_text, weekdays_with_holidays
from missions.states import OPEN, REACHED
from missions.wording import Words
from oneco.lib.korean import day_text


@dataclass(frozen=True)
class Target:
    """A child in one of its families; `value` is what a form sends."""

    family_id: int
    child_id: int
    child: str
    family: str
    guardian: str

    @property
    def value(self) -> str:
        return f"{self.family_id}-{self.child_id}"


@dataclass(frozen=True)
class CourseChoice:
    course: Course
    words: int


@dataclass(frozen=True)
class Options:
    """For whom this person may propose what.

    `taken` holds the courses that each child cannot begin now, `overdue` says that a late promise comes
    first, `several_families` that families need their names.
    """

    targets: list[Target]
    courses: list[CourseChoice]
    taken: Mapping[int, frozenset[int]]
    overdue: bool

    def is_taken(self, course_id: str, targets: Sequence[Target]) -> bool:
        """Whether one of these children cannot begin a course now."""
        return any(course_id == str(pk) for target in targets for pk in self.taken[target.child_id])

    @property
    def has_choice(self) -> bool:
        """Whether anything can be proposed now."""
        courses = {choice.course.pk for choice in self.courses}
        return not self.overdue and any(courses - self.taken[target.child_id] for target in self.targets)

    @property
    def several_families(self) -> bool:
        return len({target.family_id for target in self.targets}) > 1


@dataclass(frozen=True)
class Draft:
    """What has been filled in so far; whatever is missing or wrong is None."""

    targets: Sequence[Target] = ()
    course: CourseChoice | None = None
    first_day: date | None = None
    weekdays: str = "1111100"
    on_holidays: bool = False
    kind: str = "together"
    title: str = ""
    amount: int = 0


@dataclass(frozen=True)
class Preview:
    """The contract as it would read. `length` and `days` are empty until the days are known."""

    contract: Words | None
    course: str
    weekdays: str
    length: str
    first_day: date | None
    last_day: date | None


def proposal_options(user: User, *, today: date) -> Options:
    """The children (or the child itself) and the courses this person can put into a proposal."""
    rows = (
        Membership.objects.filter(
            family__in=families_of(user).order_by(), role="child", state=Membership.State.LIVE
        )
        .select_related("user", "family")
        .order_by("joined_at", "pk")
    )
    if user.is_child:
        rows = rows.filter(user=user)
    partners = _partner_names(user, {row.family_id for row in rows})
    targets = [
        Target(
            family_id=row.family_id,
            child_id=row.user_id,
            child=row.user.display_name,
            family=row.family.name,
            guardian=partners[row.family_id],
        )
        for row in rows
    ]
    courses = Course.objects.filter(hidden=False).annotate(words=Count("places")).filter(words__gt=0)
    return Options(
        targets=targets,
        courses=[CourseChoice(course, course.words) for course in courses.order_by("order", "pk")],
        taken=_taken({target.child_id for target in targets}),
        overdue=user.is_guardian and bool(ledger.overdue_missions(user.pk, today)),
    )


def _taken(children: set[int]) -> dict[int, frozenset[int]]:
    """The courses of each child that are open or were achieved, in whichever home."""
    rows = Mission.objects.filter(child__in=children, state__in=OPEN | REACHED).values_list("child", "course")
    found = list(rows)
    return {pk: frozenset(course for child, course in found if child == pk) for pk in children}


def first_week_targets(user: User, *, today: date) -> list[Target]:
    """For whom the suggested first week can be offered in one press; nobody while its course is missing."""
    options = proposal_options(user, today=today)
    known = any(choice.course.slug == FIRST_WEEK for choice in options.courses)
    return options.targets if known and not options.overdue else []


def first_free_day(targets: Sequence[Target], today: date) -> date:
    """The first date on which nobody of these has another mission in that family."""
    busy = [dates.busy_until(target.child_id, target.family_id) for target in targets]
    return max([today, *(day + policies.ONE_DAY for day in busy if day is not None)])


def preview(draft: Draft) -> Preview:
    """How the contract would read, as far as it is known."""
    period = _period(draft)
    course = draft.course
    return Preview(
        contract=_contract(draft),
        course=course.course.title if course else "",
        weekdays=weekdays_with_holidays(draft.weekdays, draft.on_holidays) if "1" in draft.weekdays else "",
        length=_length(course.words, draft.first_day, period) if course and period else "",
        first_day=period.starts_on if period else None,
        last_day=period.ends_on if period else None,
    )


def _length(words: int, wanted: date | None, period: dates.Period) -> str:
    facts = {
        "length": length_text(words),
        "first": day_text(period.starts_on),
        "day": day_text(period.ends_on),
    }
    if period.starts_on == wanted:
        return say("%(length)s. 마지막 날은 %(day)s이에요.") % facts
    return say("%(length)s. 첫 배우는 날은 %(first)s, 마지막 날은 %(day)s이에요.") % facts


def _contract(draft: Draft) -> Words | None:
    if not draft.targets or draft.course is None:
        return None
    guardians = {target.guardian for target in draft.targets}
    return wording.contract(
        child=", ".join(target.child for target in draft.targets),
        guardian=guardians.pop() if len(guardians) == 1 else str(wording.GUARDIAN),
        words=draft.course.words,
        kind=draft.kind,
        title=draft.title,
        amount=draft.amount,
    )


def _period(draft: Draft) -> dates.Period | None:
    if not draft.targets or draft.course is None or draft.first_day is None:
        return None
    first = draft.targets[0]
    try:
        return dates.period_from(
            draft.first_day,
            weekdays=draft.weekdays,
            on_holidays=draft.on_holidays,
            child_id=first.child_id,
            family_id=first.family_id,
            words=draft.course.words,
        )
    except NoStudyDay:
        return None


def _partner_names(user: User, families: set[int]) -> dict[int, str]:
    """By family, who would promise: the guardian who proposes, or the only one a child has there."""
    names = guardian_names(families, live=user.is_child)
    if user.is_guardian:
        return {family: names.get((family, user.pk)) or user.display_name for family in families}
    people = {family: [name for (of, _), name in names.items() if of == family] for family in families}
    return {
        family: called[0] if len(called) == 1 else str(wording.GUARDIAN) for family, called in people.items()
    }
