"""How the labs write sums and what goes with them. Pure."""

from lessons.numbers import number_text


def won(amount: int) -> str:
    """3000 as 3,000원; a loss has the long minus: −3,000원."""
    return number_text(amount, "원").replace("-", "−")
