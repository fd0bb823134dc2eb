pick-why-pinned = fäst av { $name }
pick-why-foreign = på { $name }, som inte är bland dina språk
pick-why-tag = stämmer med ditt intresse #{ $name }
pick-why-campaign = från kampanjen { $name }, som intresserar dig
pick-why-collection = från samlingen { $name }, som intresserar dig
pick-why-leaning = liknar det du delat eller sparat: #{ $name }
pick-why-new = { $count ->
    [0] nytt sedan i går
    [one] hittat för { $count } dag sedan
   *[other] hittat för { $count } dagar sedan
}
pick-why-liked = mycket omtyckt: { $said } reaktioner
pick-why-small = en liten kreatör: { $said } { $count ->
    [one] följare
   *[other] följare
}
pick-why-other-kind = ett annat format än ditt senaste
pick-why-other-creator = en röst du inte hört på sistone
pick-why-good = lätt att dela: ett glatt inlägg med något att se, lagom långt
pick-why-about = om #{ $name }
pick-why-unseen = det har du inte fått se än
pick-why-channel = du valde det i kanalen
