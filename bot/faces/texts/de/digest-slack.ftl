# Der Überblick in Slack. Werte in { } kommen vom Programm; Zahlen kommen in der Sprache des Lesers geschrieben.

ds-title = { $brand }: { $period }
ds-title-about = { $brand }: { $about }, { $period }
ds-headline = { $foundn ->
    [one] { $found } Beitrag gefunden
   *[other] { $found } Beiträge gefunden
}, { $approved } angenommen, { $grantedn ->
    [one] { $granted } Erlaubnis erteilt
   *[other] { $granted } Erlaubnisse erteilt
}.
ds-record-since = So viele wie seit { $month } nicht: { $figure }.
ds-record-ever = So viele wie noch nie: { $figure }.
ds-empty = Es war ruhig, { $period }: nichts wurde gefunden. Prüfe mit /goodword sources, ob die Quellen antworten, oder füge mit /goodword add selbst einen Beitrag hinzu.
ds-before = davor: { $value }
ds-unknown = nicht bekannt
ds-small = wenige Fälle
ds-estimate = eine Schätzung
ds-interval = { $low }–{ $high }, von { $sample }
ds-sample = von { $sample }
ds-more = { $count ->
    [one] und { $shown } weiterer
   *[other] und { $shown } weitere
}
ds-cut = Der Rest passt nicht hierher: Öffne eine Zahl oder exportiere.
ds-no-part = Es fehlt: { $what }.
ds-gone = ein Beitrag, der nicht mehr da ist
ds-gone-creator = jemand, der nicht mehr da ist
ds-by = { $piece } von { $creator }
ds-first = zum ersten Mal
ds-times = Median { $median }, neun von zehn unter { $p90 }
ds-ends = bis { $day }
ds-starts = ab { $day }
ds-leaders = vorn: { $names }
ds-funnel = Der Weg der Beiträge
ds-attention = Was zu tun ist
ds-pieces = Beste Beiträge
ds-creators = Stärkste Urheber
ds-rising = Urheber im Aufwind
ds-people = Urheber
ds-tags = Hashtags
ds-campaigns = Kampagnen
ds-sentiment = Stimmung
ds-praise = Lob
ds-complaints = Beschwerden
ds-sources = Quellen
ds-response = Antwortzeiten
ds-load = Entscheidungen je Person
ds-rates = Anteile
ds-engagement = Reaktionen
ds-origins = Nach Herkunft
ds-value = Kosten und Wert
ds-contests = Wettbewerbe
ds-next-contest = Nächster Wettbewerb
ds-open = Zahl öffnen…
ds-export = CSV exportieren
ds-schedule = Zeitplan ändern
ds-send = Jemandem senden
