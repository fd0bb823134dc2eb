# What Discord shows of our commands: at most 100 characters each.

command-contest = Contests: enter, vote, and see where you stand
command-contest-list = Which contests run
command-contest-rules = What counts in a contest, when it closes, and what there is to win
command-contest-enter = Take part: with a link, a picture or video, or a post we found
command-contest-vote = See the entries and vote for them
command-contest-standings = Who stands where, and how the scores came about
command-contest-me = Your entries, your votes and your prizes
command-contest-verify = Check the draw of a contest yourself
command-contest-link = Link another account of yours, or enter the code you were given there
command-contest-unlink = Unlink this account from your others
menu-enter = Enter this message
option-contest = Which contest
option-link = The address of your post
option-file = A picture or a video
option-post = A post of yours that we found
option-task = Which task it is for
option-page = Which page
option-code = The code you were given in the other account; leave it out to get one
