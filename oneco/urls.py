"""Every address; the apps' own pages stand at the root."""

from django.contrib import admin
from django.urls import include, path

from oneco import health, views
from oneco.metrics import metrics

urlpatterns = [
    path("", views.landing, name="landing"),
    path("home/", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("week/<str:week>/", views.digest, name="digest"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("oneco.pwa")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("families.urls")),
    path("", include("lessons.urls")),
    path("", include("missions.urls")),
    path("", include("accounts.urls")),
]

handler500 = "oneco.views.trouble"
