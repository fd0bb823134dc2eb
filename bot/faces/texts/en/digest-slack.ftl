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
ds-before = before: { $value }
ds-unknown = not known
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
ds-funnel = The way of a piece
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
