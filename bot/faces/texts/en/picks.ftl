pick-why-pinned = pinned by { $name }
pick-why-foreign = in { $name }, which is not among your languages
pick-why-tag = matches your interest #{ $name }
pick-why-campaign = from the campaign { $name }, which interests you
pick-why-collection = from the collection { $name }, which interests you
pick-why-leaning = like what you shared or saved: #{ $name }
pick-why-new = { $count ->
    [0] new since yesterday
    [one] found { $count } day ago
   *[other] found { $count } days ago
}
pick-why-liked = much liked: { $said } reactions
pick-why-small = a small creator: { $said } { $count ->
    [one] follower
   *[other] followers
}
pick-why-other-kind = another format than your last
pick-why-other-creator = a voice you haven't heard lately
pick-why-good = easy to share: a happy piece with something to see, not too long
pick-why-about = about #{ $name }
pick-why-unseen = you haven't been offered it yet
pick-why-channel = you chose it in the channel
