"""Names of the work about digests."""

DUE = "digests.due"  # sends what schedules say is due
SEND = "digests.send"  # digest id
REDRAW = "digests.redraw"  # digest id: its message shows something that was taken out
PICTURES = "digests.pictures"  # digest id, which try: a picture that could not be uploaded
LEAVING = "digests.leaving"  # takes out what digests may not name any more
