"""Rows that services lock before they write: family first, then child (domain.md, lock order)."""

from django.db.models import Q

from accounts.models import User
from families.models import ChildProfile, Family, Membership


def lock_family(pk: int) -> Family:
    """Hold a family's row until the transaction ends. Raises Family.DoesNotExist."""
    return Family.objects.select_for_update().get(pk=pk)


def lock_child(pk: int) -> User:
    """Hold a child's row until the transaction ends: whoever writes a child's rows does this first."""
    return User.objects.select_for_update().get(pk=pk, role=User.Role.CHILD)


def lock_whole_family(pk: int) -> Family:
    """Hold a family with the other homes of its children, in the order of their ids, then these children."""
    children = Membership.objects.filter(family=pk, role="child", state=Membership.State.LIVE).values("user")
    others = Membership.objects.filter(user__in=children, state=Membership.State.LIVE).values("family")
    held = Family.objects.select_for_update().filter(Q(pk=pk) | Q(pk__in=others)).order_by("pk")
    families = {family.pk: family for family in held}
    list(User.objects.select_for_update().filter(pk__in=children).order_by("pk"))
    return families[pk]


def lock_families_of_child(pk: int, *others: int) -> list[Family]:
    """Hold a child's live families and these others, in the order of their ids, then the child itself."""
    live = Membership.objects.filter(user=pk, state=Membership.State.LIVE).values("family")
    home = ChildProfile.objects.filter(user=pk).values("home_family")
    held = Q(pk__in=live) | Q(pk__in=home) | Q(pk__in=others)
    families = list(Family.objects.select_for_update().filter(held).order_by("pk"))
    lock_child(pk)
    return families
