"""How templates name and draw a child's animal."""

from django import template

from families.animals import ANIMALS

register = template.Library()


@register.filter
def animal(key: str) -> str:
    """The drawing of an animal: {% icon "otter"|animal %}."""
    return f"animal-{key}"


@register.filter
def animal_name(key: str) -> str:
    """The name of an animal: 해달."""
    return str(ANIMALS.get(key, ""))
