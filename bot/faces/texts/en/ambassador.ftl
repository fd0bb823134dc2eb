# The ambassadors' programme in Slack, and the pages behind its Share buttons. Values in { } come from the program.

amb-kind-review = Review
amb-kind-photo = Photo
amb-kind-video = Video
amb-kind-story = Story
amb-kind-post = Post
amb-kind-blog = Blog post
amb-kind-comment = Comment
amb-kind-podcast = Podcast
amb-kind-immersive = Immersive piece
amb-kind-on = { $kind } on { $platform }
amb-somebody = Somebody
amb-a-colleague = a colleague
amb-picture = Picture by { $creator }, without a description
amb-network-mail = Mail
amb-network-copy = Copy link
amb-way-mail = mail
amb-way-copy = copied link

amb-form-title = Become an ambassador
amb-form-title-member = Your settings
amb-join = Join
amb-save = Save
amb-cancel = Cancel
amb-close = Close
amb-settings = Settings
amb-more-settings = More settings
amb-more-settings-what = Picks come directly to you on weekdays, in your working hours and time zone. That, and what interests you, can be changed now or later.
amb-under-more-settings = It stands under “More settings”.
amb-pause = Pause
amb-resume = Go on
amb-leave = Leave
amb-join-what = Share what customers make about { $company }, on your own networks, in your own words. You get pieces whose creators allow it. Every post says who made it and that you work here, and its link counts visitors without knowing who they are. You can pause or leave at any time; what is kept about you then goes.
amb-field-interests = What interests you
amb-field-interests-placeholder = Search tags, campaigns, collections
amb-field-interests-hint = Empty: anything. What you share, save and skip teaches it too.
amb-field-languages = Languages
amb-field-languages-hint = Pieces in these; suggested texts are in the first, where we speak it.
amb-field-networks = Where you share
amb-field-mastodon = Your Mastodon server
amb-field-mastodon-hint = Only if you share there.
amb-field-cadence = How often
amb-field-place = Where picks arrive
amb-field-from = Not before
amb-field-to = Not after
amb-field-days = On which days
amb-field-zone = Time zone
amb-field-country = Country
amb-field-country-hint = Two letters, such as SE: for the words that say where you work, and for public holidays.
amb-field-board = Leaderboard
amb-board-yes = Show me on the leaderboard, and celebrate me there
amb-board-yes-public = Show my name on the leaderboard, also to people outside the company
amb-field-board-public = People outside the company read this leaderboard, in Discord and in the community's digest: your name, and what counted. Celebrations are for colleagues alone. You can take yourself off at any time.
amb-on-board-sure = Show me
amb-boards-opened = The leaderboard is open to people outside the company now: the community reads it in Discord and in its digest. You were taken off, since you agreed when only colleagues read it. What you have counts on, and you see it in `/goodword me`. Do you want to stand there?
amb-cadence-instant = As soon as there is something, one at a time
amb-cadence-daily = Once a day, two at a time
amb-cadence-weekly = Once a week, five at a time
amb-place-dm = Directly to me
amb-place-channel = In #{ $name }
amb-interest-campaign = campaign
amb-interest-collection = collection
amb-unknown-word = There is no “ambassador { $word }”. Write /goodword ambassador join, settings, pause, resume or leave.

amb-joined-dm = :tada: You are an ambassador of { $company }. Your first picks are on their way, in your direct messages with me: at once, since you are here. Later ones come in your working hours.
amb-joined-channel = :tada: You are an ambassador of { $company }. Your first picks are on their way, in the ambassadors' channel: at once, since you are here. Later ones come in your working hours.
amb-saved = Saved.
amb-paused = Paused: no picks come. What you shared goes on counting.
amb-resumed = Picks come again, in your hours.
amb-leave-title = Leave the programme
amb-leave-what = *If you leave*
    • your links end at once: they lead nowhere any more, and say so politely;
    • your settings, picks, badges and place on the leaderboard are deleted;
    • totals stay, without saying that they were yours: shares, clicks and points of the whole programme.
    You can join again, and begin anew. To only have peace for a while, pause.
amb-leave-sure = Your links end at once, and what is kept about you is deleted.
amb-pause-instead = Pause instead
amb-left = You left the programme. Your links have ended, and what was kept about you is deleted. Thank you for what you shared.
amb-left-pick = This pick was for somebody who takes no part in the programme any more.
amb-not-yours = This pick is for { $name }. Get your own with /goodword ambassador join.

amb-welcome = :wave: Welcome! Here are your first picks from { $company }'s customers. A button opens your network with the text filled in; nothing is posted without you.
amb-welcome-more = `/goodword picks` gives more, `/goodword me` shows what came of it, `/goodword ambassador settings` changes when and what.
amb-pick = A pick for you, by { $creator }
amb-pick-for-all = A piece to share, by { $creator }
amb-for-all = For everybody in the programme: *Share…* offers your own networks and text. Not in it yet? `/goodword ambassador join`
amb-pick-gone = This piece is gone, so it can't be shared.
amb-pick-over = It can't be shared any more: its creator's permission has ended, or it was taken down. Links that were shared say so politely.
amb-suggested-text = Suggested text{ $texts ->
    [one] {""}
   *[other] {" "}({ $at } of { $texts })
}
amb-your-text = Your text
amb-added = Credit and disclosure are part of every post.
amb-added-this = Added to every post: { $added }
amb-opened = { $way ->
    [copy] Text and link were opened to copy { $when }. Did you share them?
    [mail] A mail was opened { $when }. Did you send it?
   *[other] Opened on { $network } { $when }. Did you post it?
}
amb-opened-several = Opened: { $networks }. Which of them did you post or send?
amb-said-it = I shared it
amb-said-it-which = I shared it…
amb-said-it-on = { $way ->
    [copy] I shared the copied link
    [mail] I sent the mail
   *[other] I shared it on { $network }
}
amb-shared = :white_check_mark: { $way ->
    [copy] Shared by a copied link
    [mail] Sent by mail
   *[other] Shared on { $network }
} · { $when }
amb-shared-clicked = :white_check_mark: { $way ->
    [copy] Shared by a copied link
    [mail] Sent by mail
   *[other] Shared on { $network }
} · first click { $when } · { $count ->
    [one] { $visitors } unique click
   *[other] { $visitors } unique clicks
}
amb-not-shared = I didn't
amb-not-shared-which = I didn't…
amb-not-posted = Not posted
amb-cant-take-back = Somebody followed that link already, so it was shared.
amb-said-counts = :raised_hands: Thank you! It counts on the leaderboard.
amb-said-full = :raised_hands: Thank you! It counts as a share. You had the day's points for sharing already: { $count ->
    [one] one share gives points
   *[other] { $most } shares give points
} on a day.
amb-said-waits = :raised_hands: Thank you! It counts once somebody follows its link: { $count ->
    [0] no share counts
    [one] one share a week counts
   *[other] { $most } shares a week count
} on your word alone.
amb-said-nothing = :raised_hands: Thank you! Nothing is rewarded on that network, so it gives no points.
amb-share-on = { $way ->
    [copy] Copy text and link
    [mail] Send by mail
   *[other] Share on { $network }
}
amb-share-this = Share…
amb-share = Share…
amb-share-title = Share
amb-all-networks = All networks…
amb-here-after = The first click on its link shows that you shared it. After you pressed a button, it also stands in our direct messages, where you can say so.
amb-edit = Edit text…
amb-another-text = Another text
amb-save-later = Save for later
amb-unsave = Not for later
amb-skip = Skip
amb-more = More picks
amb-undo = Undo
amb-skipped = Skipped: a piece by { $creator }. You get fewer like it.
amb-more-coming = { $count ->
    [one] One more pick is on its way.
   *[other] { $number } more picks are on their way.
}
amb-no-more = There is nothing new to share right now. You get a pick as soon as there is.
amb-week-full = { $count ->
    [one] You asked for this week's pick. More come by themselves, when you want them.
   *[other] You asked for { $number } picks this week, which is as many as there are. More come by themselves, when you want them.
} More come on Monday.
amb-saved-hint = { $count ->
    [one] You saved one for later: `/goodword picks saved`
   *[other] You saved some for later: `/goodword picks saved`
}
amb-still-title = You haven't shared these yet
amb-saved-title = Saved for later
amb-nothing-saved = Nothing is saved. *Save for later* on a pick keeps it here.
amb-to-pick = its pick

amb-edit-title = What you say
amb-begin-with = Begin with
amb-use-text = Use this
amb-field-text = Your text
amb-field-network = Where
amb-go-on = Go on
amb-ready-title = Ready to share
amb-ready = The post for { $network }. The button opens it there, filled in.
amb-ready-page = The post for { $network }, which takes only the link: the button opens a page where you copy the text and go on.
amb-ready-mail = The mail. The button leads to your mail program, filled in.
amb-ready-copy-link = The text with its link. The button opens a page where you copy it; paste it wherever you like. For X, use the button for X: nothing may be rewarded there.
amb-ready-copy = The post for { $network }: copy it, since { $network } takes only the link, then paste it there.
amb-ready-paste = Copy this and paste it wherever you like. For X, use the button for X: nothing may be rewarded there.
amb-field-post = The post, to copy
amb-field-post-hint = Changes made here are not kept: “Edit text…” on the pick keeps them.
amb-shortened = Your words were cut to fit { $network }.
amb-open-network = { $way ->
    [copy] Copy text and link
    [mail] Open your mail program
   *[other] Open { $network }
}
amb-after = The first click on its link shows that you shared it; or say so here.

amb-me-title = You as an ambassador
amb-home-title = Ambassador
amb-home-me = Me
amb-home-next = The next ones come { $when }.
amb-home-picks = { $count ->
    [0] No pick waits for you.
    [one] One pick waits under *Messages*.
   *[other] { $count } picks wait under *Messages*.
}{ $saved ->
    [0] {""}
    [one] {" "}One is saved for later.
   *[other] {" "}{ $saved } are saved for later.
}
amb-home-picks-channel = Your picks stand in the ambassadors' channel.
amb-me-paused = You are paused: no picks come.
amb-me-line = *{ $period }*: { $pointsn ->
    [one] { $points } point
   *[other] { $points } points
}, { $sharesn ->
    [one] { $shares } share
   *[other] { $shares } shares
}, { $clicksn ->
    [one] { $clicks } unique click
   *[other] { $clicks } unique clicks
}
amb-me-place = place { $rank } of { $total }
amb-me-streak = :fire: { $count ->
    [one] Shared this week
   *[other] { $number } weeks in a row with a share
}
amb-me-streak-waits = :fire: { $count ->
    [one] You shared last week: share this week to make it two in a row
   *[other] { $number } weeks in a row with a share, up to last week: share this week to keep it
}
amb-me-shares = Your latest shares
amb-me-no-shares = You haven't shared anything yet. `/goodword picks` brings something worth it.
amb-me-share = { $piece } · { $network } · { $when }: { $count ->
    [one] { $visitors } unique click
   *[other] { $visitors } unique clicks
}
amb-me-opened = Opened, not known to be shared: { $number }
amb-me-suggestions = What you suggested
amb-me-suggestion = { $what }, { $day }: { $state }
amb-item-number = item { $number }
amb-suggested-waiting = waits for a decision
amb-suggested-accepted = approved
amb-suggested-rejected = not used
amb-suggested-known = was here already
amb-me-badges = Your badges
amb-me-more-badges = { $count ->
    [one] and one more
   *[other] and { $number } more
}
amb-me-no-points-x = X forbids rewards for posts, so shares there give no points and no badges.
amb-on-board = Show me on the leaderboard
amb-off-board = Take me off the leaderboard
amb-badge-first-share = Your first share
amb-badge-first-click = The first click on a link of yours
amb-badge-first-on = { $way ->
    [copy] Your first share by a copied link
    [mail] Your first share by mail
   *[other] Your first share on { $network }
}
amb-badge-streak = { $number } weeks in a row with a share
amb-badge-find = The most helpful find of a month: shared { $count ->
    [one] once
   *[other] { $number } times
} by colleagues
amb-badge-thanks = Thanks from the creator of a piece that you shared
amb-badge-thanks-by = Thanks from { $creator }, whose piece you shared
amb-thanked = :heart: The creator of a piece that you shared thanks you. It stands in `/goodword me`.
amb-thanked-by = :heart: { $creator } thanks you for sharing what they made. It stands in `/goodword me`.
amb-unthanked = :leaves: The thanks that stood here were taken back.
amb-to-piece = The piece
amb-badge-got = :sports_medal: You got a badge: { $what }.
amb-badge-celebrated = Celebrated by the programme: { $count ->
    [2] you found words of your own
    [3] you helped others along
    [4] you stay with it
   *[other] a strong week
}
amb-celebrate-celebrated = :tada: { $count ->
    [2] Three cheers for { $name }, who finds words of their own for what others made.
    [3] Three cheers for { $name }, who helps others along.
    [4] Three cheers for { $name }, who stays with it.
   *[other] Three cheers for { $name }: what a week!
}
amb-remind = :wave: You haven't shared anything for a while, and that is fine. There are fresh pieces if you like; fewer picks, or another time, are a matter of one window. Pause, and you hear nothing more.
amb-remind-settings = Change what comes
amb-celebrate-first-share = :seedling: { $name } shared for the first time. Welcome!
amb-celebrate-streak = :fire: { $name } has shared something { $number } weeks in a row.
amb-celebrate-find = :mag: { $name } had the most helpful find of the month: { $count ->
    [one] a colleague shared it.
   *[other] colleagues shared it { $number } times.
}
amb-celebrate-thanks = :heart: { $name } was thanked by the creator of a piece they shared.

amb-suggest-usage = What did you see? Write /goodword suggest, the address, and why if you like.
amb-suggest-taken = :mag: Thank you! It waits for a decision as item { $item }. You hear of it here. { $count ->
    [0] {""}
    [one] If it is approved you get { $points } point.
   *[other] If it is approved you get { $points } points.
}
amb-to-suggestion = what you suggested
amb-suggestion-accepted = :mag: Thank you: { $what } was approved. { $count ->
    [0] {""}
    [one] You got { $points } point.
   *[other] You got { $points } points.
}
amb-suggestion-rejected = :mag: Thank you for { $what }. The team looked at it and decided not to use it. Others are welcome.
amb-suggest-known = Thank you! That one is here already, as item { $item }.

amb-board-title = Leaderboard
amb-board-head = { $period }, by { $measure }
amb-period-week = This week
amb-period-season = This season
amb-period-all = All time
amb-measure-points = points
amb-measure-shares = shares
amb-measure-clicks = unique clicks
amb-by-points = Points
amb-by-shares = Shares
amb-by-clicks = Unique clicks
amb-board-empty = Nobody yet: the first share leads.
amb-score-points = { $count ->
    [one] { $said } point
   *[other] { $said } points
}
amb-score-shares = { $count ->
    [one] { $said } share
   *[other] { $said } shares
}
amb-score-clicks = { $count ->
    [one] { $said } unique click
   *[other] { $said } unique clicks
}
amb-board-own = You: place { $rank } of { $total }, with { $score }
amb-board-own-off = You have { $score }. You stay off the leaderboard; `/goodword me` changes that.
amb-board-own-nothing = You have nothing here yet. `/goodword picks` brings something worth sharing.
amb-board-not-member = You aren't an ambassador: `/goodword ambassador join`
amb-board-no-points-x = Shares on X count on no board: X forbids rewards.
amb-board-join = Join with `/goodword ambassador join`
amb-board-earlier = Higher places
amb-board-later = Lower places
amb-board-post = Show in this channel
amb-board-no-channel = I don't know which channel that was. Write /goodword leaderboard in it.
amb-board-usage = “{ $word }” is no board. Write /goodword leaderboard week, season or all, and points, clicks or shares.

sharing-skip = To the content
sharing-languages = Languages
sharing-footer = This page sets no cookies. Its one script copies the text.
sharing-title-linkedin = Share on LinkedIn
sharing-title-x = Share on X
sharing-title-facebook = Share on Facebook
sharing-title-bluesky = Share on Bluesky
sharing-title-mastodon = Share on Mastodon
sharing-title-threads = Share on Threads
sharing-title-whatsapp = Share on WhatsApp
sharing-title-mail = Share by mail
sharing-title-copy = Copy text and link
sharing-lead = { $network } takes the link from us, but not the text: copy it here, go on, and paste it there.
sharing-lead-server = The button opens { $host } with this text. It is the { $network } server that you named: check that it is yours.
sharing-lead-mail = The button opens your mail program with this text.
sharing-lead-copy = Copy this and paste it wherever you like. For X, use the button for X: nothing may be rewarded there.
sharing-text = Your post, with credit and disclosure
sharing-shortened = Your words were cut so that the post fits.
sharing-copy = Copy
sharing-copied = Copied
sharing-go = Go on to { $network }
sharing-go-server = Open { $host }
sharing-go-mail = Open mail
sharing-after = You may edit it there. Please leave in who made it, and that you work here.
sharing-missing-title = That button isn't known
sharing-missing-text = The address is wrong, or a part of it got lost. Press the button in the chat again.
sharing-expired-title = That button is too old
sharing-expired-text = The pick in the chat has newer buttons. /goodword picks finds it again.
sharing-refused-title = That can't be shared now
sharing-refused-text = Choose another piece.
sharing-ready-title = Ready to share
sharing-ready-text = Press the button to open the network with your text.
sharing-go-on = Go on
