# Die Quittung, der Knopf, der ein Ja zurücknimmt, und die Mail mit der Quittung. Werte in { } kommen vom Programm.

receipt-title = Deine Quittung
receipt-lead = Das hast du mit { $brand } vereinbart, so wie es jetzt gilt. Bewahre sie auf: Sie beweist es auch ohne uns.
receipt-state-given = Du erlaubst es
receipt-state-refused = Du hast Nein gesagt
receipt-state-withdrawn = Du hast deine Erlaubnis zurückgenommen
receipt-state-expired = Die Erlaubnis ist abgelaufen
receipt-state-superseded = An ihrer Stelle gilt eine neuere Erlaubnis
receipt-state-requested = Du wurdest gefragt
receipt-state-unknown = Du hast geantwortet, und ein Mensch liest es
receipt-state-removed = Wir haben nachgesehen: Es wird bei uns nirgends mehr gezeigt
receipt-piece = Dein Beitrag
receipt-piece-link = Ansehen, wo du ihn veröffentlicht hast
receipt-nothing = Nichts davon darf gezeigt werden.
receipt-uses = Erlaubt
receipt-not-uses = Nicht erlaubt
receipt-none = nichts
receipt-territory = Wo auf der Welt
receipt-worldwide = Überall
receipt-since = Seit
receipt-until = Bis
receipt-open-end = du es zurücknimmst
receipt-credit = Genannt wirst du als
receipt-answer = Deine Antwort
receipt-known = Woher wir wissen, dass du es warst
receipt-proof-none = Dein privater Link wurde benutzt
receipt-proof-reply = Das Konto, das es veröffentlicht hat, hat geantwortet
receipt-proof-code = Das Konto, das es veröffentlicht hat, hat unseren Code geschrieben
receipt-proof-mail = Du hast von deiner E-Mail-Adresse geantwortet
receipt-proof-hand = Jemand aus dem Team hat deine Antwort gelesen
receipt-terms = Die Bedingungen, denen du zugestimmt hast (Fassung { $version })
receipt-terms-gone = Der Text liegt hier nicht mehr vor; sein Fingerabdruck steht in der Datei.
receipt-history = Was geschehen ist
receipt-when = Wann (UTC)
receipt-what = Was
receipt-law = Geltendes Recht
receipt-kept = Wo die Daten liegen
receipt-keep = Aufbewahren
receipt-download = Die Quittung als Datei herunterladen
receipt-print = Du kannst diese Seite auch drucken.
receipt-mail-lead = Oder lass sie dir schicken. Die Adresse dient nur Quittungen zu diesem Beitrag: jetzt, und wenn sich an deiner Erlaubnis etwas ändert.
receipt-mail-label = Deine E-Mail-Adresse
receipt-mail-send = Quittung an mich schicken
receipt-mail-sent = Die Quittung ist unterwegs. Wenn sie in einigen Minuten nicht da ist, sieh im Spam-Ordner nach.
receipt-mail-error = Gib eine E-Mail-Adresse an, zum Beispiel name@example.com.
receipt-mail-enough = Für heute wurden genug E-Mails verschickt. Lade die Quittung herunter, oder versuche es morgen wieder.
receipt-change = Es sich anders überlegen
receipt-change-lead = Du kannst deine Erlaubnis jederzeit zurücknehmen, ohne Grund und ohne Konto.
receipt-change-link = Zurücknehmen
receipt-check = Zum Nachprüfen
receipt-check-lead = Die Datei enthält jeden Schritt mit Hash und Signatur. Jeder Hash gilt dem Schritt in kanonischer Form (RFC 8785) und nennt den Schritt davor; jede Signatur ist Ed25519 mit diesem Schlüssel:
receipt-number = Nummer der Quittung
receipt-record = Nummer des Vorgangs
receipt-fingerprint = Fingerabdruck (SHA-256) dessen, was gezeigt wurde
receipt-last = Letzter Schritt, Nummer { $sequence }
receipt-rights = Deine Rechte
receipt-rights-lead = Du kannst { $brand } fragen, was über dich gespeichert ist, es berichtigen, herausgeben oder löschen lassen und dich bei einer Datenschutzbehörde beschweren.

receipt-withdraw-title = Deine Erlaubnis zurücknehmen
receipt-withdraw-lead = Mit diesem Knopf endet deine Erlaubnis für { $brand } sofort. Du brauchst kein Konto und keinen Grund.
receipt-withdraw-no-lead = Du hast noch nichts erlaubt. Mit diesem Knopf sagst du Nein, sofort; du brauchst kein Konto und keinen Grund.
receipt-withdraw-ends = Das endet
receipt-withdraw-after = Was dann geschieht
receipt-withdraw-after-1 = Dein Beitrag verschwindet innerhalb einer Minute überall bei uns, und wir sehen nach, ob er wirklich weg ist.
receipt-withdraw-after-2 = Was gedruckt oder von anderen kopiert wurde, lässt sich nicht zurückrufen.
receipt-withdraw-after-3 = Dass du es erlaubt und zurückgenommen hast, bleibt als signierte Hashes festgehalten, als Beweis für beide Seiten. Daraus wird nichts gezeigt.
receipt-withdraw-after-no = Nichts von dir wird gezeigt, und du wirst zu diesem Beitrag nicht mehr gefragt.
receipt-withdraw-button = Jetzt zurücknehmen
receipt-withdraw-no-button = Jetzt Nein sagen
receipt-withdrawn-title = Erledigt: Du hast deine Erlaubnis zurückgenommen
receipt-withdrawn-already-title = Du hast sie schon zurückgenommen
receipt-withdrawn-at = Sie endete am { $at } (UTC).
receipt-withdrawn-removing = Dein Beitrag wird gerade überall bei uns entfernt; das dauert höchstens eine Minute. Lade die Seite neu, um zu sehen, dass es erledigt ist.
receipt-withdrawn-removed = Wir haben ihn entfernt und nachgesehen: Am { $at } (UTC) wurde er bei uns nirgends mehr gezeigt.
receipt-declined-title = Erledigt: Du hast Nein gesagt
receipt-declined-already-title = Du hast schon Nein gesagt
receipt-ended-title = Es gibt nichts zurückzunehmen
receipt-ended-lead = Diese Erlaubnis ist beendet, und dein Beitrag wird auf ihrer Grundlage nicht mehr gezeigt.
receipt-see = Deine Quittung ansehen

consent-retired-title = Dieser Link wurde ersetzt
consent-retired-remedy = Es war ein privater Link, der nichts mehr öffnet. Benutze die neueste Nachricht von { $brand }, oder schreibe dorthin: Man kann dir einen neuen schicken.
consent-unanswered-title = Es gibt noch keine Quittung
consent-unanswered-remedy = Eine Quittung gibt es, sobald du { $brand } geantwortet hast. Benutze dafür den Link in der Nachricht.

receipt-mail-subject = { $state ->
    [given] Deine Quittung: was du { $brand } erlaubst
    [refused] Deine Quittung: Du hast { $brand } Nein gesagt
    [withdrawn] Deine Quittung: Du hast deine Erlaubnis von { $brand } zurückgenommen
   *[other] Deine Quittung: Eine Erlaubnis von dir für { $brand } ist beendet
}
receipt-mail-hello = Hallo,
receipt-mail-body = das ist die Quittung zu deinem Beitrag:
receipt-mail-attached = Die angehängte Datei sagt dasselbe für Programme, mit Signaturen, die alle prüfen können.
receipt-mail-page = Im Browser lesen:
receipt-mail-withdraw = Jederzeit zurücknehmen, mit einem Klick und ohne Konto:
receipt-mail-private = Bitte gib diese Links nicht weiter: Wer sie hat, kann sie benutzen.
receipt-mail-why = Du bekommst diese E-Mail, weil du { $brand } geantwortet hast. Sie ist nicht der Anfang eines Newsletters.
