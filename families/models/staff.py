"""What staff did to families and what it looked at, and what it should look into."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from families.models.family import ChildProfile


class AppendOnly(models.Model):
    """A row that is written once. Old ones go by retention (a queryset's delete), never one by one."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a row that stands already."""
        if not self._state.adding:
            raise TypeError("an audit row is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises TypeError."""
        raise TypeError("an audit row is never deleted")


class StaffAct(AppendOnly):
    """One of the five things staff may do to a family. Nothing here but the reason tells of a person.

    `subject` is what it was done to as text ("accounts.user:12"), so that it outlives that row.
    """

    class Act(models.TextChoices):
        SIGN_IN_LINK = "sign_in_link", _("들어오기 링크 보내기")
        CHANGE_EMAIL = "change_email", _("이메일 바꾸기")
        UNDO_LEAVE = "undo_leave", _("나간 것 되돌리기")
        UNLOCK = "unlock", _("잠금 풀기")
        CLOSE_MISSION = "close_mission", _("미션 닫기")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("운영자")
    )
    act = models.CharField(_("한 일"), max_length=13, choices=Act)
    subject = models.CharField(_("누구에게, 무엇에"), max_length=60, db_index=True)
    reason = models.CharField(_("까닭"), max_length=200)
    at = models.DateTimeField(_("때"))

    class Meta:
        verbose_name = _("운영자가 한 일")
        verbose_name_plural = _("운영자가 한 일")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="staff_act_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"


class StaffLook(AppendOnly):
    """Staff opened the page of a family, a person, a child, a mission or a line of the 약속 수첩."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("운영자")
    )
    subject = models.CharField(_("본 것"), max_length=60, db_index=True)
    at = models.DateTimeField(_("때"), db_index=True)

    class Meta:
        verbose_name = _("운영자가 본 것")
        verbose_name_plural = _("운영자가 본 것")

    def __str__(self) -> str:
        return self.subject


class SignInLink(models.Model):
    """A link by which somebody comes in once, without a password. Only the hash of its key is kept.

    `email` is where it was sent: whoever presses it holds that address.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=191)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in link of {self.user_id}"


class ConsentFault(models.Model):
    """What the nightly check found wrong with a child's consent. The row goes when it is right again."""

    class Kind(models.TextChoices):
        NO_CONSENT = "no_consent", _("14세가 안 되었는데 동의가 없어요")
        WRONG_CONSENT = "wrong_consent", _("다른 것에 한 동의에 기대고 있어요")
        WITHDRAWN = "withdrawn", _("동의를 거두었는데 들어올 수 있어요")
        NOT_ERASED = "not_erased", _("동의를 거둔 지 7일이 지났는데 기록이 남아 있어요")
        NOT_SHARED = "not_shared", _("나누기 동의 없이 두 집에 있어요")

    profile = models.ForeignKey(
        ChildProfile, on_delete=models.CASCADE, related_name="faults", verbose_name=_("자녀 프로필")
    )
    kind = models.CharField(_("무엇이"), max_length=13, choices=Kind)
    found_at = models.DateTimeField(_("찾은 때"))

    class Meta:
        verbose_name = _("살펴볼 동의")
        verbose_name_plural = _("살펴볼 동의")
        constraints = [models.UniqueConstraint(fields=["profile", "kind"], name="one_fault_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.kind}"
