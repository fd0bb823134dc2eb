# The digest in Slack. Values in { } come from the program; numbers come written in the reader's language.

ds-title = { $brand }: { $period }
ds-title-about = { $brand }: { $about }, { $period }
ds-headline = { $foundn ->
    [one] { $found } piece found
   *[other] { $found } pieces found
}, { $approved } approved, { $grantedn ->
    [one] { $granted } permission granted
   *[other] { $granted } permissions granted
}.
ds-record-since = The most since { $month }: { $figure }.
ds-record-ever = The most ever counted: { $figure }.
ds-empty = A quiet { $period }: nothing was found. Check that the sources still answer with /goodword sources, or add a piece yourself with /goodword add.
ds-empty-then = A quiet { $period }: nothing was found then. What is found or added today counts today: look at a longer time with `/goodword insights 365d`.
ds-before = before: { $value }
ds-small = few cases
ds-estimate = an estimate
ds-interval = { $low }–{ $high }, of { $sample }
ds-sample = of { $sample }
ds-more = { $count ->
    [one] and { $shown } more
   *[other] and { $shown } more
}
ds-cut = The rest doesn't fit here: open a figure or export it.
ds-no-part = Missing: { $what }.
ds-gone = a piece that is gone
ds-gone-creator = a creator who is gone
ds-by = { $piece } by { $creator }
ds-first = first time
ds-times = median { $median }, nine in ten under { $p90 }
ds-ends = until { $day }
ds-starts = from { $day }
ds-leaders = leading: { $names }
ds-funnel = From found to shown
ds-attention = What needs attention
ds-pieces = Top pieces
ds-creators = Top creators
ds-rising = Rising creators
ds-people = Creators
ds-tags = Hashtags
ds-campaigns = Campaigns
ds-sentiment = Sentiment
ds-praise = Praise
ds-complaints = Complaints
ds-sources = Sources
ds-response = Response times
ds-load = Decisions by person
ds-rates = Rates
ds-engagement = Engagement
ds-origins = By origin
ds-value = Cost and value
ds-contests = Contests
ds-next-contest = Next contest
ds-open = Open a figure…
ds-export = Export CSV
ds-schedule = Change schedule
ds-send = Send to someone

# Commands and windows

ds-coming = The digest of { $period } is being made. It will stand here in a moment.
ds-preview = Only you see this: a preview of what the digest would say now.
ds-send-here = Send it to this channel
ds-none = No digest was sent here yet. Look at one with /goodword digest preview.
ds-last = The latest digest: { $period }, sent { $sent }.
ds-schedules = When digests come
ds-no-schedule = No digest comes by itself.
ds-managers = These can change it: { $whom }
ds-schedule-line = *{ $place }*: { $when } ({ $zone }), { $language }
ds-weekly = every { $day }, { $time }
ds-monthly = every month on day { $day }, { $time }
ds-quarterly = every quarter on day { $day } of its first month, { $time }
ds-off = Switched off.
ds-next = Next: { $moment }
ds-changed-by = Changed by { $name }
ds-a-mail = a mail address
ds-change = Change
ds-add-week = Add weekly here
ds-add-month = Add monthly here
ds-add-quarter = Add quarterly here
ds-window = When it comes
ds-save = Save
ds-cancel = Cancel
ds-field-day = Day
ds-field-time = Time
ds-field-zone = Time zone
ds-field-zone-hint = Type a city
ds-field-language = Language
ds-field-quiet = Days on which none comes
ds-field-holidays = Holidays of
ds-field-holidays-hint = A country such as SE, or a part of one such as DE-BY: none comes on its public holidays.
ds-field-enabled = On or off
ds-field-on = The digest comes
ds-changed-meanwhile = { $name } changed this schedule meanwhile. Close the window and open it again.
ds-saved = Saved. The next digest comes { $moment }.
ds-saved-off = Saved. No digest comes by this schedule any more.

# What opens

ds-figure = Behind the figure
ds-rows = { $count ->
    [0] { $period }: nothing
   *[other] { $period }: { $first } to { $last } of { $total }
}
ds-no-rows = Nothing stands behind this figure by now: what it counted was changed or is gone.
ds-parts = Which of them
ds-previous = Previous
ds-next-page = Next
ds-details = Open
ds-close = Close
ds-files = The digest of { $period } as tables. They hold names: keep them as you keep other personal data.
ds-files-cut = They hold the first { $most } rows.
ds-files-sent = Sent: look at our direct messages.
ds-choose = Choose
ds-to-person = To a person
ds-to-channel = To a channel
ds-to-hint = They get it as it was sent, without what is gone since. A private channel needs me in it: /invite.
ds-to-nobody = Choose a person or a channel.
ds-send-it = Send
ds-sent-on = The digest of { $period } is on its way.
ds-ambassadors = Ambassadors
ds-sharers = Top ambassadors
ds-shared-pieces = Most shared pieces
ds-gone-sharer = an ambassador who left or stays off the boards
