"""초대를 받았어요: the code, who invites, and the press that joins. The code travels in the link."""

from typing import Any

from allauth.account.views import SignupView
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.access import person
from accounts.forms import TeenSignupForm
from accounts.models import User
from families import selectors
from families.ages import is_14
from families.forms import AgeForm, InvitationCodeForm, JoinAsGuardianForm, JoinAsTeenForm
from families.models import Invitation
from families.selectors.homes import bringable
from families.selectors.pages import inviter_of
from families.services import invitations
from families.views.helpers import blame, find_invitation, invitation_gone
from oneco.lib import clock
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, audience
from oneco.lib.errors import Refused

AGE_SALT = "families.age"


@audience(ANYONE)
def join(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    form = InvitationCodeForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            invitation = find_invitation(request, form.cleaned_data["code"])
        except Refused as refused:
            blame(form, refused)
            status = refused.status
        else:
            return redirect("families:invitation", invitation.code)
    return render(request, "families/join.html", {"form": form}, status=status)


@audience(ANYONE)
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Who invites, into what; joining needs one more press."""
    try:
        found = find_invitation(request, code)
    except Refused as refused:
        return invitation_gone(request, refused)
    return _preview(request, found)


@audience(GUARDIAN, CHILD)
@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Join. A guardian then waits for agreement, a teen is in."""
    try:
        found = find_invitation(request, code)
    except Refused as refused:
        return invitation_gone(request, refused)
    form = _join_form(request, found)
    if not form.is_valid():
        return _preview(request, found, form, status=422)
    try:
        _join(person(request), found, form.cleaned_data)
    except Refused as refused:
        blame(form, refused)
        return _preview(request, found, form, status=refused.status)
    return redirect("families:family" if found.role == "guardian" else "families:me")


@audience(ANYONE)
@require_POST
def block(request: HttpRequest, code: str) -> HttpResponse:
    """모르는 사람이에요."""
    try:
        found = find_invitation(request, code)
    except Refused as refused:
        return invitation_gone(request, refused)
    by = request.user if isinstance(request.user, User) else None
    invitations.block(found, by=by, now=clock.now())
    return render(request, "families/blocked.html")


@audience(ANYONE)
def age(request: HttpRequest, code: str) -> HttpResponse:
    """The age gate of the teen's door. Under 14 nothing is kept, here or in the session."""
    form = AgeForm(request.POST or None)
    if form.is_valid():
        birth = (form.cleaned_data["birth_year"], form.cleaned_data["birth_month"])
        if not is_14(*birth, clock.now().astimezone(clock.KST).date()):
            return render(request, "families/too_young.html")
        signed = signing.dumps(birth, salt=AGE_SALT)
        return redirect(f"{reverse('families:teen_signup', args=[code])}?age={signed}")
    context = {"form": form, "code": code}
    return render(request, "families/age.html", context, status=422 if form.is_bound else 200)


class TeenSignup(SignupView):
    """An own account for 14 and over; whoever did not pass the age gate is sent there."""

    template_name = "families/teen_signup.html"

    @method_decorator(audience(ANYONE))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if birth_of(request.GET.get("age", "")) is None:
            return redirect("families:age", kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[TeenSignupForm]:
        return TeenSignupForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self._back()}

    def get_default_success_url(self) -> str:
        return self._back()

    def form_invalid(self, form: TeenSignupForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _back(self) -> str:
        path = reverse("families:invitation", args=[self.kwargs["code"]])
        return f"{path}?age={self.request.GET['age']}"


teen_signup = audience(ANYONE)(TeenSignup.as_view())


def birth_of(token: str) -> tuple[int, int] | None:
    """Year and month that passed the age gate within the last day, or None."""
    try:
        year, month = signing.loads(token, salt=AGE_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return year, month


def _join_form(request: HttpRequest, found: Invitation) -> JoinAsGuardianForm | JoinAsTeenForm:
    if found.role == "guardian":
        return JoinAsGuardianForm(request.POST or None)
    birth = birth_of(request.GET.get("age", "")) or ("", "")
    known = isinstance(request.user, User) and selectors.has_profile(request.user)
    initial = {"birth_year": birth[0], "birth_month": birth[1]}
    form = JoinAsTeenForm(request.POST if request.method == "POST" else None, initial=initial)
    if known:
        form.fields.clear()
    return form


def _join(user: User, found: Invitation, data: dict[str, Any]) -> None:
    if found.role == "guardian":
        invitations.join_as_guardian(found, user=user, called=data["called"], now=clock.now())
        return
    birth = (data["birth_year"], data["birth_month"]) if data else None
    invitations.join_as_teen(
        found,
        user=user,
        nickname=data.get("nickname", user.display_name),
        birth=birth,
        animal=data.get("animal", ""),
        now=clock.now(),
    )


def _preview(
    request: HttpRequest,
    found: Invitation,
    form: JoinAsGuardianForm | JoinAsTeenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": found,
        "inviter": inviter_of(found),
        "form": form or _join_form(request, found),
        "why_not": invitations.why_not_join(found, user) if user and status == 200 else None,
        "brings": _brings(user, found),
        "here": request.get_full_path(),
    }
    return render(request, "families/invitation.html", context, status=status)


def _brings(user: User | None, found: Invitation) -> bool:
    """Whether a guardian opened a child's invitation for one of its own home."""
    if user is None or not user.is_guardian or found.role != "child":
        return False
    return bool(bringable(user, found.family))
