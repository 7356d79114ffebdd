from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    name = "families"
    verbose_name = _("가족")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register receivers, how our notices read and what they are."""
        from families import kinds, receivers, wording  # noqa: F401
