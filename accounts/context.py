"""What every page of a signed-in person may show."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.selectors import unread_count


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`unread`: how many notices wait behind the bell. Asked only where a template shows it, once."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread": 0}
    return {"unread": SimpleLazyObject(lambda: unread_count(user))}
