# The creator's receipt, the button that takes a yes back, and the receipt mail. Values in { } come from the program.

receipt-title = Your receipt
receipt-lead = This is what you and { $brand } agreed on, as it stands now. Keep it: it proves it without us.
receipt-state-given = You allow it
receipt-state-refused = You said no
receipt-state-withdrawn = You took your permission back
receipt-state-expired = The permission has run out
receipt-state-superseded = A newer permission stands in its place
receipt-state-requested = You were asked
receipt-state-unknown = You answered, and a person reads it
receipt-state-removed = We looked: it is shown nowhere of ours any more
receipt-piece = Your piece
receipt-piece-link = See it where you posted it
receipt-nothing = Nothing of it may be shown.
receipt-uses = Allowed
receipt-not-uses = Not allowed
receipt-none = nothing
receipt-territory = Where in the world
receipt-worldwide = Everywhere
receipt-since = Since
receipt-until = Until
receipt-open-end = you take it back
receipt-credit = You are named as
receipt-answer = Your answer
receipt-known = How we know it was you
receipt-proof-none = Your private link was used
receipt-proof-reply = The account that posted it answered
receipt-proof-code = The account that posted it wrote our code
receipt-proof-mail = You answered from your mail address
receipt-proof-hand = A member of the team read your answer
receipt-terms = The terms you agreed to (version { $version })
receipt-terms-gone = The text is no longer held here; its fingerprint is in the file.
receipt-history = What happened
receipt-when = When (UTC)
receipt-what = What
receipt-law = Law that applies
receipt-kept = Where the data is kept
receipt-keep = Keep it
receipt-download = Download the receipt as a file
receipt-print = You can also print this page.
receipt-mail-lead = Or have it sent to you. The address is used for receipts about this piece alone: now, and when something about your permission changes.
receipt-mail-label = Your mail address
receipt-mail-send = Send me the receipt
receipt-mail-sent = The receipt is on its way. If it isn't there within a few minutes, look among your unwanted mail.
receipt-mail-error = Write a mail address, like name@example.com.
receipt-mail-enough = Enough mails were sent for today. Download the receipt, or try again tomorrow.
receipt-change = Change your mind
receipt-change-lead = You can take your permission back at any time, without giving a reason and without an account.
receipt-change-link = Take it back
receipt-check = For those who want to check it
receipt-check-lead = The file holds each step with its hash and signature. Each hash is over the step in its canonical form (RFC 8785) and names the step before it; each signature is Ed25519 with this key:
receipt-number = Receipt number
receipt-record = Record number
receipt-fingerprint = Fingerprint (SHA-256) of what was shown
receipt-last = Last step, number { $sequence }
receipt-rights = Your rights
receipt-rights-lead = You may ask { $brand } what is held about you, have it corrected, handed over or erased, and complain to a data protection authority.

receipt-withdraw-title = Take your permission back
receipt-withdraw-lead = With this button your permission to { $brand } ends at once. You need no account and give no reason.
receipt-withdraw-no-lead = You have not allowed anything yet. With this button you say no, at once; you need no account and give no reason.
receipt-withdraw-ends = This ends
receipt-withdraw-after = What happens then
receipt-withdraw-after-1 = Your piece leaves every place of ours within a minute, and we look whether it did.
receipt-withdraw-after-2 = What was printed, or copied by others before, can't be called back.
receipt-withdraw-after-3 = That you allowed it and took it back stays on record as signed hashes, as proof for both of us. Nothing is shown from it.
receipt-withdraw-after-no = Nothing of yours is shown, and you are not asked about this piece again.
receipt-withdraw-button = Take it back now
receipt-withdraw-no-button = Say no now
receipt-withdrawn-title = It is done: you took your permission back
receipt-withdrawn-already-title = You took it back already
receipt-withdrawn-at = It ended on { $at } (UTC).
receipt-withdrawn-removing = Your piece is being removed from every place of ours; that takes at most a minute. Load this page again to see that it is done.
receipt-withdrawn-removed = We removed it and looked: it was shown nowhere of ours any more on { $at } (UTC).
receipt-declined-title = It is done: you said no
receipt-declined-already-title = You said no already
receipt-ended-title = There is nothing to take back
receipt-ended-lead = This permission has ended, and your piece is not shown by it any more.
receipt-see = See your receipt

consent-retired-title = This link has been replaced
consent-retired-remedy = It was a private link that no longer opens anything. Use the newest message from { $brand }, or write to them: they can send you another one.
consent-unanswered-title = There is no receipt yet
consent-unanswered-remedy = A receipt is given once you have answered { $brand }. Use the link in their message to do so.

receipt-mail-subject = { $state ->
    [given] Your receipt: what you allow { $brand }
    [refused] Your receipt: you said no to { $brand }
    [withdrawn] Your receipt: you took your permission back from { $brand }
   *[other] Your receipt: a permission of yours to { $brand } has ended
}
receipt-mail-hello = Hello,
receipt-mail-body = this is the receipt about your piece:
receipt-mail-attached = The attached file says the same to programs, with signatures that anybody can check.
receipt-mail-page = Read it in your browser:
receipt-mail-withdraw = Take it back at any time, with one click and without an account:
receipt-mail-private = Please don't pass these links on: whoever has them can use them.
receipt-mail-why = You get this mail because you answered { $brand }. It is not the start of a newsletter.
