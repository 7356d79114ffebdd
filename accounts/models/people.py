"""Who you are."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from oneco.lib import clock


class UserManager(BaseUserManager["User"]):
    """Makes accounts. E-mail addresses are kept in lower case, so that they compare alike everywhere."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it by one."""
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            email, password, role=User.Role.STAFF, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The role is fixed by the door through which the account was made.

    A child with a PIN profile has no e-mail address and no password.
    """

    class Role(models.TextChoices):
        GUARDIAN = "guardian", _("보호자")
        CHILD = "child", _("자녀")
        STAFF = "staff", _("운영자")

    role = models.CharField(_("역할"), max_length=8, choices=Role, default=Role.GUARDIAN)
    email = models.EmailField(_("이메일"), max_length=191, unique=True, null=True, blank=True)
    display_name = models.CharField(_("이름"), max_length=20, blank=True)
    is_staff = models.BooleanField(_("관리자 화면"), default=False)
    is_active = models.BooleanField(_("쓸 수 있음"), default=True)
    is_demo = models.BooleanField(_("시연 계정"), default=False)
    date_joined = models.DateTimeField(_("만든 때"), default=clock.real_now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("사람")
        verbose_name_plural = _("사람")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["guardian", "child", "staff"]), name="user_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_staff=False) | models.Q(role="staff"), name="only_staff_role_is_staff"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email or f"#{self.pk}"

    @property
    def is_guardian(self) -> bool:
        return self.role == self.Role.GUARDIAN

    @property
    def is_child(self) -> bool:
        return self.role == self.Role.CHILD
