# The public gallery. Values in { } come from the program; keep them, whatever their order.

gallery-title = Seen with { $brand }
gallery-lead = Shown with the permission of the people who made it, for as long as they wish. A thank-you from { $brand }.
gallery-skip = Skip to the gallery
gallery-languages = Language
gallery-footer = This page sets no cookies and counts no visitors. Every piece belongs to its creator.
gallery-nothing = Nothing is shown here at the moment.
gallery-original = See it on { $platform }
gallery-removal = Is this yours? Ask for removal
gallery-picture-image = A picture without a description
gallery-picture-video = A still from a video, without a description
gallery-pages = More of the gallery
gallery-newest = The newest
gallery-older = Older pieces
gallery-back = To the gallery
gallery-mail = You can also write to us:
gallery-error = Please look again:

gallery-ask-title = Ask for a removal
gallery-ask-lead = Tell { $brand } why this piece should leave the gallery. A person looks at it and answers you. If you are its creator and have a private link from us, that link takes it off at once.
gallery-ask-who = Who are you?
gallery-who-creator = I made it
gallery-who-pictured = I am in it, or my child is
gallery-who-owner = Something of mine is in it: music, artwork, a trademark
gallery-who-other = Somebody else
gallery-ask-contact = How can we reach you?
gallery-ask-contact-hint = A mail address, or your name on the platform. It is used for the answer alone.
gallery-ask-why = What should we know? (may be left out)
gallery-ask-send = Send the request
gallery-problem-missing = Please say who you are and how we can reach you. Nothing was sent yet.
gallery-problem-old = This form had waited too long, so nothing was sent. Please send it again.

gallery-asked-title = Thank you. Your request has arrived.
gallery-asked-text = The team has been told and will look at it. You will hear from us.
gallery-removed-title = That piece is not in the gallery
gallery-removed-text = It was taken off already, or its address is wrong. There is nothing more to do.
gallery-missing-title = There is no such page
gallery-missing-text = The address is wrong. The gallery itself is here:
gallery-broken-title = The form could not be read
gallery-broken-text = Nothing was sent. Please go back and try again with a shorter text.
gallery-busy-title = Too many requests
gallery-busy-text = Nothing was sent. Please try again in some minutes.
