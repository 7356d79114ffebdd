"""What accounts say to the wiring."""

from django.dispatch import Signal

# After a commit: deliveries wait to be carried now. Unheard, nothing is lost: the sweep looks too.
deliveries_written = Signal()
