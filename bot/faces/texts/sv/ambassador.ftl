# Ambassadörsprogrammet i Slack, och sidorna bakom dess delaknappar. Värden i { } kommer från programmet.

amb-kind-review = Recension
amb-kind-photo = Foto
amb-kind-video = Video
amb-kind-story = Berättelse
amb-kind-post = Inlägg
amb-kind-blog = Blogginlägg
amb-kind-comment = Kommentar
amb-kind-podcast = Podd
amb-kind-immersive = Upplevelse
amb-kind-on = { $kind } på { $platform }
amb-somebody = Någon
amb-a-colleague = en kollega
amb-picture = Bild av { $creator }, utan beskrivning
amb-network-mail = E-post
amb-network-copy = Kopiera länk
amb-way-mail = mejl
amb-way-copy = kopierad länk

amb-form-title = Bli ambassadör
amb-form-title-member = Dina inställningar
amb-join = Gå med
amb-save = Spara
amb-cancel = Avbryt
amb-close = Stäng
amb-settings = Inställningar
amb-more-settings = Fler inställningar
amb-more-settings-what = Förslagen kommer direkt till dig på vardagar, på din arbetstid och i din tidszon. Det, och vad som intresserar dig, kan ändras nu eller senare.
amb-under-more-settings = Det står under ”Fler inställningar”.
amb-pause = Pausa
amb-resume = Fortsätt
amb-leave = Lämna
amb-join-what = Dela det som kunder gör om { $company }, på dina egna nätverk och med dina egna ord. Du får inlägg vars upphovspersoner tillåter det. Varje inlägg säger vem som har gjort det och att du arbetar här, och länken räknar besökare utan att veta vilka de är. Du kan pausa eller lämna när som helst; då försvinner det som sparats om dig.
amb-field-interests = Vad som intresserar dig
amb-field-interests-placeholder = Sök taggar, kampanjer, samlingar
amb-field-interests-hint = Tomt: vad som helst. Det du delar, sparar och hoppar över lär också ut något.
amb-field-languages = Språk
amb-field-languages-hint = Inlägg på dessa; textförslagen är på det första, om vi talar det.
amb-field-networks = Var du delar
amb-field-mastodon = Din Mastodon-server
amb-field-mastodon-hint = Bara om du delar där.
amb-field-cadence = Hur ofta
amb-field-place = Var förslagen kommer
amb-field-from = Inte före
amb-field-to = Inte efter
amb-field-days = Vilka dagar
amb-field-zone = Tidszon
amb-field-country = Land
amb-field-country-hint = Två bokstäver, till exempel SE: för orden som säger var du arbetar, och för helgdagar.
amb-field-board = Topplista
amb-board-yes = Visa mig på topplistan, och fira mig där
amb-board-yes-public = Visa mitt namn på topplistan, även för dem utanför företaget
amb-field-board-public = Människor utanför företaget läser den här topplistan, i Discord och i gemenskapens sammandrag: ditt namn och vad som räknats. Bara kollegor ser när du firas. Du kan ta bort dig när du vill.
amb-on-board-sure = Visa mig
amb-boards-opened = Topplistan är nu öppen för människor utanför företaget: gemenskapen läser den i Discord och i sitt sammandrag. Du togs bort från den, eftersom du sa ja när bara kollegor läste den. Det du har räknas fortfarande, och du ser det i `/goodword me`. Vill du stå där?
amb-cadence-instant = Så snart det finns något, ett i taget
amb-cadence-daily = En gång om dagen, två i taget
amb-cadence-weekly = En gång i veckan, fem i taget
amb-place-dm = Direkt till mig
amb-place-channel = I #{ $name }
amb-interest-campaign = kampanj
amb-interest-collection = samling
amb-unknown-word = Det finns inget ”ambassador { $word }”. Skriv /goodword ambassador join, settings, pause, resume eller leave.

amb-joined-dm = :tada: Du är ambassadör för { $company }. De första förslagen är på väg, i dina direktmeddelanden med mig: genast, eftersom du är här. Senare kommer de på dina arbetstider.
amb-joined-channel = :tada: Du är ambassadör för { $company }. De första förslagen är på väg, i ambassadörernas kanal: genast, eftersom du är här. Senare kommer de på dina arbetstider.
amb-saved = Sparat.
amb-paused = Pausat: inga förslag kommer. Det du har delat räknas vidare.
amb-resumed = Förslagen kommer igen, på dina tider.
amb-leave-title = Lämna programmet
amb-leave-what = *Om du lämnar*
    • slutar dina länkar genast att gälla: de leder ingenstans längre, och säger det vänligt;
    • raderas dina inställningar, förslag, utmärkelser och din plats på topplistan;
    • stannar summorna, utan att säga att de var dina: hela programmets delningar, klick och poäng.
    Du kan gå med igen och börja om. Vill du bara ha lugn ett tag, så pausa.
amb-leave-sure = Dina länkar slutar genast att gälla, och det som sparats om dig raderas.
amb-pause-instead = Pausa i stället
amb-left = Du har lämnat programmet. Dina länkar gäller inte längre, och det som sparats om dig är raderat. Tack för det du delade.
amb-left-pick = Det här förslaget var till någon som inte längre deltar i programmet.
amb-not-yours = Det här förslaget är till { $name }. Få egna med /goodword ambassador join.

amb-welcome = :wave: Välkommen! Här är dina första förslag från kunderna hos { $company }. En knapp öppnar ditt nätverk med texten ifylld; inget läggs ut utan dig.
amb-welcome-more = `/goodword picks` ger fler, `/goodword me` visar vad det ledde till, `/goodword ambassador settings` ändrar när och vad.
amb-pick = Ett förslag till dig, av { $creator }
amb-pick-for-all = Något att dela, av { $creator }
amb-for-all = För alla i programmet: *Dela…* ger dina egna nätverk och din text. Inte med än? `/goodword ambassador join`
amb-pick-gone = Det här inlägget är borta och kan inte delas.
amb-pick-over = Det kan inte delas längre: upphovspersonens tillstånd har gått ut, eller så har det tagits bort. Länkar som delats säger det vänligt.
amb-suggested-text = Textförslag{ $texts ->
    [one] {""}
   *[other] {" "}({ $at } av { $texts })
}
amb-your-text = Din text
amb-added = Upphov och upplysning är en del av varje inlägg.
amb-added-this = Läggs till i varje inlägg: { $added }
amb-opened = { $way ->
    [copy] Text och länk öppnades för att kopieras { $when }. Delade du dem?
    [mail] Ett mejl öppnades { $when }. Skickade du det?
   *[other] Öppnat på { $network } { $when }. La du ut det?
}
amb-opened-several = Öppnat: { $networks }. Vilka la du ut eller skickade du?
amb-said-it = Jag delade det
amb-said-it-which = Jag delade det…
amb-said-it-on = { $way ->
    [copy] Jag delade den kopierade länken
    [mail] Jag skickade mejlet
   *[other] Jag delade det på { $network }
}
amb-shared = :white_check_mark: { $way ->
    [copy] Delat med en kopierad länk
    [mail] Skickat med mejl
   *[other] Delat på { $network }
} · { $when }
amb-shared-clicked = :white_check_mark: { $way ->
    [copy] Delat med en kopierad länk
    [mail] Skickat med mejl
   *[other] Delat på { $network }
} · första klicket { $when } · { $count ->
    [one] { $visitors } unikt klick
   *[other] { $visitors } unika klick
}
amb-not-shared = Det gjorde jag inte
amb-not-shared-which = Det gjorde jag inte…
amb-not-posted = Inte utlagt
amb-cant-take-back = Någon har redan följt den länken, så det delades.
amb-said-counts = :raised_hands: Tack! Det räknas på topplistan.
amb-said-full = :raised_hands: Tack! Det räknas som en delning. Dagens poäng för delningar har du redan fått: { $count ->
    [one] en delning om dagen ger poäng.
   *[other] { $most } delningar om dagen ger poäng.
}
amb-said-waits = :raised_hands: Tack! Det räknas när någon följer länken: { $count ->
    [0] ingen delning räknas bara på ditt ord.
    [one] en delning i veckan räknas på bara ditt ord.
   *[other] { $most } delningar i veckan räknas på bara ditt ord.
}
amb-said-nothing = :raised_hands: Tack! På det nätverket belönas inget, så det ger inga poäng.
amb-share-on = { $way ->
    [copy] Kopiera text och länk
    [mail] Skicka med mejl
   *[other] Dela på { $network }
}
amb-share-this = Dela…
amb-share = Dela…
amb-share-title = Dela
amb-all-networks = Alla nätverk…
amb-here-after = Det första klicket på länken visar att du delade det. När du har tryckt på en knapp står det också i våra direktmeddelanden, där du kan säga det.
amb-edit = Ändra texten…
amb-another-text = En annan text
amb-save-later = Spara till senare
amb-unsave = Inte till senare
amb-skip = Hoppa över
amb-more = Fler förslag
amb-undo = Ångra
amb-skipped = Överhoppat: ett inlägg av { $creator }. Du får färre sådana.
amb-more-coming = { $count ->
    [one] Ett förslag till är på väg.
   *[other] { $number } förslag till är på väg.
}
amb-no-more = Det finns inget nytt att dela just nu. Du får ett förslag så snart det finns.
amb-week-full = { $count ->
    [one] Du har bett om veckans förslag. Fler kommer av sig själva, när du vill ha dem.
   *[other] Du har bett om { $number } förslag den här veckan, fler går det inte. Fler kommer av sig själva, när du vill ha dem.
} Fler kommer på måndag.
amb-saved-hint = { $count ->
    [one] Du har sparat ett till senare: `/goodword picks saved`
   *[other] Du har sparat några till senare: `/goodword picks saved`
}
amb-still-title = De här har du inte delat än
amb-saved-title = Sparat till senare
amb-nothing-saved = Inget är sparat. *Spara till senare* vid ett förslag lägger det här.
amb-to-pick = förslaget

amb-edit-title = Vad du säger
amb-begin-with = Börja med
amb-use-text = Använd den
amb-field-text = Din text
amb-field-network = Var
amb-go-on = Fortsätt
amb-ready-title = Klart att dela
amb-ready = Inlägget för { $network }. Knappen öppnar det där, ifyllt.
amb-ready-page = Inlägget för { $network }, som bara tar länken: knappen öppnar en sida där du kopierar texten och går vidare.
amb-ready-mail = Mejlet. Knappen leder till ditt e-postprogram, ifyllt.
amb-ready-copy-link = Texten med sin länk. Knappen öppnar en sida där du kopierar den; klistra in den var du vill. För X finns knappen för X: där får inget belönas.
amb-ready-copy = Inlägget för { $network }: kopiera det, eftersom { $network } bara tar länken, och klistra in det där.
amb-ready-paste = Kopiera det här och klistra in det var du vill. För X finns knappen för X: där får inget belönas.
amb-field-post = Inlägget, att kopiera
amb-field-post-hint = Ändringar här sparas inte: ”Ändra texten…” vid förslaget sparar dem.
amb-shortened = Dina ord kortades för att få plats på { $network }.
amb-open-network = { $way ->
    [copy] Kopiera text och länk
    [mail] Öppna ditt e-postprogram
   *[other] Öppna { $network }
}
amb-after = Det första klicket på länken visar att du delade det; eller säg det här.

amb-me-title = Du som ambassadör
amb-home-title = Ambassadör
amb-home-me = Jag
amb-home-next = Nästa kommer { $when }.
amb-home-picks = { $count ->
    [0] Inget förslag väntar på dig.
    [one] Ett förslag väntar under *Meddelanden*.
   *[other] { $count } förslag väntar under *Meddelanden*.
}{ $saved ->
    [0] {""}
    [one] {" "}Ett är sparat till senare.
   *[other] {" "}{ $saved } är sparade till senare.
}
amb-home-picks-channel = Dina förslag står i ambassadörernas kanal.
amb-me-paused = Du har pausat: inga förslag kommer.
amb-me-line = *{ $period }*: { $pointsn ->
    [one] { $points } poäng
   *[other] { $points } poäng
}, { $sharesn ->
    [one] { $shares } delning
   *[other] { $shares } delningar
}, { $clicksn ->
    [one] { $clicks } unikt klick
   *[other] { $clicks } unika klick
}
amb-me-place = plats { $rank } av { $total }
amb-me-streak = :fire: { $count ->
    [one] Delat den här veckan
   *[other] { $number } veckor i rad med en delning
}
amb-me-streak-waits = :fire: { $count ->
    [one] Du delade förra veckan: dela den här veckan så blir det två i rad
   *[other] { $number } veckor i rad med en delning, till och med förra: dela den här veckan för att behålla dem
}
amb-me-shares = Dina senaste delningar
amb-me-no-shares = Du har inte delat något än. `/goodword picks` ger något som är värt det.
amb-me-share = { $piece } · { $network } · { $when }: { $count ->
    [one] { $visitors } unikt klick
   *[other] { $visitors } unika klick
}
amb-me-opened = Öppnat, inte delat såvitt vi vet: { $number }
amb-me-suggestions = Vad du föreslog
amb-me-suggestion = { $what }, { $day }: { $state }
amb-item-number = nummer { $number }
amb-suggested-waiting = väntar på ett beslut
amb-suggested-accepted = godkänt
amb-suggested-rejected = används inte
amb-suggested-known = fanns redan här
amb-me-badges = Dina utmärkelser
amb-me-more-badges = { $count ->
    [one] och en till
   *[other] och { $number } till
}
amb-me-no-points-x = X förbjuder belöningar för inlägg, så delningar där ger varken poäng eller utmärkelser.
amb-on-board = Visa mig på topplistan
amb-off-board = Ta bort mig från topplistan
amb-badge-first-share = Din första delning
amb-badge-first-click = Det första klicket på en länk från dig
amb-badge-first-on = { $way ->
    [copy] Din första delning med en kopierad länk
    [mail] Din första delning med mejl
   *[other] Din första delning på { $network }
}
amb-badge-streak = { $number } veckor i rad med en delning
amb-badge-find = En månads mest hjälpsamma fynd: delat { $count ->
    [one] en gång
   *[other] { $number } gånger
} av kollegor
amb-badge-thanks = Tack från den som gjort något som du delade
amb-badge-thanks-by = Tack från { $creator }, vars inlägg du delade
amb-thanked = :heart: Någon vars inlägg du delade tackar dig. Det står i `/goodword me`.
amb-thanked-by = :heart: { $creator } tackar dig för att du delade det de gjort. Det står i `/goodword me`.
amb-unthanked = :leaves: Tacket som stod här har tagits tillbaka.
amb-to-piece = Inlägget
amb-badge-got = :sports_medal: Du har fått en utmärkelse: { $what }.
amb-badge-celebrated = Firad av programmet: { $count ->
    [2] du hittade egna ord
    [3] du hjälpte andra
    [4] du håller i
   *[other] en stark vecka
}
amb-celebrate-celebrated = :tada: { $count ->
    [2] Ett trefaldigt hurra för { $name }, som hittar egna ord för det andra gjort.
    [3] Ett trefaldigt hurra för { $name }, som hjälper andra.
    [4] Ett trefaldigt hurra för { $name }, som håller i.
   *[other] Ett trefaldigt hurra för { $name }: vilken vecka!
}
amb-remind = :wave: Du har inte delat något på ett tag, och det gör inget. Det finns nya inlägg om du vill; färre förslag eller en annan tid ställer du in i ett fönster. Pausa, så hör du inget mer.
amb-remind-settings = Ändra vad som kommer
amb-celebrate-first-share = :seedling: { $name } delade för första gången. Välkommen!
amb-celebrate-streak = :fire: { $name } har delat något { $number } veckor i rad.
amb-celebrate-find = :mag: { $name } gjorde månadens mest hjälpsamma fynd: { $count ->
    [one] en kollega delade det.
   *[other] kollegor delade det { $number } gånger.
}
amb-celebrate-thanks = :heart: { $name } fick tack från upphovspersonen till något delat.

amb-suggest-usage = Vad såg du? Skriv /goodword suggest, adressen, och varför om du vill.
amb-suggest-taken = :mag: Tack! Det väntar på ett beslut som nummer { $item }. Du får veta här hur det går. { $count ->
    [0] {""}
   *[other] Om det godkänns får du { $points } poäng.
}
amb-to-suggestion = det du föreslog
amb-suggestion-accepted = :mag: Tack: { $what } godkändes. { $count ->
    [0] {""}
   *[other] Du fick { $points } poäng.
}
amb-suggestion-rejected = :mag: Tack för { $what }. Teamet tittade på det och valde att inte använda det. Föreslå gärna fler.
amb-suggest-known = Tack! Det finns redan här, som nummer { $item }.

amb-board-title = Topplista
amb-board-head = { $period }, efter { $measure }
amb-period-week = Den här veckan
amb-period-season = Den här säsongen
amb-period-all = All tid
amb-measure-points = poäng
amb-measure-shares = delningar
amb-measure-clicks = unika klick
amb-by-points = Poäng
amb-by-shares = Delningar
amb-by-clicks = Unika klick
amb-board-empty = Ingen än: den första delningen leder.
amb-score-points = { $count ->
    [one] { $said } poäng
   *[other] { $said } poäng
}
amb-score-shares = { $count ->
    [one] { $said } delning
   *[other] { $said } delningar
}
amb-score-clicks = { $count ->
    [one] { $said } unikt klick
   *[other] { $said } unika klick
}
amb-board-own = Du: plats { $rank } av { $total }, med { $score }
amb-board-own-off = Du har { $score }. Du står utanför topplistan; `/goodword me` ändrar det.
amb-board-own-nothing = Du har inget här än. `/goodword picks` ger något värt att dela.
amb-board-not-member = Du är inte ambassadör: `/goodword ambassador join`
amb-board-no-points-x = Delningar på X räknas inte på någon topplista: X förbjuder belöningar.
amb-board-join = Gå med med `/goodword ambassador join`
amb-board-earlier = Högre platser
amb-board-later = Lägre platser
amb-board-post = Visa i den här kanalen
amb-board-no-channel = Jag vet inte vilken kanal det var. Skriv /goodword leaderboard i den.
amb-board-usage = ”{ $word }” är ingen topplista. Skriv /goodword leaderboard week, season eller all, och points, clicks eller shares.

sharing-skip = Till innehållet
sharing-languages = Språk
sharing-footer = Sidan sätter inga kakor. Dess enda skript kopierar texten.
sharing-title-linkedin = Dela på LinkedIn
sharing-title-x = Dela på X
sharing-title-facebook = Dela på Facebook
sharing-title-bluesky = Dela på Bluesky
sharing-title-mastodon = Dela på Mastodon
sharing-title-threads = Dela på Threads
sharing-title-whatsapp = Dela på WhatsApp
sharing-title-mail = Dela med e-post
sharing-title-copy = Kopiera text och länk
sharing-lead = { $network } tar länken från oss, men inte texten: kopiera den här, fortsätt, och klistra in den där.
sharing-lead-server = Knappen öppnar { $host } med den här texten. Det är den { $network }-server som du angav: se efter att den är din.
sharing-lead-mail = Knappen öppnar ditt e-postprogram med den här texten.
sharing-lead-copy = Kopiera det här och klistra in det var du vill. För X finns knappen för X: där får inget belönas.
sharing-text = Ditt inlägg, med upphov och upplysning
sharing-shortened = Dina ord kortades för att inlägget ska få plats.
sharing-copy = Kopiera
sharing-copied = Kopierat
sharing-go = Vidare till { $network }
sharing-go-server = Öppna { $host }
sharing-go-mail = Öppna e-post
sharing-after = Du får ändra det där. Låt det stå vem som har gjort det, och att du arbetar här.
sharing-missing-title = Den knappen är okänd
sharing-missing-text = Adressen är fel, eller så har en del av den försvunnit. Tryck på knappen i chatten igen.
sharing-expired-title = Den knappen är för gammal
sharing-expired-text = Förslaget i chatten har nyare knappar. /goodword picks hittar det igen.
sharing-refused-title = Det går inte att dela nu
sharing-refused-text = Välj något annat.
sharing-ready-title = Klart att dela
sharing-ready-text = Tryck på knappen för att öppna nätverket med din text.
sharing-go-on = Fortsätt
