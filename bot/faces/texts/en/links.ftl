# Short links that employees share, and the privacy statement about them. Values in { } come from the program.

links-title = Shared by people of { $brand }
links-skip = Skip to the content
links-languages = Language
links-footer = This page sets no cookies and runs no scripts.
links-picture = A picture without a description
links-go = Visit { $host }
links-original = See it on { $platform }
links-gallery = See what else customers make
links-privacy = What is counted here
links-missing-title = There is no such link
links-missing-text = The address is wrong, or a part of it was lost on the way. Please look at it again.
links-over-title = This is no longer shared
links-over-text = It was shared with the permission of whoever made it. That permission has ended, or the link has: { $brand } no longer shows it.
links-busy-title = One moment, please
links-busy-text = The link can't be looked up just now. Please try again in a few seconds.

links-statement-title = What is counted when you follow a link
links-statement-lead = People who work at { $brand } share short links. This is what we learn when somebody follows one, what we don't, and for how long.
links-counted-title = What is counted
links-counted-clicks = How often each link is followed in a day.
links-counted-visitors = By how many different visitors, as far as that can be told without knowing them.
links-counted-referrer = For all links together, from which websites people come: the website's name, not the page.
links-counted-country = For all links together, from which countries.
links-hash-title = How visitors are told apart
links-hash-text = From your network address, your browser's name and the link a number is made with a secret that changes every day (a keyed hash). The number says whether the same visitor came twice that day. When the day is over the secret and all numbers are deleted, so that nobody can tell any more who it was, or whether you came back. Your address itself stands in the program's memory until your visit is counted, at the longest until the day is over; it is never written down. We need this to count people and not programs, which is a legitimate interest (GDPR article 6(1)(f)).
links-not-title = What is not kept
links-not-text = Your address beyond that day, cookies or anything else in your browser, what you do on other websites, and who you are. Nothing is handed to anybody else.
links-onward-title = Where you are sent on to
links-onward-text = The address of the next website tells it on which network and by which kind of link you came, and in which hour, but nothing that is yours alone. What that website does is said by its own privacy statement.
links-conversions-text = If you buy something there or sign up within { $days ->
        [one] one day
       *[other] { $days } days
    }, that website may tell us that a visitor from this link did, and for how much: never who.
links-ask-title = Whom to ask
links-ask-text = { $brand } is responsible. You can ask what is held, object, and complain to your data protection authority.
