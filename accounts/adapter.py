"""How allauth makes accounts here, whom it lets in, and where it sends them."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.backends import may_sign_in
from accounts.models import User
from accounts.services.notify import write_letter
from oneco.lib import clock

ALREADY_SEEN = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})
MAIL_SENT = "account/messages/email_confirmation_sent.txt"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with an own e-mail address: guardians, staff, and children of 14 or over."""

    def clean_email(self, email: str) -> str:
        """One spelling everywhere, so that databases compare alike."""
        return User.objects.normalize_email(email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The door decides the role."""
        user.role = getattr(form, "role", User.Role.GUARDIAN)
        return super().save_user(request, user, form, commit=commit)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever may not sign in learns so on a page of its own, by whatever way it came."""
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say nothing that a page already shows, nor that a mail is on its way where none can arrive."""
        if message_template in ALREADY_SEEN:
            return
        if message_template == MAIL_SENT and settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter down; the carrier sends it. No request waits for a mail server."""
        request = current_request.request
        site = get_current_site(request)
        about = {"request": request, "email": email, "current_site": site, **context}
        letter = self.render_mail(template_prefix, email, about)
        html = [body for body, kind in getattr(letter, "alternatives", ()) if kind == "text/html"]
        write_letter(
            f"account.{template_prefix.rpartition('/')[2]}",
            to=email,
            subject=letter.subject,
            text=letter.body,
            html=html[0] if html else "",
            now=clock.now(),
        )

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A new guardian begins with the family."""
        return reverse("families:new")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link may open in another browser (KakaoTalk's): it carries where the person was going."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        going_to = request.POST.get("next") or request.GET.get("next") if request else None
        if not going_to or not self.is_safe_url(going_to):
            return url
        return f"{url}?{urlencode({'next': going_to})}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Kakao, Naver and Google are doors for guardians."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """A PIN profile is entered by its PIN: nothing else is ever connected to it."""
        user = request.user
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if connecting and isinstance(user, User) and user.is_child and not user.email:
            raise ImmediateHttpResponse(render(request, "403.html", status=403))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        sociallogin.user.role = User.Role.GUARDIAN
        return super().save_user(request, sociallogin, form)
