# Hur det går för ambassadörer, i Discord.

board-title = Ambassadörer: { $span } · { $by }
board-nobody = Här står ingen än. Delningar som någon följer är det som räknas.
board-row = **{ $rank }.** { $name } · { $score }
board-row-yours = ➤ **{ $rank }.** { $name } · { $score }
board-points = { $count ->
    [one] { $count } poäng
   *[other] { $count } poäng
}
board-clicks = { $count ->
    [one] { $count } unikt klick
   *[other] { $count } unika klick
}
board-shares = { $count ->
    [one] { $count } delning
   *[other] { $count } delningar
}
board-yours = Din plats
board-place = { $rank } av { $total }, med { $score }
board-off = Du står utanför listan. Du har { $score }.
board-none = Du har inget här än.
board-not-linked = Ambassadörer ser sin egen plats här när deras konton är kopplade: `/contest link`.
board-no-points-x = Delningar på X räknas inte på någon topplista: X förbjuder belöningar.
