"""Changing what an account says about its person."""

from django.contrib.auth.hashers import make_password

from accounts.models import User


def rename(user: User, *, name: str) -> None:
    """Change the name that others read."""
    User.objects.filter(pk=user.pk).update(display_name=name)


def sign_out_everywhere(pin_profile: User) -> None:
    """End every session of a PIN profile: they hang on its password, which is never usable but can change."""
    pin_profile.password = make_password(None)
    User.objects.filter(pk=pin_profile.pk, email=None).update(password=pin_profile.password)
