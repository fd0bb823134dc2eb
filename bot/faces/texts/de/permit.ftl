# Bitten um Erlaubnis als private Nachrichten in einem Chat und ihre Knöpfe.
permit-yes = Ja
permit-no = Nein
permit-look = Erst ansehen
permit-yes-sure = Ja, das erlaube ich
permit-no-sure = Ja, zurücknehmen
permit-scope = Mit einem Ja erlaubst du **{ $brand }**, dein Werk zu zeigen:
    { $uses }
    Wo: { $territory }. Wie lange: { permit-duration }.
    Du wirst genannt als: { $credit }.
    Du kannst es jederzeit zurücknehmen: Schreib hier „Nein“ oder drück auf Nein.
permit-duration = { $days ->
        [0] bis du es zurücknimmst
        [one] { $days } Tag
       *[other] { $days } Tage
    }
permit-granted = Danke! **{ $brand }** darf dein Werk jetzt zeigen:
    { $uses }
    Wo: { $territory }. Wie lange: { permit-duration }.
    Du wirst genannt als: { $credit }.
    Zum Zurücknehmen schreib hier „Nein“ oder drück auf Nein.
permit-already = Du hast schon Ja gesagt. **{ $brand }** darf dein Werk zeigen:
    { $uses }
    Zum Zurücknehmen schreib hier „Nein“ oder drück auf Nein.
permit-declined = In Ordnung, **{ $brand }** verwendet es nicht und fragt nicht noch einmal danach.
permit-take-back = Du hast vorher Ja gesagt. Zurücknehmen? **{ $brand }** entfernt dein Werk dann von:
    { $uses }
permit-withdrawn = Zurückgenommen. **{ $brand }** entfernt dein Werk überall, wo es gezeigt wird.
permit-over = Diese Anfrage ist abgeschlossen: Es gibt nichts mehr zu beantworten.
permit-changed = Inzwischen hat sich etwas geändert. Drück noch einmal auf den Knopf unter der Anfrage.
permit-not-yours = Nur das gefragte Konto kann antworten.
permit-help = Ich bin der Bot von **{ $brand }**: Ich betreue die Wettbewerbe und gebe Antworten auf Fragen weiter. Hier wartet nichts auf eine Antwort von dir. Auf dem Server zeigt `/contest list`, was läuft.
