chart-found = gefunden
chart-approved = freigegeben
chart-asked = angefragt
chart-granted = erlaubt
chart-published = veröffentlicht
chart-positive = positiv
chart-neutral = neutral
chart-negative = negativ
chart-judged = beurteilt
chart-unknown = unbekannt
chart-before = zuvor gefunden
chart-was = zuvor { $before }
chart-striped = gestreift: { $period }
chart-small = kleine Stichprobe

chart-week = Woche { $number }
chart-week-short = KW{ $number }

chart-found-count = { $count ->
    [0] Diesmal wurde nichts gefunden
    [one] { $said } Beitrag gefunden
   *[other] { $said } Beiträge gefunden
}
chart-trend = { chart-found-count }
chart-trend-up = { chart-found-count }, zuvor waren es nur { $before }
chart-trend-down = { chart-found-count }, zuvor waren es noch { $before }
chart-trend-level = { chart-found-count }, etwa wie zuvor ({ $before })
chart-trend-since = { chart-found-count }, so viele wie seit { $month } nicht
chart-trend-ever = { chart-found-count }, so viele wie noch nie
chart-funnel = { $found } gefunden, { $approved } freigegeben, { $granted } Erlaubnisse erteilt
chart-sentiment = { $positive } positiv, { $negative } negativ von { $count ->
    [one] { $said } beurteilten Beitrag
   *[other] { $said } beurteilten Beiträgen
}
chart-sentiment-none = Diesmal wurde kein Beitrag beurteilt

chart-alt-trend = Balken der gefundenen Beiträge, dazu Linien der freigegebenen und erlaubten, je Zeitraum
chart-alt-trend-one = { $period }: { $found } gefunden, { $approved } freigegeben, { $granted } erlaubt
chart-alt-course = Balken der gefundenen Beiträge und eine Linie der freigegebenen, vom letzten Teil der Zeit bis zu ihrem ersten
chart-alt-course-beside = Balken der gefundenen Beiträge, eine Linie der freigegebenen und eine der gefundenen im Zeitraum { $before }, vom letzten Teil der Zeit bis zu ihrem ersten
chart-alt-course-one = ab { $day }: { $found } gefunden, { $approved } freigegeben
chart-alt-course-was = ab { $day }: { $found } gefunden, { $approved } freigegeben, zuvor { $before }
chart-alt-funnel = Balken für jeden Schritt, daneben { $before }
chart-alt-funnel-one = { $name } { $value }, zuvor { $before }
chart-alt-sentiment = Gestapelte Anteile positiver, neutraler und negativer Beiträge je Zeitraum
chart-alt-sentiment-one = { $period }: { $positive } positiv, { $neutral } neutral, { $negative } negativ von { $said }
chart-alt-sentiment-nothing = { $period }: nichts beurteilt
