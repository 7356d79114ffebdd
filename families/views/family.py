"""가족: members, who waits, children, the code, invitations, devices, leaving."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person
from families import leaving, selectors
from families.access import (
    child_for,
    device_for,
    family_for,
    family_of_child,
    fresh_pin_required,
    home_child_for,
    left_membership_for,
    membership_in,
    own_invitation_for,
    own_wait_of,
    waiting_for,
)
from families.forms import InviteForm, LegalForm, MannerForm, NewPinForm
from families.selectors import pages
from families.services import closing, invitations, members, pins
from families.services import consents as consents_of
from families.views.helpers import absolute, blame
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.templatetags.oneco_ui import ktime


@audience(GUARDIAN)
def family(request: HttpRequest) -> HttpResponse:
    """The first family of a guardian, or what those without one can do."""
    mine = selectors.family_of(person(request))
    if mine is not None:
        return family_detail(request, mine.pk)
    if selectors.first_step(person(request)) == "families:new":
        left = selectors.returnable(person(request), clock.now())
        if not left:
            return redirect("families:new")
    return render(request, "families/no_family.html", pages.no_family(person(request), clock.now()))


@audience(GUARDIAN)
def family_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One family of the guardian."""
    me = membership_in(person(request), family_for(person(request), pk))
    return render(
        request, "families/family.html", {"page": pages.family_page(me.family, me, now=clock.now())}
    )


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """A legal guardian agrees to one who waits."""
    waiting = waiting_for(person(request), pk)
    members.agree_to(waiting, actor=person(request), now=clock.now())
    messages.success(request, _("이제 함께 볼 수 있어요. 아이들에게도 알렸어요."))
    return redirect("families:family_detail", waiting.family_id)


@audience(GUARDIAN)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """A legal guardian says no to one who waits."""
    waiting = waiting_for(person(request), pk)
    members.refuse(waiting, actor=person(request), now=clock.now())
    return redirect("families:family_detail", waiting.family_id)


@audience(GUARDIAN)
@require_POST
def stop_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever waits takes the wish back."""
    members.stop_waiting(own_wait_of(person(request), pk), now=clock.now())
    messages.success(request, _("기다리지 않기로 했어요. 초대를 다시 받으면 언제든 함께할 수 있어요."))
    return redirect("families:family")


@audience(GUARDIAN)
@fresh_pin_required
def declare_legal(request: HttpRequest, pk: int) -> HttpResponse:
    """What a 법정대리인 may do, and the tick by which a guardian says to be one."""
    me = membership_in(person(request), family_for(person(request), pk))
    form = LegalForm(request.POST or None)
    if form.is_valid():
        members.declare_legal(me, now=clock.now())
        messages.success(request, _("법정대리인이라고 적어 두었어요. 다른 보호자에게도 알렸어요."))
        return redirect("families:family_detail", pk)
    context = {"form": form, "family": me.family}
    return render(request, "families/legal.html", context, status=422 if request.method == "POST" else 200)


@audience(GUARDIAN)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation and show it."""
    mine = family_for(person(request), pk)
    form = InviteForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else "guardian"
    made = invitations.invite(mine, by=person(request), role=role, now=clock.now())
    return redirect("families:invitation_card", made.pk)


@audience(GUARDIAN)
def invitation_card(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation to pass on: code, link and QR."""
    made = own_invitation_for(person(request), pk)
    link = absolute(request, reverse("families:invitation", args=[made.code]))
    qr = segno.make(link, error="m").svg_data_uri(scale=4, border=2, omitsize=True)
    context = {"invitation": made, "link": link, "qr": qr, "open": invitations.is_open(made, now=clock.now())}
    return render(request, "families/invitation_card.html", context)


@audience(GUARDIAN)
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    made = own_invitation_for(person(request), pk)
    invitations.revoke(made, now=clock.now())
    return redirect("families:family_detail", made.family_id)


@audience(GUARDIAN)
@fresh_pin_required
def reset_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first PIN for a child of the home family; the child is told."""
    child = home_child_for(person(request), pk)
    form = NewPinForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            pins.reset_pin(child, actor=person(request), pin=form.cleaned_data["pin"], now=clock.now())
        except Refused as refused:
            blame(form, refused)
            status = refused.status
        else:
            messages.success(request, _("PIN을 새로 정했어요. 아이에게도 알렸어요."))
            return redirect("families:family")
    return render(request, "families/reset_pin.html", {"form": form, "child": child}, status=status)


@audience(GUARDIAN)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Allow a child's PIN again at once."""
    child = child_for(person(request), pk)
    for shared in family_of_child(person(request), child):
        pins.unlock(child, family=shared, now=clock.now())
    messages.success(request, _("다시 들어올 수 있어요."))
    return redirect("families:family")


@audience(GUARDIAN)
def manner(request: HttpRequest, pk: int) -> HttpResponse:
    """The family's name and voice, and what the children call me."""
    me = membership_in(person(request), family_for(person(request), pk))
    form = MannerForm(request.POST or None, initial=MannerForm.of(me))
    if form.is_valid():
        data = form.cleaned_data
        members.change_manner(me, name=data["name"], called=data["called"], voice=data["voice"])
        messages.success(request, _("바꿨어요. 아이의 화면에도 바로 보여요."))
        return redirect("families:family_detail", pk)
    context = {"form": form, "family": me.family}
    return render(request, "families/manner.html", context, status=422 if form.is_bound else 200)


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def change_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new family code."""
    members.change_code(family_for(person(request), pk), now=clock.now())
    messages.success(request, _("가족 코드를 바꿨어요. 이미 들어온 기기는 그대로 쓸 수 있어요."))
    return redirect("families:family_detail", pk)


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def revoke_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a device forget the family."""
    device = device_for(person(request), pk)
    members.revoke_device(device, now=clock.now())
    return redirect("families:family_detail", device.family_id)


@audience(GUARDIAN)
@fresh_pin_required
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows from taking the consent back, and the press."""
    child = home_child_for(person(request), pk)
    if request.method != "POST":
        place = membership_in(child, child.child_profile.home_family)
        lost = leaving.if_erased(place, now=clock.now())
        context = {"child": child, "until": clock.now() + selectors.UNDO_WITHIN, "consequences": lost}
        return render(request, "families/withdraw_consent.html", context)
    consents_of.withdraw_consent(child, actor=person(request), now=clock.now())
    until = ktime(clock.now() + selectors.UNDO_WITHIN)
    messages.success(request, _("동의를 거두었어요. %s까지 되돌릴 수 있어요.") % until)
    return redirect("families:family")


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def renew_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal within 7 days."""
    child = home_child_for(person(request), pk)
    consents_of.renew_consent(child, actor=person(request), now=clock.now())
    messages.success(request, _("다시 동의했어요. 아이가 바로 들어올 수 있어요."))
    return redirect("families:family")


@audience(GUARDIAN)
def consents(request: HttpRequest) -> HttpResponse:
    """The consents a guardian gave."""
    return render(request, "families/consents.html", {"consents": selectors.consents_by(person(request))})


@audience(GUARDIAN, CHILD)
@fresh_pin_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The consequences of leaving first, then the press."""
    me = membership_in(person(request), family_for(person(request), pk))
    home = reverse("families:family" if person(request).is_guardian else "families:me")
    if request.method != "POST":
        why_not = members.why_not_leave(me, now=clock.now())
        context = {
            "me": me,
            "why_not": why_not,
            "consequences": [] if why_not else leaving.if_left(me, now=clock.now()),
            "last": why_not and selectors.is_last_guardian(me),
            "home": home,
            "base": f"base_{me.role}.html",
        }
        return render(request, "families/leave.html", context)
    members.leave(me, now=clock.now())
    messages.success(request, _("가족에서 나왔어요. 7일 안에 되돌릴 수 있어요."))
    return redirect(home)


@audience(GUARDIAN)
@fresh_pin_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes with the family, by name, then the press of its last guardian."""
    me = membership_in(person(request), family_for(person(request), pk))
    if request.method != "POST":
        page = pages.delete_page(me, now=clock.now())
        return render(request, "families/delete.html", {"page": page})
    closing.delete_family(me, now=clock.now())
    until = ktime(clock.now() + selectors.UNDO_WITHIN)
    messages.success(request, _("가족을 지웠어요. %s까지 되돌릴 수 있어요.") % until)
    return redirect("families:family")


@audience(GUARDIAN, CHILD)
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a leave."""
    left = left_membership_for(person(request), pk)
    home = "families:family" if person(request).is_guardian else "families:me"
    reopens = left.role == "guardian" and left.family.closed_at
    undo = closing.reopen_family if reopens else members.come_back
    undo(left, now=clock.now())
    return redirect(home)
