"""The one place that makes children: age against basis, limits and consent, under a lock on the family."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from families import selectors
from families.ages import is_14, is_future
from families.animals import ANIMALS
from families.locks import lock_family
from families.models import ChildProfile, Consent, ConsentRequest, Family, Membership
from families.services import mail
from families.services.consents import give
from families.signals import children_changed
from oneco.lib.clock import KST
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

REQUEST_LIVES = timedelta(days=3)
LINK_SALT = "families.consent"
FAMILY_FULL = _("이 가족에는 자녀가 더 들어올 수 없어요.")


@dataclass(frozen=True)
class ChildDraft:
    """What a guardian typed and ticked for a child profile; `pin` is already a hash."""

    nickname: str
    birth_year: int
    birth_month: int
    animal: str
    pin: str
    legal: bool = False
    account: bool = False
    sharing: bool = False
    ai: bool = False


Begun = User | ConsentRequest


def begin_child(family: Family, *, guardian: User, draft: ChildDraft, now: datetime) -> Begun:
    """Make the child where a tick is consent enough, or keep the draft until it is confirmed.

    From 14 on no guardian's consent is needed, however CONSENT_METHOD asks for it.
    """
    of_age = is_14(draft.birth_year, draft.birth_month, now.astimezone(KST).date())
    if of_age or settings.CONSENT_METHOD == "household":
        return make_child(family, guardian=guardian, draft=draft, method="household", now=now)
    return ask_for_consent(family, guardian=guardian, draft=draft, now=now)


@use_case
def make_child(family: Family, *, guardian: User, draft: ChildDraft, method: str, now: datetime) -> User:
    """Make consent and profile in one transaction. The same draft sent again gives the same child.

    Raises Refused with the field of the draft that is to blame.
    """
    return _make_child(family, guardian, draft, method=method, receipt={}, now=now)


@use_case
def ask_for_consent(family: Family, *, guardian: User, draft: ChildDraft, now: datetime) -> ConsentRequest:
    """Keep the draft until the guardian confirms it by mail or staff by paper. No child row is made."""
    check_draft(family, guardian=guardian, draft=draft, now=now)
    asked = ConsentRequest.objects.create(
        family=family, guardian=guardian, draft=asdict(draft), created_at=now, expires_at=now + REQUEST_LIVES
    )
    if settings.CONSENT_METHOD == "email":
        path = reverse("families:confirm_consent", args=[request_token(asked)])
        mail.send_consent_request(asked, link=f"{settings.SITE_URL}{path}", now=now)
    return asked


@use_case
def confirm_request(request: ConsentRequest, *, method: str, receipt: dict[str, Any], now: datetime) -> User:
    """The press in the e-mail, or the paper in the hand of staff: now the child is made. Once."""
    family = lock_family(request.family_id)
    open_requests = ConsentRequest.objects.filter(pk=request.pk, used_at=None, expires_at__gt=now)
    if not open_requests.update(used_at=now):
        raise Refused(_("이미 확인했거나 기한이 지난 요청이에요."), code="request_over")
    if method == "email":
        mail.send_consent_receipt(request, now=now)
    draft = ChildDraft(**request.draft)
    receipt = {**receipt, "request": request.pk}
    return _make_child(family, request.guardian, draft, method=method, receipt=receipt, now=now)


def request_token(request: ConsentRequest) -> str:
    """What the link in the e-mail carries. It dies with the row's `expires_at`."""
    return signing.Signer(salt=LINK_SALT).sign_object(request.pk)


def request_of(token: str) -> ConsentRequest | None:
    """The consent request of a link, or None for a token we did not sign."""
    try:
        pk = signing.Signer(salt=LINK_SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return ConsentRequest.objects.select_related("family", "guardian").filter(pk=pk).first()


def check_draft(family: Family, *, guardian: User, draft: ChildDraft, now: datetime) -> None:
    """Raise Refused for whatever forbids this child in this family now."""
    day = now.astimezone(KST).date()
    mine = Membership.objects.filter(
        family=family, user=guardian, role="guardian", state=Membership.State.LIVE
    )
    if not mine.exists():
        raise Refused(_("이 가족의 보호자만 프로필을 만들 수 있어요."), code="not_guardian", status=403)
    if selectors.children_in(family).count() >= settings.FAMILY_MAX_CHILDREN:
        raise Refused(FAMILY_FULL, code="full")
    if not 1 <= draft.birth_month <= 12 or is_future(draft.birth_year, draft.birth_month, day):
        raise Refused(_("태어난 해와 달을 다시 골라 주세요."), field="birth_month", code="birth")
    if draft.animal not in ANIMALS:
        raise Refused(_("동물을 골라 주세요."), field="animal", code="animal")
    if is_14(draft.birth_year, draft.birth_month, day):
        return
    if not draft.legal:
        raise Refused(_("법정대리인만 동의할 수 있어요."), field="legal", code="not_legal")
    if not draft.account:
        raise Refused(_("가입에 동의해야 프로필을 만들 수 있어요."), field="account", code="no_consent")


def create_own_profile(
    family: Family, *, teen: User, birth_year: int, birth_month: int, animal: str, now: datetime
) -> ChildProfile:
    """The profile of somebody of 14 or over, on its own basis. The caller holds the family's lock."""
    if not is_14(birth_year, birth_month, now.astimezone(KST).date()):
        raise Refused(_("보호자에게 프로필을 만들어 달라고 해요."), field="birth_month", code="under_14")
    return ChildProfile.objects.create(
        user=teen,
        birth_year=birth_year,
        birth_month=birth_month,
        animal=animal,
        basis=ChildProfile.Basis.OWN,
        pin_is_first=False,
        home_family=family,
    )


def _make_child(
    family: Family, guardian: User, draft: ChildDraft, *, method: str, receipt: dict[str, Any], now: datetime
) -> User:
    family = lock_family(family.pk)
    again = _same_child(family, draft)
    if again is not None:
        return again
    check_draft(family, guardian=guardian, draft=draft, now=now)
    given: dict[str, Consent] = {}
    if not is_14(draft.birth_year, draft.birth_month, now.astimezone(KST).date()):
        given = _take_consents(family, guardian, draft, method=method, receipt=receipt, now=now)
    basis = ChildProfile.Basis.GUARDIAN_CONSENT if given else ChildProfile.Basis.OWN
    child = User.objects.create_user(None, role=User.Role.CHILD, display_name=draft.nickname)
    ChildProfile.objects.create(
        user=child,
        birth_year=draft.birth_year,
        birth_month=draft.birth_month,
        animal=draft.animal,
        basis=basis,
        consent=given.get(Consent.Kind.ACCOUNT),
        sharing=given.get(Consent.Kind.SHARING),
        pin=draft.pin,
        home_family=family,
    )
    Membership.objects.create(family=family, user=child, role="child", joined_at=now)
    children_changed.send(Family, family=family, child=child, now=now)
    data = {"child": child.display_name, "url": reverse("families:family")}
    for other in selectors.guardians_in(family).exclude(pk=guardian.pk):
        notify(other, "child.made", f"child:{child.pk}:made", data, now=now)
    return child


def _same_child(family: Family, draft: ChildDraft) -> User | None:
    """The child that this very form has already made (a form sent twice)."""
    same = selectors.children_in(family).filter(
        child_profile__home_family=family,
        display_name=draft.nickname,
        child_profile__birth_year=draft.birth_year,
        child_profile__birth_month=draft.birth_month,
    )
    return same.first()


def _take_consents(
    family: Family, guardian: User, draft: ChildDraft, *, method: str, receipt: dict[str, Any], now: datetime
) -> dict[str, Consent]:
    """Write what was ticked, by kind. The consents beside the one to the account name it in their receipt."""
    ticks = [tick for tick in ("legal", "account", "sharing", "ai") if getattr(draft, tick)]
    receipt = {**receipt, "ticks": ticks, "email": guardian.email}
    account = give(family, guardian, Consent.Kind.ACCOUNT, method=method, receipt=receipt, now=now)
    given = {str(Consent.Kind.ACCOUNT): account}
    for kind in (Consent.Kind.SHARING, Consent.Kind.AI):
        if getattr(draft, kind):
            beside = {**receipt, "beside": account.pk}
            given[kind] = give(family, guardian, kind, method=method, receipt=beside, now=now)
    mine = Membership.objects.filter(family=family, user=guardian, state=Membership.State.LIVE, legal_at=None)
    mine.update(legal_at=now)
    return given
