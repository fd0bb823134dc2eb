# What any answer may have to say. Values in { } come from the program; keep them, whatever their order.

old-button = This button is from an older version of me, so I did nothing. Use `/contest list` to see what runs.
old-command = Discord still shows you a command that I no longer have. Restart Discord, then try again.
bad-option = I couldn't read one of the options. Please choose them from what Discord offers, then try again.
took-too-long = That took too long for a form. Nothing was recorded; please try again.
late-answer = Discord gave up waiting for me, so here is the answer to what you just did:
incident = Something went wrong on our side. Please try again; if it stays, tell the organisers incident { $number }.
somebody = somebody
