"""A child's second home: letting it in by the other family's invitation, taking it out, what crosses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person
from accounts.models import User
from families import leaving, selectors
from families.access import (
    ended_place_for,
    fresh_pin_required,
    home_child_for,
    invitation_code,
    second_place_for,
)
from families.forms import BringForm
from families.models import Invitation
from families.selectors import homes as homes_read
from families.services import homes, invitations
from families.views.helpers import blame, find_invitation, invitation_gone
from oneco.lib import clock
from oneco.lib.audience import GUARDIAN, audience
from oneco.lib.errors import Refused
from oneco.lib.korean import josa


@audience(GUARDIAN)
@fresh_pin_required
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """A home guardian opened the invitation of another family: which child joins, and what follows."""
    if request.method == "POST" and invitations.is_used_by(invitation_code(code), person(request)):
        return redirect("families:family")
    try:
        found = find_invitation(request, code)
    except Refused as refused:
        return invitation_gone(request, refused)
    children = homes_read.bringable(person(request), found.family)
    if found.role != "child" or not children:
        return redirect("families:invitation", found.code)
    unshared = sum(not homes_read.may_cross(child.child_profile, now=clock.now()) for child in children)
    form = BringForm(request.POST or None, children=children, unshared=unshared)
    if form.is_valid():
        child = next(child for child in children if child.pk == form.cleaned_data["child"])
        try:
            return _brought(request, found, child, sharing=form.cleaned_data.get("sharing", False))
        except Refused as refused:
            blame(form, refused)
    context = {"form": form, "invitation": found, "children": children}
    return render(request, "families/bring.html", context, status=422 if form.is_bound else 200)


def _brought(request: HttpRequest, found: Invitation, child: User, *, sharing: bool) -> HttpResponse:
    homes.join_second_home(found, child=child, actor=person(request), sharing=sharing, now=clock.now())
    done = _("이제 %(child)s ‘%(family)s’에도 함께해요. 아이와 두 집의 보호자에게 알렸어요.")
    names = {"child": josa(child.display_name, "이/가"), "family": found.family.name}
    messages.success(request, done % names)
    return redirect("families:family")


@audience(GUARDIAN)
@fresh_pin_required
def end_place(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows when a child leaves its second home, and the press of a guardian of either."""
    place = second_place_for(person(request), pk)
    here = selectors.is_live_member(person(request), place.family)
    if request.method != "POST":
        consequences = leaving.if_left(place, now=clock.now()) if here else []
        context = {"place": place, "here": here, "consequences": consequences}
        return render(request, "families/end_place.html", context)
    homes.end_second_home(place, actor=person(request), now=clock.now())
    messages.success(request, _("한 집에서 나왔어요. 7일 안에 되돌릴 수 있어요."))
    return redirect("families:family")


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def undo_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a child back into the home that this side took it out of."""
    homes.undo_end(ended_place_for(person(request), pk), actor=person(request), now=clock.now())
    messages.success(request, _("다시 함께해요. 아이에게도 알렸어요."))
    return redirect("families:family")


@audience(GUARDIAN)
@fresh_pin_required
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """다른 집: what crosses, whether it may, and the ways out. POST takes the consent back."""
    child = home_child_for(person(request), pk)
    if request.method != "POST":
        page = homes_read.sharing_page(child, person(request), now=clock.now())
        return render(request, "families/sharing.html", {"page": page})
    homes.withdraw_sharing(child, actor=person(request), now=clock.now())
    messages.success(request, _("나누기 동의를 거두었어요. 7일 안에 되돌릴 수 있어요."))
    return redirect("families:sharing", pk)


@audience(GUARDIAN)
@require_POST
@fresh_pin_required
def renew_sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo that within 7 days."""
    homes.renew_sharing(home_child_for(person(request), pk), actor=person(request), now=clock.now())
    messages.success(request, _("다시 나누기로 했어요."))
    return redirect("families:sharing", pk)
