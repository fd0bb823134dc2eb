pick-why-pinned = angeheftet von { $name }
pick-why-foreign = in einer Sprache, die du nicht gewählt hast: { $name }
pick-why-tag = passt zu deinem Interesse #{ $name }
pick-why-campaign = aus der Kampagne { $name }, die dich interessiert
pick-why-collection = aus der Sammlung { $name }, die dich interessiert
pick-why-leaning = wie das, was du geteilt oder gespeichert hast: #{ $name }
pick-why-new = { $count ->
    [0] neu seit gestern
    [one] vor { $count } Tag gefunden
   *[other] vor { $count } Tagen gefunden
}
pick-why-liked = sehr beliebt: { $said } Reaktionen
pick-why-small = wenig bekannt: { $said } { $count ->
    [one] Follower
   *[other] Follower
}
pick-why-other-kind = ein anderes Format als dein letztes
pick-why-other-creator = eine Stimme, die du länger nicht gehört hast
pick-why-good = leicht zu teilen: ein fröhlicher Beitrag mit etwas zu sehen, nicht zu lang
pick-why-about = über #{ $name }
pick-why-unseen = das wurde dir noch nicht gezeigt
pick-why-channel = von dir im Kanal gewählt
