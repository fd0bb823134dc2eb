# Where ambassadors stand, in Discord.

board-title = Ambassadors: { $span } · { $by }
board-nobody = Nobody stands here yet. Shares that people follow are what counts.
board-row = **{ $rank }.** { $name } · { $score }
board-row-yours = ➤ **{ $rank }.** { $name } · { $score }
board-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
board-clicks = { $count ->
    [one] { $count } unique click
   *[other] { $count } unique clicks
}
board-shares = { $count ->
    [one] { $count } share
   *[other] { $count } shares
}
board-yours = Your place
board-place = { $rank } of { $total }, with { $score }
board-off = You stay off the board. You have { $score }.
board-none = You have nothing here yet.
board-not-linked = Ambassadors see their own place here once their accounts are linked: `/contest link`.
board-no-points-x = Shares on X count on no board: X forbids rewards.
