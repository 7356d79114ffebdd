"""How people and their things come in from a request."""

from django.http import Http404, HttpRequest

from accounts.models import Notification, PushSubscription, User
from accounts.unsubscribing import read_token


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


def browser_for(user: User, pk: int) -> PushSubscription:
    """A browser that takes pushes for this very person. Raises Http404."""
    browser = PushSubscription.objects.filter(user=user, pk=pk).first()
    if browser is None:
        raise Http404
    return browser


def unwanted_mail(token: str) -> tuple[User, str]:
    """Who wants no more mail of which topic, as the signed link of a mail says. Raises Http404."""
    unwanted = read_token(token)
    user = User.objects.filter(pk=unwanted.user_id).first() if unwanted else None
    if unwanted is None or user is None:
        raise Http404
    return user, unwanted.topic
