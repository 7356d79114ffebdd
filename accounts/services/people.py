"""Changing what an account says about its person."""

from accounts.models import User


def rename(user: User, *, name: str) -> None:
    """Change the name that others read."""
    User.objects.filter(pk=user.pk).update(display_name=name)
