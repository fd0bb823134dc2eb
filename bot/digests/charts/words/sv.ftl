chart-found = hittade
chart-approved = godkända
chart-asked = tillfrågade
chart-granted = tillstånd
chart-published = publicerade
chart-positive = positiva
chart-neutral = neutrala
chart-negative = negativa
chart-judged = bedömda inlägg
chart-unknown = okänt
chart-before = hittade förut
chart-was = förut { $before }
chart-striped = randigt: { $period }
chart-small = litet underlag

chart-week = vecka { $number }
chart-week-short = v{ $number }

chart-found-count = { $count ->
    [0] Inget hittades den här gången
    [one] { $said } inlägg hittat
   *[other] { $said } inlägg hittade
}
chart-trend = { chart-found-count }
chart-trend-up = { chart-found-count }, upp från { $before }
chart-trend-down = { chart-found-count }, ner från { $before }
chart-trend-level = { chart-found-count }, ungefär som förut ({ $before })
chart-trend-since = { chart-found-count }, flest sedan { $month }
chart-trend-ever = { chart-found-count }, flest hittills
chart-funnel = { $found } hittade, { $approved } godkända, { $granted } tillstånd givna
chart-sentiment = { $positive } positiva, { $negative } negativa av { $count ->
    [one] { $said } bedömt inlägg
   *[other] { $said } bedömda inlägg
}
chart-sentiment-none = Inget inlägg bedömdes den här gången

chart-alt-trend = Staplar med hittade inlägg och linjer med godkända och tillstånd för varje period
chart-alt-trend-one = { $period }: { $found } hittade, { $approved } godkända, { $granted } tillstånd
chart-alt-course = Staplar med hittade inlägg och en linje med godkända, från tidens sista del till dess första
chart-alt-course-beside = Staplar med hittade inlägg, en linje med godkända och en linje med dem som hittades { $before }, från tidens sista del till dess första
chart-alt-course-one = från { $day }: { $found } hittade, { $approved } godkända
chart-alt-course-was = från { $day }: { $found } hittade, { $approved } godkända, { $before } förut
chart-alt-funnel = Staplar för varje steg, med { $before } bredvid
chart-alt-funnel-one = { $name } { $value }, förut { $before }
chart-alt-sentiment = Staplade andelar positiva, neutrala och negativa inlägg för varje period
chart-alt-sentiment-one = { $period }: { $positive } positiva, { $neutral } neutrala, { $negative } negativa av { $said }
chart-alt-sentiment-nothing = { $period }: inget bedömt
