"""쉬는 날 as one person may see them: what is left, what is planned, what waits for an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Family, Membership, RestDay
from families.rests import (
    ONE_DAY,
    REACHES_BACK,
    REST,
    TRIP,
    WINDOW,
    child_scope,
    family_scope,
    free_left,
    home_scope,
    parts_of,
    runs,
)
from families.selectors import families_of
from missions.selectors.shifting import Shift
from oneco.lib.korean import day_text

State = RestDay.State


class Sight:
    """What somebody knows of a child's rest days: why one holds everywhere stays in the home it is from."""

    def __init__(self, viewer: User, child: User) -> None:
        self.viewer, self.child = viewer, child

    @cached_property
    def homes(self) -> list[Family]:
        """The live families that the two share, oldest first."""
        mine = families_of(self.viewer)
        return list(mine.filter(pk__in=families_of(self.child).order_by().values("pk")))

    def home(self, pk: int | None) -> Family:
        """One of the homes; without a number the first."""
        return next(home for home in self.homes if pk in (None, home.pk))

    @cached_property
    def _relatives(self) -> set[int]:
        """The guardians, past ones too, of the viewer's families with this child."""
        rows = Membership.objects.filter(family__in=[home.pk for home in self.homes], role="guardian")
        return set(rows.values_list("user", flat=True))

    def knows_why(self, row: RestDay) -> bool:
        if self.viewer.is_child or row.kind in (REST, TRIP) or row.by_id in self._relatives:
            return True
        at_home = self.child.child_profile.home_family_id in {home.pk for home in self.homes}
        return row.by_id == self.child.pk and at_home

    def may_give_back(self, row: RestDay) -> bool:
        """A child's own 쉬는 날 is the child's, a 여행 the guardians', the rest whoever knows why; a consent
        that was taken back stops the days by itself."""
        if row.kind == RestDay.Kind.STOP:
            return False
        if row.kind == TRIP:
            return self.viewer.is_guardian
        if row.kind == REST:
            return self.viewer.is_child or row.by_id != self.child.pk
        return self.knows_why(row)

    def scopes(self) -> list[str]:
        homes = [home.pk for home in self.homes]
        own = [home_scope(self.child.pk, pk) for pk in homes]
        return [child_scope(self.child.pk), *own, *(family_scope(pk) for pk in homes)]


@dataclass(frozen=True)
class Stretch:
    """Days in a row of one kind. `family` is empty where it holds in every home."""

    first: date
    last: date
    kind: str
    label: str
    family: int | None
    home: str
    may_give_back: bool

    @property
    def days(self) -> str:
        return days_text(self.first, self.last)


@dataclass(frozen=True)
class Home:
    """A family in which the child studies, and how many 쉬는 날 are left there without asking."""

    pk: int
    name: str
    left: int


@dataclass(frozen=True)
class RestPage:
    child: User
    homes: Sequence[Home]
    planned: Sequence[Stretch]
    asked: Sequence[Stretch]
    kept: Sequence[Stretch]

    @property
    def several_homes(self) -> bool:
        return len(self.homes) > 1


@dataclass(frozen=True)
class Moved:
    """A mission's last day before and after, where the viewer may see it."""

    course: str
    child: str
    before: date
    after: date
    first_before: date | None
    first_after: date | None
    makeup: bool
    resumes: bool


def rest_page(sight: Sight, *, today: date) -> RestPage:
    """Everything on the page 쉬는 날 of one child, for one viewer. Four queries."""
    rows = list(RestDay.objects.filter(scope__in=sight.scopes(), date__gte=today - ONE_DAY * WINDOW))
    recent = [row for row in rows if row.date >= today - REACHES_BACK]
    by_state = {state: [row for row in recent if row.state == state] for state in State.values}
    return RestPage(
        child=sight.child,
        homes=[Home(home.pk, home.name, _left(rows, sight, home, today)) for home in sight.homes],
        planned=_stretches(by_state[State.TAKEN], sight, today),
        asked=_stretches([row for row in rows if row.state == State.ASKED], sight, today, single=True),
        kept=_stretches(by_state[State.REFUSED], sight, today, single=True),
    )


def _left(rows: Iterable[RestDay], sight: Sight, home: Family, today: date) -> int:
    scope = home_scope(sight.child.pk, home.pk)
    taken = [r.date for r in rows if r.scope == scope and r.state == State.TAKEN and r.kind == REST]
    return free_left(taken, today)


def _stretches(rows: Iterable[RestDay], sight: Sight, today: date, *, single: bool = False) -> list[Stretch]:
    """Rows as stretches of one kind and scope, in order; with `single` each day for itself."""
    groups: dict[tuple[str, str, bool, bool], list[RestDay]] = {}
    for row in rows:
        key = (row.scope, row.kind, sight.knows_why(row), sight.may_give_back(row))
        groups.setdefault(key, []).append(row)
    found = [
        _stretch(sight, group[0], span, today)
        for group in groups.values()
        for span in (((r.date, r.date) for r in group) if single else runs(r.date for r in group))
    ]
    return sorted(found, key=lambda stretch: (stretch.first, stretch.last))


def _stretch(sight: Sight, row: RestDay, span: tuple[date, date], today: date) -> Stretch:
    _child, family = parts_of(row.scope)
    ahead = span[1] > today or row.state == State.ASKED
    label = RestDay.Kind(row.kind).label if sight.knows_why(row) else RestDay.Kind.REST.label
    homes = {home.pk: home.name for home in sight.homes}
    return Stretch(
        first=span[0],
        last=span[1],
        kind=row.kind if sight.knows_why(row) else "",
        label=str(label),
        family=family,
        home=homes.get(family, "") if family and len(homes) > 1 else "",
        may_give_back=ahead and sight.may_give_back(row),
    )


def moved_for(sight: Sight, shifts: Iterable[Shift]) -> list[Moved]:
    """What a change moves, without a word about a home that the viewer does not share."""
    homes = {home.pk for home in sight.homes}
    return [_moved(shift) for shift in shifts if shift.moves and shift.mission.family_id in homes]


def _moved(shift: Shift) -> Moved:
    later = shift.before.starts_on != shift.after.starts_on
    return Moved(
        course=shift.mission.course.title,
        child=shift.mission.child.display_name,
        before=shift.before.last,
        after=shift.after.last,
        first_before=shift.before.starts_on if later else None,
        first_after=shift.after.starts_on if later else None,
        makeup=shift.after.makeup_until is not None,
        resumes=shift.resumes,
    )


def days_text(first: date, last: date) -> str:
    """4월 1일(수), or 4월 1일(수)부터 4월 3일(금)까지"""
    if first == last:
        return day_text(first)
    return _("%(first)s부터 %(last)s까지") % {"first": day_text(first), "last": day_text(last)}


@dataclass(frozen=True)
class AskedRest:
    """A 쉬는 날 that waits for a guardian's answer."""

    child_id: int
    child: str
    family_id: int
    day: date


def asked_of(children: Iterable[User], homes: Iterable[int]) -> list[AskedRest]:
    """What these children ask for in these families, the oldest first. One query."""
    pairs = {home_scope(child.pk, home): (child, home) for child in children for home in homes}
    rows = RestDay.objects.filter(scope__in=pairs, state=State.ASKED).order_by("at", "pk")
    return [
        AskedRest(child.pk, child.display_name, home, day)
        for scope, day in rows.values_list("scope", "date")
        for child, home in [pairs[scope]]
    ]
