"""The child's own door: family code once, then the animal and the PIN."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import switching
from accounts.access import person
from families import selectors
from families.access import face_for, pin_child_of
from families.devices import device_of, name_of, remember
from families.forms import ChangePinForm, ChildPinForm, FamilyCodeForm, NewPinForm
from families.selectors import pages
from families.services import devices, pins, staff
from families.views.helpers import blame, first_page, place
from oneco.lib import clock
from oneco.lib.audience import ANYONE, CHILD, audience
from oneco.lib.errors import Refused


@audience(ANYONE)
def child_sign_in(request: HttpRequest) -> HttpResponse:
    """The family code, once for each device."""
    if request.method == "GET" and "other" not in request.GET and device_of(request):
        return redirect("families:faces")
    form = FamilyCodeForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            key = devices.admit(code, place=place(request), name=name_of(request), now=clock.now())[1]
        except Refused as refused:
            blame(form, refused)
            status = refused.status
        else:
            response = redirect("families:faces")
            remember(response, key)
            return response
    return render(request, "families/child_sign_in.html", {"form": form}, status=status)


@audience(ANYONE)
def faces(request: HttpRequest) -> HttpResponse:
    """The animals of the family that this device knows."""
    device = device_of(request)
    if device is None:
        return redirect("families:child_sign_in")
    return render(request, "families/faces.html", {"faces": selectors.faces_on(device)})


@audience(ANYONE)
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """The PIN of one animal."""
    device = device_of(request)
    if device is None:
        return redirect("families:child_sign_in")
    child = face_for(device, pk)
    form = ChildPinForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            pins.check_child_pin(child, device=device, pin=form.cleaned_data["pin"], now=clock.now())
        except Refused as refused:
            blame(form, refused)
            status = refused.status
        else:
            devices.touch(device, now=clock.now())
            switching.become(request, child)
            first = child.child_profile.pin_is_first
            return switching.forget_pages(redirect("families:new_pin") if first else first_page())
    face = next(face for face in selectors.faces_on(device) if face.pk == child.pk)
    return render(request, "families/pin.html", {"form": form, "face": face}, status=status)


@audience(CHILD)
def new_pin(request: HttpRequest) -> HttpResponse:
    """The child chooses its own PIN: at the first sign-in on its own device, or later from 나."""
    child = pin_child_of(person(request))
    first = child.child_profile.pin_is_first and not switching.has_ticket(request)
    form = (NewPinForm if first else ChangePinForm)(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            pins.set_own_pin(child, device=device_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
            status = refused.status
        else:
            switching.stay(request, child)
            messages.success(request, _("새 PIN으로 바꿨어요."))
            return first_page() if first else redirect("families:me")
    return render(
        request, "families/new_pin.html", {"form": form, "first": first, "tab": "me"}, status=status
    )


@audience(CHILD)
def me(request: HttpRequest) -> HttpResponse:
    """나: who I am here, who sees me, my PIN, help, the way back."""
    child = person(request)
    page = pages.me_page(child, now=clock.now())
    return render(request, "families/me.html", {"page": page, "handed": switching.has_ticket(request)})


@audience(ANYONE)
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The link that staff sent: reading it does nothing, the press comes in."""
    link = staff.open_link(key, now=clock.now())
    if link is None:
        return render(request, "families/sign_in_link.html", status=410)
    if request.method != "POST":
        return render(request, "families/sign_in_link.html", {"link": link})
    user = staff.use_link(link, now=clock.now())
    logout(request)
    return switching.forget_pages(perform_login(request, user))
