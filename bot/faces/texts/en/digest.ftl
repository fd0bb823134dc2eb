digest-unknown = not known
digest-none = none yet
digest-about = about { $number }
digest-interval = ({ $low } to { $high })
digest-sample = of { $count }
digest-small = small sample
digest-days = { $said } d
digest-hours = { $said } h
digest-minutes = { $said } min
digest-change-up = up from { $was }
digest-change-down = down from { $was }
digest-change-level = about as before ({ $was })
digest-quiet = Nothing was found this time.
digest-quiet-then = Nothing was found in that time.
digest-headline = { $found } { $found ->
    [one] piece
   *[other] pieces
} found, { $approved } approved, { $granted } { $granted ->
    [one] permission
   *[other] permissions
} granted
digest-best-since = best { $cadence ->
    [week] week
    [month] month
    [quarter] quarter
   *[other] result
} since { $month }
digest-best-ever = best { $cadence ->
    [week] week
    [month] month
    [quarter] quarter
   *[other] result
} so far
digest-before = before: { $was }
digest-times = median { $median }, nine in ten under { $p90 }
digest-gone = gone since
digest-missing = Missing from this digest: { $what }.
digest-why = You get this mail because the team of { $brand } has its digest sent to this address.
digest-who = Managers of the team can change or end it: /goodword digest schedule.
digest-section-funnel = From found to shown
digest-section-attention = What needs attention
digest-section-pieces = Top pieces
digest-section-people = Creators
digest-section-creators = Top creators
digest-section-rising = Rising creators
digest-section-sentiment = Sentiment
digest-section-praise = Praise
digest-section-complaints = Complaints
digest-section-tags = Hashtags
digest-section-campaigns = Campaigns
digest-section-sources = Sources
digest-section-times = Response times
digest-section-load = Decisions by person
digest-section-rates = Rates
digest-section-engagement = Engagement
digest-section-origins = By origin
digest-section-value = Cost and value
digest-section-contests = Contests
digest-section-next-contest = Next contest

figure-found = Found
figure-approved = Approved
figure-rejected = Rejected
figure-decided = Decided
figure-asked = Asked
figure-granted = Permissions granted
figure-declined = Declined
figure-unanswered = Unanswered
figure-withdrawn = Withdrawn
figure-published = Published
figure-positive = Positive
figure-neutral = Neutral
figure-negative = Negative
figure-unjudged = Not judged
figure-positive-share = Positive
figure-neutral-share = Neutral
figure-negative-share = Negative
figure-judged = Judged
figure-approval-rate = Approval rate
figure-approval-rate-positive = Approval rate, positive pieces
figure-approval-rate-neutral = Approval rate, neutral pieces
figure-approval-rate-negative = Approval rate, negative pieces
figure-approved-positive = Approved, positive
figure-approved-neutral = Approved, neutral
figure-approved-negative = Approved, negative
figure-decided-positive = Decided, positive
figure-decided-neutral = Decided, neutral
figure-decided-negative = Decided, negative
figure-permission-rate = Permission rate
figure-ended = Requests that ended
figure-creators = Creators
figure-first-timers = First-timers
figure-returning = Returning
figure-decided-in = Found to decided
figure-answered-in = Asked to answered
figure-answered = Answered
figure-gained = Engagement
figure-gained-likes = Likes
figure-gained-comments = Comments
figure-gained-shares = Shares
figure-gained-saves = Saves
figure-gained-views = Views
figure-gained-reach = Reach
figure-engagement-rate-views = Engagement rate by views
figure-engagement-rate-reach = Engagement rate by reach
figure-engagement-rate-followers = Engagement rate by followers
figure-reach-estimate = Reach, estimated
figure-cost-per-approved = Cost per approved piece
figure-media-value = Media value
figure-decisions = Decisions
figure-waiting = Waiting
figure-entries = Entries
figure-votes = Votes
figure-gained-viewed = Engagement, with views counted
figure-gained-reached = Engagement, with reach counted
figure-gained-followed = Engagement, with followers known
figure-followers = Followers of the creators

digest-silent-source = silent for { $days ->
    [one] one day
   *[other] { $days } days
}
digest-attention-waiting-long = { $count ->
    [one] One piece has waited longer than a day for a decision
   *[other] { $count } pieces have waited longer than a day for a decision
}
digest-attention-answers-unread = { $count ->
    [one] One creator wrote an answer that somebody has to read
   *[other] { $count } creators wrote answers that somebody has to read
}
digest-attention-source-silent = The source { $name } is silent
digest-attention-source-failing = The source { $name } can't be read
digest-attention-other = { $name }: { $count }
digest-part-chart = a chart
digest-part-trend = the course of the weeks
digest-part-pieces = pieces and creators
digest-part-contests = contests
digest-part-figures = rates and response times
digest-part-lines = hashtags, campaigns and sources
digest-part-attention = what needs attention
digest-part-other = { $name }
digest-origin-ugc = Customers
digest-origin-brand = The brand's own
digest-origin-influencer = Influencers
digest-origin-paid = Paid
digest-kind = { $kind ->
    [review] Review
    [photo] Photo
    [video] Video
    [story] Story
    [post] Post
    [blog] Blog post
    [comment] Comment
    [podcast] Podcast
    [immersive] 3D or VR content
   *[other] Piece
}
digest-untitled = { $kind }, item { $number }
digest-untitled-by = { $kind } by { $creator }, item { $number }
figure-sharers = Active ambassadors
figure-shared = Shared by ambassadors
figure-visitors = Unique clicks
figure-conversions = Conversions
figure-conversion-value = Worth of conversions
figure-cost-per-visitor = Cost per unique click
figure-cost-per-conversion = Cost per conversion
figure-points = Points
counted-sharers = { $count ->
    [one] active ambassador
   *[other] active ambassadors
}
counted-shared = { $count ->
    [one] share by ambassadors
   *[other] shares by ambassadors
}
counted-visitors = { $count ->
    [one] unique click
   *[other] unique clicks
}
counted-conversions = { $count ->
    [one] conversion
   *[other] conversions
}
counted-points = { $count ->
    [one] point
   *[other] points
}
digest-section-ambassadors = Ambassadors
digest-section-sharers = Top ambassadors
digest-section-shared-pieces = Most shared pieces
digest-part-ambassadors = ambassadors
