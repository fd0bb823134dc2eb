# Kurze Links, die Mitarbeitende teilen, und die Datenschutzhinweise dazu. Werte in { } kommen vom Programm.

links-title = Geteilt von Leuten bei { $brand }
links-skip = Zum Inhalt springen
links-languages = Sprache
links-footer = Diese Seite setzt keine Cookies und führt keine Skripte aus.
links-picture = Ein Bild ohne Beschreibung
links-go = { $host } besuchen
links-original = Auf { $platform } ansehen
links-gallery = Was Kundinnen und Kunden sonst machen
links-privacy = Was hier gezählt wird
links-missing-title = Diesen Link gibt es nicht
links-missing-text = Die Adresse stimmt nicht, oder ein Teil ging unterwegs verloren. Bitte sehen Sie noch einmal nach.
links-over-title = Das wird nicht mehr geteilt
links-over-text = Es wurde mit der Erlaubnis derer geteilt, die es gemacht haben. Die Erlaubnis ist zu Ende, oder der Link: { $brand } zeigt es nicht mehr.
links-busy-title = Einen Moment bitte
links-busy-text = Der Link kann gerade nicht nachgeschlagen werden. Bitte versuchen Sie es in einigen Sekunden noch einmal.

links-statement-title = Was gezählt wird, wenn Sie einem Link folgen
links-statement-lead = Wer bei { $brand } arbeitet, teilt kurze Links. Hier steht, was wir erfahren, wenn jemand einem folgt, was wir nicht erfahren, und für wie lange.
links-counted-title = Was gezählt wird
links-counted-clicks = Wie oft jedem Link an einem Tag gefolgt wird.
links-counted-visitors = Von wie vielen verschiedenen Besuchern, soweit sich das sagen lässt, ohne sie zu kennen.
links-counted-referrer = Für alle Links zusammen, von welchen Websites man kommt: der Name der Website, nicht die Seite.
links-counted-country = Für alle Links zusammen, aus welchen Ländern.
links-hash-title = Wie Besucher unterschieden werden
links-hash-text = Aus Ihrer Netzwerkadresse, dem Namen Ihres Browsers und dem Link wird eine Zahl gebildet, mit einem Geheimnis, das jeden Tag wechselt (ein Hash mit Schlüssel). Die Zahl sagt, ob derselbe Besucher an dem Tag zweimal kam. Ist der Tag vorbei, werden das Geheimnis und alle Zahlen gelöscht; dann kann niemand mehr sagen, wer es war oder ob Sie wiederkamen. Die Adresse selbst steht im Speicher des Programms, bis Ihr Besuch gezählt ist, längstens bis der Tag vorbei ist; aufgeschrieben wird sie nie. Wir brauchen das, um Menschen zu zählen und nicht Programme; das ist ein berechtigtes Interesse (DSGVO Artikel 6 Absatz 1 Buchstabe f).
links-not-title = Was nicht aufbewahrt wird
links-not-text = Ihre Adresse über den Tag hinaus, Cookies oder sonst etwas in Ihrem Browser, was Sie auf anderen Websites tun, und wer Sie sind. Nichts wird an andere gegeben.
links-onward-title = Wohin Sie weitergeleitet werden
links-onward-text = Die Adresse der nächsten Website sagt dieser, über welches Netzwerk und welche Art Link Sie kamen und in welcher Stunde, aber nichts, was Ihnen allein gehört. Was jene Website tut, steht in deren eigenen Datenschutzhinweisen.
links-conversions-text = Wenn Sie dort innerhalb von { $days ->
        [one] einem Tag
       *[other] { $days } Tagen
    } etwas kaufen oder sich anmelden, kann jene Website uns sagen, dass ein Besucher über diesen Link das tat, und für wie viel: nie, wer.
links-ask-title = Wen Sie fragen können
links-ask-text = { $brand } ist verantwortlich. Sie können fragen, was vorliegt, widersprechen und sich bei Ihrer Datenschutzbehörde beschweren.
