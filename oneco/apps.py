from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin import apps as admin_apps


class OnecoConfig(AppConfig):
    """The wiring on top: commands, system checks, home and health pages."""

    default = True
    name = "oneco"
    label = "oneco"

    def ready(self) -> None:
        """Register the system checks and the letter of the week; wake the worker where there is one."""
        from accounts.signals import deliveries_written
        from oneco import checks, digest, waking  # noqa: F401

        if settings.REDIS_URL:
            deliveries_written.connect(waking.wake_worker, dispatch_uid="oneco.wake_worker")


class StaffAdminConfig(admin_apps.AdminConfig):
    """Django's admin without the pages that others bring: there staff could change whose address an account
    has, and read what second factors and other sites' logins are made of."""

    default = False
    default_site = "oneco.staff.StaffSite"
    not_ours = ("account", "auth", "mfa", "socialaccount", "usersessions")

    def ready(self) -> None:
        """Register our pages only."""
        super().ready()
        from django.contrib import admin

        for label in self.not_ours:
            for model in apps.get_app_config(label).get_models():
                if admin.site.is_registered(model):
                    admin.site.unregister(model)
