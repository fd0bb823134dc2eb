# Running contests from Discord.

manage-not-allowed = Only those who run contests can do that: { $roles }. Ask one of them.
manage-phase = It is **{ $phase }**.
manage-times = Opens { $opens }, entries close { $entries_close }, closes { $closes }.
manage-entries = Entries: { $entries }.
manage-no-entries = none yet
manage-count-waiting = { $count } in review
manage-count-accepted = { $count ->
    [one] 1 takes part
   *[other] { $count } take part
}
manage-count-rejected = { $count } not accepted
manage-count-withdrawn = { $count } withdrawn
manage-count-disqualified = { $count } disqualified
manage-waiting = { $count ->
    [one] 1 entry waits for review. The list is frozen when it is decided on, or when you freeze it now.
   *[other] { $count } entries wait for review. The list is frozen when they are decided on, or when you freeze it now.
}
manage-reason = Why? Participants see it.
manage-closes = Closes (local time of { $zone })
manage-bad-time = “{ $typed }” is not a time. Write a local time of { $zone } such as 2026-12-24 18:00.
manage-bad-zone = There is no time zone “{ $zone }”. Write one such as Europe/Stockholm.
manage-no-entry = There is no entry { $number } in **{ $contest }**.
manage-export = It holds names and what people entered: keep it as you keep other personal data.
manage-back = Back
action-announce = Announce
action-open = Open now
action-extend = Extend
action-close-entries = Close entries
action-close = Close
action-freeze = Freeze the list
action-decide = Decide the winners
action-award = Award
action-finish = Finish
action-cancel = Cancel the contest
action-edit = Edit
sure-open = Open **{ $contest }** now? Participants see it and can enter at once; after that it can't be edited.
sure-close-entries = Close entries to **{ $contest }** now? Nobody can enter after that; votes go on.
sure-close = Close **{ $contest }** now? Nobody can enter or vote after that.
sure-freeze = Freeze the entry list of **{ $contest }** now? What still waits for review is left out.
sure-award = Award **{ $contest }**? Winners are announced in public and told how to claim their prizes.
sure-finish = Finish **{ $contest }**? Winners can still claim their prizes in time, but nothing goes to the next in order any more.
done-announce = Announced. Participants see it now.
done-open = Done: entries are taken now.
done-extend = Extended.
done-close-entries = Entries are closed.
done-close = Done: nobody can enter or vote any more.
done-freeze = The entry list is frozen; its hash is published.
done-decide = Asked for. The winners are shown here when they are known.
done-award = Awarded: winners are told and announced.
done-finish = Done: nothing is passed on any more.
done-cancel = Done: participants see that, and why.
done-edit = Changed.
done-new = Kept as a draft that only managers see. Announce it when it is right. Its times are those of { $zone }.
done-disqualify = Number { $number } is disqualified; its entrant is told why.
done-reinstate = Number { $number } takes part again, as far as its review says.
done-promise = Your commitment is kept. Reveal the same words when both of you have committed.
done-reveal = Your words are published. When both of you have revealed, it draws by itself.
form-title = A contest (times: { $zone })
form-name = Name
form-brief = What it is about
form-rules = Rules (with the word “contest”)
form-prizes = Prizes, one a line
form-criteria = What judges mark, one a line
form-tasks = Tasks, one a line: key points title
form-problems = This can't be kept yet. What you wrote is kept for a day.
form-again = Correct it
form-too-old = That form is too old, and I don't have what was written any more. Begin again with `/contest-manage new`.
flags-none = Nothing odd was found about the votes in **{ $contest }**.
flags-title = What looks odd in **{ $contest }**. Nothing was removed: look, and say what came of it.
flag-row = **{ $id }** { $kind }, entry { $number }: { $evidence }
flag-burst = many votes in a short time
flag-ring = people who vote for one another
flag-newcomers = many votes from new accounts
flag-self = votes by somebody for themselves
flag-settle = Settle { $id }
flag-outcome = What came of it?
flag-settled = { $id } is settled. Votes are voided in Slack, where each can be looked at.
