"""Who may be somebody here, at the sign-in and at every page after it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as PasswordBackend
from django.conf import settings

from accounts.models import User


def may_sign_in(user: User) -> bool:
    """Whether this account may be entered at all here.

    Demo passwords are printed: where the world can reach us nobody is signed in by them.
    """
    return user.is_active and not (user.is_demo and settings.PUBLIC_URL)


class AuthenticationBackend(PasswordBackend):
    """allauth's, which also ends the sessions of those who may not sign in any more."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked with each request, too."""
        return may_sign_in(user)
