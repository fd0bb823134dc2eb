# Frågor om tillåtelse som privata meddelanden i en chatt, och deras knappar.
permit-yes = Ja
permit-no = Nej
permit-look = Titta först
permit-yes-sure = Ja, det tillåter jag
permit-no-sure = Ja, ta tillbaka
permit-scope = Med ett ja låter du **{ $brand }** visa det du har gjort:
    { $uses }
    Var: { $territory }. Hur länge: { permit-duration }.
    Du anges som: { $credit }.
    Du kan ta tillbaka det när som helst: skriv "nej" här eller tryck på Nej.
permit-duration = { $days ->
        [0] tills du tar tillbaka det
        [one] { $days } dag
       *[other] { $days } dagar
    }
permit-granted = Tack! **{ $brand }** får nu visa det du har gjort:
    { $uses }
    Var: { $territory }. Hur länge: { permit-duration }.
    Du anges som: { $credit }.
    Skriv "nej" här eller tryck på Nej för att ta tillbaka det.
permit-already = Du har redan sagt ja. **{ $brand }** får visa det du har gjort:
    { $uses }
    Skriv "nej" här eller tryck på Nej för att ta tillbaka det.
permit-declined = Då använder **{ $brand }** det inte och frågar inte om det igen.
permit-take-back = Du har sagt ja tidigare. Ta tillbaka det? **{ $brand }** tar då bort det du har gjort från:
    { $uses }
permit-withdrawn = Tillbakataget. **{ $brand }** tar bort det du har gjort överallt där det visas.
permit-over = Den här frågan är avslutad: det finns inget kvar att svara på.
permit-changed = Något har ändrats under tiden. Tryck på knappen under frågan igen.
permit-not-yours = Bara kontot som fick frågan kan svara.
permit-help = Jag är bot för **{ $brand }**: jag sköter dess tävlingar och förmedlar svar på dess frågor. Inget väntar på svar från dig här. På servern visar `/contest list` vad som pågår.
