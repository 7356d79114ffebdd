"""What families do when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.switching import guard, mark_confirmed
from families import selectors
from families.devices import device_of
from families.services.audit import note_look
from families.services.pins import allow_device_pin
from oneco.lib import clock
from oneco.lib.admin import looked_at


@receiver(user_logged_in, dispatch_uid="families.guardian_is_here")
def guardian_is_here(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A guardian who just signed in need not show the device PIN; a locked one counts again."""
    if not user.is_guardian or not hasattr(request, "COOKIES"):
        return
    mark_confirmed(request)
    device = device_of(request)
    if device is not None:
        if selectors.has_device_pin(device, user):
            guard(request)
        allow_device_pin(user, device=device, now=clock.now())


@receiver(looked_at, dispatch_uid="families.looked_at")
def leave_a_line(sender: type[Model], by: User, pk: int, **kwargs: Any) -> None:
    """Staff opened the page of somebody or something."""
    note_look(by, sender, pk, now=clock.now())
