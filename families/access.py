"""How objects come in: what is not yours does not exist (404). And who is holding the guardian's phone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db.models import F, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import person
from accounts.models import User
from accounts.switching import Ticket, is_guarded, mark_confirmed, ticket_of, was_confirmed
from families import selectors
from families.codes import INVITATION_CODE, is_code, normalise
from families.devices import device_of
from families.forms import ConfirmPasswordForm, DevicePinForm
from families.models import ConsentRequest, Device, Family, Invitation, Membership
from families.services.pins import check_guardian
from oneco.lib import clock
from oneco.lib.errors import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def family_for(user: User, pk: int) -> Family:
    """A live family of this person. Raises Http404."""
    return _found(selectors.families_of(user).filter(pk=pk).first())


def membership_in(user: User, family: Family) -> Membership:
    """This person's own live place in a family. Raises Http404."""
    mine = Membership.objects.filter(user=user, family=family, state=Membership.State.LIVE)
    return _found(mine.select_related("user", "family").first())


def child_for(guardian: User, pk: int) -> User:
    """A child in any live family of a guardian, with `child_profile` loaded. Raises Http404."""
    return _found(selectors.children_of(guardian).filter(pk=pk).first())


def home_child_for(guardian: User, pk: int) -> User:
    """A child whose home family is a live family of this guardian. Raises Http404."""
    mine = selectors.families_of(guardian)
    at_home = selectors.children_of(guardian).filter(child_profile__home_family__in=mine)
    return _found(at_home.select_related("child_profile__home_family").filter(pk=pk).first())


def waiting_for(guardian: User, pk: int) -> Membership:
    """A guardian's place that waits for agreement in a live family of this guardian. Raises Http404."""
    waiting = Membership.objects.filter(
        pk=pk, state=Membership.State.WAITING, family__in=selectors.families_of(guardian)
    )
    return _found(waiting.select_related("user", "family").first())


def own_wait_of(user: User, pk: int) -> Membership:
    """This person's own place that waits for agreement. Raises Http404."""
    waiting = Membership.objects.filter(pk=pk, user=user, state=Membership.State.WAITING)
    return _found(waiting.select_related("user", "family").first())


def left_membership_for(user: User, pk: int) -> Membership:
    """A place this person left within 7 days. Raises Http404."""
    left = [row for row in selectors.returnable(user, clock.now()) if row.pk == pk]
    return _found(left[0] if left else None)


def second_place_for(guardian: User, pk: int) -> Membership:
    """A PIN profile's live place in its second home, for the guardians of both homes. Raises Http404."""
    place = _second_places(guardian).filter(pk=pk, state=Membership.State.LIVE).first()
    return _found(place)


def ended_place_for(guardian: User, pk: int) -> Membership:
    """Such a place that a guardian ended within 7 days, for the guardians of both homes. Raises Http404."""
    since = clock.now() - selectors.UNDO_WITHIN
    ended = _second_places(guardian).filter(pk=pk, state=Membership.State.LEFT, left_at__gt=since)
    return _found(ended.exclude(left_by=F("user")).first())


def _second_places(guardian: User) -> QuerySet[Membership]:
    mine = selectors.families_of(guardian)
    seen = Q(family__in=mine) | Q(user__child_profile__home_family__in=mine)
    places = Membership.objects.filter(seen, role="child", user__email=None)
    at_home = Q(family=F("user__child_profile__home_family"))
    return places.exclude(at_home).select_related("user__child_profile", "family", "left_by").distinct()


def own_invitation_for(guardian: User, pk: int) -> Invitation:
    """An invitation into a live family of this guardian. Raises Http404."""
    mine = Invitation.objects.filter(pk=pk, family__in=selectors.families_of(guardian))
    return _found(mine.select_related("family").first())


def device_for(guardian: User, pk: int) -> Device:
    """A device of a live family of this guardian. Raises Http404."""
    devices = Device.objects.filter(pk=pk, revoked_at=None, family__in=selectors.families_of(guardian))
    return _found(devices.first())


def face_for(device: Device, pk: int) -> User:
    """A child who may sign in on this device. Raises Http404."""
    child = selectors.children_in(device.family).filter(pk=pk).first()
    return _found(child if child is not None and selectors.may_use_pin(child) else None)


def handed_child_for(guardian: User, pk: int) -> User:
    """A child to whom this guardian may hand over the phone. Raises Http404."""
    child = child_for(guardian, pk)
    return _found(child if selectors.may_use_pin(child) else None)


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether nobody needs to ask now who holds the phone.

    True when the guardian entered the device PIN, set it, or signed in within the last 10 minutes, and always
    on a browser that was never handed over: without a PIN here, in a session that never had one.
    """
    if was_confirmed(request):
        return True
    return not is_guarded(request) and not selectors.has_device_pin(device_of(request), person(request))


def fresh_pin_required(view: View[P]) -> View[P]:
    """Ask a guardian for the device PIN before a POST, when the last entry is older than 10 minutes.

    For what a child must not do on a phone left open: accepting, ending, 줬어요, PIN resets, consent.
    Wear it under `@audience`. GET passes. Otherwise a small page asks for the PIN and posts the very same
    fields to the very same address again, with `device_pin` beside them; the view then runs as if nothing
    had happened (its form must not have a field `device_pin`, nor more than one value of a name that matters
    in order). Where the device lost its PIN in the meantime the page asks for the password instead. A child,
    or a guardian without a device PIN here, is asked for nothing.

        @audience(GUARDIAN)
        @require_POST
        @fresh_pin_required
        def accept(request, pk): ...
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = request.method == "POST" and getattr(request.user, "is_guardian", False)
        question = ask_who(request) if asked else None
        return view(request, *args, **kwargs) if question is None else question

    return guarded


def ask_who(request: HttpRequest) -> HttpResponse | None:
    """None when this POST comes from the guardian; otherwise the page that asks for PIN or password."""
    if recently_confirmed(request):
        return None
    device = device_of(request)
    by_pin = selectors.has_device_pin(device, person(request))
    form_class = DevicePinForm if by_pin else ConfirmPasswordForm
    (field,) = form_class.base_fields
    form = form_class(request.POST if field in request.POST else None)
    if form.is_valid() and _is_guardian(request, form, device if by_pin else None):
        return None
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (field, "csrfmiddlewaretoken")
    ]
    context = {"form": form, "kept": kept, "action": request.get_full_path(), "by_pin": by_pin}
    response = render(request, "families/confirm_pin.html", context, status=422 if form.is_bound else 200)
    if request.headers.get("HX-Request"):  # the question is a page of its own, not a fragment
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def _is_guardian(request: HttpRequest, form: Form, device: Device | None) -> bool:
    ((field, given),) = form.cleaned_data.items()
    proof = {"device_pin": given} if device else {"password": given}
    try:
        check_guardian(person(request), device=device, now=clock.now(), **proof)
    except Refused as refused:
        form.add_error(field, str(refused))
        return False
    mark_confirmed(request)
    return True


def family_of_child(guardian: User, child: User) -> list[Family]:
    """The live families that a guardian and a child share."""
    return list(selectors.families_of(guardian).filter(pk__in=selectors.families_of(child).values("pk")))


def consent_request_for(guardian: User, pk: int) -> ConsentRequest:
    """A profile of this guardian that waits for consent. Raises Http404."""
    mine = ConsentRequest.objects.filter(pk=pk, guardian=guardian, used_at=None)
    return _found(mine.select_related("family").first())


def ticket_for(request: HttpRequest) -> tuple[Ticket, Device | None]:
    """The way back to the guardian, with the device whose PIN leads there. Raises Http404."""
    ticket = _found(ticket_of(request))
    return ticket, Device.objects.filter(pk=ticket.device_id, revoked_at=None).first()


def pin_child_of(user: User) -> User:
    """The child itself, if its profile is entered by PIN. Raises Http404 for own accounts."""
    child = User.objects.select_related("child_profile").filter(pk=user.pk, email=None).first()
    return _found(child)


def invitation_code(text: str) -> str | None:
    """A typed or linked invitation code in its one spelling, or None when it cannot be one."""
    code = normalise(text)
    return code if is_code(code, INVITATION_CODE) else None


def somebody(pk: int) -> User:
    """A guardian or child, for staff. Raises Http404."""
    return _found(User.objects.filter(pk=pk, role__in=[User.Role.GUARDIAN, User.Role.CHILD]).first())


def left_place(pk: int) -> Membership:
    """A place that somebody left, for staff. Raises Http404."""
    left = Membership.objects.filter(pk=pk, state=Membership.State.LEFT, left_at__isnull=False)
    return _found(left.select_related("user", "family").first())
