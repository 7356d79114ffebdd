"""Who you are and how we reach you."""

from accounts.models.notices import Delivery, Notification
from accounts.models.people import User, UserManager
from accounts.models.reaching import Preference, PushSubscription, TellingSettings

__all__ = [
    "Delivery",
    "Notification",
    "Preference",
    "PushSubscription",
    "TellingSettings",
    "User",
    "UserManager",
]
