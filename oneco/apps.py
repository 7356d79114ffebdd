from django.apps import AppConfig


class OnecoConfig(AppConfig):
    """The wiring on top: commands, system checks, home and health pages."""

    name = "oneco"
    label = "oneco"

    def ready(self) -> None:
        """Register the system checks."""
        from oneco import checks  # noqa: F401
