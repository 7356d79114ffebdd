"""The e-mail address of an own account."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from oneco.lib.errors import Refused


def give_address(user: User, email: str) -> None:
    """Put another address in place of all that an account has; it is not verified yet.

    Raises Refused (field email) for one that another account has.
    """
    address = User.objects.normalize_email(email)
    others = User.objects.filter(email=address).exclude(pk=user.pk)
    if others.exists() or EmailAddress.objects.filter(email=address).exclude(user=user).exists():
        raise Refused(TAKEN, field="email", code="taken")
    EmailAddress.objects.filter(user=user).delete()
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=address)
            EmailAddress.objects.create(user=user, email=address, verified=False, primary=True)
    except IntegrityError as taken:
        raise Refused(TAKEN, field="email", code="taken") from taken


def verify_address(user: User, email: str) -> None:
    """Somebody pressed a link that was sent to this address: it is theirs."""
    EmailAddress.objects.filter(user=user, email=email).update(verified=True)


TAKEN = _("다른 계정이 쓰고 있는 이메일이에요.")
