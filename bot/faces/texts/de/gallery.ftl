# Die öffentliche Galerie. Werte in { } kommen vom Programm; bitte behalten, die Reihenfolge ist frei.

gallery-title = Gesehen mit { $brand }
gallery-lead = Gezeigt mit Erlaubnis der Menschen, die es gemacht haben, solange sie möchten. Ein Dankeschön von { $brand }.
gallery-skip = Zur Galerie springen
gallery-languages = Sprache
gallery-footer = Diese Seite setzt keine Cookies und zählt keine Besuche. Jeder Beitrag gehört der Person, die ihn gemacht hat.
gallery-nothing = Zurzeit wird hier nichts gezeigt.
gallery-original = Auf { $platform } ansehen
gallery-removal = Ist das von Ihnen? Entfernung verlangen
gallery-picture-image = Ein Bild ohne Beschreibung
gallery-picture-video = Ein Standbild aus einem Video, ohne Beschreibung
gallery-pages = Mehr aus der Galerie
gallery-newest = Das Neueste
gallery-older = Ältere Beiträge
gallery-back = Zur Galerie
gallery-mail = Sie können uns auch schreiben:
gallery-error = Bitte noch einmal ansehen:

gallery-ask-title = Entfernung verlangen
gallery-ask-lead = Sagen Sie { $brand }, warum dieser Beitrag die Galerie verlassen soll. Ein Mensch sieht ihn sich an und antwortet Ihnen. Haben Sie ihn gemacht und einen privaten Link von uns, so nimmt dieser Link ihn sofort heraus.
gallery-ask-who = Wer sind Sie?
gallery-who-creator = Ich habe ihn gemacht
gallery-who-pictured = Ich bin darauf zu sehen, oder mein Kind
gallery-who-owner = Etwas von mir ist darin: Musik, Kunst, eine Marke
gallery-who-other = Jemand anderes
gallery-ask-contact = Wie erreichen wir Sie?
gallery-ask-contact-hint = Eine Mailadresse oder Ihr Name auf der Plattform. Sie dient nur der Antwort.
gallery-ask-why = Was sollten wir wissen? (kann leer bleiben)
gallery-ask-send = Anfrage senden
gallery-problem-missing = Bitte sagen Sie, wer Sie sind und wie wir Sie erreichen. Noch wurde nichts gesendet.
gallery-problem-old = Dieses Formular war zu lange offen, deshalb wurde nichts gesendet. Bitte senden Sie es noch einmal.

gallery-asked-title = Danke. Ihre Anfrage ist angekommen.
gallery-asked-text = Das Team weiß Bescheid und sieht sich den Beitrag an. Sie hören von uns.
gallery-removed-title = Der Beitrag ist nicht in der Galerie
gallery-removed-text = Er wurde schon entfernt, oder die Adresse stimmt nicht. Es ist nichts weiter zu tun.
gallery-missing-title = Diese Seite gibt es nicht
gallery-missing-text = Die Adresse stimmt nicht. Die Galerie selbst ist hier:
gallery-broken-title = Das Formular war nicht lesbar
gallery-broken-text = Es wurde nichts gesendet. Bitte gehen Sie zurück und versuchen Sie es mit einem kürzeren Text.
gallery-busy-title = Zu viele Anfragen
gallery-busy-text = Es wurde nichts gesendet. Bitte versuchen Sie es in einigen Minuten noch einmal.
