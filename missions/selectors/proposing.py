"""What can be proposed to whom, and how the contract would read: the reading side of the wizard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as say

from accounts.models import User
from families.models import Membership
from families.selectors import families_of
from lessons.calendar import BLOCK, NoStudyDay
from lessons.models import Course
from missions import dates, ledger, policies, wording
from missions.models import FIRST_WEEK, Mission, Offer
from missions.selectors.cards import guardian_names
from missions.selectors.rounds import days_text
from missions.states import AGREED, OPEN, REACHED
from missions.wording import Words
from oneco.lib.korean import day_text


@dataclass(frozen=True)
class Target:
    """A child in one of its families; `value` is what a form sends.

    `agreed` says that the child has agreed to a mission in this family before, `elsewhere` that it has one
    open in another home.
    """

    family_id: int
    child_id: int
    child: str
    family: str
    guardian: str
    agreed: bool = False
    elsewhere: bool = False

    @property
    def value(self) -> str:
        return f"{self.family_id}-{self.child_id}"


@dataclass(frozen=True)
class CourseChoice:
    """A course, or with `review` its 복습 코스; `value` is what a form sends."""

    course: Course
    words: int
    review: bool = False

    @property
    def value(self) -> str:
        return f"review-{self.course.pk}" if self.review else str(self.course.pk)

    @property
    def title(self) -> str:
        return wording.course_text(self.course.title, review=self.review)

    @property
    def may_be_shared(self) -> bool:
        """Whether 나눠 받기 has anything to share out: two 복습하는 날 at least."""
        return not self.review and self.words > BLOCK


@dataclass(frozen=True)
class Options:
    """For whom this person may propose what.

    `taken` holds what each child cannot begin now (values of courses), `overdue` says that a late promise
    comes first, `several_families` that families need their names.
    """

    targets: list[Target]
    courses: list[CourseChoice]
    taken: Mapping[int, frozenset[str]]
    overdue: bool

    def is_taken(self, course: str, targets: Sequence[Target]) -> bool:
        """Whether one of these children cannot begin a course now."""
        return any(course in self.taken[target.child_id] for target in targets)

    def courses_for(self, targets: Sequence[Target]) -> list[CourseChoice]:
        """What each of these children can begin now; of nobody everything."""
        return [choice for choice in self.courses if not self.is_taken(choice.value, targets)]

    @property
    def has_choice(self) -> bool:
        """Whether anything can be proposed now."""
        return not self.overdue and any(self.courses_for([target]) for target in self.targets)

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
    in_parts: bool = False

    @property
    def shares(self) -> tuple[int, ...]:
        """The parts of 나눠 받기 in won; empty for all at the end."""
        shared = self.in_parts and self.kind == Offer.Kind.MONEY
        if not shared or self.course is None or not self.course.may_be_shared:
            return ()
        return policies.shares(self.amount, self.course.words)


@dataclass(frozen=True)
class Preview:
    """The contract as it would read. `length` and `days` are empty until the days are known.

    `shares` says how an amount is given in parts, `note` what else is worth knowing before it is sent.
    """

    contract: Words | None
    course: str
    weekdays: str
    length: str
    shares: str
    note: str
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
    missions = _missions({row.user_id for row in rows})
    targets = [
        Target(
            family_id=row.family_id,
            child_id=row.user_id,
            child=row.user.display_name,
            family=row.family.name,
            guardian=partners[row.family_id],
            agreed=any(m.agreed and m.family == row.family_id for m in missions[row.user_id]),
            elsewhere=any(m.state in AGREED and m.family != row.family_id for m in missions[row.user_id]),
        )
        for row in rows
    ]
    courses = _choices({m.course for found in missions.values() for m in found if m.state in REACHED})
    return Options(
        targets=targets,
        courses=courses,
        taken={child: _taken(found, courses) for child, found in missions.items()},
        overdue=user.is_guardian and bool(ledger.overdue_missions(user.pk, today)),
    )


@dataclass(frozen=True)
class _Known:
    """What choosing needs of a mission."""

    family: int
    course: int
    state: str
    agreed: bool


def _missions(children: set[int]) -> dict[int, list[_Known]]:
    """The missions of each child in whichever home. One query."""
    found: dict[int, list[_Known]] = {child: [] for child in children}
    rows = Mission.objects.filter(child__in=children).values_list(
        "child", "family", "course", "state", "agreed_offer"
    )
    for child, family, course, state, offer in rows:
        found[child].append(_Known(family, course, state, offer is not None))
    return found


def _choices(done: set[int]) -> list[CourseChoice]:
    """Every course, and the 복습 코스 of those that were done."""
    courses = list(
        Course.objects.filter(hidden=False)
        .annotate(words=Count("places"))
        .filter(words__gt=0)
        .order_by("order", "pk")
    )
    again = [CourseChoice(course, course.words, review=True) for course in courses if course.pk in done]
    return [*(CourseChoice(course, course.words) for course in courses), *again]


def _taken(missions: list[_Known], courses: list[CourseChoice]) -> frozenset[str]:
    """What a child cannot begin: what is open, what was done once and is no review, and the other way."""
    is_open = {m.course for m in missions if m.state in OPEN}
    done = {m.course for m in missions if m.state in REACHED}
    return frozenset(
        choice.value
        for choice in courses
        if choice.course.pk in is_open or (choice.course.pk in done) != choice.review
    )


def first_week_targets(user: User, *, today: date) -> list[Target]:
    """For whom the suggested first week can be offered in one press; nobody while its course is missing."""
    options = proposal_options(user, today=today)
    known = any(choice.course.slug == FIRST_WEEK for choice in options.courses)
    return options.targets if known and not options.overdue else []


def first_free_day(targets: Sequence[Target], today: date) -> date:
    """The first date on which nobody of these has another mission in that family."""
    return max(
        (dates.first_free_day(target.child_id, target.family_id, today) for target in targets), default=today
    )


def preview(draft: Draft) -> Preview:
    """How the contract would read, as far as it is known."""
    period = _period(draft)
    course = draft.course
    return Preview(
        contract=_contract(draft),
        course=course.title if course else "",
        weekdays=days_text(draft.weekdays, draft.on_holidays) if "1" in draft.weekdays else "",
        length=_length(course, draft.first_day, period) if course and period else "",
        shares=wording.shares_text(draft.shares),
        note=_note(draft),
        first_day=period.starts_on if period else None,
        last_day=period.ends_on if period else None,
    )


def _length(course: CourseChoice, wanted: date | None, period: dates.Period) -> str:
    facts = {
        "length": wording.length_text(course.words, review=course.review),
        "first": day_text(period.starts_on),
        "day": day_text(period.ends_on),
    }
    if period.starts_on == wanted:
        return say("%(length)s. 마지막 날은 %(day)s이에요.") % facts
    return say("%(length)s. 첫 배우는 날은 %(first)s, 마지막 날은 %(day)s이에요.") % facts


def _note(draft: Draft) -> str:
    """With a mission in another home both ask for their ten minutes; nothing more is said of it."""
    return say("하루 20분쯤 될 수 있어요.") if any(target.elsewhere for target in draft.targets) else ""


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
        review=draft.course.review,
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
            review=draft.course.review,
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
