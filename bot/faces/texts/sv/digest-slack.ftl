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
ds-empty-then = Det var lugnt, { $period }: inget hittades då. Det som hittas eller läggs till i dag räknas i dag: se en längre tid med `/goodword insights 365d`.
ds-before = förut: { $value }
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
ds-funnel = Från hittad till visad
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

# Commands and windows

ds-coming = Sammanställningen för { $period } tas fram. Den står här om en stund.
ds-preview = Bara du ser det här: så skulle sammanställningen se ut nu.
ds-send-here = Skicka den till kanalen
ds-none = Ingen sammanställning har skickats hit än. Se en med /goodword digest preview.
ds-last = Den senaste sammanställningen: { $period }, skickad { $sent }.
ds-schedules = När sammanställningar kommer
ds-no-schedule = Ingen sammanställning kommer av sig själv.
ds-managers = De här kan ändra det: { $whom }
ds-schedule-line = *{ $place }*: { $when } ({ $zone }), { $language }
ds-weekly = varje { $day }, { $time }
ds-monthly = varje månad, dag { $day }, { $time }
ds-quarterly = varje kvartal, dag { $day } i dess första månad, { $time }
ds-off = Avstängd.
ds-next = Nästa: { $moment }
ds-changed-by = Ändrad av { $name }
ds-a-mail = en e-postadress
ds-change = Ändra
ds-add-week = Lägg till varje vecka här
ds-add-month = Lägg till varje månad här
ds-add-quarter = Lägg till varje kvartal här
ds-window = När den kommer
ds-save = Spara
ds-cancel = Avbryt
ds-field-day = Dag
ds-field-time = Tid
ds-field-zone = Tidszon
ds-field-zone-hint = Skriv en stad
ds-field-language = Språk
ds-field-quiet = Dagar då ingen kommer
ds-field-holidays = Helgdagar i
ds-field-holidays-hint = Ett land som SE, eller en del av ett som DE-BY: ingen kommer på dess helgdagar.
ds-field-enabled = På eller av
ds-field-on = Sammanställningen kommer
ds-changed-meanwhile = { $name } ändrade schemat under tiden. Stäng fönstret och öppna det igen.
ds-saved = Sparat. Nästa sammanställning kommer { $moment }.
ds-saved-off = Sparat. Ingen sammanställning kommer längre enligt det här schemat.

# Det som öppnas

ds-figure = Bakom siffran
ds-rows = { $count ->
    [0] { $period }: inget
   *[other] { $period }: { $first } till { $last } av { $total }
}
ds-no-rows = Inget står bakom den här siffran längre: det den räknade har ändrats eller är borta.
ds-parts = Vilka av dem
ds-previous = Föregående
ds-next-page = Nästa
ds-details = Öppna
ds-close = Stäng
ds-files = Sammanställningen för { $period } som tabeller. De innehåller namn: hantera dem som andra personuppgifter.
ds-files-cut = De innehåller de första { $most } raderna.
ds-files-sent = Skickat: se våra direktmeddelanden.
ds-choose = Välj
ds-to-person = Till en person
ds-to-channel = Till en kanal
ds-to-hint = De får den som den skickades, utan det som är borta sedan dess. I en privat kanal måste jag vara med: /invite.
ds-to-nobody = Välj en person eller en kanal.
ds-send-it = Skicka
ds-sent-on = Sammanställningen för { $period } är på väg.
ds-ambassadors = Ambassadörer
ds-sharers = Främsta ambassadörer
ds-shared-pieces = Mest delade inlägg
ds-gone-sharer = en ambassadör som slutat eller står utanför listorna
