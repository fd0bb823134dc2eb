"""Names shared by whoever escalates and whoever delivers the message about it."""

TELL_ESCALATED = "review.tell_escalated"  # job: item id, to whom, by whose name, note
TELL_TAKEN_BACK = "review.tell_taken_back"  # job: item id, by whose name
