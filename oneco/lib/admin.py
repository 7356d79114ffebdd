"""What the admin pages of all apps share."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.functional import Promise

from oneco.lib.clock import KST


class ReadOnly:
    """A page to look at: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def when(moment: datetime | None) -> str:
    """A moment in Seoul, short enough for a column; a dash for none."""
    return moment.astimezone(KST).strftime("%Y-%m-%d %H:%M") if moment else "–"


def titled(kind: type[admin.FieldListFilter], title: str | Promise) -> type[admin.FieldListFilter]:
    """A filter of a field whose own name is English."""

    class Titled(kind):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


looked_at = Signal()  # sender: the model; by: who opened the page of a row; pk


class Looked:
    """A page about people: whoever opens it leaves a line, whoever reads the list does not.

    Stands before ModelAdmin among the bases. Who writes the line listens to `looked_at`.
    """

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        answer = super().change_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        if answer.status_code == 200:
            looked_at.send(self.model, by=request.user, pk=int(unquote(object_id)))  # type: ignore[attr-defined]
        return answer


class Listed:
    """A list and a page are called by what they hold: Django's own titles do not read as Korean."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = self.opts.verbose_name_plural  # type: ignore[attr-defined]
        return super().changelist_view(request, {"title": title} | (extra_context or {}))  # type: ignore[misc]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        title = {"title": self.opts.verbose_name} if object_id else {}  # type: ignore[attr-defined]
        context = title | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)  # type: ignore[misc]
