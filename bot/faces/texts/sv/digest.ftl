digest-unknown = okänt
digest-none = inga än
digest-about = ungefär { $number }
digest-interval = ({ $low } till { $high })
digest-sample = av { $count }
digest-small = litet underlag
digest-days = { $said } d
digest-hours = { $said } h
digest-minutes = { $said } min
digest-change-up = upp från { $was }
digest-change-down = ner från { $was }
digest-change-level = ungefär som förut ({ $was })
digest-quiet = Inget hittades den här gången.
digest-quiet-then = Inget hittades under den tiden.
digest-headline = { $found } inlägg hittades, { $approved } godkändes, { $granted } tillstånd gavs
digest-best-since = { $cadence ->
    [week] bästa veckan
    [month] bästa månaden
    [quarter] bästa kvartalet
   *[other] bästa resultatet
} sedan { $month }
digest-best-ever = { $cadence ->
    [week] bästa veckan
    [month] bästa månaden
    [quarter] bästa kvartalet
   *[other] bästa resultatet
} hittills
digest-before = förut: { $was }
digest-times = median { $median }, nio av tio under { $p90 }
digest-gone = borttaget sedan dess
digest-missing = Saknas i den här sammanställningen: { $what }.
digest-why = Du får det här mejlet eftersom teamet för { $brand } låter skicka sin sammanställning till den här adressen.
digest-who = Teamets ansvariga kan ändra eller avsluta den: /goodword digest schedule.
digest-section-funnel = Från hittad till visad
digest-section-attention = Behöver åtgärdas
digest-section-pieces = Toppinlägg
digest-section-people = Kreatörer
digest-section-creators = Toppkreatörer
digest-section-rising = Kreatörer på uppgång
digest-section-sentiment = Tonläge
digest-section-praise = Beröm
digest-section-complaints = Klagomål
digest-section-tags = Hashtaggar
digest-section-campaigns = Kampanjer
digest-section-sources = Källor
digest-section-times = Svarstider
digest-section-load = Beslut per person
digest-section-rates = Andelar
digest-section-engagement = Engagemang
digest-section-origins = Efter ursprung
digest-section-value = Kostnad och värde
digest-section-contests = Tävlingar
digest-section-next-contest = Nästa tävling

figure-found = Hittade
figure-approved = Godkända
figure-rejected = Avslagna
figure-decided = Avgjorda
figure-asked = Tillfrågade
figure-granted = Tillstånd givna
figure-declined = Nekade
figure-unanswered = Obesvarade
figure-withdrawn = Återtagna
figure-published = Publicerade
figure-positive = Positiva
figure-neutral = Neutrala
figure-negative = Negativa
figure-unjudged = Ej bedömda
figure-positive-share = Positiva
figure-neutral-share = Neutrala
figure-negative-share = Negativa
figure-judged = Bedömda
figure-approval-rate = Andel godkända
figure-approval-rate-positive = Andel godkända, positiva inlägg
figure-approval-rate-neutral = Andel godkända, neutrala inlägg
figure-approval-rate-negative = Andel godkända, negativa inlägg
figure-approved-positive = Godkända, positiva
figure-approved-neutral = Godkända, neutrala
figure-approved-negative = Godkända, negativa
figure-decided-positive = Avgjorda, positiva
figure-decided-neutral = Avgjorda, neutrala
figure-decided-negative = Avgjorda, negativa
figure-permission-rate = Andel tillstånd
figure-ended = Avslutade förfrågningar
figure-creators = Kreatörer
figure-first-timers = Förstagångskreatörer
figure-returning = Återkommande
figure-decided-in = Hittad till avgjord
figure-answered-in = Tillfrågad till besvarad
figure-answered = Besvarade
figure-gained = Engagemang
figure-gained-likes = Gillanden
figure-gained-comments = Kommentarer
figure-gained-shares = Delningar
figure-gained-saves = Sparade
figure-gained-views = Visningar
figure-gained-reach = Räckvidd
figure-engagement-rate-views = Engagemang per visning
figure-engagement-rate-reach = Engagemang per räckvidd
figure-engagement-rate-followers = Engagemang per följare
figure-reach-estimate = Räckvidd, uppskattad
figure-cost-per-approved = Kostnad per godkänt inlägg
figure-media-value = Medievärde
figure-decisions = Beslut
figure-waiting = Väntar
figure-entries = Bidrag
figure-votes = Röster
figure-gained-viewed = Engagemang, där visningar räknas
figure-gained-reached = Engagemang, där räckvidd räknas
figure-gained-followed = Engagemang, där följare är kända
figure-followers = Skaparnas följare

digest-silent-source = tyst i { $days ->
    [one] en dag
   *[other] { $days } dagar
}
digest-attention-waiting-long = { $count ->
    [one] Ett inlägg har väntat längre än en dag på beslut
   *[other] { $count } inlägg har väntat längre än en dag på beslut
}
digest-attention-answers-unread = { $count ->
    [one] En kreatör har skrivit ett svar som någon måste läsa
   *[other] { $count } kreatörer har skrivit svar som någon måste läsa
}
digest-attention-source-silent = Källan { $name } är tyst
digest-attention-source-failing = Källan { $name } går inte att läsa
digest-attention-other = { $name }: { $count }
digest-part-chart = ett diagram
digest-part-trend = veckornas utveckling
digest-part-pieces = inlägg och kreatörer
digest-part-contests = tävlingar
digest-part-figures = andelar och svarstider
digest-part-lines = hashtaggar, kampanjer och källor
digest-part-attention = det som behöver uppmärksamhet
digest-part-other = { $name }
digest-origin-ugc = Kunder
digest-origin-brand = Varumärkets eget
digest-origin-influencer = Influencers
digest-origin-paid = Betalt
digest-kind = { $kind ->
    [review] Recension
    [photo] Foto
    [video] Video
    [story] Story
    [post] Inlägg
    [blog] Blogginlägg
    [comment] Kommentar
    [podcast] Podd
    [immersive] 3D eller VR
   *[other] Inlägg
}
digest-untitled = { $kind }, nummer { $number }
digest-untitled-by = { $kind } av { $creator }, nummer { $number }
figure-sharers = Aktiva ambassadörer
figure-shared = Delat av ambassadörer
figure-visitors = Unika klick
figure-conversions = Konverteringar
figure-conversion-value = Konverteringarnas värde
figure-cost-per-visitor = Kostnad per unikt klick
figure-cost-per-conversion = Kostnad per konvertering
figure-points = Poäng
counted-sharers = { $count ->
    [one] aktiv ambassadör
   *[other] aktiva ambassadörer
}
counted-shared = { $count ->
    [one] delning av ambassadörer
   *[other] delningar av ambassadörer
}
counted-visitors = { $count ->
    [one] unikt klick
   *[other] unika klick
}
counted-conversions = { $count ->
    [one] konvertering
   *[other] konverteringar
}
counted-points = { $count ->
    [one] poäng
   *[other] poäng
}
digest-section-ambassadors = Ambassadörer
digest-section-sharers = Främsta ambassadörer
digest-section-shared-pieces = Mest delade inlägg
digest-part-ambassadors = ambassadörer
