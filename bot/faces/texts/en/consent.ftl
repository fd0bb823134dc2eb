# The private page where a creator answers. Values in { } come from the program; keep them, whatever their order.

consent-title = { $brand } asks for your permission
consent-error-title = Please look again: { $title }
consent-skip = Skip to the content
consent-languages = Language
consent-footer = This page is private to you: please don't pass its address on. It sets no cookies and counts no visitors.

consent-hello = May { $brand } show what you made?
consent-lead = Below is your piece, what { $brand } would like to do with it, and for how long. You decide: allow all of it, a part of it, or nothing. Whatever you choose, you can change your mind later.
consent-piece = Your piece
consent-piece-link = See it where you posted it
consent-picture = Your picture, number { $number }
consent-media-image = Your picture stands where you posted it.
consent-media-video = Your video stands where you posted it.
consent-media-audio = Your recording stands where you posted it.

consent-asked = What you are asked for
consent-uses = Where { $brand } may show it
consent-uses-hint = Untick what you don't want. The rest stays.
consent-use-website = On its website, such as a gallery
consent-use-mail = In its newsletters and mails
consent-use-social = On its own social channels, with your name
consent-use-ads = In paid advertising
consent-use-print = In print, such as packaging, posters and leaflets
consent-use-employees = Shared by its employees and ambassadors
consent-needs-proof = needs one more step, see below
consent-proof-hint = Some of these go further than a private link can prove. If you allow them, this page shows you how to confirm that it is really you; until then they don't count.
consent-territory = Where in the world
consent-worldwide = Everywhere
consent-duration = For how long
consent-days = { $days ->
    [one] One day from your yes
   *[other] { $days } days from your yes
}
consent-years = { $years ->
    [one] One year from your yes
   *[other] { $years } years from your yes
}
consent-until-day = Until { $day }
consent-until-withdrawn = Until you take it back
consent-pay = Payment
consent-pay-none = None, unless you and { $brand } agree on one
consent-credit = How to name you
consent-credit-hint = This stands beside your piece wherever it is shown.
consent-statements = Please confirm
consent-people = The people who can be recognised in it agree, or nobody can be recognised.
consent-own = I made it myself, and the music and artwork in it are mine or I may use them.
consent-original = The original file, if you like
consent-original-hint = Better quality than the copy on the network. A picture or a video of at most { $megabytes } MB. It goes to the team alone and is published only as you allow here. You can leave this empty.
consent-grant = Yes, I allow this
consent-grant-hint = You get a receipt with a link to take it back.

consent-data = What happens to your data
consent-data-1 = { $brand } keeps your answer, when you gave it and what this page showed, as proof of your permission.
consent-data-2 = It is used for nothing else and passed on to nobody but those who show your piece for { $brand }.
consent-data-3 = You can take your permission back, ask what is held about you, or have it erased, at any time.
consent-terms = The full terms (version { $version })

consent-question-title = Do you have a question?
consent-question = Your question to the team
consent-question-hint = A person reads it and answers you where you were asked. Nothing is allowed by asking.
consent-question-send = Send the question
consent-decline-title = Would you rather not?
consent-decline-lead = That is fine, and there is no need to say why. Nothing is shown, and you are not asked about this piece again.
consent-never = Don't ask me about anything else either
consent-decline = No, I don't allow it

consent-problem = There is a problem
consent-error-uses = Tick at least one place where it may be shown, or choose No further down.
consent-error-credit = Say how to name you: your name, or your name on the network.
consent-error-people = Confirm that the people in it agree. If they don't, please choose No further down.
consent-error-own = Confirm that it is yours to allow. If it isn't, please choose No further down, or ask a question.
consent-error-question = Write your question first.
consent-error-too-large = The file is too large: at most { $megabytes } MB are taken. Choose a smaller one, or leave it out.
consent-error-type = This file is neither a picture (JPEG, PNG, WebP, GIF, AVIF) nor a video (MP4, MOV, WebM) that can be read. Choose another one, or leave it out.
consent-error-pixels = This picture has too many pixels to be opened safely. Choose a smaller one, or leave it out.
consent-error-again = Nothing was sent yet. What you typed is still here; choose the file again if you added one.
consent-error-old = The page was open for too long. Nothing was sent. What you typed is still here: look again and press the button once more.
consent-error-foreign = That did not come from this page, so nothing was done. Look again and press the button once more.
consent-error-changed = What you are asked for, or your piece, has changed since you opened the page. Nothing was sent. Look again; what you typed is still here.
consent-error-broken = Your browser's message could not be read, so nothing was done. Please try again.

consent-answered-note = Your question has reached the team. A person will answer you; meanwhile you can still decide here.
consent-asked-done = Thank you. Your question is with the team, and a person will answer you.

consent-granted-title = Thank you: you have allowed it
consent-granted-lead = { $brand } may show your piece as follows:
consent-granted-uses = Allowed
consent-granted-until = Until
consent-granted-from = Since
consent-granted-credit = You are named as
consent-thanks-title = Shared by employees
consent-thanks-lead = { $count ->
    [0] Employees of { $brand } have shared your piece on their own networks, with your name.
    [one] One employee of { $brand } has shared your piece on their own networks, with your name.
   *[other] { $count } employees of { $brand } have shared your piece on their own networks, with your name.
}
consent-thanks-hint = They are told that you thank them, with your name as it stands on your piece. Nothing else is sent, and it can be done once.
consent-thanks-button = Thank those who shared this
consent-thanks-done = You have thanked them.
consent-receipt = Your receipt
consent-receipt-link = Open and save the receipt
consent-withdraw-lead = You can take your permission back at any time, without giving a reason.
consent-withdraw-link = Take it back

consent-pending-title = One more step for the rest
consent-pending-lead = These go further than a private link can prove, so they don't count yet:
consent-pending-how = To confirm that it is really you, answer the message of { $brand } from the account with which you posted this, and write this code:
consent-pending-after = As soon as we see it there, they are allowed, and this page says so. If you do nothing, they stay not allowed.

consent-declined-title = You said no
consent-declined-lead = Nothing of yours is shown, and you are not asked about this piece again. Thank you for answering.
consent-withdrawn-title = The permission was taken back
consent-withdrawn-lead = Your piece leaves every place of { $brand }. What was printed or copied by others before can't be called back.
consent-ended-title = The permission has ended
consent-ended-lead = The time that you agreed to is over, and your piece is no longer shown.
consent-superseded-title = A newer permission stands in its place
consent-superseded-lead = You have answered a later request about this piece. The latest message has its own link.
consent-over-title = This request no longer stands
consent-over-lead = The team has started over. There is nothing to answer here; if a new message comes, use the link in it.
consent-gone-title = Your piece is gone
consent-gone-lead = It no longer exists where it was found, so nothing is asked of you any more, and nothing is shown.
consent-late-title = The time to answer is over
consent-late-lead = Nothing was allowed, and nothing is shown. If you would still like to say yes, tell the team below; they can ask you again.

consent-unknown-title = This link opens nothing
consent-unknown-remedy = It may have been cut short on its way. Copy the whole address from the message that you were sent. If it still opens nothing, the request was withdrawn: answer the message to reach { $brand }.
consent-busy-title = Please wait a moment
consent-busy-remedy = This page was used very often in a short time. Nothing is lost: try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
consent-trouble-title = That did not work
consent-trouble-remedy = Something went wrong on our side, and nothing was changed. Go back and try again in a few minutes.
consent-reach = You can also write to
