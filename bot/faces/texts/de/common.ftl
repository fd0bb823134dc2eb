old-button = Dieser Knopf stammt von einer älteren Version von mir, darum habe ich nichts getan. `/contest list` zeigt, was läuft.
old-command = Discord zeigt dir noch einen Befehl, den ich nicht mehr habe. Starte Discord neu und versuche es noch einmal.
bad-option = Eine der Angaben konnte ich nicht lesen. Wähle sie aus dem, was Discord anbietet, und versuche es noch einmal.
took-too-long = Für ein Formular hat das zu lange gedauert. Es wurde nichts gespeichert; versuche es noch einmal.
late-answer = Discord hat nicht länger auf mich gewartet, darum hier die Antwort auf das, was du gerade getan hast:
incident = Bei uns ist etwas schiefgegangen. Versuche es noch einmal; wenn es bleibt, nenne den Veranstaltern den Vorfall { $number }.
somebody = jemand
