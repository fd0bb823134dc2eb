digest-unknown = not known
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
digest-headline = { $found } { $found ->
    [one] piece
   *[other] pieces
} found, { $approved } approved, { $granted } { $granted ->
    [one] permission
   *[other] permissions
} granted
digest-best-since = { $figure }: best since { $month }
digest-best-ever = { $figure }: best so far

figure-found = Found
figure-approved = Approved
figure-rejected = Rejected
figure-decided = Decided
figure-asked = Asked
figure-granted = Permissions granted
figure-declined = Declined
figure-unanswered = Unanswered
figure-withdrawn = Withdrawn
figure-published = Free to show
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
