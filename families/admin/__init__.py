"""What staff sees of families, the five acts, and the lines that acts and looks leave."""

from families.admin import acts, families

__all__ = ["acts", "families"]
