"""What makes the site installable: the manifest, the service worker, the page for no network."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.cache import cache_control

from oneco.lib.audience import ANYONE, audience

ICON_SIZES = (192, 512)
KEPT_OFFLINE = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/components.css",
    "img/sprite.svg",
    "js/oneco.js",
    "icons/favicon.svg",
)


@audience(ANYONE)
@cache_control(max_age=86400, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest; its addresses follow the hashed names of static files."""
    icons: list[dict[str, Any]] = [
        {
            "src": static(f"icons/{kind}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable" if kind == "maskable" else "any",
        }
        for size in ICON_SIZES
        for kind in ("icon", "maskable")
    ]
    body = {
        "id": "/",
        "name": "원코 · 아이와 맺는 배움의 약속",
        "short_name": "원코",
        "description": "하루 10분, 아이와 맺는 배움의 약속",
        "lang": "ko",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F3EFE4",
        "theme_color": "#FFFDF6",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@audience(ANYONE)
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker at the root, so that it may answer for every address; its version is what it keeps."""
    files = [static(name) for name in KEPT_OFFLINE]
    context = {
        "files": json.dumps(files),
        "version": sha256("".join(files).encode()).hexdigest()[:12],
        "icon": static("icons/icon-192.png"),
    }
    return render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")


@audience(ANYONE)
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows when there is no network. Knows nobody: it is kept in the browser's cache."""
    return HttpResponse(render_to_string("offline.html"))


@audience(ANYONE)
@cache_control(max_age=86400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks at the old address instead of reading the page's head."""
    return redirect(static("icons/favicon.svg"))


urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("offline/", offline, name="offline"),
]
