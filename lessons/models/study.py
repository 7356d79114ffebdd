"""What a child does with it: enrolments, sessions, answers, recalls."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from families.models import Family
from lessons.models.catalog import Course, Lesson, LessonVersion
from oneco.lib.slots import slot


class Enrolment(models.Model):
    """A child's way through a course in one family, from `first_day` on.

    `weekdays` is seven characters, Monday first, "1" for a day on which the child studies. With
    `on_holidays` a 공휴일 is a study day like any other. `review` marks a 복습 코스: every study day is a
    review session, and there are half as many. `calendar_rule` names the rule it was agreed under, so that a
    later change of the rule moves nobody's days.
    """

    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="enrolments")
    first_day = models.DateField()
    weekdays = models.CharField(max_length=7, default="1111100")
    on_holidays = models.BooleanField(default=False)
    review = models.BooleanField(default=False)
    calendar_rule = models.CharField(max_length=8, default="kr1")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    open = slot(closed_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "course", "open"], name="one_open_enrolment_per_course"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.course_id}"


class StudySession(models.Model):
    """One sitting. `plan` is frozen at the start; where the child stands follows from the answers alone.

    kind lesson: a course's lesson within an enrolment; free: a published lesson without one; review: the
    day's 떠올리기, which serves every open enrolment of the child. `day` is the study date it was opened on,
    `credited_on` the one it was finished on. `shell` says whether that day counts for shells and streak: free
    study beside an open enrolment earns nothing. `cut_short` says that it ended with steps left when the ten
    minutes were over. `sentence` is what the child said in its own words.
    """

    class Kind(models.TextChoices):
        LESSON = "lesson"
        FREE = "free"
        REVIEW = "review"

    class State(models.TextChoices):
        OPEN = "open"
        FINISHED = "finished"

    class Confidence(models.TextChoices):
        SURE = "sure"
        UNSURE = "unsure"

    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="study_sessions"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, related_name="sessions")
    version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, null=True, related_name="sessions")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="sessions")
    day = models.DateField()
    plan = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    credited_on = models.DateField(null=True)
    active_seconds = models.PositiveIntegerField(default=0)
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True)
    shell = models.BooleanField(default=True)
    cut_short = models.BooleanField(default=False)
    sentence = models.CharField(max_length=300, blank=True)
    free_open = slot(kind="free", state="open")
    review = slot(kind="review")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_session_per_enrolled_lesson"),
            models.UniqueConstraint(fields=["child", "lesson", "free_open"], name="one_open_free_session"),
            models.UniqueConstraint(fields=["child", "day", "review"], name="one_review_a_day"),
            models.CheckConstraint(
                condition=Q(kind="review", version__isnull=True, lesson__isnull=True)
                | Q(kind__in=["lesson", "free"], version__isnull=False, lesson__isnull=False),
                name="session_version_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="lesson", enrolment__isnull=False)
                | Q(kind__in=["free", "review"], enrolment__isnull=True),
                name="session_enrolment_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_at__isnull=True, credited_on__isnull=True)
                | Q(state="finished", finished_at__isnull=False, credited_on__isnull=False),
                name="finished_session_is_credited",
            ),
        ]
        indexes = [models.Index(fields=["child", "credited_on"], name="shells_of")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.child_id} on {self.day}"

    @property
    def is_finished(self) -> bool:
        return self.state == self.State.FINISHED


class Answer(models.Model):
    """One passed step or one attempt at it. Append-only; cards and guesses have no right or wrong (null).

    `item_key` is empty for steps without an item. `hints` counts the rungs taken, `shown` says that the
    answer was on the page before. `day` is the study date, `seconds` the active time it took.
    """

    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="answers")
    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    step = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, related_name="answers")
    item_key = models.CharField(max_length=12, blank=True)
    response = models.JSONField(default=dict)
    right = models.BooleanField(null=True)
    hints = models.PositiveSmallIntegerField(default=0)
    shown = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)
    day = models.DateField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "step", "attempt"], name="one_answer_per_attempt"),
        ]
        indexes = [
            models.Index(fields=["child", "lesson", "day"], name="answers_of_a_word"),
            models.Index(fields=["child", "kind", "day"], name="answers_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.step}.{self.attempt}"


class Hint(models.Model):
    """One hint rung (from 1) taken at a step. Append-only."""

    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="hints")
    step = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "step", "rung"], name="one_hint_per_rung")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.step} hint {self.rung}"


class Recall(models.Model):
    """A word of an enrolment, recalled on a study date later than the one it was learned on."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="recalls")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="recalls")
    recalled_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_recall_per_enrolled_word"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id}"


class Bookmark(models.Model):
    """A lesson that the child wants to find again."""

    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "lesson"], name="one_bookmark_per_lesson")]

    def __str__(self) -> str:
        return f"{self.child_id}: {self.lesson_id}"


class Praise(models.Model):
    """One line of 칭찬 from a guardian on a word that a child finished. It stays in its home."""

    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="praises")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "by"], name="one_praise_per_session")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.text}"


class PairCard(models.Model):
    """The card for two of a 복습하는 날: the guardian tells which word the child's own sentence explains.

    `choices` are the ids of the lessons offered, `lesson` is the right one, `sentence` holds the child's
    words with the word itself left out. Open through `open_until` (a study date), answered once: by the
    guardian, or by the child who hears the answer on the telephone. It blocks nothing.
    """

    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="pair_cards")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pair_cards")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    sentence = models.CharField(max_length=340)
    choices = models.JSONField()
    opened_on = models.DateField()
    open_until = models.DateField()
    chosen = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="one_pair_card_per_review"),
            models.CheckConstraint(
                condition=Q(chosen__isnull=True, answered_at__isnull=True)
                | Q(chosen__isnull=False, answered_at__isnull=False),
                name="pair_card_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "open_until"], name="pair_cards_open")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id} until {self.open_until}"


class MapLook(models.Model):
    """A guardian looked at a child's 기억 지도 on a study date: the child sees that somebody did."""

    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="map_looks")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "guardian", "day"], name="one_look_a_day")]

    def __str__(self) -> str:
        return f"{self.guardian_id} at {self.child_id} on {self.day}"
