"""Who belongs together: families, members, invitations, children, consents, devices, rest days."""

import re

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from oneco.lib.slots import slot

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: they look alike on paper
CODE_PATTERN = re.compile(f"^[{CODE_ALPHABET}]+$")


class Voice(models.TextChoices):
    WARM = "warm", _("다정하게")
    PLAIN = "plain", _("담백하게")
    FRIEND = "friend", _("친구처럼")


class Family(models.Model):
    """Guardians and children who agree on missions. `code` (10 characters) lets a child's device in.

    `closed_at`: its last guardian deleted it. It can be undone for 7 days; then the row stays, nameless.
    """

    name = models.CharField(_("이름"), max_length=30)
    code = models.CharField(_("가족 코드"), max_length=10, unique=True)
    voice = models.CharField(_("말투"), max_length=6, choices=Voice, default=Voice.WARM)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("가족")
        verbose_name_plural = _("가족")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a family. `waiting`: a joining guardian whom no legal guardian has agreed to yet.

    `left_by` is who ended it: the person, or a guardian for a PIN profile's second home.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("기다림")
        LIVE = "live", _("함께")
        LEFT = "left", _("나감")

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=[("guardian", _("보호자")), ("child", _("자녀"))])
    called = models.CharField(_("아이가 부르는 이름"), max_length=10, blank=True)
    legal_at = models.DateTimeField(_("법정대리인이라고 밝힌 때"), null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.LIVE)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    present = slot(state__in=["waiting", "live"])

    class Meta:
        verbose_name = _("가족 구성원")
        verbose_name_plural = _("가족 구성원")
        constraints = [
            models.UniqueConstraint(fields=["family", "user", "present"], name="one_membership_not_left"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "live", "left"]), name="membership_state_known"
            ),
        ]
        indexes = [models.Index(fields=["user", "state"], name="member_of")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.family_id} ({self.state})"


class Invitation(models.Model):
    """An 8-character code for one role, good for 24 hours and one use. Expiry is a WHERE, not a state."""

    class State(models.TextChoices):
        OPEN = "open"
        USED = "used"
        REVOKED = "revoked"
        BLOCKED = "blocked"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=8, unique=True)
    role = models.CharField(max_length=8, choices=[("guardian", _("보호자")), ("child", _("자녀"))])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("초대")
        verbose_name_plural = _("초대")

    def __str__(self) -> str:
        return f"{self.role} → {self.family_id} ({self.state})"


class InvitationReport(models.Model):
    """모르는 사람이에요: whoever was invited does not know the inviter. The inviter learns nothing of it.

    `by` is empty when the person was not signed in.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("모르는 사람의 초대")
        verbose_name_plural = _("모르는 사람의 초대")

    def __str__(self) -> str:
        return f"report of {self.invitation_id}"


class Consent(models.Model):
    """A guardian's consent as 법정대리인 (PIPA art. 22-2). Append-only proof; it has no key to the child.

    `receipt` keeps how it was given: the ticks, the address it was confirmed from.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("가입")
        SHARING = "sharing", _("다른 집과 기록 나누기")
        AI = "ai", _("AI")

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    text_version = models.CharField(max_length=20)
    method = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    receipt = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("동의")
        verbose_name_plural = _("동의")

    def __str__(self) -> str:
        return f"{self.kind} {self.text_version} by {self.guardian_id}"


class ConsentWithdrawal(models.Model):
    """A consent taken back. Append-only."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of {self.consent_id}"


class ConsentRequest(models.Model):
    """A child profile that waits for its guardian to press the link in the e-mail (CONSENT_METHOD=email).

    `draft` holds nickname, birth, animal, ticks and the PIN's hash. No child row exists before the press.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    draft = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("동의 요청")
        verbose_name_plural = _("동의 요청")

    def __str__(self) -> str:
        return f"consent request of {self.guardian_id}"


class ChildProfile(models.Model):
    """A child. Under 14 it rests on a guardian's consent; from 14 on it may rest on its own (basis own).

    14 is reached on the first day of the month after the 14th birthday's month. An own account without a PIN
    has an empty `pin`. Only guardians of the home family reset the PIN. `sharing` is the consent under which
    the word and its shell cross to a second home; like `consent` it stays here when it is withdrawn.
    """

    class Basis(models.TextChoices):
        OWN = "own"
        GUARDIAN_CONSENT = "guardian_consent"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="child_profile"
    )
    birth_year = models.PositiveSmallIntegerField(_("태어난 해"))
    birth_month = models.PositiveSmallIntegerField(
        _("태어난 달"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    animal = models.CharField(_("동물 그림"), max_length=12)
    basis = models.CharField(max_length=16, choices=Basis)
    consent = models.OneToOneField(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="child_profile"
    )
    sharing = models.OneToOneField(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="sharing_profile"
    )
    pin = models.CharField(max_length=128, blank=True)
    pin_is_first = models.BooleanField(default=True)
    home_family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="home_children")

    class Meta:
        verbose_name = _("자녀 프로필")
        verbose_name_plural = _("자녀 프로필")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis="own", consent__isnull=True)
                | models.Q(basis="guardian_consent", consent__isnull=False),
                name="child_basis_has_its_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_month__gte=1, birth_month__lte=12), name="birth_month_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"child {self.user_id}"


class Device(models.Model):
    """A browser that knows a family: made by a right family code or by a guardian who hands it over.

    The cookie carries a signed key; only its hash is kept, so that the table lets nobody in.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="devices")
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    last_allowed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class DevicePin(models.Model):
    """A guardian's 6-digit PIN on one device: the way back from a child's view."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pins")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pin = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "guardian"], name="one_device_pin_per_guardian"),
        ]

    def __str__(self) -> str:
        return f"device pin of {self.guardian_id}"


class Attempt(models.Model):
    """One try at a code or a PIN. Limits live here, not in the cache: a cache that is down opens nothing.

    `key` says what was tried from where: "pin:12@7" (profile, device), "code@203.0.113.5", "device-pin:3@7".
    `cleared` is a guardian's unlock.
    """

    class Outcome(models.TextChoices):
        WRONG = "wrong"
        RIGHT = "right"
        CLEARED = "cleared"

    key = models.CharField(max_length=80)
    outcome = models.CharField(max_length=7, choices=Outcome)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempts_of")]

    def __str__(self) -> str:
        return f"{self.key} {self.outcome}"


class RestDay(models.Model):
    """A day without a lesson. `scope` is never empty: "child:12" (시험기간, 아픈 날: holds in every home),
    "child:12@family:3" (쉬는 날), "family:3" (여행). `date` is a study date. The days of 멈춤 (scope
    "child:12") stand while a consent is withdrawn: nobody takes them, nobody counts them.
    """

    class Kind(models.TextChoices):
        REST = "rest", _("쉬는 날")
        EXAM = "exam", _("시험기간")
        SICK = "sick", _("아픈 날")
        TRIP = "trip", _("여행")
        STOP = "stop", _("멈춤")

    class State(models.TextChoices):
        ASKED = "asked"
        TAKEN = "taken"
        REFUSED = "refused"

    scope = models.CharField(max_length=40)
    date = models.DateField()
    kind = models.CharField(max_length=4, choices=Kind)
    state = models.CharField(max_length=7, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "date"], name="one_rest_per_scope_and_day")]

    def __str__(self) -> str:
        return f"{self.scope} {self.date} {self.kind}"


class Holiday(models.Model):
    """What staff change in the calendar of 공휴일: a day added to it, or taken out of it."""

    date = models.DateField(_("날짜"), unique=True)
    name = models.CharField(_("이름"), max_length=40)
    is_holiday = models.BooleanField(_("쉬는 날인가요"), default=True)

    class Meta:
        verbose_name = _("공휴일 고침")
        verbose_name_plural = _("공휴일 고침")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
