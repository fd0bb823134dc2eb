# Kvittot till den som skapat något, knappen som tar tillbaka ett ja, och mejlet med kvittot. Värden i { } kommer från programmet.

receipt-title = Ditt kvitto
receipt-lead = Det här är vad du och { $brand } har kommit överens om, så som det gäller nu. Spara kvittot: det är ett bevis även utan oss.
receipt-state-given = Du tillåter det
receipt-state-refused = Du sa nej
receipt-state-withdrawn = Du tog tillbaka ditt tillstånd
receipt-state-expired = Tillståndet har löpt ut
receipt-state-superseded = Ett nyare tillstånd gäller i stället
receipt-state-requested = Du fick frågan
receipt-state-unknown = Du svarade, och en person läser det
receipt-state-removed = Vi har tittat efter: det visas inte längre någonstans hos oss
receipt-piece = Det du har skapat
receipt-piece-link = Se det där du lade upp det
receipt-nothing = Inget av det får visas.
receipt-uses = Tillåtet
receipt-not-uses = Inte tillåtet
receipt-none = ingenting
receipt-territory = Var i världen
receipt-worldwide = Överallt
receipt-since = Från
receipt-until = Till
receipt-open-end = du tar tillbaka det
receipt-credit = Du namnges som
receipt-answer = Ditt svar
receipt-known = Hur vi vet att det var du
receipt-proof-none = Din privata länk användes
receipt-proof-reply = Kontot som lade upp det svarade
receipt-proof-code = Kontot som lade upp det skrev vår kod
receipt-proof-mail = Du svarade från din e-postadress
receipt-proof-hand = Någon i teamet läste ditt svar
receipt-terms = Villkoren du godkände (version { $version })
receipt-terms-gone = Texten finns inte kvar här; dess fingeravtryck står i filen.
receipt-history = Vad som har hänt
receipt-when = När (UTC)
receipt-what = Vad
receipt-law = Lag som gäller
receipt-kept = Var uppgifterna sparas
receipt-keep = Spara det
receipt-download = Ladda ner kvittot som fil
receipt-print = Du kan också skriva ut sidan.
receipt-mail-lead = Eller få det skickat till dig. Adressen används bara för kvitton om det här: nu, och när något ändras i ditt tillstånd.
receipt-mail-label = Din e-postadress
receipt-mail-send = Skicka kvittot till mig
receipt-mail-sent = Kvittot är på väg. Om det inte kommer inom några minuter, titta bland skräpposten.
receipt-mail-error = Skriv en e-postadress, som namn@example.com.
receipt-mail-enough = Tillräckligt många mejl har skickats i dag. Ladda ner kvittot, eller försök igen i morgon.
receipt-change = Ändra dig
receipt-change-lead = Du kan när som helst ta tillbaka ditt tillstånd, utan att ange skäl och utan konto.
receipt-change-link = Ta tillbaka det
receipt-check = För den som vill kontrollera det
receipt-check-lead = Filen innehåller varje steg med hash och signatur. Varje hash är över steget i kanonisk form (RFC 8785) och pekar på steget före; varje signatur är Ed25519 med den här nyckeln:
receipt-number = Kvittonummer
receipt-record = Ärendenummer
receipt-fingerprint = Fingeravtryck (SHA-256) av det som visades
receipt-last = Sista steget, nummer { $sequence }
receipt-rights = Dina rättigheter
receipt-rights-lead = Du kan fråga { $brand } vad som finns sparat om dig, få det rättat, utlämnat eller raderat, och klaga hos en dataskyddsmyndighet.

receipt-withdraw-title = Ta tillbaka ditt tillstånd
receipt-withdraw-lead = Med den här knappen upphör ditt tillstånd till { $brand } genast. Du behöver inget konto och inget skäl.
receipt-withdraw-no-lead = Du har inte tillåtit något än. Med den här knappen säger du nej, genast; du behöver inget konto och inget skäl.
receipt-withdraw-ends = Det här upphör
receipt-withdraw-after = Vad som händer sedan
receipt-withdraw-after-1 = Det du har skapat försvinner från alla våra ställen inom en minut, och vi kontrollerar att det är borta.
receipt-withdraw-after-2 = Det som redan har tryckts, eller kopierats av andra, går inte att få tillbaka.
receipt-withdraw-after-3 = Att du tillät det och tog tillbaka det sparas som signerade hashar, som bevis för oss båda. Inget visas från det.
receipt-withdraw-after-no = Inget av ditt visas, och du får inte frågan om det här igen.
receipt-withdraw-button = Ta tillbaka det nu
receipt-withdraw-no-button = Säg nej nu
receipt-withdrawn-title = Klart: du tog tillbaka ditt tillstånd
receipt-withdrawn-already-title = Du har redan tagit tillbaka det
receipt-withdrawn-at = Det upphörde { $at } (UTC).
receipt-withdrawn-removing = Det du har skapat tas bort från alla våra ställen; det tar högst en minut. Ladda om sidan för att se att det är klart.
receipt-withdrawn-removed = Vi tog bort det och tittade efter: { $at } (UTC) visades det inte längre någonstans hos oss.
receipt-declined-title = Klart: du sa nej
receipt-declined-already-title = Du har redan sagt nej
receipt-ended-title = Det finns inget att ta tillbaka
receipt-ended-lead = Det här tillståndet har upphört, och det du har skapat visas inte längre med stöd av det.
receipt-see = Se ditt kvitto

consent-retired-title = Den här länken har ersatts
consent-retired-remedy = Det var en privat länk som inte längre öppnar något. Använd det senaste meddelandet från { $brand }, eller skriv till dem: de kan skicka en ny.
consent-unanswered-title = Det finns inget kvitto än
consent-unanswered-remedy = Kvittot kommer när du har svarat { $brand }. Använd länken i deras meddelande för att göra det.

receipt-mail-subject = { $state ->
    [given] Ditt kvitto: vad du tillåter { $brand }
    [refused] Ditt kvitto: du sa nej till { $brand }
    [withdrawn] Ditt kvitto: du tog tillbaka ditt tillstånd från { $brand }
   *[other] Ditt kvitto: ett tillstånd du gett { $brand } har upphört
}
receipt-mail-hello = Hej,
receipt-mail-body = det här är kvittot om det du har skapat:
receipt-mail-attached = Den bifogade filen säger samma sak till program, med signaturer som vem som helst kan kontrollera.
receipt-mail-page = Läs det i webbläsaren:
receipt-mail-withdraw = Ta tillbaka det när du vill, med ett klick och utan konto:
receipt-mail-private = Skicka inte länkarna vidare: den som har dem kan använda dem.
receipt-mail-why = Du får det här mejlet för att du har svarat { $brand }. Det är inte början på ett nyhetsbrev.
