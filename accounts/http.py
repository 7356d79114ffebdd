"""The request as a view gets it after the audience let somebody in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedIn(HttpRequest):
    """A request whose user is known: the type for views whose `@audience` is not ANYONE."""

    user: User
    htmx: HtmxDetails
