## Ord

kind-votes = Medlemmarnas röster avgör.
kind-jury = En jury avgör.
kind-engagement = Gillanden, kommentarer och delningar avgör.
kind-points = Poäng för utmaningar avgör.
kind-lot = En lottning avgör.
kind-mix = Röster, jury och engagemang avgör tillsammans.
phase-draft = under förberedelse
phase-announced = tillkännagiven
phase-open = öppen
phase-voting = öppen för röster
phase-closed = stängd
phase-decided = under avgörande
phase-awarded = avgjord, och priserna är utdelade
phase-finished = avslutad
phase-cancelled = inställd
status-waiting = granskas
status-accepted = är med
status-rejected = godkändes inte
status-withdrawn = tillbakadraget
status-disqualified = diskvalificerat
award-status-planned = inte tillkännagivet än
award-status-offered = väntar på att hämtas
award-status-claimed = hämtat
award-status-lapsed = inte hämtat i tid
award-status-declined = avböjt
award-status-passed = har gått till någon annan
award-status-nobody = det finns ingen att ge det till
count-votes = { $count ->
    [one] 1 röst
   *[other] { $count } röster
}
count-points = { $count } poäng
count-entries = { $count ->
    [one] 1 bidrag
   *[other] { $count } bidrag
}
by-somebody = av { $name }
untitled = Bidrag { $number }
page-of = Sida { $page } av { $pages }
previous = Föregående
next = Nästa
yes-withdraw = Ja, dra tillbaka det
no-keep = Nej, behåll det
no-keep-prize = Nej, behåll det

## /contest list

list-title = Tävlingar
list-nothing = Ingen tävling pågår just nu. När en tillkännages syns den i { $channel }.
list-announced = **{ $name }** öppnar { $opens }. { $kind }
list-open = **{ $name }** tar emot bidrag till { $entries_close }. { $kind }
list-open-votes = **{ $name }** tar emot bidrag till { $entries_close } och röster till { $closes }. { $kind }
list-voting = **{ $name }** tar emot röster till { $closes }. { $kind }
list-closed = **{ $name }** är stängd; resultatet räknas fram.
list-decided = **{ $name }** är stängd; vinnarna tillkännages snart.
list-awarded = **{ $name }** har vinnare.
list-finished = **{ $name }** är avslutad.
list-cancelled = **{ $name }** ställdes in.
list-how = `/contest rules` säger vad som räknas, med `/contest enter` är du med, och `/contest vote` visar bidragen.

## Att välja tävling

which-contest = Flera tävlingar pågår. Säg vilken: { $names }.
no-contest-runs = Ingen tävling pågår just nu. `/contest list` visar vad som kommer.
no-such-contest = Tävlingen ”{ $name }” finns inte. Välj bland det som Discord föreslår när du skriver, eller titta i `/contest list`.

## /contest rules

rules-when = När
rules-opens = Öppnar { $opens }.
rules-entries-close = Bidrag tas emot till { $entries_close }; det som kommer inom den sekunden räknas.
rules-closes = Röstningen stänger { $closes }; en röst inom den sekunden räknas. Vår servers klocka gäller.
rules-what-counts = Vad som räknas
rules-votes-each = Alla får ge varje bidrag en röst, och ta tillbaka den tills röstningen stänger. Ingen röstar på sitt eget bidrag.
rules-votes-budget = Alla har { $budget } röster sammanlagt, högst { $each } på ett bidrag, och får flytta dem tills röstningen stänger. Ingen röstar på sitt eget bidrag.
rules-jury = { $judges ->
    [one] En domare bedömer
   *[other] { $judges } domare bedömer
} varje bidrag: { $criteria }.
rules-engagement = Räknas där inlägget står: ett gillande { $likes }, en kommentar { $comments }, en delning { $shares }, en sparning { $saves }, en visning { $views }.
rules-mix = Röster räknas till { $votes } procent, juryn till { $jury } procent, engagemang till { $engagement } procent, var och en i förhållande till den bästa i tävlingen.
rules-tasks = Uppgifter
rules-task = { $title } ({ $points } poäng, högst { $times } gånger)
rules-lot = Alla godkända bidrag har samma chans. Den ordnade listan och ett hashvärde av vår hemlighet publiceras när bidragen stänger; lottningen blandar hemligheten med offentlig slump som ingen då känner till. `/contest verify` visar hur man kontrollerar det.
rules-ties = Lika resultat
rules-ties-earliest = Vid lika resultat går den först som tävlade tidigast.
rules-ties-lot = Vid lika resultat avgör lotten, i samma lottning som alla kan kontrollera.
rules-ties-shared = De som har lika resultat delar platsen, och var och en får dess pris.
rules-who = Vem som får vara med
rules-entries-each = { $count ->
    [one] Ett bidrag var.
   *[other] Upp till { $count } bidrag var.
}
rules-account-days = Ett konto som är minst { $days } dagar gammalt.
rules-member-days = Medlem här i minst { $days } dagar.
rules-leavers-may = Den som har lämnat servern då kan ändå vinna.
rules-leavers-may-not = Den som har lämnat servern då vinner inte.
rules-one-prize = Högst ett pris per person.
rules-prizes = Priser
rules-prize = { $winners ->
    [one] { $name }
   *[other] { $winners } × { $name }
}
rules-claim = Ett pris hämtas inom { $days } dagar; därefter går det till nästa i ordningen.
rules-hashtag = Eller skriv ett inlägg med { $hashtag } och ordet ”contest”, länka ditt konto med `/contest link` och tävla med inlägget via `/contest enter`.
rules-privacy = Sparas: vem som tävlade och röstade, och när; ditt namn här och dina bidrag visas. Be arrangörerna om att få det raderat.
rules-whole = Det här är inte allt: hela texten finns i den bifogade filen.

## /contest enter

enter-taken-in = Du är med som nummer { $number } i **{ $contest }**. Bidraget granskas nu; du får veta när det är med. `/contest me` visar hur det går.
enter-accepted = Du är med som nummer { $number } i **{ $contest }**.
enter-how = Skicka det du vill tävla med: `/contest enter` med en **länk** till ditt inlägg eller med en **fil** (bild eller film), eller öppna menyn på ditt meddelande här, sedan Appar, ”Tävla med detta”.
enter-found = Vi hittade de här inläggen av dig. Välj det som du vill tävla med i **{ $contest }**:
enter-found-none = Inget inlägg av dig hittades med { $hashtag }. { $how }
enter-choose-post = Välj ett inlägg
enter-choose-contest = Vilken tävling gäller det?
enter-one-of = Ange en länk, en fil eller ett hittat inlägg: ett av dem, inte flera.
enter-choose-from-list = Välj ett av inläggen som Discord föreslår när du skriver, eller utelämna alternativet för att se dem.
enter-message-changed = Meddelandet säger något annat nu: det granskas på nytt.
enter-message-again = Det tog för lång tid och jag har inte meddelandet kvar. Öppna dess meny igen, sedan Appar, ”Tävla med detta”.
enter-message-not-yours = Meddelandet är någon annans. Du kan tävla med dina egna meddelanden.

## /contest vote

vote-nothing = Inga bidrag finns än i **{ $contest }**. Med `/contest enter` blir du först.
vote-none-accepted = Bidragen till **{ $contest }** granskas fortfarande. Kom tillbaka lite senare.
vote-not-by-votes = Röster avgör inget i **{ $contest }**. { $kind }
vote-button = Rösta
vote-for = Rösta på { $number }
vote-back = Ta tillbaka
vote-back-for = Ta tillbaka { $number }
vote-how-many = Röster på { $number }
vote-counted = Din röst på nummer { $number } räknas. Bidraget har { $votes } nu.
vote-counted-several = Dina { $weight } röster på nummer { $number } räknas. Bidraget har { $votes } nu.
vote-same = Din röst på nummer { $number } fanns redan. Bidraget har { $votes }.
vote-taken-back = Din röst på nummer { $number } är tillbakatagen. Bidraget har { $votes } nu.
vote-none-to-take = Du hade ingen röst på nummer { $number }. Bidraget har { $votes }.
vote-left = { $left ->
    [0] Du har inga röster kvar; ta tillbaka en för att ge den till ett annat bidrag.
    [one] Du har 1 röst kvar.
   *[other] Du har { $left } röster kvar.
}
vote-yours = Din röst
vote-yours-several = Dina röster: { $weight }

## Bedömning

judge-button = Bedöm
judge-title = Dina betyg för nummer { $number }
judge-criterion = { $name }: 0 till { $best }
judge-so-far = { $done } av { $all } kriterier bedömda. Du kan ändra betygen tills röstningen stänger.
judge-mark = { $name }: **{ $value }** av { $best }
judge-mark-none = { $name }: inte bedömt än

## /contest standings

standings-title = Ställningen i { $contest }
standings-nothing = Ingen är rankad än i **{ $contest }**. Bidrag syns här när de är godkända.
standings-lot = **{ $contest }** avgörs genom lottning: { $entries } hittills, alla med samma chans.
standings-row = **{ $rank }.** { $title } { $by } · { $score }
standings-row-person = **{ $rank }.** { $name } · { $score }
standings-yours = Din plats
standings-yours-none = Du har inget i rankningen än.
standings-as-of = Gäller { $when }.
standings-final = Slutgiltig.
standings-footer = /contest standings visar alla platser och din
standings-button = Alla platser
score-jury = { $score } av 100
score-mix = { $score } av 100
part-votes = röster
part-jury = jury
part-engagement = engagemang
part-mixed = { $part }: { $amount } av som bäst { $best }, { $weight } procent av det ger { $adds }
part-task = { $points } för { $task }
part-given = { $points } tilldelade: { $reason }
part-counted = { $amount } { $what } × { $each } = { $adds }
metric-likes = gillanden
metric-comments = kommentarer
metric-shares = delningar
metric-saves = sparningar
metric-views = visningar
came-about = Så kom det till

## /contest me

me-title = Du i { $contest }
me-nothing = Du har inte tävlat i något. `/contest list` visar vad som pågår.
me-entry = Nummer { $number }, { $title }: **{ $status }**
me-reason = Skäl: { $reason }
me-votes-left = Röster kvar: { $left } av { $budget }
me-votes-given = Lämnade röster: { $count }
me-prize = Pris i **{ $contest }**: **{ $prize }**. Hämta det före { $by }.
me-prize-claimed = Pris i **{ $contest }**: **{ $prize }**, hämtat.
me-prize-lapsed = Pris i **{ $contest }**: **{ $prize }**, inte hämtat i tid.
me-prize-declined = Pris i **{ $contest }**: **{ $prize }**, avböjt.
me-prize-passed = Pris i **{ $contest }**: **{ $prize }** gick till någon annan. { $reason }
me-dms-closed = Dina direktmeddelanden från servern är stängda, så en del nyheter kunde inte nå dig. De står här; tillåt direktmeddelanden i serverns sekretessinställningar för att få dem direkt.
me-linked = Länkade konton: { $accounts }
me-withdraw = Dra tillbaka ett bidrag
withdraw-sure = Dra tillbaka nummer { $number } från **{ $contest }**? Bidraget förlorar sina röster. Det går inte att ångra när bidragen har stängt.
withdraw-done = Nummer { $number } är tillbakadraget från **{ $contest }**.
withdraw-kept = Nummer { $number } är kvar i **{ $contest }**.

## Priser

claim-button = Hämta { $prize }
decline-button = Avböj
claim-done = **{ $prize }** är ditt. Arrangörerna skriver till dig om hur du får det.
decline-sure = Avböja **{ $prize }**? Det går till nästa i ordningen, och det går inte att ångra.
yes-decline = Ja, avböj det
decline-done = Du har avböjt **{ $prize }**. Det går till nästa i ordningen.
decline-kept = **{ $prize }** går fortfarande att hämta.

## /contest verify

verify-title = Kontroll av lottningen i { $contest }
verify-not-yet = Listan för **{ $contest }** är inte fryst än. När bidragen har stängt publiceras dess hashvärde, och då visar det här kommandot det.
verify-no-draw = **{ $contest }** har ingen lottning. { $kind }
verify-frozen = { $entries } frysta { $when }.
verify-hash = Hashvärde av den frysta delen: `{ $hash }`
verify-ok = Allt i det publicerade protokollet hänger ihop, och samma lottning igen ger samma vinnare.
verify-waiting = Lottningen har inte skett än. Det som hittills är publicerat hänger ihop.
verify-fails = Något i protokollet stämmer inte: { $problem } Säg till arrangörerna och spara filen.
verify-check-ok = ✅ { $what }
verify-check-caution = ⚠️ { $what }
verify-check-wrong = ❌ { $what }
verify-winner = Vinnare: nummer { $number }
verify-how = Kontrollera själv, utan att lita på oss: `goodword contest verify FIL` med den bifogade filen, på vilken dator som helst.
check-entries = Listan över bidrag har det hashvärde som publicerades
check-frozen = Det som låstes vid stängningen har sitt hashvärde
check-replaces = Den låstes en andra gång
check-steps = Varje steg följer på det förra
check-opening = Lottningen är inte gjord än
check-secret = Arrangörens hemlighet är den som låstes vid stängningen
check-network = Slumpfyren är en offentlig
check-round = Omgången är den som angavs i förväg, och den kom senare
check-signature = Slumpfyren har signerat sin omgång
check-randomness = Slumptalet är hashvärdet av slumpfyrens signatur
check-promises = Båda personerna sade de ord som de hade lovat
check-people = Slumpen kommer från människor
check-seed = Fröet är gjort av hemligheten, slumpen och det låsta
check-draw = { $count ->
    [1] Den första lottningen ger samma vinnare igen
   *[other] Lottning { $count }, som gjordes senare, ger samma vinnare igen
}
check-again = Ingen som lottats fram lottas fram igen
check-excluded = Utelämnade: { $count }
check-lots = Lika placeringar avgörs med samma lotter
check-why-replaces = Ett tidigare protokoll, `{ $hash }`, övergavs för det här. Fråga varför: en arrangör som visste hur det utföll kunde göra så för att få ett annat utfall.
check-why-opening = Inget är lottat än. Lottningen använder { $source }.
check-why-network = Nätverket { $network } är inget som programmet känner till: den som har dess nyckel visste talen i förväg. Fråga vem det är.
check-why-people = Det fanns ingen slumpfyr. Lottningen är rättvis om arrangören eller en av { $people } höll sin hemlighet för sig själv.
check-why-excluded = Människor har bestämt detta; bedöm det efter skälen: { $reasons }
verify-page = Samma sak för alla, med en ruta där du söker ditt nummer: { $page }

## /contest link

link-code = Din kod: **{ $code }**. Säg den från ditt andra konto inom 48 timmar: i ett inlägg som vi hittar ({ $hashtag }), eller i Slack med `/goodword link { $code }`. Den som säger den tas för dig, så visa den inte för någon.
link-code-plain = Din kod: **{ $code }**. Säg den från ditt andra konto inom 48 timmar: i ett inlägg med kampanjens hashtagg, eller i Slack med `/goodword link { $code }`. Den som säger den tas för dig, så visa den inte för någon.
link-done = Länkat: { $account } är också du. Röster och bidrag från båda räknas som en persons.
link-none = Det här kontot är inte länkat med något annat.
unlink-done = Det här kontot är inte längre länkat med något annat.
unlink-sure = Ta bort länken mellan det här kontot och { $accounts }?
yes-unlink = Ja, ta bort länken
no-stay = Nej, låt den vara

## I kanalen

card-footer = Bidrag { $number } i { $contest }
card-by = Gjort av { $name }
card-look = Se originalet
card-rules = Regler
announce-announced = **{ $contest }** är tillkännagiven. Den öppnar { $opens }.
announce-open = **{ $contest }** är öppen. Tävla före { $entries_close } med `/contest enter`.
announce-voting = **{ $contest }** tar inte emot fler bidrag. Rösta före { $closes } under bidragen eller med `/contest vote`.
announce-closed = **{ $contest }** är stängd. Resultatet räknas fram.
announce-cancelled = **{ $contest }** ställdes in.
announce-frozen = { $count ->
    [one] 1 bidrag är med
   *[other] { $count } bidrag är med
}. Hashvärde av den frysta listan och av vår hemlighet: `{ $hash }`. Den offentliga slumpen är { $source }. `/contest verify` visar hur man kontrollerar lottningen.
announce-prizes = Att vinna: { $prizes }.
source-beacon = omgång { $round } av slumpfyren drand, publicerad { $when }
source-two-people = det som { $people } avslöjar sedan båda har bundit sig vid det
winners-title = Vinnare i { $contest }
winners-row = **{ $prize }**: { $member } { $entry }
winners-entry = med nummer { $number }, { $title }
winners-credit = gjort av { $name }
winners-open = **{ $prize }**: går till nästa i ordningen
winners-nobody = **{ $prize }**: delas inte ut
winners-check = `/contest verify` visar hur det gick till.
winners-thanks = Tack till alla som var med.

## Privata meddelanden

dm-entry-accepted = Ditt bidrag, nummer { $number } i **{ $contest }**, är med nu.
dm-entry-rejected = Ditt bidrag, nummer { $number } i **{ $contest }**, godkändes inte. { $reason }
dm-entry-withdrawn = Ditt bidrag, nummer { $number } i **{ $contest }**, är inte längre med. { $reason }
dm-entry-disqualified = Ditt bidrag, nummer { $number } i **{ $contest }**, diskvalificerades. Skäl: { $reason }
dm-award-offered = Grattis: du har vunnit **{ $prize }** i **{ $contest }**. Hämta det före { $claim_by } med knappen nedan; därefter går det till nästa i ordningen.
dm-award-lapsed = Du hämtade inte ditt pris i **{ $contest }** i tid, så det är inte ditt längre.
dm-award-passed = Ditt pris i **{ $contest }** går till någon annan. { $reason }
dm-linked = { $account } länkades med det här kontot som samma person. Om det inte var du, använd `/contest unlink` och säg till arrangörerna.
dm-unlinked = { $account } är inte längre länkat med det här kontot.
