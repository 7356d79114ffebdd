"""A family begins: its name, consent and profile on one page, and what to do next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import person
from families import selectors
from families.access import child_for, consent_request_for, family_for, fresh_pin_required
from families.devices import device_of
from families.forms import ChildForm, FamilyForm, NewDevicePinForm
from families.models import ConsentRequest
from families.services import children, members, pins
from families.views.helpers import blame
from oneco.lib import clock
from oneco.lib.audience import ANYONE, GUARDIAN, audience
from oneco.lib.errors import Refused


@audience(GUARDIAN)
def new_family(request: HttpRequest) -> HttpResponse:
    """One prefilled field and one list, then the first child."""
    form = FamilyForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        family = members.create_family(
            person(request), name=data["name"], called=data["called"], now=clock.now()
        )
        return redirect("families:child_new", family.pk)
    return render(request, "families/new_family.html", {"form": form}, status=422 if form.is_bound else 200)


@audience(GUARDIAN)
@fresh_pin_required
def new_child(request: HttpRequest, pk: int) -> HttpResponse:
    """Consent and profile on one page and in one transaction."""
    family = family_for(person(request), pk)
    form = ChildForm(request.POST or None)
    if form.is_valid():
        try:
            draft = _draft(form)
            made = children.begin_child(family, guardian=person(request), draft=draft, now=clock.now())
        except Refused as refused:
            blame(form, refused)
        else:
            return _after_draft(made)
    context = {"form": form, "family": family}
    return render(request, "families/new_child.html", context, status=422 if form.is_bound else 200)


def _draft(form: ChildForm) -> children.ChildDraft:
    data = dict(form.cleaned_data)
    return children.ChildDraft(**{**data, "pin": pins.hash_child_pin(data["pin"])})


def _after_draft(made: children.Begun) -> HttpResponse:
    if not isinstance(made, ConsentRequest):
        return redirect("families:next_step", made.pk)
    return redirect("families:consent_sent", made.pk)


@audience(GUARDIAN)
def consent_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The profile waits for the press in the e-mail, or for the paper."""
    asked = consent_request_for(person(request), pk)
    context = {"asked": asked, "by_mail": settings.CONSENT_METHOD == "email"}
    return render(request, "families/consent_sent.html", context)


@audience(ANYONE)
def confirm_consent(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the e-mail, which may open in any browser: reading it does nothing, the press consents."""
    asked = children.request_of(token)
    if asked is None or asked.used_at or asked.expires_at <= clock.now():
        return render(request, "families/consent_over.html", status=410)
    if request.method != "POST":
        return render(request, "families/confirm_consent.html", {"asked": asked})
    receipt = {"confirmed_from": request.META.get("REMOTE_ADDR", "")}
    child = children.confirm_request(asked, method="email", receipt=receipt, now=clock.now())
    return render(request, "families/consent_done.html", {"child": child})


@audience(GUARDIAN)
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Right after the profile: one press for the first week, one to hand over the phone."""
    child = child_for(person(request), pk)
    return render(
        request,
        "families/next_step.html",
        {
            "child": child,
            "may_hand_over": selectors.may_use_pin(child),
            "has_device_pin": selectors.has_device_pin(device_of(request), person(request)),
            "pin_form": NewDevicePinForm(),
        },
    )
