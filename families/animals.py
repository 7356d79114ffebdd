"""The animals a child picks from; the key names the picture and is kept in the profile."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANIMALS: dict[str, Promise] = {
    "otter": _("해달"),
    "rabbit": _("토끼"),
    "cat": _("고양이"),
    "dog": _("강아지"),
    "bear": _("곰"),
    "fox": _("여우"),
    "turtle": _("거북이"),
    "whale": _("고래"),
}
FIRST_ANIMAL = "otter"
