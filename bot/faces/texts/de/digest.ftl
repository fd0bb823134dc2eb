digest-unknown = unbekannt
digest-none = noch keine
digest-about = etwa { $number }
digest-interval = ({ $low } bis { $high })
digest-sample = von { $count }
digest-small = kleine Stichprobe
digest-days = { $said } T.
digest-hours = { $said } Std.
digest-minutes = { $said } Min.
digest-change-up = gestiegen von { $was }
digest-change-down = gesunken von { $was }
digest-change-level = etwa wie zuvor ({ $was })
digest-quiet = Diesmal wurde nichts gefunden.
digest-quiet-then = In dieser Zeit wurde nichts gefunden.
digest-headline = { $found } { $found ->
    [one] Beitrag
   *[other] Beiträge
} gefunden, { $approved } freigegeben, { $granted } { $granted ->
    [one] Erlaubnis
   *[other] Erlaubnisse
} erteilt
digest-best-since = { $cadence ->
    [week] beste Woche
    [month] bester Monat
    [quarter] bestes Quartal
   *[other] bester Wert
} seit { $month }
digest-best-ever = { $cadence ->
    [week] beste Woche
    [month] bester Monat
    [quarter] bestes Quartal
   *[other] bester Wert
} bisher
digest-before = zuvor: { $was }
digest-times = Median { $median }, neun von zehn unter { $p90 }
digest-gone = inzwischen entfernt
digest-missing = In dieser Übersicht fehlt: { $what }.
digest-why = Diese Mail kommt, weil das Team von { $brand } seine Übersicht an diese Adresse schicken lässt.
digest-who = Verantwortliche des Teams können das ändern oder beenden: /goodword digest schedule.
digest-section-funnel = Von gefunden bis gezeigt
digest-section-attention = Braucht Aufmerksamkeit
digest-section-pieces = Top-Beiträge
digest-section-people = Kreative
digest-section-creators = Top-Kreative
digest-section-rising = Kreative im Aufwind
digest-section-sentiment = Stimmung
digest-section-praise = Lob
digest-section-complaints = Beschwerden
digest-section-tags = Hashtags
digest-section-campaigns = Kampagnen
digest-section-sources = Quellen
digest-section-times = Antwortzeiten
digest-section-load = Entscheidungen je Person
digest-section-rates = Quoten
digest-section-engagement = Engagement
digest-section-origins = Nach Herkunft
digest-section-value = Kosten und Wert
digest-section-contests = Wettbewerbe
digest-section-next-contest = Nächster Wettbewerb

figure-found = Gefunden
figure-approved = Freigegeben
figure-rejected = Abgelehnt
figure-decided = Entschieden
figure-asked = Angefragt
figure-granted = Erteilte Erlaubnisse
figure-declined = Verweigert
figure-unanswered = Unbeantwortet
figure-withdrawn = Zurückgezogen
figure-published = Veröffentlicht
figure-positive = Positiv
figure-neutral = Neutral
figure-negative = Negativ
figure-unjudged = Nicht beurteilt
figure-positive-share = Positiv
figure-neutral-share = Neutral
figure-negative-share = Negativ
figure-judged = Beurteilt
figure-approval-rate = Freigabequote
figure-approval-rate-positive = Freigabequote, positive Beiträge
figure-approval-rate-neutral = Freigabequote, neutrale Beiträge
figure-approval-rate-negative = Freigabequote, negative Beiträge
figure-approved-positive = Freigegeben, positiv
figure-approved-neutral = Freigegeben, neutral
figure-approved-negative = Freigegeben, negativ
figure-decided-positive = Entschieden, positiv
figure-decided-neutral = Entschieden, neutral
figure-decided-negative = Entschieden, negativ
figure-permission-rate = Erlaubnisquote
figure-ended = Beendete Anfragen
figure-creators = Urheber
figure-first-timers = Erstmalige
figure-returning = Wiederkehrende
figure-decided-in = Gefunden bis entschieden
figure-answered-in = Angefragt bis beantwortet
figure-answered = Beantwortet
figure-gained = Interaktionen
figure-gained-likes = Likes
figure-gained-comments = Kommentare
figure-gained-shares = Geteilt
figure-gained-saves = Gespeichert
figure-gained-views = Aufrufe
figure-gained-reach = Reichweite
figure-engagement-rate-views = Interaktionsrate nach Aufrufen
figure-engagement-rate-reach = Interaktionsrate nach Reichweite
figure-engagement-rate-followers = Interaktionsrate nach Followern
figure-reach-estimate = Reichweite, geschätzt
figure-cost-per-approved = Kosten je freigegebenem Beitrag
figure-media-value = Medienwert
figure-decisions = Entscheidungen
figure-waiting = Wartend
figure-entries = Einsendungen
figure-votes = Stimmen
figure-gained-viewed = Interaktionen, wo Aufrufe gezählt werden
figure-gained-reached = Interaktionen, wo Reichweite gezählt wird
figure-gained-followed = Interaktionen, wo Follower bekannt sind
figure-followers = Follower der Urheber

digest-silent-source = seit { $days ->
    [one] einem Tag
   *[other] { $days } Tagen
} still
digest-attention-waiting-long = { $count ->
    [one] Ein Beitrag wartet länger als einen Tag auf eine Entscheidung
   *[other] { $count } Beiträge warten länger als einen Tag auf eine Entscheidung
}
digest-attention-answers-unread = { $count ->
    [one] Eine Antwort einer kreativen Person muss gelesen werden
   *[other] { $count } Antworten kreativer Personen müssen gelesen werden
}
digest-attention-source-silent = Die Quelle { $name } ist still
digest-attention-source-failing = Die Quelle { $name } lässt sich nicht lesen
digest-attention-other = { $name }: { $count }
digest-part-chart = ein Diagramm
digest-part-trend = der Verlauf der Wochen
digest-part-pieces = Beiträge und Personen
digest-part-contests = Wettbewerbe
digest-part-figures = Anteile und Antwortzeiten
digest-part-lines = Hashtags, Kampagnen und Quellen
digest-part-attention = was Aufmerksamkeit braucht
digest-part-other = { $name }
digest-origin-ugc = Kundschaft
digest-origin-brand = Eigenes der Marke
digest-origin-influencer = Influencer
digest-origin-paid = Bezahlt
digest-kind = { $kind ->
    [review] Bewertung
    [photo] Foto
    [video] Video
    [story] Story
    [post] Beitrag
    [blog] Blogbeitrag
    [comment] Kommentar
    [podcast] Podcast
    [immersive] 3D oder VR
   *[other] Beitrag
}
digest-untitled = { $kind }, Nummer { $number }
digest-untitled-by = { $kind } von { $creator }, Nummer { $number }
figure-sharers = Aktive Botschafter
figure-shared = Von Botschaftern geteilt
figure-visitors = Eindeutige Klicks
figure-conversions = Konversionen
figure-conversion-value = Wert der Konversionen
figure-cost-per-visitor = Kosten je eindeutigem Klick
figure-cost-per-conversion = Kosten je Konversion
figure-points = Punkte
counted-sharers = { $count ->
    [one] aktiver Botschafter
   *[other] aktive Botschafter
}
counted-shared = { $count ->
    [one] Mal geteilt
   *[other] Mal geteilt
}
counted-visitors = { $count ->
    [one] eindeutiger Klick
   *[other] eindeutige Klicks
}
counted-conversions = { $count ->
    [one] Konversion
   *[other] Konversionen
}
counted-points = { $count ->
    [one] Punkt
   *[other] Punkte
}
digest-section-ambassadors = Botschafter
digest-section-sharers = Vorderste Botschafter
digest-section-shared-pieces = Am meisten geteilte Beiträge
digest-part-ambassadors = Botschafter
