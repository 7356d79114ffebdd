"""What can be learned: units, words, their versions and items, courses, dated facts."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oneco.lib.slots import slot


class Band(models.TextChoices):
    ELEMENTARY = "E", _("초등")
    MIDDLE = "M", _("중등")
    HIGH = "H", _("고등")


class Unit(models.Model):
    """One of the twelve parts of the map (U01 선택과 희소성)."""

    code = models.CharField(max_length=3, primary_key=True)
    ko = models.CharField(_("이름"), max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("단원")
        verbose_name_plural = _("단원")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.ko}"


class Lesson(models.Model):
    """One word's ten minutes. `code` (U01.4) never changes: a child's memory hangs on it."""

    code = models.CharField(max_length=6, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lessons")
    ko = models.CharField(_("단어"), max_length=40)
    en = models.CharField(max_length=80)
    band = models.CharField(_("단계"), max_length=1, choices=Band)
    order = models.PositiveSmallIntegerField()
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")

    class Meta:
        verbose_name = _("단어")
        verbose_name_plural = _("단어")
        ordering = ["unit", "order"]

    def __str__(self) -> str:
        return f"{self.code} {self.ko}"


class LessonVersion(models.Model):
    """The text of a lesson as published. Immutable from then on: a session keeps the one it began with.

    `content` is the file without its items (definition, scene, picture, not, voices, guess, worked, apply,
    explain, dinner, primer, sources, misconceptions). `checksum` is that of a file which says the same, empty
    while there is none. `author`, `submitted_at` and `reviewer` belong to an
    edit in the admin: who wrote it, since when it waits for a review, who let it out.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("초안")
        REVIEW = "review", _("검토")
        PUBLISHED = "published", _("공개")
        RETIRED = "retired", _("지난 판")

    class Origin(models.TextChoices):
        YAML = "yaml", _("파일")
        ADMIN = "admin", _("관리자 화면")

    ON_THE_WAY = (State.DRAFT, State.REVIEW)

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.YAML)
    checksum = models.CharField(max_length=64)
    content = models.JSONField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("검토를 청한 때"), null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published = slot(state="published")

    class Meta:
        verbose_name = _("단어의 판")
        verbose_name_plural = _("단어의 판")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "number"], name="version_numbers_differ"),
            models.UniqueConstraint(fields=["lesson", "published"], name="one_published_version"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "review", "published", "retired"]),
                name="version_state_known",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{n}판").format(n=self.number)

    @property
    def is_edit(self) -> bool:
        """Written in the admin, and no file says the same yet."""
        return self.origin == self.Origin.ADMIN and not self.checksum


class Item(models.Model):
    """One question of a version. `key` (a1) stays from version to version; variants share `family`."""

    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=12)
    type = models.CharField(max_length=5)
    level = models.PositiveSmallIntegerField()
    family = models.CharField(max_length=24, blank=True)
    review = models.BooleanField(default=False)
    transfer = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        verbose_name = _("문제")
        verbose_name_plural = _("문제")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="item_keys_differ")]

    def __str__(self) -> str:
        return f"{self.key} {self.type}"

    @property
    def question(self) -> dict[str, Any]:
        """The body with its type, as `lessons.grading` reads it."""
        return {**self.body, "type": self.type}


class Course(models.Model):
    """An ordered list of 4 to 20 lessons. A hidden one is not offered to anybody new.

    `reviews` holds the scenario of each 복습하는 날 in turn, over the words of its block: {title, story, ask,
    words (codes), choices}.
    """

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("제목"), max_length=40)
    summary = models.CharField(_("요약"), max_length=160)
    difficulty = models.PositiveSmallIntegerField(_("난이도"))
    order = models.PositiveSmallIntegerField()
    hidden = models.BooleanField(_("숨김"), default=False)
    reviews = models.JSONField(default=list, blank=True)
    lessons: "models.ManyToManyField[Lesson, CourseLesson]" = models.ManyToManyField(
        Lesson, through="CourseLesson", related_name="courses"
    )

    class Meta:
        verbose_name = _("코스")
        verbose_name_plural = _("코스")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class CourseLesson(models.Model):
    """A lesson's place (from 1) in a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="places")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="places")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "order"], name="one_lesson_per_place"),
            models.UniqueConstraint(fields=["course", "lesson"], name="lesson_once_in_a_course"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}.{self.order}"


class Fact(models.Model):
    """A number that changes, written in texts as {fact:key}. Past `check_by` its sentence hides itself."""

    key = models.SlugField(max_length=40, unique=True)
    value = models.CharField(_("값"), max_length=40)
    unit = models.CharField(_("단위"), max_length=20, blank=True)
    effective_on = models.DateField(_("시행일"))
    source = models.CharField(_("출처"), max_length=120)
    check_by = models.DateField(_("다시 확인할 날"))

    class Meta:
        verbose_name = _("바뀌는 수")
        verbose_name_plural = _("바뀌는 수")

    def __str__(self) -> str:
        return f"{self.key} = {self.value}{self.unit}"


class NewsLink(models.Model):
    """A dated article on a lesson's word, checked by staff, shown after the lesson is finished."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="news")
    title = models.CharField(_("제목"), max_length=120)
    url = models.URLField(max_length=400)
    published_on = models.DateField(_("기사 날짜"))
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("뉴스")
        verbose_name_plural = _("뉴스")

    def __str__(self) -> str:
        return self.title


class ErrorReport(models.Model):
    """A reader's word that something in a lesson is wrong. Kept until staff has answered it."""

    class State(models.TextChoices):
        OPEN = "open", _("볼 것")
        MENDED = "mended", _("고침")
        KEPT = "kept", _("그대로 둠")

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="error_reports")
    version = models.ForeignKey(LessonVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    item_key = models.CharField(_("문제"), max_length=12, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="error_reports"
    )
    text = models.CharField(_("무엇이 이상한가요"), max_length=300)
    day = models.DateField()
    at = models.DateTimeField()
    state = models.CharField(_("상태"), max_length=6, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("오류 제보")
        verbose_name_plural = _("오류 제보")
        ordering = ["-at"]
        indexes = [models.Index(fields=["state", "at"], name="reports_to_read")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "mended", "kept"]), name="report_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.text[:30]}"
