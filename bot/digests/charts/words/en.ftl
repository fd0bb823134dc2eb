chart-found = found
chart-approved = approved
chart-asked = asked
chart-granted = granted
chart-published = published
chart-positive = positive
chart-neutral = neutral
chart-negative = negative
chart-judged = judged pieces
chart-unknown = not known
chart-before = found before
chart-was = was { $before }
chart-striped = striped: { $period }
chart-small = small sample

chart-week = week { $number }
chart-week-short = W{ $number }

chart-found-count = { $count ->
    [0] Nothing found this time
    [one] { $said } piece found
   *[other] { $said } pieces found
}
chart-trend = { chart-found-count }
chart-trend-up = { chart-found-count }, up from { $before }
chart-trend-down = { chart-found-count }, down from { $before }
chart-trend-level = { chart-found-count }, about as before ({ $before })
chart-trend-since = { chart-found-count }, the most since { $month }
chart-trend-ever = { chart-found-count }, the most so far
chart-funnel = { $found } found, { $approved } approved, { $granted } permissions granted
chart-sentiment = { $positive } positive, { $negative } negative of { $count ->
    [one] { $said } judged piece
   *[other] { $said } judged pieces
}
chart-sentiment-none = No piece was judged this time

chart-alt-trend = Bars of pieces found, with lines of approved and granted, for each period
chart-alt-trend-one = { $period }: { $found } found, { $approved } approved, { $granted } granted
chart-alt-course = Columns of pieces found with a line of approved, from the last part of the time to its first
chart-alt-course-beside = Columns of pieces found with a line of approved, and a line of those found in { $before }, from the last part of the time to its first
chart-alt-course-one = from { $day }: { $found } found, { $approved } approved
chart-alt-course-was = from { $day }: { $found } found, { $approved } approved, { $before } before
chart-alt-funnel = Bars for each step, with { $before } beside it
chart-alt-funnel-one = { $name } { $value }, was { $before }
chart-alt-sentiment = Stacked shares of positive, neutral and negative pieces for each period
chart-alt-sentiment-one = { $period }: { $positive } positive, { $neutral } neutral, { $negative } negative of { $said }
chart-alt-sentiment-nothing = { $period }: none judged
