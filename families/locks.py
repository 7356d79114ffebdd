"""Rows that services lock before they write: family first, then child (domain.md, lock order)."""

from accounts.models import User
from families.models import Family


def lock_family(pk: int) -> Family:
    """Hold a family's row until the transaction ends. Raises Family.DoesNotExist."""
    return Family.objects.select_for_update().get(pk=pk)


def lock_child(pk: int) -> User:
    """Hold a child's row until the transaction ends: whoever writes a child's rows does this first."""
    return User.objects.select_for_update().get(pk=pk, role=User.Role.CHILD)
