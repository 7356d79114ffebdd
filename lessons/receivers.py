"""What the lessons hear from below."""

from accounts.models import User
from families.erasing import erases
from lessons.services.erasing import erase_study


@erases(height=1)
def forget_child(child: User) -> None:
    """A child is erased."""
    erase_study(child)
