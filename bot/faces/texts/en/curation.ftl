# What managers decide for ambassadors, in Slack. Values in { } are safe to show already.

cu-title = For ambassadors
cu-close = Close
cu-cancel = Cancel
cu-save = Save
cu-undo = Undo
cu-open = Open
cu-back = All collections
cu-previous = Previous
cu-next = Next
cu-tab-collections = Collections
cu-tab-pieces = Pieces
cu-tab-programme = Programme
cu-tab-changes = Changes
cu-only-managers = Only managers change this: { $whom }.
cu-managers = ask one of them
cu-who = by { $name }, { $when }
cu-unknown-word = I can't curate that.
cu-unknown-remedy = Write /goodword curate, with the number of a piece or one of collections, pieces, programme, changes.

cu-collections-about = Pieces that belong together, such as summer 2026 or testimonials. Ambassadors choose the ones that interest them.
cu-no-collections = There is no collection yet. Make one, then put pieces into it.
cu-new = New collection…
cu-new-title = New collection
cu-rename = Edit…
cu-rename-title = Edit collection
cu-name = Name
cu-name-hint = Summer 2026
cu-pieces = { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
}
cu-closed = closed
cu-made-by = made { $who }
cu-changed-by = changed { $who }
cu-empty-collection = There is nothing in it yet.
cu-add = Add pieces…
cu-add-title = Add pieces
cu-pieces-field = Pieces
cu-pieces-hint = Type a number, or words of an approved piece or its creator.
cu-choose = Find a piece by number or words…
cu-close-it = Close collection
cu-reopen = Open again
cu-take-out = Take out
cu-not-shareable = Ambassadors don't get it: it isn't approved, or its permission doesn't cover sharing by employees.
cu-gone = Piece { $item } is gone

cu-pieces-about = What was decided about single pieces. Find a piece to decide about it.
cu-no-marks = Nothing is decided about any piece: ambassadors get what may be shared, best first.
cu-mark-pin = Comes first { $until }
cu-mark-hold = Held back until { $until }
cu-mark-hide = Hidden from ambassadors
cu-mark-limit = Limited
cu-until = until { $moment }
cu-until-open = until it is taken back
cu-limit = At most { $shares ->
    [one] { $shares } share
   *[other] { $shares } shares
} in { $days ->
    [one] a day
   *[other] { $days } days
}
cu-unknown-piece = There is no piece { $item }.
cu-no-licence = :lock: Ambassadors can't share it: it isn't approved, or its permission doesn't cover sharing by employees. What is decided here counts once it does.
cu-licensed-kept-back = :lock: Its permission lasts { $until }, and it is kept back all the same:
cu-licensed = :white_check_mark: Ambassadors may share it { $until }.
cu-in-collections = In { $names }
cu-in-no-collection = In no collection
cu-shared = { $count ->
    [0] never shared
    [one] shared once
   *[other] shared { $count } times
}
cu-do-pin = Put first…
cu-do-hold = Hold back…
cu-do-hide = Hide
cu-do-limit = Limit…
cu-do-collections = Collections…
cu-shared-by = by { $names }
cu-and-more = { $count ->
    [one] { $names } and one more
   *[other] { $names } and { $count } more
}
cu-its-creator = its creator
cu-mark-thank = Its creator's thanks passed on
cu-do-thank = Pass on a creator's thanks…
cu-thank-title = Pass on thanks
cu-thank-sure = { $creator } thanks { $names }. Whoever is thanked is told, and sees it in /goodword me. Pass it on only if { $creator } really said so, for instance in a message to you.
cu-thank-yes = Pass on
cu-lift = Take back
cu-pin-title = Put first
cu-pin-until = First until
cu-pin-hint = Empty: until somebody takes it back.
cu-hold-title = Hold back
cu-hold-until = Nobody gets it before
cu-hold-hint = Ambassadors are not offered it, and nobody shares it before then.
cu-limit-title = Limit
cu-shares-field = Shares, by everybody together
cu-shares-hint = 0: any number.
cu-days-field = Within days
cu-sort-title = Collections
cu-choose-collections = Choose collections…

cu-changes-about = The latest decisions, collections and settings. Taking one back makes what stood before it stand again.
cu-no-changes = Nothing was changed yet.
cu-change-mark = Piece { $item }: { $what }
cu-change-mark-lifted = Piece { $item }, taken back: { $what }
cu-change-set = Set: { $what }
cu-change-lifted = Given back to the settings: { $what }
cu-change-shelf-make = Collection “{ $name }” made
cu-change-shelf-rename = Collection “{ $old }” is called “{ $name }”
cu-change-shelf-close = Collection “{ $name }” closed
cu-change-shelf-open = Collection “{ $name }” opened again
cu-change-shelf-put = { $count ->
    [one] Piece { $item }
   *[other] { $count } pieces
} put into “{ $name }”
cu-change-shelf-take = { $count ->
    [one] Piece { $item }
   *[other] { $count } pieces
} taken out of “{ $name }”
cu-undo-unreadable = That can't be taken back any more. Look at what stands now.

cu-did-make = “{ $name }” is made.
cu-did-rename = “{ $old }” is called “{ $name }” now.
cu-did-close = “{ $name }” is closed: nothing is picked because of it any more.
cu-did-open = “{ $name }” is open again.
cu-did-add = { $count ->
    [0] They were all in it already.
    [one] One piece was added.
   *[other] { $count } pieces were added.
}
cu-did-take-out = Piece { $item } was taken out.
cu-did-pin = Piece { $item } comes first now.
cu-did-hold = Piece { $item } is held back.
cu-did-hide = Piece { $item } is hidden from ambassadors. Links that were shared already go on.
cu-did-limit = Piece { $item } is limited.
cu-did-thank = Thanks are passed on to { $names }. They are told within a minute, or in their working hours.
cu-did-lift = That was taken back for piece { $item }.
cu-did-sort = The collections of piece { $item } are kept.
cu-did-undo = Taken back.

cu-network-copy = Copied link
cu-network-mail = Mail
cu-all-networks = all networks
cu-all-countries = all countries
cu-no-limit = any number of shares
cu-set-disclosure = disclosure ({ $where }) “{ $words }”
cu-set-networks = networks { $names }
cu-set-words = { $count ->
    [0] no blocked words
    [one] blocked word { $words }
   *[other] blocked words { $words }
}
cu-set-picks = { $number ->
    [one] one pick a week for each person
   *[other] { $number } picks a week for each person
}
cu-set-limit = each piece: { $what }

refused-curation-no-name = A collection needs a name with letters or digits, such as summer 2026.
refused-curation-name-taken = There is a collection “{ $name }” already. Add to it, or choose another name.
refused-curation-unknown-collection = There is no collection “{ $name }” any more.
refused-curation-collection-closed = The collection “{ $name }” is closed. Open it again, or choose another one.
refused-curation-collection-full = The collection “{ $name }” would hold more than { $most } pieces. Begin another.
refused-curation-unknown-item = There is no piece { $item }.
refused-curation-past = That moment is over. Choose one that lies ahead.
refused-curation-range = That must be a whole number from { $least } to { $most }.
refused-curation-not-allowed = Only managers curate. Ask one of them.
refused-curation-unknown-network = “{ $name }” is no network. There is { $known }.
refused-curation-no-network = No network would be left. Leave at least one.
refused-curation-word-length = “{ $name }” can't be blocked: it has no letter, or is too long.
refused-curation-disclosure = A disclosure has 1 to { $most } characters.
refused-curation-disclosure-company = A disclosure says whom people work for: {"{company}"} or “{ $company }” must stand in it, as in: I work at {"{company}"}.
refused-curation-disclosure-tag = The tag is one hashtag of letters and digits, of at most { $most } characters, such as #employee.
refused-curation-disclosure-country = A country is two letters, such as SE.
refused-curation-disclosure-language = A language is two or three small letters, such as en.
refused-curation-stale = Somebody changed that again meanwhile. Look at what stands now.

# How the programme goes

cu-programme-title = How it goes
cu-which-days = Which days
cu-last-days = { $days ->
    [one] Last day
   *[other] Last { $days } days
}
cu-nobody-yet = Nobody is an ambassador yet. Colleagues join with `/goodword ambassador join`.
cu-nobody-now = Nobody is an ambassador now. Colleagues join with `/goodword ambassador join`. What was shared before stays counted.
cu-shareable = { $count ->
    [0] :warning: *Nothing* can be shared now: no piece is approved, permitted for sharing by employees, and neither hidden nor held back.
    [one] *One* piece can be shared now.
   *[other] *{ $count }* pieces can be shared now.
}
cu-shareable-few = To get more: ask creators for their permission (first messages ask for sharing by employees too, unless `uses` is set under `[rights]` without `employees`), clear creators whose contract covers it with `/goodword creator`, and approve what waits in the queue.
cu-left-out-ignored = { $count ->
    [one] One more click isn't counted: it was one too many of the same visitor or address.
   *[other] { $count } more clicks aren't counted: they were too many of the same visitors or addresses.
}
cu-left-out-machines = { $count ->
    [one] One visit was a program's, such as a preview: it isn't counted.
   *[other] { $count } visits were programs', such as previews: they aren't counted.
}
cu-doubtful = Links to look at
cu-doubtful-about = More of their clicks were left out than counted: somebody may press them again and again, or have a program do it. What was left out gave no points.
cu-doubtful-line = { $name }, { $network }, piece { $item }: { $ignored } left out, { $clicks } counted
cu-somebody = Somebody who left
cu-celebrate = Celebrate…
cu-celebrate-title = Celebrate
cu-celebrate-about = { $name } is named in { $channel }, within a minute or in their working hours, and gets a badge. You can take it back.
cu-celebrate-nowhere = People can be celebrated once the settings name a `channel` under `[ambassadors]`.
cu-celebrate-boards = Those can be celebrated who stand on the boards.
cu-celebrated = celebrated this week
cu-praise-field = What for
cu-praise-1 = A strong week
cu-praise-2 = Words of their own
cu-praise-3 = Helping others along
cu-praise-4 = Staying with it
cu-did-celebrate = { $name } is celebrated.
cu-remind = Remind kindly
cu-remind-about = A kind reminder is one direct message in their working hours, at most one in 28 days. Whoever pauses gets none.
cu-reminded = reminded { $day }
cu-did-remind = { $name } gets a kind word, now or when they are at work next.
cu-people = { $active ->
    [one] *{ $active }* takes part
   *[other] *{ $active }* take part
}, { $paused } paused. { $faded ->
    [0] Nobody has faded.
    [one] One of them has faded: no share for a while.
   *[other] { $faded } of them have faded: no share for a while.
}
cu-brought = In these days: *{ $shares }* { $shares ->
    [one] share
   *[other] shares
}, *{ $visitors }* unique { $visitors ->
    [one] click
   *[other] clicks
}, *{ $conversions }* { $conversions ->
    [one] conversion
   *[other] conversions
}{ $worth }.
cu-fades = :warning: *The programme fades*: { $shares ->
    [one] one share
   *[other] { $shares } shares
} in the last four weeks, { $before } in the four before. Pin a few fresh pieces, thank those who shared, and ask one of those who faded what would help: fewer picks, another time, other topics.
cu-by-network = By network
cu-by-piece = By piece
cu-active = Who shared
cu-faded = Who faded
cu-got = { $shares ->
    [one] { $shares } share
   *[other] { $shares } shares
}, { $visitors ->
    [one] { $visitors } unique click
   *[other] { $visitors } unique clicks
} ({ $clicks } in all)
cu-did = { $shares ->
    [one] { $shares } share
   *[other] { $shares } shares
}, { $visitors ->
    [one] { $visitors } unique click
   *[other] { $visitors } unique clicks
}
cu-never-shared = nothing shared since { $joined }
cu-last-shared = last shared { $day }
cu-more = and { $count } more, in the tables
cu-open-piece = Decide about a piece…
cu-tables = Export CSV
cu-tables-comment = Ambassadors in { $days ->
    [one] the last day
   *[other] the last { $days } days
}, as tables. They hold what colleagues did: keep them as you keep other personal data.
cu-tables-sent = Sent: look at our direct messages.

# What holds for the programme

cu-programme-about = What holds for all ambassadors. What is set here wins over the settings until it is given back.
cu-change = Change…
cu-give-back = As in the settings
cu-set-here = set { $who }
cu-from-settings = as the settings say
cu-networks = Networks
cu-words = Blocked words
cu-picks = Picks
cu-each-piece = Shares of each piece
cu-disclosures = Disclosures
cu-packaged = { $where }: “{ $words }”
cu-add-disclosure = Set a disclosure…
cu-no-words = none
cu-points = Points
cu-points-line = A share { $share } ({ $shares ->
    [one] one share a day gives points
   *[other] { $shares } shares a day give points
}), the first of a piece { $first } more, a unique click { $click } ({ $most ->
    [one] one a day gives points
   *[other] at most { $most } a day
}), a conversion { $conversion }, a suggestion that was approved { $suggestion }.
cu-points-said = { $said ->
    [0] A share counts once somebody follows its link.
    [one] One share a week counts on somebody's word alone; others once somebody follows their link.
   *[other] { $said } shares a week count on somebody's word alone; others once somebody follows their link.
}
cu-points-none = Nothing gives points on { $networks }. Where a copied link is pasted nobody can see, so people are asked not to use it for X.
cu-points-why = Points are set in the settings, under `[ambassadors.points]`.
cu-networks-title = Networks
cu-networks-field = People may share on
cu-words-title = Blocked words
cu-words-field = One a line
cu-words-hint = Whoever writes one is told which, and shares nothing until it is gone.
cu-picks-title = Picks
cu-picks-field = Picks a week for each person, at most
cu-disclosure-title = Disclosure
cu-disclosure-language = Language of the post
cu-disclosure-network = Network
cu-disclosure-country = Country of the ambassador
cu-disclosure-country-hint = Two letters such as SE. Empty: all countries.
cu-disclosure-text = What it says
cu-disclosure-nameless = It names no company, so that posts say the packaged words instead.
cu-disclosure-text-hint = {"{company}"} stands for the company's name. It is added to every post and to the page behind the link.
cu-disclosure-tag = Hashtag
cu-did-set = Kept: { $what }
cu-did-give-back = The settings hold again.
cu-changed-meanwhile = Somebody changed this meanwhile. Close the window and look at what holds now.

# Where shared links lead

cu-leads = Where shared links lead
cu-leads-title = Where links lead
cu-leads-field = Address
cu-leads-hint = Such as your shop's. Empty: the page of the piece here.
cu-leads-of-field = Where shared links of its pieces lead
cu-leads-of-hint = Empty: where the programme says. A piece in several collections: the one made last decides.
cu-leads-here = The page of the piece here
cu-leads-about = It holds for what is shared from now on. A collection with an address of its own goes before it; of several, the collection made last; then a campaign of the settings.
cu-leads-inside = Shared links of its pieces lead to { $url }
cu-piece-leads = Links that are shared now lead to { $url }{ $of ->
    [0] {""}
   *[other] {" "}({ $named })
}
cu-set-leads = shared links lead to { $url }
cu-set-leads-here = shared links lead to the page of the piece here
cu-set-leads-of = shared links of “{ $name }” lead to { $url }
cu-change-lead-no-more = No longer: { $what }
cu-did-lead-no-more = Shared links of “{ $name }” lead where the programme says.
refused-curation-target = Links can't lead there. Write a web address that begins with https:// or http://, without spaces and without a user name, of at most { $most } characters.

# What it brought, and from where

cu-assumed = { $count ->
    [one] Of one of them the shop said no value: it counts { $each }, as the settings say.
   *[other] Of { $count } of them the shop said no value: each counts { $each }, as the settings say.
}
cu-pixels = { $count ->
    [one] One more was said by a pixel alone, which anybody can forge: it is not counted.
   *[other] { $count } more were said by a pixel alone, which anybody can forge: they are not counted.
}
cu-window = { $days ->
    [one] A conversion counts that the shop reports within a day of the click.
   *[other] A conversion counts that the shop reports within { $days } days of the click.
}
cu-cost = Cost of these days: *{ $cost }*
cu-per-click = *{ $each }* a unique click
cu-per-conversion = *{ $each }* a conversion
cu-sources = Where clicks came from
cu-websites = Websites
cu-countries = Countries
cu-other-websites = others { $clicks }
cu-other-countries = others { $clicks }
cu-sources-few = Of all links together. What fewer than { $count } clicks came from is not named, so that it tells of nobody; many clicks say neither.
