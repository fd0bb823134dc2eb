# Wie Botschafter stehen, in Discord.

board-title = Botschafter: { $span } · { $by }
board-nobody = Hier steht noch niemand. Was zählt, ist Geteiltes, dem jemand folgt.
board-row = **{ $rank }.** { $name } · { $score }
board-row-yours = ➤ **{ $rank }.** { $name } · { $score }
board-points = { $count ->
    [one] { $count } Punkt
   *[other] { $count } Punkte
}
board-clicks = { $count ->
    [one] { $count } eindeutiger Klick
   *[other] { $count } eindeutige Klicks
}
board-shares = { $count ->
    [one] { $count } Mal geteilt
   *[other] { $count } Mal geteilt
}
board-yours = Dein Platz
board-place = { $rank } von { $total }, mit { $score }
board-off = Du stehst nicht auf der Liste. Du hast { $score }.
board-none = Du hast hier noch nichts.
board-not-linked = Botschafter sehen hier ihren eigenen Platz, sobald ihre Konten verknüpft sind: `/contest link`.
board-no-points-x = Teilen auf X zählt auf keiner Rangliste: X verbietet Belohnungen.
