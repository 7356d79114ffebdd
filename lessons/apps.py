from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = _("배움")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register receivers and how our notices read."""
        from lessons import receivers, wording  # noqa: F401
