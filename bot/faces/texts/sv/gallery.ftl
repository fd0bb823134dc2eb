# Det offentliga galleriet. Värden i { } kommer från programmet; behåll dem, i valfri ordning.

gallery-title = Sett med { $brand }
gallery-lead = Visas med tillstånd av dem som skapat det, så länge de vill. Ett tack från { $brand }.
gallery-skip = Hoppa till galleriet
gallery-languages = Språk
gallery-footer = Sidan sätter inga kakor och räknar inga besökare. Varje bidrag tillhör den som gjort det.
gallery-nothing = Just nu visas inget här.
gallery-original = Se det på { $platform }
gallery-removal = Är det här ditt? Be om borttagning
gallery-picture-image = En bild utan beskrivning
gallery-picture-video = En stillbild ur en video, utan beskrivning
gallery-pages = Mer av galleriet
gallery-newest = Det senaste
gallery-older = Äldre bidrag
gallery-back = Till galleriet
gallery-mail = Du kan också skriva till oss:
gallery-error = Titta igen:

gallery-ask-title = Be om borttagning
gallery-ask-lead = Berätta för { $brand } varför bidraget ska bort från galleriet. En människa tittar på det och svarar dig. Har du gjort det och fått en privat länk av oss, så tar den länken bort det direkt.
gallery-ask-who = Vem är du?
gallery-who-creator = Jag har gjort det
gallery-who-pictured = Jag är med på det, eller mitt barn
gallery-who-owner = Något av mitt är med: musik, konst, ett varumärke
gallery-who-other = Någon annan
gallery-ask-contact = Hur når vi dig?
gallery-ask-contact-hint = En e-postadress, eller ditt namn på plattformen. Den används bara för svaret.
gallery-ask-why = Vad behöver vi veta? (kan utelämnas)
gallery-ask-send = Skicka begäran
gallery-problem-missing = Säg vem du är och hur vi når dig. Inget har skickats än.
gallery-problem-old = Formuläret hade väntat för länge, så inget skickades. Skicka det igen.

gallery-asked-title = Tack. Din begäran har kommit fram.
gallery-asked-text = Teamet har fått veta och tittar på det. Du hör av oss.
gallery-removed-title = Bidraget finns inte i galleriet
gallery-removed-text = Det är redan borttaget, eller så är adressen fel. Det finns inget mer att göra.
gallery-missing-title = Sidan finns inte
gallery-missing-text = Adressen är fel. Själva galleriet finns här:
gallery-broken-title = Formuläret gick inte att läsa
gallery-broken-text = Inget skickades. Gå tillbaka och försök igen med en kortare text.
gallery-busy-title = För många begäranden
gallery-busy-text = Inget skickades. Försök igen om några minuter.
