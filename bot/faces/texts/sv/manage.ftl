manage-not-allowed = Det kan bara de som sköter tävlingar: { $roles }. Fråga någon av dem.
manage-phase = Den är **{ $phase }**.
manage-times = Öppnar { $opens }, bidrag till { $entries_close }, stänger { $closes }.
manage-entries = Bidrag: { $entries }.
manage-no-entries = inga än
manage-count-waiting = { $count } granskas
manage-count-accepted = { $count } är med
manage-count-rejected = { $count } godkändes inte
manage-count-withdrawn = { $count ->
    [one] 1 tillbakadraget
   *[other] { $count } tillbakadragna
}
manage-count-disqualified = { $count ->
    [one] 1 diskvalificerat
   *[other] { $count } diskvalificerade
}
manage-waiting = { $count ->
    [one] 1 bidrag väntar på granskning. Listan fryses när det är avgjort, eller när du fryser den nu.
   *[other] { $count } bidrag väntar på granskning. Listan fryses när de är avgjorda, eller när du fryser den nu.
}
manage-reason = Varför? Deltagarna ser det.
manage-closes = Stänger (lokal tid i { $zone })
manage-bad-time = ”{ $typed }” är ingen tid. Skriv en lokal tid i { $zone }, till exempel 2026-12-24 18:00.
manage-bad-zone = Tidszonen ”{ $zone }” finns inte. Skriv en som Europe/Stockholm.
manage-no-entry = Bidrag { $number } finns inte i **{ $contest }**.
manage-export = Här finns namn och det som folk har tävlat med: förvara det som andra personuppgifter.
manage-back = Tillbaka
action-announce = Tillkännage
action-open = Öppna nu
action-extend = Förläng
action-close-entries = Stäng för bidrag
action-close = Stäng
action-freeze = Frys listan
action-decide = Utse vinnarna
action-award = Dela ut priserna
action-finish = Avsluta
action-cancel = Ställ in tävlingen
action-edit = Ändra
sure-open = Öppna **{ $contest }** nu? Deltagarna ser den och kan tävla genast; efter det kan den inte ändras.
sure-close-entries = Stänga **{ $contest }** för bidrag nu? Ingen kan tävla efter det; röstningen fortsätter.
sure-close = Stänga **{ $contest }** nu? Ingen kan tävla eller rösta efter det.
sure-freeze = Frysa listan för **{ $contest }** nu? Det som väntar på granskning kommer inte med.
sure-award = Dela ut priserna i **{ $contest }**? Vinnarna tillkännages offentligt och får veta hur de hämtar sina priser.
sure-finish = Avsluta **{ $contest }**? Vinnare kan fortfarande hämta sina priser i tid, men inget går längre till nästa i ordningen.
done-announce = Tillkännagiven. Deltagarna ser den nu.
done-open = Klart: bidrag tas emot nu.
done-extend = Förlängd.
done-close-entries = Den tar inte emot fler bidrag.
done-close = Klart: ingen kan tävla eller rösta längre.
done-freeze = Listan är fryst; dess hashvärde är publicerat.
done-decide = Begärt. Vinnarna visas här när de är kända.
done-award = Priserna är utdelade: vinnarna har fått veta och tillkännages.
done-finish = Klart: inget går vidare längre.
done-cancel = Klart: deltagarna ser det, och varför.
done-edit = Ändrad.
done-new = Sparad som utkast som bara arrangörer ser. Tillkännage den när den stämmer. Tiderna gäller { $zone }.
done-disqualify = Nummer { $number } är diskvalificerat; den som tävlade får veta varför.
done-reinstate = Nummer { $number } är med igen, så långt granskningen säger.
done-promise = Ditt löfte är sparat. Avslöja samma ord när ni båda har lovat.
done-reveal = Dina ord är publicerade. När ni båda har avslöjat dem lottas det av sig själv.
form-title = En tävling (tider: { $zone })
form-name = Namn
form-brief = Vad den handlar om
form-rules = Regler (med ordet ”contest”)
form-prizes = Priser, ett per rad
form-criteria = Vad domarna bedömer, en per rad
form-tasks = Uppgifter per rad: nyckel poäng titel
form-problems = Det här kan inte sparas än. Det du skrev finns kvar i ett dygn.
form-again = Rätta
form-too-old = Formuläret är för gammalt och jag har inte kvar det som skrevs. Börja om med `/contest-manage new`.
flags-none = Inget konstigt hittades bland rösterna i **{ $contest }**.
flags-title = Det här ser konstigt ut i **{ $contest }**. Inget har tagits bort: titta, och skriv vad det visade sig vara.
flag-row = **{ $id }** { $kind }, bidrag { $number }: { $evidence }
flag-burst = många röster på kort tid
flag-ring = personer som röstar på varandra
flag-newcomers = många röster från nya konton
flag-self = röster av någon på sig själv
flag-settle = Avgör { $id }
flag-outcome = Vad visade det sig vara?
flag-settled = { $id } är avgjord. Röster ogiltigförklaras i Slack, där man kan titta på var och en.
