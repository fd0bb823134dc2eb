# Die Quittung, der Knopf, der ein Ja zurücknimmt, und die Mail mit der Quittung. Werte in { } kommen vom Programm.

receipt-title = Ihre Quittung
receipt-lead = Das haben Sie und { $brand } vereinbart, so wie es jetzt gilt. Bewahren Sie sie auf: Sie beweist es auch ohne uns.
receipt-state-given = Sie erlauben es
receipt-state-refused = Sie haben Nein gesagt
receipt-state-withdrawn = Sie haben Ihre Erlaubnis zurückgenommen
receipt-state-revoked = Die Erlaubnis wurde beendet
receipt-state-expired = Die Erlaubnis ist abgelaufen
receipt-state-superseded = An ihrer Stelle gilt eine neuere Erlaubnis
receipt-state-requested = Sie wurden gefragt
receipt-state-unknown = Sie haben geantwortet, und ein Mensch liest es
receipt-state-removed = Wir haben nachgesehen: Es wird bei uns nirgends mehr gezeigt
receipt-piece = Ihr Beitrag
receipt-piece-link = Ansehen, wo Sie ihn veröffentlicht haben
receipt-nothing = Nichts davon darf gezeigt werden.
receipt-uses = Erlaubt
receipt-not-uses = Nicht erlaubt
receipt-none = nichts
receipt-territory = Wo auf der Welt
receipt-worldwide = Überall
receipt-since = Seit
receipt-until = Bis
receipt-open-end = Sie es zurücknehmen
receipt-credit = Genannt werden Sie als
receipt-answer = Ihre Antwort
receipt-known = Woher wir wissen, dass Sie es waren
receipt-proof-none = Ihr privater Link wurde benutzt
receipt-proof-reply = Das Konto, das es veröffentlicht hat, hat geantwortet
receipt-proof-code = Das Konto, das es veröffentlicht hat, hat unseren Code geschrieben
receipt-proof-mail = Sie haben von Ihrer Mailadresse geantwortet
receipt-proof-hand = Jemand aus dem Team hat Ihre Antwort gelesen
receipt-terms = Die Bedingungen, denen Sie zugestimmt haben (Fassung { $version })
receipt-terms-gone = Der Text liegt hier nicht mehr vor; sein Fingerabdruck steht in der Datei.
receipt-history = Was geschehen ist
receipt-when = Wann (UTC)
receipt-what = Was
receipt-law = Geltendes Recht
receipt-kept = Wo die Daten liegen
receipt-keep = Aufbewahren
receipt-download = Die Quittung als Datei herunterladen
receipt-print = Sie können diese Seite auch drucken.
receipt-mail-lead = Oder lassen Sie sie sich schicken. Die Adresse dient nur Quittungen zu diesem Beitrag: jetzt, und wenn sich an Ihrer Erlaubnis etwas ändert.
receipt-mail-label = Ihre Mailadresse
receipt-mail-send = Quittung an mich schicken
receipt-mail-sent = Die Quittung ist unterwegs. Wenn sie in einigen Minuten nicht da ist, sehen Sie bei den unerwünschten Mails nach.
receipt-mail-error = Schreiben Sie eine Mailadresse wie name@example.com.
receipt-mail-enough = Für heute wurden genug Mails verschickt. Laden Sie die Quittung herunter, oder versuchen Sie es morgen wieder.
receipt-change = Es sich anders überlegen
receipt-change-lead = Sie können Ihre Erlaubnis jederzeit zurücknehmen, ohne Grund und ohne Konto.
receipt-change-link = Zurücknehmen
receipt-check = Zum Nachprüfen
receipt-check-lead = Die Datei enthält jeden Schritt mit Hash und Signatur. Jeder Hash gilt dem Schritt in kanonischer Form (RFC 8785) und nennt den Schritt davor; jede Signatur ist Ed25519 mit diesem Schlüssel:
receipt-number = Nummer der Quittung
receipt-record = Nummer des Vorgangs
receipt-fingerprint = Fingerabdruck (SHA-256) dessen, was gezeigt wurde
receipt-last = Letzter Schritt, Nummer { $sequence }
receipt-rights = Ihre Rechte
receipt-rights-lead = Sie können { $brand } fragen, was über Sie gespeichert ist, es berichtigen, herausgeben oder löschen lassen und sich bei einer Datenschutzbehörde beschweren.

receipt-withdraw-title = Ihre Erlaubnis zurücknehmen
receipt-withdraw-lead = Mit diesem Knopf endet Ihre Erlaubnis für { $brand } sofort. Sie brauchen kein Konto und keinen Grund.
receipt-withdraw-no-lead = Sie haben noch nichts erlaubt. Mit diesem Knopf sagen Sie Nein, sofort; Sie brauchen kein Konto und keinen Grund.
receipt-withdraw-ends = Das endet
receipt-withdraw-after = Was dann geschieht
receipt-withdraw-after-1 = Ihr Beitrag verschwindet innerhalb einer Minute von allen unseren Orten, und wir sehen nach, ob er weg ist.
receipt-withdraw-after-2 = Was gedruckt oder von anderen kopiert wurde, lässt sich nicht zurückrufen.
receipt-withdraw-after-3 = Dass Sie es erlaubt und zurückgenommen haben, bleibt als signierte Hashes festgehalten, als Beweis für beide Seiten. Daraus wird nichts gezeigt.
receipt-withdraw-after-no = Nichts von Ihnen wird gezeigt, und Sie werden zu diesem Beitrag nicht mehr gefragt.
receipt-withdraw-button = Jetzt zurücknehmen
receipt-withdraw-no-button = Jetzt Nein sagen
receipt-withdrawn-title = Erledigt: Sie haben Ihre Erlaubnis zurückgenommen
receipt-withdrawn-already-title = Sie haben sie schon zurückgenommen
receipt-withdrawn-at = Sie endete am { $at } (UTC).
receipt-withdrawn-removing = Ihr Beitrag wird gerade von allen unseren Orten entfernt; das dauert höchstens eine Minute. Laden Sie die Seite neu, um zu sehen, dass es erledigt ist.
receipt-withdrawn-removed = Wir haben ihn entfernt und nachgesehen: Am { $at } (UTC) wurde er bei uns nirgends mehr gezeigt.
receipt-declined-title = Erledigt: Sie haben Nein gesagt
receipt-declined-already-title = Sie haben schon Nein gesagt
receipt-ended-title = Es gibt nichts zurückzunehmen
receipt-ended-lead = Diese Erlaubnis ist beendet, und Ihr Beitrag wird auf ihrer Grundlage nicht mehr gezeigt.
receipt-see = Ihre Quittung ansehen

consent-retired-title = Dieser Link wurde ersetzt
consent-retired-remedy = Es war ein privater Link, der nichts mehr öffnet. Benutzen Sie die neueste Nachricht von { $brand }, oder schreiben Sie dorthin: Man kann Ihnen einen neuen schicken.
consent-unanswered-title = Es gibt noch keine Quittung
consent-unanswered-remedy = Eine Quittung gibt es, sobald Sie { $brand } geantwortet haben. Benutzen Sie dafür den Link in der Nachricht.

receipt-mail-subject = { $state ->
    [given] Ihre Quittung: was Sie { $brand } erlauben
    [refused] Ihre Quittung: Sie haben { $brand } Nein gesagt
    [withdrawn] Ihre Quittung: Sie haben Ihre Erlaubnis von { $brand } zurückgenommen
   *[other] Ihre Quittung: Eine Erlaubnis von Ihnen für { $brand } ist beendet
}
receipt-mail-hello = Guten Tag,
receipt-mail-body = das ist die Quittung zu Ihrem Beitrag:
receipt-mail-attached = Die angehängte Datei sagt dasselbe für Programme, mit Signaturen, die alle prüfen können.
receipt-mail-page = Im Browser lesen:
receipt-mail-withdraw = Jederzeit zurücknehmen, mit einem Klick und ohne Konto:
receipt-mail-private = Bitte geben Sie diese Links nicht weiter: Wer sie hat, kann sie benutzen.
receipt-mail-why = Sie bekommen diese Mail, weil Sie { $brand } geantwortet haben. Sie ist nicht der Anfang eines Newsletters.
