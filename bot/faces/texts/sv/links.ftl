# Korta länkar som medarbetare delar, och integritetsinformationen om dem. Värden i { } kommer från programmet.

links-title = Delat av folk på { $brand }
links-skip = Hoppa till innehållet
links-languages = Språk
links-footer = Sidan sätter inga kakor och kör inga skript.
links-picture = En bild utan beskrivning
links-go = Besök { $host }
links-original = Se det på { $platform }
links-gallery = Se vad mer kunder gör
links-privacy = Vad som räknas här
links-missing-title = Den länken finns inte
links-missing-text = Adressen är fel, eller så har en del av den försvunnit på vägen. Titta på den igen.
links-over-title = Det här delas inte längre
links-over-text = Det delades med tillstånd av den som har gjort det. Tillståndet har upphört, eller länken: { $brand } visar det inte längre.
links-busy-title = Ett ögonblick
links-busy-text = Länken kan inte slås upp just nu. Försök igen om några sekunder.

links-statement-title = Vad som räknas när du följer en länk
links-statement-lead = De som arbetar på { $brand } delar korta länkar. Här står vad vi får veta när någon följer en, vad vi inte får veta, och hur länge.
links-counted-title = Vad som räknas
links-counted-clicks = Hur ofta varje länk följs under en dag.
links-counted-visitors = Av hur många olika besökare, så långt det går att säga utan att veta vilka de är.
links-counted-referrer = För alla länkar tillsammans, från vilka webbplatser man kommer: webbplatsens namn, inte sidan.
links-counted-country = För alla länkar tillsammans, från vilka länder.
links-hash-title = Hur besökare skiljs åt
links-hash-text = Av din nätverksadress, din webbläsares namn och länken görs ett tal med en hemlighet som byts varje dag (en nycklad hash). Talet säger om samma besökare kom två gånger den dagen. När dagen är slut raderas hemligheten och alla tal, så att ingen längre kan säga vem det var, eller om du kom tillbaka. Adressen själv finns i programmets minne tills ditt besök är räknat, som längst tills dagen är slut; den skrivs aldrig ner. Vi behöver det för att räkna människor och inte program, vilket är ett berättigat intresse (GDPR artikel 6.1 f).
links-not-title = Vad som inte sparas
links-not-text = Din adress efter den dagen, kakor eller något annat i din webbläsare, vad du gör på andra webbplatser, och vem du är. Ingenting lämnas till någon annan.
links-onward-title = Vart du skickas vidare
links-onward-text = Adressen till nästa webbplats säger vilket nätverk och vilket slags länk du kom genom, och i vilken timme, men ingenting som är ditt ensamt. Vad den webbplatsen gör står i dess egen integritetsinformation.
links-conversions-text = Om du köper något där eller anmäler dig inom { $days ->
        [one] en dag
       *[other] { $days } dagar
    } kan den webbplatsen berätta för oss att en besökare från länken gjorde det, och för hur mycket: aldrig vem.
links-ask-title = Vem du kan fråga
links-ask-text = { $brand } är ansvarig. Du kan fråga vad som finns, invända, och klaga hos din dataskyddsmyndighet.
