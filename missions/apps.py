from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MissionsConfig(AppConfig):
    name = "missions"
    verbose_name = _("미션")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.wording import register
        from missions import kinds, receivers, wording  # noqa: F401  (signals are heard from here on)

        for kind, template in {**wording.NOTICES, **wording.REST_NOTICES}.items():
            register(kind, template, whose="{child}", **wording.AROUND.get(kind, {}))
