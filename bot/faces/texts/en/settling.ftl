# What managers do to votes, entries and prizes in Discord.

settling-disqualify = Disqualify
settling-redraw = Give it to the next
settling-too-old = That question is too old, and I don't have what you wrote any more. Give the command again.
sure-disqualify-drawn = Disqualify number { $number }? The entry list is frozen: the public record of the draw will repeat your reason for good, and whoever entered it is told: { $reason }
redraw-nobody = Nobody has a prize like that in **{ $contest }**.
redraw-which = Several prizes are given in **{ $contest }**. Say which, with the option `number`: { $numbers }.
sure-redraw = Take **{ $prize }** from { $member } and give it to the next in order? Whoever loses it is told why: { $reason }
sure-redraw-drawn = The public record of the draw will repeat your reason for good.
done-redraw = Done: it goes to the next in order.
new-two-people = A draw by two people needs two: give both, and two different ones.
flag-facts-burst = { $votes } between { $from } and { $until }, where { $expected } were to be expected.
flag-facts-newcomers = { $votes } by accounts that are new since { $since }, of { $of } in all; over all entries it is { $usual } percent.
flag-facts-ring = { $people } people vote mostly for one another: { $votes } among them.
flag-facts-self = { $votes } by accounts that belong to whoever entered it, as is known by now.
flag-chance = By chance that happens about once in { $times } times.
flag-chance-tiny = By chance that happens less than once in a billion times.
vote-other-number = Another number…
vote-number-label = How many votes? 0 takes them back
vote-bad-number = Write a whole number from 0 to { $most }.
winners-plain = { $prize }: { $member } { $entry }
winners-more = All { $count } prizes and who made what won stand in the attached list.
