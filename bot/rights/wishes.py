"""Names of the durable work of permissions, see ``jobs.py``."""

ADVANCE = "rights.advance"  # ask id: whatever is due by time
SWEEP = "rights.sweep"  # asks ADVANCE for whatever is due
SEND = "rights.send"  # ask id, revision: the message of that step, where the platform lets us
REMOVED = "rights.removed"  # item id: off every surface, and looked for
CLEARANCE_ENDED = "rights.clearance_ended"  # clearance id: what it alone allowed is removed
VERIFY = "rights.verify"  # the whole chain
