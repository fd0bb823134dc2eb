# Vad ansvariga bestämmer för ambassadörer, i Slack. Värden i { } är redan säkra att visa.

cu-title = För ambassadörer
cu-close = Stäng
cu-cancel = Avbryt
cu-save = Spara
cu-undo = Ångra
cu-open = Öppna
cu-back = Alla samlingar
cu-previous = Föregående
cu-next = Nästa
cu-tab-collections = Samlingar
cu-tab-pieces = Inlägg
cu-tab-programme = Program
cu-tab-changes = Ändringar
cu-only-managers = Bara ansvariga ändrar det här: { $whom }.
cu-managers = fråga någon av dem
cu-who = av { $name }, { $when }
cu-unknown-word = Det kan jag inte kurera.
cu-unknown-remedy = Skriv /goodword curate, med ett inläggs nummer eller något av collections, pieces, programme, changes.

cu-collections-about = Inlägg som hör ihop, till exempel sommar 2026 eller omdömen. Ambassadörer väljer dem som intresserar dem.
cu-no-collections = Det finns ingen samling än. Gör en och lägg inlägg i den.
cu-new = Ny samling…
cu-new-title = Ny samling
cu-rename = Redigera…
cu-rename-title = Redigera samling
cu-name = Namn
cu-name-hint = Sommar 2026
cu-pieces = { $count ->
    [one] { $count } inlägg
   *[other] { $count } inlägg
}
cu-closed = stängd
cu-made-by = gjord { $who }
cu-changed-by = ändrad { $who }
cu-empty-collection = Den är tom än så länge.
cu-add = Lägg till inlägg…
cu-add-title = Lägg till inlägg
cu-pieces-field = Inlägg
cu-pieces-hint = Skriv ett nummer eller ord ur ett godkänt inlägg eller dess upphovspersons namn.
cu-choose = Sök inlägg på nummer eller ord…
cu-close-it = Stäng samlingen
cu-reopen = Öppna igen
cu-take-out = Ta ut
cu-not-shareable = Ambassadörer får det inte: det är inte godkänt, eller så gäller tillståndet inte att anställda delar.
cu-gone = Inlägg { $item } är borta

cu-pieces-about = Vad som är bestämt om enskilda inlägg. Sök ett inlägg för att bestämma om det.
cu-no-marks = Inget är bestämt om något inlägg: ambassadörer får det som får delas, det bästa först.
cu-mark-pin = Kommer först { $until }
cu-mark-hold = Hålls inne till { $until }
cu-mark-hide = Dolt för ambassadörer
cu-mark-limit = Begränsat
cu-until = till { $moment }
cu-until-open = tills det tas tillbaka
cu-limit = Högst { $shares ->
    [one] { $shares } delning
   *[other] { $shares } delningar
} på { $days ->
    [one] en dag
   *[other] { $days } dagar
}
cu-unknown-piece = Det finns inget inlägg { $item }.
cu-no-licence = :lock: Ambassadörer kan inte dela det: det är inte godkänt, eller så gäller tillståndet inte att anställda delar. Det som bestäms här gäller när det gör det.
cu-licensed-kept-back = :lock: Dess tillstånd gäller { $until }, men det hålls ändå tillbaka:
cu-licensed = :white_check_mark: Ambassadörer får dela det { $until }.
cu-in-collections = I { $names }
cu-in-no-collection = I ingen samling
cu-shared = { $count ->
    [0] aldrig delat
    [one] delat en gång
   *[other] delat { $count } gånger
}
cu-do-pin = Sätt först…
cu-do-hold = Håll inne…
cu-do-hide = Dölj
cu-do-limit = Begränsa…
cu-do-collections = Samlingar…
cu-shared-by = av { $names }
cu-and-more = { $count ->
    [one] { $names } och en till
   *[other] { $names } och { $count } till
}
cu-its-creator = upphovspersonen
cu-mark-thank = Tack från upphovspersonen framfört
cu-do-thank = Framför ett tack…
cu-thank-title = Framför ett tack
cu-thank-sure = { $creator } tackar { $names }. Den som tackas får veta det och ser det i /goodword me. Bara om { $creator } verkligen sagt det, till exempel i ett meddelande till er.
cu-thank-yes = Framför
cu-lift = Ta tillbaka
cu-pin-title = Sätt först
cu-pin-until = Först till
cu-pin-hint = Tomt: tills någon tar tillbaka det.
cu-hold-title = Håll inne
cu-hold-until = Ingen får det före
cu-hold-hint = Ambassadörer erbjuds det inte, och ingen delar det före dess.
cu-limit-title = Begränsa
cu-shares-field = Delningar, av alla tillsammans
cu-shares-hint = 0: hur många som helst.
cu-days-field = Inom dagar
cu-sort-title = Samlingar
cu-choose-collections = Välj samlingar…

cu-changes-about = De senaste besluten, samlingarna och inställningarna. Att ta tillbaka ett låter det som gällde innan gälla igen.
cu-no-changes = Inget har ändrats än.
cu-change-mark = Inlägg { $item }: { $what }
cu-change-mark-lifted = Inlägg { $item }, taget tillbaka: { $what }
cu-change-set = Bestämt: { $what }
cu-change-lifted = Tillbaka till inställningarna: { $what }
cu-change-shelf-make = Samlingen ”{ $name }” gjord
cu-change-shelf-rename = Samlingen ”{ $old }” heter ”{ $name }”
cu-change-shelf-close = Samlingen ”{ $name }” stängd
cu-change-shelf-open = Samlingen ”{ $name }” öppnad igen
cu-change-shelf-put = { $count ->
    [one] Inlägg { $item } lagt
   *[other] { $count } inlägg lagda
} i ”{ $name }”
cu-change-shelf-take = { $count ->
    [one] Inlägg { $item } taget
   *[other] { $count } inlägg tagna
} ur ”{ $name }”
cu-undo-unreadable = Det kan inte tas tillbaka längre. Se vad som gäller nu.

cu-did-make = ”{ $name }” är gjord.
cu-did-rename = ”{ $old }” heter ”{ $name }” nu.
cu-did-close = ”{ $name }” är stängd: inget väljs längre för dess skull.
cu-did-open = ”{ $name }” är öppen igen.
cu-did-add = { $count ->
    [0] De fanns redan i den allihop.
    [one] Ett inlägg lades till.
   *[other] { $count } inlägg lades till.
}
cu-did-take-out = Inlägg { $item } togs ut.
cu-did-pin = Inlägg { $item } kommer först nu.
cu-did-hold = Inlägg { $item } hålls inne.
cu-did-hide = Inlägg { $item } är dolt för ambassadörer. Länkar som redan delats gäller vidare.
cu-did-limit = Inlägg { $item } är begränsat.
cu-did-thank = Tacket framförs till { $names }. De får veta det inom en minut, eller på sina arbetstider.
cu-did-lift = Det togs tillbaka för inlägg { $item }.
cu-did-sort = Samlingarna för inlägg { $item } är sparade.
cu-did-undo = Taget tillbaka.

cu-network-copy = Kopierad länk
cu-network-mail = E-post
cu-all-networks = alla nätverk
cu-all-countries = alla länder
cu-no-limit = hur många delningar som helst
cu-set-disclosure = upplysning ({ $where }) ”{ $words }”
cu-set-networks = nätverk { $names }
cu-set-words = { $count ->
    [0] inga spärrade ord
    [one] spärrat ord { $words }
   *[other] spärrade ord { $words }
}
cu-set-picks = { $number ->
    [one] ett förslag i veckan för var och en
   *[other] { $number } förslag i veckan för var och en
}
cu-set-limit = varje inlägg: { $what }

refused-curation-no-name = En samling behöver ett namn med bokstäver eller siffror, till exempel sommar 2026.
refused-curation-name-taken = Det finns redan en samling ”{ $name }”. Lägg till i den eller välj ett annat namn.
refused-curation-unknown-collection = Det finns ingen samling ”{ $name }” längre.
refused-curation-collection-closed = Samlingen ”{ $name }” är stängd. Öppna den igen eller välj en annan.
refused-curation-collection-full = Samlingen ”{ $name }” skulle få fler än { $most } inlägg. Börja en ny.
refused-curation-unknown-item = Det finns inget inlägg { $item }.
refused-curation-past = Den tidpunkten är förbi. Välj en som ligger framåt.
refused-curation-range = Det måste vara ett heltal från { $least } till { $most }.
refused-curation-not-allowed = Bara ansvariga kurerar. Fråga någon av dem.
refused-curation-unknown-network = ”{ $name }” är inget nätverk. Det finns { $known }.
refused-curation-no-network = Inget nätverk skulle bli kvar. Lämna minst ett.
refused-curation-word-length = ”{ $name }” kan inte spärras: det har ingen bokstav eller är för långt.
refused-curation-disclosure = En upplysning har 1 till { $most } tecken.
refused-curation-disclosure-company = En upplysning säger var man arbetar: {"{company}"} eller ”{ $company }” måste stå i den, som i: Jag arbetar på {"{company}"}.
refused-curation-disclosure-tag = Taggen är en hashtagg av bokstäver och siffror, på högst { $most } tecken, till exempel #anställd.
refused-curation-disclosure-country = Ett land är två bokstäver, till exempel SE.
refused-curation-disclosure-language = Ett språk är två eller tre små bokstäver, till exempel sv.
refused-curation-stale = Någon ändrade det igen under tiden. Se vad som gäller nu.

# Hur det går för programmet

cu-programme-title = Så går det
cu-which-days = Vilka dagar
cu-last-days = { $days ->
    [one] Senaste dygnet
   *[other] Senaste { $days } dagarna
}
cu-nobody-yet = Ingen är ambassadör än. Kollegor går med med `/goodword ambassador join`.
cu-nobody-now = Ingen är ambassadör nu. Kollegor går med med `/goodword ambassador join`. Det som delats förut räknas fortfarande.
cu-shareable = { $count ->
    [0] :warning: *Ingenting* kan delas nu: inget inlägg är godkänt, tillåtet att delas av anställda och varken dolt eller väntande.
    [one] *Ett* inlägg kan delas nu.
   *[other] *{ $count }* inlägg kan delas nu.
}
cu-shareable-few = För att få fler: be upphovspersoner om tillstånd (de första meddelandena frågar också om delning av anställda, om inte `uses` under `[rights]` är satt utan `employees`), klarera upphovspersoner vars avtal omfattar det med `/goodword creator`, och godkänn det som väntar i kön.
cu-left-out-ignored = { $count ->
    [one] Ett klick till räknas inte: det var ett för mycket från samma besökare eller adress.
   *[other] { $count } klick till räknas inte: de var för många från samma besökare eller adresser.
}
cu-left-out-machines = { $count ->
    [one] Ett besök var ett programs, till exempel en förhandsvisning: det räknas inte.
   *[other] { $count } besök var programs, till exempel förhandsvisningar: de räknas inte.
}
cu-doubtful = Länkar att titta på
cu-doubtful-about = Fler av deras klick räknades bort än räknades: någon kanske klickar om och om igen eller låter ett program göra det. Det som räknades bort gav inga poäng.
cu-doubtful-line = { $name }, { $network }, inlägg { $item }: { $ignored } bort, { $clicks } räknade
cu-somebody = Någon som slutat
cu-celebrate = Fira…
cu-celebrate-title = Fira
cu-celebrate-about = { $name } nämns i { $channel }, inom en minut eller under sin arbetstid, och får ett märke. Du kan ta tillbaka det.
cu-celebrate-nowhere = Man kan fira någon när inställningarna anger en `channel` under `[ambassadors]`.
cu-celebrate-boards = Den som står på topplistan kan firas.
cu-celebrated = firad den här veckan
cu-praise-field = För vad
cu-praise-1 = En stark vecka
cu-praise-2 = Egna ord
cu-praise-3 = Hjälp till andra
cu-praise-4 = Uthållighet
cu-did-celebrate = { $name } firas.
cu-remind = Påminn vänligt
cu-remind-about = En vänlig påminnelse är ett direktmeddelande under arbetstid, högst ett på 28 dagar. Den som pausar får inget.
cu-reminded = påmind { $day }
cu-did-remind = { $name } får en vänlig hälsning, nu eller nästa gång hen arbetar.
cu-people = *{ $active }* är med, { $paused } pausar. { $faded ->
    [0] Ingen har tröttnat.
    [one] En av dem har tröttnat: ingen delning på ett tag.
   *[other] { $faded } av dem har tröttnat: ingen delning på ett tag.
}
cu-brought = De här dagarna: *{ $shares }* { $shares ->
    [one] delning
   *[other] delningar
}, *{ $visitors }* { $visitors ->
    [one] unikt klick
   *[other] unika klick
}, *{ $conversions }* { $conversions ->
    [one] konvertering
   *[other] konverteringar
}{ $worth }.
cu-fades = :warning: *Programmet tappar fart*: { $shares ->
    [one] en delning
   *[other] { $shares } delningar
} de senaste fyra veckorna, { $before } de fyra innan. Sätt några färska inlägg först, tacka dem som delat och fråga någon som tröttnat vad som skulle hjälpa: färre förslag, en annan tid, andra ämnen.
cu-by-network = Per nätverk
cu-by-piece = Per inlägg
cu-active = Vilka som delat
cu-faded = Vilka som tröttnat
cu-got = { $shares ->
    [one] { $shares } delning
   *[other] { $shares } delningar
}, { $visitors ->
    [one] { $visitors } unikt klick
   *[other] { $visitors } unika klick
} ({ $clicks } sammanlagt)
cu-did = { $shares ->
    [one] { $shares } delning
   *[other] { $shares } delningar
}, { $visitors ->
    [one] { $visitors } unikt klick
   *[other] { $visitors } unika klick
}
cu-never-shared = inget delat sedan { $joined }
cu-last-shared = delade senast { $day }
cu-more = och { $count } till, i tabellerna
cu-open-piece = Bestäm om ett inlägg…
cu-tables = Exportera CSV
cu-tables-comment = Ambassadörer { $days ->
    [one] det senaste dygnet
   *[other] de senaste { $days } dagarna
}, som tabeller. De innehåller vad kollegor gjort: förvara dem som andra personuppgifter.
cu-tables-sent = Skickat: se våra direktmeddelanden.

# Vad som gäller för programmet

cu-programme-about = Vad som gäller för alla ambassadörer. Det som bestäms här går före inställningarna tills det lämnas tillbaka.
cu-change = Ändra…
cu-give-back = Som i inställningarna
cu-set-here = bestämt { $who }
cu-from-settings = som inställningarna säger
cu-networks = Nätverk
cu-words = Spärrade ord
cu-picks = Förslag
cu-each-piece = Delningar av varje inlägg
cu-disclosures = Upplysningar
cu-packaged = { $where }: ”{ $words }”
cu-add-disclosure = Bestäm en upplysning…
cu-no-words = inga
cu-points = Poäng
cu-points-line = En delning { $share } ({ $shares ->
    [one] en delning om dagen ger poäng
   *[other] { $shares } delningar om dagen ger poäng
}), den första av ett inlägg { $first } till, ett unikt klick { $click } ({ $most ->
    [one] ett om dagen ger poäng
   *[other] högst { $most } om dagen
}), en konvertering { $conversion }, ett godkänt förslag { $suggestion }.
cu-points-said = { $said ->
    [0] En delning räknas när någon följer länken.
    [one] En delning i veckan räknas bara på någons ord; andra när någon följer länken.
   *[other] { $said } delningar i veckan räknas bara på någons ord; andra när någon följer länken.
}
cu-points-none = Inget ger poäng på { $networks }. Var en kopierad länk klistras in kan ingen se, så alla ombeds att inte använda den för X.
cu-points-why = Poäng bestäms i inställningarna, under `[ambassadors.points]`.
cu-networks-title = Nätverk
cu-networks-field = Det får delas på
cu-words-title = Spärrade ord
cu-words-field = Ett per rad
cu-words-hint = Den som skriver ett får veta vilket, och delar inget förrän det är borta.
cu-picks-title = Förslag
cu-picks-field = Förslag i veckan för var och en, högst
cu-disclosure-title = Upplysning
cu-disclosure-language = Inläggets språk
cu-disclosure-network = Nätverk
cu-disclosure-country = Ambassadörens land
cu-disclosure-country-hint = Två bokstäver, till exempel SE. Tomt: alla länder.
cu-disclosure-text = Vad den säger
cu-disclosure-nameless = Den nämner inget företag, så inlägg säger de medföljande orden i stället.
cu-disclosure-text-hint = {"{company}"} står för företagets namn. Den läggs till i varje inlägg och på sidan bakom länken.
cu-disclosure-tag = Hashtagg
cu-did-set = Sparat: { $what }
cu-did-give-back = Inställningarna gäller igen.
cu-changed-meanwhile = Någon ändrade det här under tiden. Stäng fönstret och se vad som gäller nu.

# Vart delade länkar leder

cu-leads = Vart delade länkar leder
cu-leads-title = Vart länkar leder
cu-leads-field = Adress
cu-leads-hint = Till exempel er butiks. Tomt: sidan för inlägget här.
cu-leads-of-field = Vart delade länkar till inläggen leder
cu-leads-of-hint = Tomt: dit programmet säger. Ligger ett inlägg i flera samlingar bestämmer den som gjordes sist.
cu-leads-here = Sidan för inlägget här
cu-leads-about = Det gäller det som delas från och med nu. En samling med egen adress går före; av flera den samling som gjordes sist; därefter en kampanj i inställningarna.
cu-leads-inside = Delade länkar till inläggen leder till { $url }
cu-piece-leads = Länkar som delas nu leder till { $url }{ $of ->
    [0] {""}
   *[other] {" "}({ $named })
}
cu-set-leads = delade länkar leder till { $url }
cu-set-leads-here = delade länkar leder till sidan för inlägget här
cu-set-leads-of = delade länkar till ”{ $name }” leder till { $url }
cu-change-lead-no-more = Inte längre: { $what }
cu-did-lead-no-more = Delade länkar till ”{ $name }” leder dit programmet säger.
refused-curation-target = Länkar kan inte leda dit. Skriv en webbadress som börjar med https:// eller http://, utan mellanslag och utan användarnamn, på högst { $most } tecken.

# Vad det gav, och varifrån

cu-assumed = { $count ->
    [one] För en av dem sade butiken inget värde: den räknas som { $each }, som inställningarna säger.
   *[other] För { $count } av dem sade butiken inget värde: var och en räknas som { $each }, som inställningarna säger.
}
cu-pixels = { $count ->
    [one] En till sades bara av en pixel, som vem som helst kan förfalska: den räknas inte.
   *[other] { $count } till sades bara av en pixel, som vem som helst kan förfalska: de räknas inte.
}
cu-window = { $days ->
    [one] En konvertering räknas om butiken berättar om den inom ett dygn efter klicket.
   *[other] En konvertering räknas om butiken berättar om den inom { $days } dagar efter klicket.
}
cu-cost = De här dagarnas kostnad: *{ $cost }*
cu-per-click = *{ $each }* per unikt klick
cu-per-conversion = *{ $each }* per konvertering
cu-sources = Varifrån klicken kom
cu-websites = Webbplatser
cu-countries = Länder
cu-other-websites = övriga { $clicks }
cu-other-countries = övriga { $clicks }
cu-sources-few = För alla länkar tillsammans. Det som färre än { $count } klick kom från nämns inte, så att det inte pekar ut någon; många klick säger varken det ena eller det andra.
