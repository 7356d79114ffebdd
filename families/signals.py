"""What missions must hear of a family, inside the transaction that makes it true. Receivers refuse nothing.

member_left(sender=Membership, membership, now): a live membership of a guardian or child has ended.
children_changed(sender=Family, family, child, now): a child came, left, was stopped by a withdrawn consent,
    or was allowed again.
rest_days_changed(sender=RestDay, scope, added, removed, now): these dates (frozensets) were written as days
    without a lesson for a scope of RestDay, or are so no longer.
holidays_changed(sender=Holiday, days): these dates may have become, or ceased to be, 공휴일.
"""

from django.dispatch import Signal

member_left = Signal()
children_changed = Signal()
rest_days_changed = Signal()
holidays_changed = Signal()
