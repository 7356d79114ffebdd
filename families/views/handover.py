"""건네기: from the guardian's view to the child's in one press, and the way back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import switching
from accounts.access import person
from accounts.models import User
from families import selectors
from families.access import ask_who, family_of_child, fresh_pin_required, handed_child_for, ticket_for
from families.devices import device_of, name_of, remember
from families.forms import DevicePinForm, NewDevicePinForm, PasswordForm, WhoForm
from families.services import devices, pins
from families.views.helpers import blame, first_page
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(GUARDIAN)
def hand_over(request: HttpRequest) -> HttpResponse:
    """The family's faces. POST `child` (and `device_pin` the first time) hands this browser over."""
    form = WhoForm(request.POST if "child" in request.POST else request.GET)
    chosen = form.cleaned_data["child"] if form.is_valid() else None
    child = handed_child_for(person(request), chosen) if chosen else None
    if request.method == "POST":
        return _hand_over(request, child)
    return _faces(request, child)


@audience(GUARDIAN)
@require_POST
def hand_over_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The same press from a button that stands beside a child's name."""
    return _hand_over(request, handed_child_for(person(request), pk))


def _hand_over(request: HttpRequest, child: User | None) -> HttpResponse:
    if child is None:
        raise Http404
    guardian = person(request)
    device = devices.usable_by(guardian, device_of(request))
    form = NewDevicePinForm(request.POST if "device_pin" in request.POST else None)
    has_pin = selectors.has_device_pin(device, guardian)
    if not has_pin and (question := ask_who(request)):  # whoever sets the PIN owns the way back
        return question
    if not has_pin and not form.is_valid():
        return _faces(request, child, form)
    try:
        device, key = devices.make_ready(
            guardian,
            device,
            family=family_of_child(guardian, child)[0],
            pin=None if has_pin else form.cleaned_data["device_pin"],
            name=name_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        blame(form, refused)
        return _faces(request, child, form)
    switching.become(request, child)
    switching.leave_ticket(request, guardian, device_id=device.pk)
    response = first_page()
    if key:
        remember(response, key)
    return switching.forget_pages(response)


def _faces(request: HttpRequest, child: User | None, form: NewDevicePinForm | None = None) -> HttpResponse:
    guardian = person(request)
    device = devices.usable_by(guardian, device_of(request))
    context = {
        "faces": [child] if child else selectors.faces_of(guardian),
        "has_device_pin": selectors.has_device_pin(device, guardian),
        "form": form or NewDevicePinForm(),
    }
    return render(request, "families/hand_over.html", context, status=422 if form and form.is_bound else 200)


@audience(CHILD)
def take_back(request: HttpRequest) -> HttpResponse:
    """보호자로 돌아가기: the device PIN, or the password once the PIN was wrong 5 times."""
    ticket, device = ticket_for(request)
    by_password = device is None or pins.only_password_counts(ticket.guardian, device=device, now=clock.now())
    form = (PasswordForm if by_password else DevicePinForm)(request.POST or None)
    if form.is_valid():
        try:
            pins.check_guardian(ticket.guardian, device=device, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            switching.become(request, ticket.guardian)
            switching.guard(request)
            return switching.forget_pages(first_page())
    context = {"form": form, "by_password": by_password, "tab": "me"}
    return render(request, "families/take_back.html", context, status=422 if form.is_bound else 200)


@audience(GUARDIAN)
@fresh_pin_required
def device_pin(request: HttpRequest) -> HttpResponse:
    """Choose another PIN for this device."""
    guardian = person(request)
    device = devices.usable_by(guardian, device_of(request))
    if device is None:
        return redirect("families:hand_over")
    form = NewDevicePinForm(request.POST if "new-device_pin" in request.POST else None, prefix="new")
    if form.is_valid():
        try:
            pins.set_device_pin(guardian, device=device, pin=form.cleaned_data["device_pin"], now=clock.now())
        except Refused as refused:
            blame(form, refused)
        else:
            switching.mark_confirmed(request)
            switching.guard(request)
            return redirect("families:hand_over")
    return render(request, "families/device_pin.html", {"form": form}, status=422 if form.is_bound else 200)
