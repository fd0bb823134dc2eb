# Den privata sidan där en upphovsperson svarar. Värden inom { } kommer från programmet; behåll dem, i vilken ordning som helst.

consent-title = { $brand } ber om ditt tillstånd
consent-error-title = Titta en gång till: { $title }
consent-skip = Hoppa till innehållet
consent-languages = Språk
consent-footer = Den här sidan är privat för dig: skicka inte adressen vidare. Den sätter inga kakor och räknar inga besökare.

consent-hello = Får { $brand } visa det du har skapat?
consent-lead = Här ser du det du har skapat, vad { $brand } vill göra med det och hur länge. Du bestämmer: tillåt allt, en del eller ingenting. Vad du än väljer kan du ändra dig senare.
consent-piece = Det du har skapat
consent-piece-link = Se det där du lade upp det
consent-picture = Din bild, nummer { $number }
consent-media-image = Din bild finns där du lade upp den.
consent-media-video = Din video finns där du lade upp den.
consent-media-audio = Din inspelning finns där du lade upp den.

consent-asked = Vad du blir tillfrågad om
consent-uses = Var { $brand } får visa det
consent-uses-hint = Ta bort bocken för det du inte vill. Resten gäller.
consent-use-website = På sin webbplats, till exempel i ett galleri
consent-use-mail = I nyhetsbrev och mejl
consent-use-social = I sina egna sociala kanaler, med ditt namn
consent-use-ads = I betald annonsering
consent-use-print = I tryck, till exempel förpackningar, affischer och broschyrer
consent-use-employees = Delas av anställda och ambassadörer
consent-needs-proof = kräver ett steg till, se nedan
consent-proof-hint = En del av detta går längre än vad en privat länk kan bevisa. Om du tillåter det visar sidan hur du bekräftar att det verkligen är du; fram till dess gäller det inte.
consent-territory = Var i världen
consent-worldwide = Överallt
consent-duration = Hur länge
consent-days = { $days ->
    [one] En dag från ditt ja
   *[other] { $days } dagar från ditt ja
}
consent-years = { $years ->
    [one] Ett år från ditt ja
   *[other] { $years } år från ditt ja
}
consent-until-day = Till och med { $day }
consent-until-withdrawn = Tills du tar tillbaka det
consent-pay = Ersättning
consent-pay-none = Ingen, om inte du och { $brand } kommer överens om en
consent-credit = Hur du ska namnges
consent-credit-hint = Det här står bredvid det du har skapat överallt där det visas.
consent-statements = Bekräfta detta
consent-people = De personer som går att känna igen samtycker, eller så går ingen att känna igen.
consent-own = Jag har gjort det själv, och musiken och konsten i det är mina egna eller sådana som jag får använda.
consent-original = Originalfilen, om du vill
consent-original-hint = Bättre kvalitet än kopian på nätet. En bild eller video på högst { $megabytes } MB. Den går bara till teamet och publiceras bara så som du tillåter här. Du kan lämna detta tomt.
consent-grant = Ja, jag tillåter det
consent-grant-hint = Du får ett kvitto med en länk för att ta tillbaka det.

consent-data = Vad som händer med dina uppgifter
consent-data-1 = { $brand } sparar ditt svar, när du gav det och vad den här sidan visade, som bevis för ditt tillstånd.
consent-data-2 = Det används inte till något annat och lämnas inte vidare till andra än dem som visar det du har skapat åt { $brand }.
consent-data-3 = Du kan när som helst ta tillbaka ditt tillstånd, fråga vad som sparas om dig eller få det raderat.
consent-terms = De fullständiga villkoren (version { $version })

consent-question-title = Har du en fråga?
consent-question = Din fråga till teamet
consent-question-hint = En person läser den och svarar där du blev tillfrågad. Att fråga tillåter ingenting.
consent-question-send = Skicka frågan
consent-decline-title = Vill du hellre inte?
consent-decline-lead = Det går bra, och du behöver inte säga varför. Ingenting visas, och du blir inte tillfrågad om detta igen.
consent-never = Fråga mig inte om något annat heller
consent-decline = Nej, jag tillåter det inte

consent-problem = Något behöver rättas
consent-error-uses = Bocka för minst ett ställe där det får visas, eller välj Nej längre ner.
consent-error-credit = Skriv hur du ska namnges: ditt namn, eller ditt namn på nätet.
consent-error-people = Bekräfta att de som syns samtycker. Om de inte gör det, välj Nej längre ner.
consent-error-own = Bekräfta att du får tillåta det. Om du inte får det, välj Nej längre ner, eller ställ en fråga.
consent-error-question = Skriv din fråga först.
consent-error-too-large = Filen är för stor: högst { $megabytes } MB tas emot. Välj en mindre, eller utelämna den.
consent-error-type = Filen är varken en bild (JPEG, PNG, WebP, GIF, AVIF) eller en video (MP4, MOV, WebM) som går att läsa. Välj en annan, eller utelämna den.
consent-error-pixels = Bilden har för många pixlar för att öppnas säkert. Välj en mindre, eller utelämna den.
consent-error-again = Ingenting har skickats än. Det du skrev finns kvar; välj filen igen om du lade till en.
consent-error-old = Sidan var öppen för länge. Ingenting skickades. Det du skrev finns kvar: titta igen och tryck på knappen en gång till.
consent-error-foreign = Det kom inte från den här sidan, så ingenting gjordes. Titta igen och tryck på knappen en gång till.
consent-error-changed = Det du blir tillfrågad om, eller det du har skapat, har ändrats sedan du öppnade sidan. Ingenting skickades. Titta igen; det du skrev finns kvar.
consent-error-broken = Det som din webbläsare skickade gick inte att läsa, så ingenting gjordes. Försök en gång till.

consent-answered-note = Din fråga har nått teamet. En person svarar dig; under tiden kan du ändå bestämma här.
consent-asked-done = Tack. Din fråga är hos teamet, och en person svarar dig.

consent-granted-title = Tack: du har tillåtit det
consent-granted-lead = { $brand } får visa det du har skapat så här:
consent-granted-uses = Tillåtet
consent-granted-until = Till och med
consent-granted-from = Från
consent-granted-credit = Du namnges som
consent-thanks-title = Delat av medarbetare
consent-thanks-lead = { $count ->
    [0] Medarbetare på { $brand } har delat ditt inlägg på sina egna nätverk, med ditt namn.
    [one] En medarbetare på { $brand } har delat ditt inlägg på sina egna nätverk, med ditt namn.
   *[other] { $count } medarbetare på { $brand } har delat ditt inlägg på sina egna nätverk, med ditt namn.
}
consent-thanks-hint = De får veta att du tackar dem, med ditt namn som det står på inlägget. Inget annat skickas, och det går att göra en gång.
consent-thanks-button = Tacka dem som delat
consent-thanks-done = Du har tackat dem.
consent-receipt = Ditt kvitto
consent-receipt-link = Öppna och spara kvittot
consent-withdraw-lead = Du kan när som helst ta tillbaka ditt tillstånd, utan att ange något skäl.
consent-withdraw-link = Ta tillbaka det

consent-pending-title = Ett steg till för resten
consent-pending-lead = Detta går längre än vad en privat länk kan bevisa, så det gäller inte än:
consent-pending-how = För att bekräfta att det verkligen är du: svara på meddelandet från { $brand } med det konto som du lade upp detta med, och skriv den här koden:
consent-pending-after = Så snart vi ser den där är det tillåtet, och den här sidan säger det. Gör du ingenting är det fortfarande inte tillåtet.

consent-declined-title = Du sa nej
consent-declined-lead = Ingenting av ditt visas, och du blir inte tillfrågad om detta igen. Tack för att du svarade.
consent-withdrawn-title = Tillståndet togs tillbaka
consent-withdrawn-lead = Det du har skapat försvinner från alla ställen hos { $brand }. Det som redan har tryckts eller kopierats av andra går inte att få tillbaka.
consent-ended-title = Tillståndet har gått ut
consent-ended-lead = Tiden som du gick med på är över, och det du har skapat visas inte längre.
consent-superseded-title = Ett nyare tillstånd gäller i stället
consent-superseded-lead = Du har svarat på en senare fråga om detta. Det senaste meddelandet har sin egen länk.
consent-over-title = Den här frågan gäller inte längre
consent-over-lead = Teamet har börjat om. Här finns ingenting att svara på; kommer ett nytt meddelande, använd länken i det.
consent-gone-title = Det du har skapat är borta
consent-gone-lead = Det finns inte längre där det hittades, så du blir inte tillfrågad om något mer, och ingenting visas.
consent-late-title = Tiden för att svara är över
consent-late-lead = Ingenting tilläts, och ingenting visas. Vill du ändå säga ja, så säg det till teamet nedan; de kan fråga dig igen.

consent-unknown-title = Den här länken öppnar ingenting
consent-unknown-remedy = Den kan ha klippts av på vägen. Kopiera hela adressen ur meddelandet du fick. Öppnar den fortfarande ingenting har frågan tagits tillbaka: svara på meddelandet för att nå { $brand }.
consent-busy-title = Vänta en liten stund
consent-busy-remedy = Den här sidan har använts väldigt ofta på kort tid. Ingenting är förlorat: försök igen om { $minutes ->
    [one] en minut
   *[other] { $minutes } minuter
}.
consent-trouble-title = Det gick inte
consent-trouble-remedy = Något gick fel hos oss, och ingenting ändrades. Gå tillbaka och försök igen om några minuter.
consent-reach = Du kan också skriva till
