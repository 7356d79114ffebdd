"""How people and their things come in from a request."""

from django.http import Http404, HttpRequest

from accounts.models import Notification, User


def person(request: HttpRequest) -> User:
    """The signed-in person of a view that `@audience` keeps for people."""
    assert isinstance(request.user, User)
    return request.user


def notice_for(user: User, pk: int) -> Notification:
    """A notification to this very person. Raises Http404."""
    notice = Notification.objects.filter(recipient=user, pk=pk).first()
    if notice is None:
        raise Http404
    return notice
