"""What somebody may see of a child: sentences and praise stay in the home they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from families.models import Membership
from families.selectors import LIVE, families_of


@dataclass(frozen=True)
class Sight:
    """`families` are the viewer's live ones. `own`: the child itself. `free`: free study, which has no home,
    is in sight because the child lives in one family only."""

    viewer: int
    families: frozenset[int]
    own: bool = False
    free: bool = False

    def sees(self, family_id: int | None) -> bool:
        """Whether the child's words said in a family (None: in free study) are in sight."""
        if self.own:
            return True
        return self.free if family_id is None else family_id in self.families


def own_sight(child: User) -> Sight:
    """The child's view of itself. One query."""
    return Sight(child.pk, _families(child), own=True, free=True)


def sights_of(guardian: User, children: Iterable[int]) -> dict[int, Sight]:
    """A guardian's view of its children. Two queries."""
    families = _families(guardian)
    homes = Membership.objects.filter(user__in=list(children), role="child", state=LIVE)
    counted = homes.order_by().values_list("user").annotate(homes=Count("pk"))
    return {child: Sight(guardian.pk, families, free=homes == 1) for child, homes in counted}


def _families(user: User) -> frozenset[int]:
    return frozenset(families_of(user).values_list("pk", flat=True))


def called_by_family(families: Iterable[int]) -> dict[tuple[int, int], str]:
    """What the children of each family call a guardian: {(family id, user id): "엄마"}. One query."""
    rows = Membership.objects.filter(family__in=set(families), role="guardian").order_by("pk")
    return {(family, user): called for family, user, called in rows.values_list("family", "user", "called")}
