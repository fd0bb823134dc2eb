# Sammandraget i Slack. Värden i { } kommer från programmet; tal kommer skrivna på läsarens språk.

ds-title = { $brand }: { $period }
ds-title-about = { $brand }: { $about }, { $period }
ds-headline = { $foundn ->
    [one] { $found } inlägg hittat
   *[other] { $found } inlägg hittade
}, { $approved } godkända, { $grantedn ->
    [one] { $granted } tillstånd givet
   *[other] { $granted } tillstånd givna
}.
ds-record-since = Flest sedan { $month }: { $figure }.
ds-record-ever = Flest någonsin: { $figure }.
ds-empty = Det var lugnt, { $period }: inget hittades. Se med /goodword sources att källorna svarar, eller lägg till ett inlägg själv med /goodword add.
ds-before = förut: { $value }
ds-unknown = inte känt
ds-small = få fall
ds-estimate = en uppskattning
ds-interval = { $low }–{ $high }, av { $sample }
ds-sample = av { $sample }
ds-more = { $count ->
    [one] och { $shown } till
   *[other] och { $shown } till
}
ds-cut = Resten får inte plats här: öppna en siffra eller exportera.
ds-no-part = Saknas: { $what }.
ds-gone = ett inlägg som är borta
ds-gone-creator = en skapare som är borta
ds-by = { $piece } av { $creator }
ds-first = första gången
ds-times = median { $median }, nio av tio under { $p90 }
ds-ends = till { $day }
ds-starts = från { $day }
ds-leaders = leder: { $names }
ds-funnel = Inläggens väg
ds-attention = Att ta hand om
ds-pieces = Främsta inlägg
ds-creators = Främsta skapare
ds-rising = Skapare på väg upp
ds-people = Skapare
ds-tags = Hashtaggar
ds-campaigns = Kampanjer
ds-sentiment = Stämning
ds-praise = Beröm
ds-complaints = Klagomål
ds-sources = Källor
ds-response = Svarstider
ds-load = Beslut per person
ds-rates = Andelar
ds-engagement = Engagemang
ds-origins = Efter ursprung
ds-value = Kostnad och värde
ds-contests = Tävlingar
ds-next-contest = Nästa tävling
ds-open = Öppna en siffra…
ds-export = Exportera CSV
ds-schedule = Ändra schema
ds-send = Skicka till någon
