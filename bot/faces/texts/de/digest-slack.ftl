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
ds-empty-then = Es war ruhig, { $period }: damals wurde nichts gefunden. Was heute gefunden oder hinzugefügt wird, zählt heute: Eine längere Zeit zeigt `/goodword insights 365d`.
ds-before = davor: { $value }
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
ds-funnel = Von gefunden bis gezeigt
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

# Commands and windows

ds-coming = Der Bericht für { $period } wird erstellt. Er steht gleich hier.
ds-preview = Nur du siehst das: So sähe der Bericht jetzt aus.
ds-send-here = In diesen Kanal senden
ds-none = Hierher wurde noch kein Bericht gesendet. Sieh dir einen mit /goodword digest preview an.
ds-last = Der letzte Bericht: { $period }, gesendet { $sent }.
ds-schedules = Wann Berichte kommen
ds-no-schedule = Kein Bericht kommt von selbst.
ds-managers = Ändern können es: { $whom }
ds-schedule-line = *{ $place }*: { $when } ({ $zone }), { $language }
ds-weekly = jeden { $day }, { $time }
ds-monthly = jeden Monat am { $day }., { $time }
ds-quarterly = jedes Quartal am { $day }. seines ersten Monats, { $time }
ds-off = Abgeschaltet.
ds-next = Nächster: { $moment }
ds-changed-by = Geändert von { $name }
ds-a-mail = eine Mailadresse
ds-change = Ändern
ds-add-week = Wöchentlich hierher
ds-add-month = Monatlich hierher
ds-add-quarter = Quartalsweise hierher
ds-window = Wann er kommt
ds-save = Speichern
ds-cancel = Abbrechen
ds-field-day = Tag
ds-field-time = Uhrzeit
ds-field-zone = Zeitzone
ds-field-zone-hint = Eine Stadt eingeben
ds-field-language = Sprache
ds-field-quiet = Tage, an denen keiner kommt
ds-field-holidays = Feiertage von
ds-field-holidays-hint = Ein Land wie SE oder ein Teil davon wie DE-BY: An seinen Feiertagen kommt keiner.
ds-field-enabled = An oder aus
ds-field-on = Der Bericht kommt
ds-changed-meanwhile = { $name } hat das inzwischen geändert. Schließe das Fenster und öffne es noch einmal.
ds-saved = Gespeichert. Der nächste Bericht kommt { $moment }.
ds-saved-off = Gespeichert. Nach diesem Plan kommt kein Bericht mehr.

# Was sich öffnet

ds-figure = Hinter der Zahl
ds-rows = { $count ->
    [0] { $period }: nichts
   *[other] { $period }: { $first } bis { $last } von { $total }
}
ds-no-rows = Hinter dieser Zahl steht nichts mehr: Was sie zählte, wurde geändert oder ist nicht mehr da.
ds-parts = Welche davon
ds-previous = Zurück
ds-next-page = Weiter
ds-details = Öffnen
ds-close = Schließen
ds-files = Der Bericht für { $period } als Tabellen. Sie enthalten Namen: Geh damit um wie mit anderen Personendaten.
ds-files-cut = Sie enthalten die ersten { $most } Zeilen.
ds-files-sent = Gesendet: Sieh in unsere Direktnachrichten.
ds-choose = Auswählen
ds-to-person = An eine Person
ds-to-channel = In einen Kanal
ds-to-hint = Sie bekommen ihn, wie er gesendet wurde, ohne was seitdem weg ist. In privaten Kanälen muss ich dabei sein: /invite.
ds-to-nobody = Wähle eine Person oder einen Kanal.
ds-send-it = Senden
ds-sent-on = Der Bericht für { $period } ist unterwegs.
ds-ambassadors = Botschafter
ds-sharers = Vorderste Botschafter
ds-shared-pieces = Am meisten geteilte Beiträge
ds-gone-sharer = eine Botschafterin oder ein Botschafter, nicht mehr dabei oder nicht auf den Listen
