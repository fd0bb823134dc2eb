# Die private Seite, auf der Urheber antworten. Werte in { } kommen aus dem Programm; bitte behalten, in welcher Reihenfolge auch immer.

consent-title = { $brand } bittet um deine Erlaubnis
consent-error-title = Bitte noch einmal ansehen: { $title }
consent-skip = Zum Inhalt springen
consent-languages = Sprache
consent-footer = Diese Seite ist nur für dich: Bitte gib ihre Adresse nicht weiter. Sie setzt keine Cookies und zählt keine Besuche.

consent-hello = Darf { $brand } deinen Beitrag zeigen?
consent-lead = Hier siehst du deinen Beitrag, was { $brand } damit tun möchte und wie lange. Du entscheidest: Erlaube alles, einen Teil oder nichts. Was du auch wählst, du kannst es dir später anders überlegen.
consent-piece = Dein Beitrag
consent-piece-link = Ansehen, wo du ihn veröffentlicht hast
consent-picture = Dein Bild, Nummer { $number }
consent-media-image = Dein Bild steht dort, wo du es veröffentlicht hast.
consent-media-video = Dein Video steht dort, wo du es veröffentlicht hast.
consent-media-audio = Deine Aufnahme steht dort, wo du sie veröffentlicht hast.

consent-asked = Worum du gebeten wirst
consent-uses = Wo { $brand } ihn zeigen darf
consent-uses-hint = Entferne das Häkchen bei allem, was du nicht möchtest. Der Rest gilt.
consent-use-website = Auf der eigenen Website, zum Beispiel in einer Galerie
consent-use-mail = In Newslettern und E-Mails
consent-use-social = In den eigenen sozialen Kanälen, mit deinem Namen
consent-use-ads = In bezahlter Werbung
consent-use-print = Gedruckt, zum Beispiel auf Verpackungen, Plakaten und Faltblättern
consent-use-employees = Geteilt von Beschäftigten und Botschaftern
consent-needs-proof = braucht einen weiteren Schritt, siehe unten
consent-proof-hint = Manches davon geht weiter, als ein privater Link beweisen kann. Wenn du es erlaubst, zeigt dir diese Seite, wie du bestätigst, dass wirklich du es bist; bis dahin gilt es nicht.
consent-territory = Wo auf der Welt
consent-worldwide = Überall
consent-duration = Wie lange
consent-days = { $days ->
    [one] Einen Tag ab deinem Ja
   *[other] { $days } Tage ab deinem Ja
}
consent-years = { $years ->
    [one] Ein Jahr ab deinem Ja
   *[other] { $years } Jahre ab deinem Ja
}
consent-until-day = Bis { $day }
consent-until-withdrawn = Bis du es zurücknimmst
consent-pay = Vergütung
consent-pay-none = Keine, außer du vereinbarst eine mit { $brand }
consent-credit = Wie du genannt werden möchtest
consent-credit-hint = Das steht neben deinem Beitrag, wo immer er gezeigt wird.
consent-statements = Bitte bestätigen
consent-people = Die Menschen, die darauf zu erkennen sind, sind einverstanden, oder niemand ist zu erkennen.
consent-own = Ich habe es selbst gemacht, und Musik und Kunst darin sind von mir, oder ich darf sie verwenden.
consent-original = Die Originaldatei, wenn du magst
consent-original-hint = Bessere Qualität als die Kopie im Netz. Ein Bild oder ein Video mit höchstens { $megabytes } MB. Sie geht nur an das Team und wird nur so veröffentlicht, wie du es hier erlaubst. Du kannst das Feld leer lassen.
consent-grant = Ja, ich erlaube das
consent-grant-hint = Du bekommst eine Quittung mit einem Link, mit dem du deine Erlaubnis zurücknehmen kannst.

consent-data = Was mit deinen Daten geschieht
consent-data-1 = { $brand } bewahrt auf, was du geantwortet hast, wann, und was diese Seite gezeigt hat, als Nachweis deiner Erlaubnis.
consent-data-2 = Es wird für nichts anderes verwendet und an niemanden weitergegeben außer denen, die deinen Beitrag für { $brand } zeigen.
consent-data-3 = Du kannst deine Erlaubnis jederzeit zurücknehmen, fragen, was über dich gespeichert ist, oder es löschen lassen.
consent-terms = Die vollständigen Bedingungen (Fassung { $version })

consent-question-title = Hast du eine Frage?
consent-question = Deine Frage an das Team
consent-question-hint = Ein Mensch liest sie und antwortet dir dort, wo du gefragt wurdest. Mit einer Frage erlaubst du nichts.
consent-question-send = Frage senden
consent-decline-title = Lieber nicht?
consent-decline-lead = Das ist in Ordnung, und du musst nicht sagen, warum. Es wird nichts gezeigt, und du wirst dazu nicht noch einmal gefragt.
consent-never = Fragt mich auch sonst nicht mehr
consent-decline = Nein, ich erlaube es nicht

consent-problem = Da stimmt etwas nicht
consent-error-uses = Setze mindestens ein Häkchen, wo dein Beitrag gezeigt werden darf, oder wähle weiter unten Nein.
consent-error-credit = Schreib, wie du genannt werden möchtest: dein Name oder dein Name im Netzwerk.
consent-error-people = Bestätige, dass die Menschen darauf einverstanden sind. Wenn nicht, wähle bitte weiter unten Nein.
consent-error-own = Bestätige, dass du es erlauben darfst. Wenn nicht, wähle bitte weiter unten Nein, oder stell eine Frage.
consent-error-question = Schreib zuerst deine Frage.
consent-error-too-large = Die Datei ist zu groß: Es gehen höchstens { $megabytes } MB. Wähle eine kleinere, oder lass sie weg.
consent-error-type = Diese Datei ist weder ein lesbares Bild (JPEG, PNG, WebP, GIF, AVIF) noch ein lesbares Video (MP4, MOV, WebM). Wähle eine andere, oder lass sie weg.
consent-error-pixels = Dieses Bild hat zu viele Pixel, um es sicher zu öffnen. Wähle ein kleineres, oder lass es weg.
consent-error-again = Es wurde noch nichts gesendet. Was du geschrieben hast, steht noch da; falls du eine Datei angehängt hattest, wähle sie noch einmal.
consent-error-old = Die Seite war zu lange offen. Es wurde nichts gesendet. Was du geschrieben hast, steht noch da: Sieh es dir noch einmal an und drücke den Knopf erneut.
consent-error-foreign = Das kam nicht von dieser Seite, darum ist nichts geschehen. Sieh es dir noch einmal an und drücke den Knopf erneut.
consent-error-changed = Worum du gebeten wirst oder dein Beitrag hat sich geändert, seit du die Seite geöffnet hast. Es wurde nichts gesendet. Sieh es dir noch einmal an; was du geschrieben hast, steht noch da.
consent-error-broken = Was dein Browser geschickt hat, war nicht zu lesen, darum ist nichts geschehen. Bitte versuch es noch einmal.

consent-answered-note = Deine Frage ist beim Team. Ein Mensch antwortet dir; entscheiden kannst du hier trotzdem schon.
consent-asked-done = Danke. Deine Frage ist beim Team, und ein Mensch antwortet dir.

consent-granted-title = Danke: Du hast es erlaubt
consent-granted-lead = { $brand } darf deinen Beitrag so zeigen:
consent-granted-uses = Erlaubt
consent-granted-until = Bis
consent-granted-from = Seit
consent-granted-credit = Du wirst genannt als
consent-thanks-title = Von Mitarbeitenden geteilt
consent-thanks-lead = { $count ->
    [0] Mitarbeitende von { $brand } haben deinen Beitrag auf ihren eigenen Netzwerken geteilt, mit deinem Namen.
    [one] Eine Person, die bei { $brand } arbeitet, hat deinen Beitrag auf ihren eigenen Netzwerken geteilt, mit deinem Namen.
   *[other] { $count } Mitarbeitende von { $brand } haben deinen Beitrag auf ihren eigenen Netzwerken geteilt, mit deinem Namen.
}
consent-thanks-hint = Sie erfahren, dass du ihnen dankst, mit deinem Namen, wie er an deinem Beitrag steht. Sonst wird nichts gesendet, und es geht einmal.
consent-thanks-button = Denen danken, die das geteilt haben
consent-thanks-done = Du hast ihnen gedankt.
consent-receipt = Deine Quittung
consent-receipt-link = Quittung öffnen und speichern
consent-withdraw-lead = Du kannst deine Erlaubnis jederzeit zurücknehmen, ohne einen Grund zu nennen.
consent-withdraw-link = Zurücknehmen

consent-pending-title = Ein weiterer Schritt für den Rest
consent-pending-lead = Das geht weiter, als ein privater Link beweisen kann, und gilt darum noch nicht:
consent-pending-how = Um zu bestätigen, dass wirklich du es bist, antworte auf die Nachricht von { $brand } mit dem Konto, mit dem du den Beitrag veröffentlicht hast, und schreib diesen Code:
consent-pending-after = Sobald wir ihn dort sehen, ist es erlaubt, und diese Seite sagt es. Wenn du nichts tust, bleibt es dabei: nicht erlaubt.

consent-declined-title = Du hast Nein gesagt
consent-declined-lead = Von dir wird nichts gezeigt, und du wirst dazu nicht noch einmal gefragt. Danke, dass du geantwortet hast.
consent-withdrawn-title = Die Erlaubnis wurde zurückgenommen
consent-withdrawn-lead = Dein Beitrag verschwindet überall bei { $brand }. Was schon gedruckt ist oder andere kopiert haben, lässt sich nicht zurückrufen.
consent-ended-title = Die Erlaubnis ist abgelaufen
consent-ended-lead = Die Zeit, der du zugestimmt hast, ist vorbei, und dein Beitrag wird nicht mehr gezeigt.
consent-superseded-title = Eine neuere Erlaubnis gilt stattdessen
consent-superseded-lead = Du hast auf eine spätere Anfrage dazu geantwortet. Die letzte Nachricht hat ihren eigenen Link.
consent-over-title = Diese Anfrage gilt nicht mehr
consent-over-lead = Das Team hat neu begonnen. Hier ist nichts zu beantworten; kommt eine neue Nachricht, nimm den Link darin.
consent-gone-title = Dein Beitrag ist nicht mehr da
consent-gone-lead = Er steht nicht mehr dort, wo er gefunden wurde, darum wirst du um nichts mehr gebeten, und es wird nichts gezeigt.
consent-late-title = Die Zeit zum Antworten ist vorbei
consent-late-lead = Es wurde nichts erlaubt, und es wird nichts gezeigt. Wenn du doch noch Ja sagen möchtest, sag es unten dem Team; es kann dich noch einmal fragen.

consent-unknown-title = Dieser Link öffnet nichts
consent-unknown-remedy = Vielleicht wurde er unterwegs abgeschnitten. Kopiere die ganze Adresse aus der Nachricht, die du bekommen hast. Öffnet sie noch immer nichts, wurde die Anfrage zurückgezogen: Antworte auf die Nachricht, um { $brand } zu erreichen.
consent-busy-title = Bitte warte einen Moment
consent-busy-remedy = Diese Seite wurde in kurzer Zeit sehr oft benutzt. Es ist nichts verloren: Versuch es wieder in { $minutes ->
    [one] einer Minute
   *[other] { $minutes } Minuten
}.
consent-trouble-title = Das hat nicht geklappt
consent-trouble-remedy = Bei uns ist etwas schiefgegangen, und es wurde nichts geändert. Geh zurück und versuch es in ein paar Minuten noch einmal.
consent-reach = Du kannst auch schreiben an
