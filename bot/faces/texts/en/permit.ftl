# Requests for permission as private messages in a chat, and their buttons.
permit-yes = Yes
permit-no = No
permit-look = Look at it first
permit-yes-sure = Yes, I allow this
permit-no-sure = Yes, take it back
permit-scope = With a yes you allow **{ $brand }** to show your piece:
    { $uses }
    Where: { $territory }. For how long: { permit-duration }.
    You are named as: { $credit }.
    You can take it back at any time: write "no" here, or press No.
permit-duration = { $days ->
        [0] until you take it back
        [one] { $days } day
       *[other] { $days } days
    }
permit-granted = Thank you! **{ $brand }** may now show your piece:
    { $uses }
    Where: { $territory }. For how long: { permit-duration }.
    You are named as: { $credit }.
    To take it back, write "no" here or press No.
permit-already = You said yes already. **{ $brand }** may show your piece:
    { $uses }
    To take it back, write "no" here or press No.
permit-declined = All right, **{ $brand }** won't use it, and won't ask for it again.
permit-take-back = You said yes before. Take it back? **{ $brand }** then removes your piece from:
    { $uses }
permit-withdrawn = Taken back. **{ $brand }** removes your piece from wherever it shows it.
permit-over = This request is over: there is nothing left to answer.
permit-changed = Something changed meanwhile. Press the button below the request again.
permit-not-yours = Only the account that was asked can answer this.
permit-help = I am the bot of **{ $brand }**: I run its contests and pass on answers to its questions. Nothing waits for an answer from you here. In the server, `/contest list` shows what is on.
