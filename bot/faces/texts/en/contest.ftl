# Contests as participants see them. Values in { } come from the program; keep them, whatever their order.

## Words

kind-votes = Members' votes decide.
kind-jury = A jury decides.
kind-engagement = Likes, comments and shares decide.
kind-points = Points for challenges decide.
kind-lot = A draw decides.
kind-mix = Votes, a jury and engagement decide together.
phase-draft = being prepared
phase-announced = announced
phase-open = open
phase-voting = voting
phase-closed = closed
phase-decided = being decided
phase-awarded = awarded
phase-finished = finished
phase-cancelled = cancelled
status-waiting = in review
status-accepted = takes part
status-rejected = not accepted
status-withdrawn = withdrawn
status-disqualified = disqualified
award-status-planned = not announced yet
award-status-offered = waiting to be claimed
award-status-claimed = claimed
award-status-lapsed = not claimed in time
award-status-declined = declined
award-status-passed = given to somebody else
award-status-nobody = there is nobody to give it to
count-votes = { $count ->
    [one] 1 vote
   *[other] { $count } votes
}
count-points = { $count ->
    [one] 1 point
   *[other] { $count } points
}
count-entries = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
by-somebody = by { $name }
untitled = Entry { $number }
page-of = Page { $page } of { $pages }
previous = Previous
next = Next
yes-withdraw = Yes, withdraw it
no-keep = No, keep it
no-keep-prize = No, keep it

## /contest list

list-title = Contests
list-nothing = No contest runs at the moment. When one is announced, it appears in { $channel }.
list-announced = **{ $name }** opens { $opens }. { $kind }
list-open = **{ $name }** takes entries until { $entries_close }. { $kind }
list-open-votes = **{ $name }** takes entries until { $entries_close } and votes until { $closes }. { $kind }
list-voting = **{ $name }** takes votes until { $closes }. { $kind }
list-closed = **{ $name }** is closed; the result is being worked out.
list-decided = **{ $name }** is closed; the winners are announced soon.
list-awarded = **{ $name }** has winners.
list-finished = **{ $name }** is finished.
list-cancelled = **{ $name }** was cancelled.
list-how = `/contest rules` says what counts, `/contest enter` takes part, `/contest vote` shows the entries.

## Choosing a contest

which-contest = Several contests run. Say which one: { $names }.
no-contest-runs = No contest runs at the moment. `/contest list` shows what is to come.
no-such-contest = There is no contest “{ $name }”. Choose one from what Discord offers as you type, or look at `/contest list`.

## /contest rules

rules-when = When
rules-opens = Opens { $opens }.
rules-entries-close = Entries close { $entries_close }; what arrives within that second counts.
rules-closes = Voting closes { $closes }; a vote within that second counts. Our server's clock decides.
rules-what-counts = What counts
rules-votes-each = Everybody may give each entry one vote, and take it back until voting closes. Nobody votes for an entry of their own.
rules-votes-budget = Everybody has { $budget } votes in all, at most { $each } for one entry, and may move them until voting closes. Nobody votes for an entry of their own.
rules-jury = { $judges ->
    [one] One judge marks
   *[other] { $judges } judges mark
} each entry: { $criteria }.
rules-engagement = Counted where it was posted: a like { $likes }, a comment { $comments }, a share { $shares }, a save { $saves }, a view { $views }.
rules-mix = Votes count { $votes } percent, the jury { $jury } percent, engagement { $engagement } percent, each against the best in the contest.
rules-tasks = Tasks
rules-task = { $title } ({ $points } points, up to { $times } times)
rules-lot = All accepted entries have the same chance. The ordered entry list and a hash of our secret are published when entries close; the draw mixes the secret with public randomness that nobody knows by then. `/contest verify` shows how to check it.
rules-ties = Ties
rules-ties-earliest = With equal scores, whoever entered earlier stands first.
rules-ties-lot = With equal scores, lots decide, by the same draw that anybody can check.
rules-ties-shared = Those with equal scores share the place, and each gets its prize.
rules-who = Who may take part
rules-entries-each = { $count ->
    [one] One entry each.
   *[other] Up to { $count } entries each.
}
rules-account-days = An account that is at least { $days } days old.
rules-member-days = A member here for at least { $days } days.
rules-leavers-may = Who has left the server by then may still win.
rules-leavers-may-not = Who has left the server by then doesn't win.
rules-one-prize = One prize for each person at most.
rules-prizes = Prizes
rules-prize = { $winners ->
    [one] { $name }
   *[other] { $winners } × { $name }
}
rules-claim = A prize is to be claimed within { $days } days; after that it goes to the next in order.
rules-hashtag = Or post with { $hashtag } and the word “contest”, link your account with `/contest link`, and enter the post with `/contest enter`.
rules-privacy = Kept: who entered and voted, and when; your name here and your entries are shown. Ask the organisers to have it deleted.
rules-whole = This is not all of it: the whole text is in the attached file.

## /contest enter

enter-taken-in = Entered as number { $number } in **{ $contest }**. It is in review now; you are told when it takes part. `/contest me` shows where it stands.
enter-accepted = Entered as number { $number } in **{ $contest }**. It takes part.
enter-how = Send what you want to enter: `/contest enter` with a **link** to your post or with a **file** (picture or video), or open the menu of your message here, then Apps, “Enter this message”.
enter-found = We found these posts of yours. Choose the one that you want to enter in **{ $contest }**:
enter-found-none = No post of yours was found with { $hashtag }. { $how }
enter-choose-post = Choose a post
enter-choose-contest = Which contest is it for?
enter-one-of = Give a link, a file or a found post: one of them, not several.
enter-choose-from-list = Choose one of the posts that Discord offers as you type, or leave the option out to see them.
enter-message-changed = The message says something else by now: it is reviewed again.
enter-message-again = That took too long, and I don't have the message any more. Open its menu again, then Apps, “Enter this message”.
enter-message-not-yours = That message is somebody else's. You can enter messages of your own.

## /contest vote

vote-nothing = Nothing is entered yet in **{ $contest }**. `/contest enter` makes you the first.
vote-none-accepted = The entries to **{ $contest }** are still in review. Come back a little later.
vote-not-by-votes = Votes decide nothing in **{ $contest }**. { $kind }
vote-button = Vote
vote-for = Vote for { $number }
vote-back = Take back
vote-back-for = Take back { $number }
vote-how-many = Votes for { $number }
vote-counted = Your vote for number { $number } counts. It has { $votes } now.
vote-counted-several = Your { $weight } votes for number { $number } count. It has { $votes } now.
vote-same = Your vote for number { $number } stood already. It has { $votes }.
vote-taken-back = Your vote for number { $number } is taken back. It has { $votes } now.
vote-none-to-take = You had no vote on number { $number }. It has { $votes }.
vote-left = { $left ->
    [0] You have no votes left; take one back to give it to another entry.
    [one] You have 1 vote left.
   *[other] You have { $left } votes left.
}
vote-yours = Your vote
vote-yours-several = Your votes: { $weight }

## Judging

judge-button = Judge this
judge-title = Your marks for number { $number }
judge-criterion = { $name }: 0 to { $best }
judge-so-far = { $done } of { $all } criteria marked. You can change marks until voting closes.
judge-mark = { $name }: **{ $value }** of { $best }
judge-mark-none = { $name }: not marked yet

## /contest standings

standings-title = Standings of { $contest }
standings-nothing = Nobody is ranked yet in **{ $contest }**. Entries appear here when they are accepted.
standings-lot = **{ $contest }** is decided by a draw: { $entries } so far, each with the same chance.
standings-row = **{ $rank }.** { $title } { $by } · { $score }
standings-row-person = **{ $rank }.** { $name } · { $score }
standings-yours = Your place
standings-yours-none = You have nothing in the ranking yet.
standings-as-of = As of { $when }.
standings-final = Final.
standings-footer = /contest standings shows every place and yours
standings-button = All places
score-jury = { $score } of 100
score-mix = { $score } of 100
part-votes = votes
part-jury = jury
part-engagement = engagement
part-mixed = { $part }: { $amount } of at best { $best }, { $weight } percent of it gives { $adds }
part-task = { $points } for { $task }
part-given = { $points } given: { $reason }
part-counted = { $amount } { $what } × { $each } = { $adds }
metric-likes = likes
metric-comments = comments
metric-shares = shares
metric-saves = saves
metric-views = views
came-about = How it came about

## /contest me

me-title = You in { $contest }
me-nothing = You have not entered any contest. `/contest list` shows what runs.
me-entry = Number { $number }, { $title }: **{ $status }**
me-reason = Reason: { $reason }
me-votes-left = Votes left: { $left } of { $budget }
me-votes-given = Votes given: { $count }
me-prize = Prize in **{ $contest }**: **{ $prize }**. Claim it by { $by }.
me-prize-claimed = Prize in **{ $contest }**: **{ $prize }**, claimed.
me-prize-lapsed = Prize in **{ $contest }**: **{ $prize }**, not claimed in time.
me-prize-declined = Prize in **{ $contest }**: **{ $prize }**, declined.
me-prize-passed = Prize in **{ $contest }**: **{ $prize }** went to somebody else. { $reason }
me-dms-closed = Your direct messages from this server are closed, so some news could not reach you. They stand here; to get them directly, allow direct messages in the server's privacy settings.
me-linked = Linked accounts: { $accounts }
me-withdraw = Withdraw an entry
withdraw-sure = Withdraw number { $number } from **{ $contest }**? Its votes are lost to it. This can't be undone once entries have closed.
withdraw-done = Number { $number } is withdrawn from **{ $contest }**.
withdraw-kept = Number { $number } stays in **{ $contest }**.

## Prizes

claim-button = Claim { $prize }
decline-button = Decline
claim-done = **{ $prize }** is yours. The organisers will write to you about how you get it.
decline-sure = Decline **{ $prize }**? It goes to the next in order, and that can't be undone.
yes-decline = Yes, decline it
decline-done = You have declined **{ $prize }**. It goes to the next in order.
decline-kept = **{ $prize }** stays yours to claim.

## /contest verify

verify-title = Checking the draw of { $contest }
verify-not-yet = The entry list of **{ $contest }** isn't frozen yet. Once entries have closed, its hash is published, and then this command shows it.
verify-no-draw = **{ $contest }** has no draw. { $kind }
verify-frozen = { $entries } frozen at { $when }.
verify-hash = Hash of the frozen part: `{ $hash }`
verify-ok = Everything in the published record fits together, and the draw run again gives the same winners.
verify-waiting = The draw hasn't happened yet. What is published so far fits together.
verify-fails = Something in the record does not fit: { $problem } Tell the organisers, and keep the file.
verify-check-ok = ✅ { $what }
verify-check-caution = ⚠️ { $what }
verify-check-wrong = ❌ { $what }
verify-winner = Winner: number { $number }
verify-how = Check it yourself, without trusting us: `goodword contest verify FILE` with the attached file, on any computer.
check-entries = The entry list has the hash that was published
check-frozen = What was fixed at closing has its hash
check-replaces = It was frozen a second time
check-steps = Each step follows the one before it
check-opening = The draw is yet to come
check-secret = The organiser's secret is the one fixed at closing
check-network = The beacon is a public one
check-round = The round is the one named in advance, and came later
check-signature = The beacon signed its round
check-randomness = The random number is the hash of the beacon's signature
check-promises = Both people said the words they had promised
check-people = The randomness comes from people
check-seed = The seed is made from secret, randomness and frozen part
check-draw = { $count ->
    [1] The first draw gives the same winners again
   *[other] Draw { $count }, made again later, gives the same winners again
}
check-again = Nobody who was drawn is drawn again
check-excluded = Left out: { $count }
check-lots = Ties are broken by the same tickets
check-why-replaces = An earlier record, `{ $hash }`, was given up for this one. Ask why: an organiser who knew how that one comes out could do this to get another outcome.
check-why-opening = Nothing is drawn so far. The draw uses { $source }.
check-why-network = The network { $network } isn't one that this program knows: whoever holds its key knew its numbers beforehand. Ask who that is.
check-why-people = There was no beacon. The draw is fair if the organiser or one of { $people } kept their secret to themselves.
check-why-excluded = People decided this; judge it by the reasons: { $reasons }
verify-page = The same for everybody, with a place to look for your number: { $page }

## /contest link

link-code = Your code: **{ $code }**. Say it from your other account within 48 hours: in a post that we find ({ $hashtag }), or in Slack with `/goodword link { $code }`. Anybody who says it is taken for you, so show it to nobody.
link-code-plain = Your code: **{ $code }**. Say it from your other account within 48 hours: with the campaign's hashtag in a post, or in Slack with `/goodword link { $code }`. Anybody who says it is taken for you, so show it to nobody.
link-done = Linked: { $account } is you too. Votes and entries of both count as one person's.
link-none = This account is linked with no other.
unlink-done = This account is no longer linked with any other.
unlink-sure = Unlink this account from { $accounts }?
yes-unlink = Yes, unlink
no-stay = No, leave it

## In the channel

card-footer = Entry { $number } in { $contest }
card-by = Made by { $name }
card-look = See the original
card-rules = Rules
announce-announced = **{ $contest }** was announced. It opens { $opens }.
announce-open = **{ $contest }** is open. Enter until { $entries_close } with `/contest enter`.
announce-voting = Entries to **{ $contest }** are closed. Vote until { $closes } under the entries or with `/contest vote`.
announce-closed = **{ $contest }** is closed. The result is being worked out.
announce-cancelled = **{ $contest }** was cancelled.
announce-frozen = { $count ->
    [one] 1 entry takes part
   *[other] { $count } entries take part
}. Hash of the frozen entry list and of our secret: `{ $hash }`. The public randomness is { $source }. `/contest verify` shows how to check the draw.
announce-prizes = To win: { $prizes }.
source-beacon = round { $round } of the drand beacon, published { $when }
source-two-people = what { $people } reveal after both have committed to it
winners-title = Winners of { $contest }
winners-row = **{ $prize }**: { $member } { $entry }
winners-entry = with number { $number }, { $title }
winners-credit = made by { $name }
winners-open = **{ $prize }**: goes to the next in order
winners-nobody = **{ $prize }**: not given
winners-check = `/contest verify` shows how this came about.
winners-thanks = Thank you to everybody who took part.

## Private messages

dm-entry-accepted = Your entry, number { $number } in **{ $contest }**, takes part now.
dm-entry-rejected = Your entry, number { $number } in **{ $contest }**, was not accepted. { $reason }
dm-entry-withdrawn = Your entry, number { $number } in **{ $contest }**, doesn't take part any more. { $reason }
dm-entry-disqualified = Your entry, number { $number } in **{ $contest }**, was disqualified. Reason: { $reason }
dm-award-offered = Congratulations: you have won **{ $prize }** in **{ $contest }**. Claim it by { $claim_by } with the button below; after that it goes to the next in order.
dm-award-lapsed = You did not claim your prize in **{ $contest }** in time, so it isn't yours any more.
dm-award-passed = Your prize in **{ $contest }** goes to somebody else. { $reason }
dm-linked = { $account } was linked with this account as the same person. If that wasn't you, use `/contest unlink` and tell the organisers.
dm-unlinked = { $account } is no longer linked with this account.
