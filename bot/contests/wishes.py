"""Names of the work that contests ask for. Where a cog declares it, the cog renders; the rest is in ``jobs``."""

ADVANCE = "contests.advance"  # contest id: every phase change that is due
DECIDE = "contests.decide"  # contest id: the draw, or the final standings
LAPSE = "contests.lapse"  # contest id: prizes that nobody claimed in time
HAND_ON = "contests.hand_on"  # contest id: prizes that were taken from somebody go to the next member
SHOW = "contests.show"  # contest id: something that participants see has changed
TELL = "contests.tell"  # contest id, what, its values, key: one notice to managers
DM = "contests.dm"  # account id, which text, its values, key: a private message to a participant
MEASURE = "contests.measure"  # contest id
WATCH = "contests.watch"  # contest id
CHECK = "contests.check"  # standings against what they add up to
CHECK_EVENTS = "contests.check_events"  # phases against events
SWEEP = "contests.sweep"  # asks ADVANCE for whatever is overdue
