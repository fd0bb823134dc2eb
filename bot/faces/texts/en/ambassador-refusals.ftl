# Why something can't be done in the ambassadors' programme. Values in { } come from the program.

refused-ambassador-off = The ambassadors' programme is switched off. An operator switches it on.
refused-ambassador-unknown = You aren't an ambassador. Join first: /goodword ambassador join
refused-ambassador-ended = Your account was deactivated, so it takes no part any more. Join again: /goodword ambassador join
refused-ambassador-no-network = Choose at least one network on which you would share.
refused-ambassador-no-server = Mastodon needs the server of your account, such as mastodon.social.
refused-ambassador-too-many-interests = Choose at most { $most } interests.
refused-ambassador-no-language = Choose at least one language.
refused-ambassador-no-place = Choose where picks arrive.
refused-ambassador-no-zone = “{ $name }” is not a time zone. Choose one such as Europe/Stockholm.
refused-ambassador-hours = Hours begin before they end, within one day.
refused-ambassador-days = Choose at least one day of the week.
refused-ambassador-country = “{ $name }” is not a country. Write its two letters, such as SE.
refused-ambassador-not-offered = That piece isn't among your picks. Look at your picks again.
refused-share-not-licensed = This piece may not be shared by colleagues now: its creator's permission doesn't cover it, or has ended. Choose another one.
refused-share-held = This piece is held back for now. It can be shared from { $when }.
refused-share-hidden = This piece was taken out of the programme. Choose another one.
refused-share-limit = This piece was shared as often as it may be for now. Choose another one.
refused-share-network-off = Sharing on { $network } is switched off here. Choose another network.
refused-share-nowhere = There is no network on which anything is shared now. Tell a manager of the programme.
refused-share-blocked-word = “{ $word }” may not stand in what you share. Take it out, or say it in other words.
refused-share-too-long = What must stand in the post doesn't fit { $network }. Choose another network, or tell a manager: a shorter disclosure or credit helps.
refused-share-unknown = That share isn't known. Open the piece again and share it anew.
refused-suggest-address = That can't be suggested: { $reason ->
    [none] there is no address
    [long] the address is too long
   *[other] “{ $address }” is no web address
}. Send the full address of the post, starting with https://
refused-suggest-private = That can't be suggested: nobody outside can see that address. Send the public address of the post.
refused-suggest-too-many = You have suggested { $most } pieces within a day, which is as many as can be looked at. Come back tomorrow.
refused-celebrate-not-on-boards = { $name } doesn't stand on the boards. Celebrate somebody who does, or thank { $name } in person.
refused-celebrate-already = { $name } was celebrated this week already. Celebrate somebody else, or wait a week.
refused-they-left = They take no part in the programme any more. Look at the programme anew.
refused-remind-paused = { $name } paused, and so wants no word from here. Ask in person.
refused-remind-already = { $name } was reminded within the last { $days } days. Ask in person, or wait.
refused-thanks-nobody = Nobody shared this piece who wasn't thanked for it already. Shares on networks that forbid rewards, such as X, aren't thanked for.
