"""Oneco's addresses and the floor's."""

from django.urls import include, path

urlpatterns = [path("floor/", include("bench.floor.urls")), path("", include("oneco.urls"))]
