from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = _("배움")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register receivers, how our notices read and what they are."""
        from lessons import kinds, receivers, wording  # noqa: F401
