# Warum etwas im Programm der Botschafter nicht geht. Werte in { } kommen vom Programm.

refused-ambassador-off = Das Botschafterprogramm ist ausgeschaltet. Wer es betreibt, schaltet es ein.
refused-ambassador-unknown = Du bist nicht dabei. Mach zuerst mit: /goodword ambassador join
refused-ambassador-ended = Dein Konto wurde deaktiviert und nimmt deshalb nicht mehr teil. Mach wieder mit: /goodword ambassador join
refused-ambassador-no-network = Wähle mindestens ein Netzwerk, auf dem du teilen würdest.
refused-ambassador-no-server = Mastodon braucht den Server deines Kontos, zum Beispiel mastodon.social.
refused-ambassador-too-many-interests = Wähle höchstens { $most } Interessen.
refused-ambassador-no-language = Wähle mindestens eine Sprache.
refused-ambassador-no-place = Wähle, wo Vorschläge ankommen.
refused-ambassador-no-zone = „{ $name }“ ist keine Zeitzone. Wähle eine wie Europe/Stockholm.
refused-ambassador-hours = Die Zeit beginnt, bevor sie endet, innerhalb eines Tages.
refused-ambassador-days = Wähle mindestens einen Wochentag.
refused-ambassador-country = „{ $name }“ ist kein Land. Schreib seine zwei Buchstaben, zum Beispiel SE.
refused-ambassador-not-offered = Das ist nicht unter deinen Vorschlägen. Sieh sie dir noch einmal an.
refused-share-not-licensed = Das dürfen Kolleginnen und Kollegen jetzt nicht teilen: Die Erlaubnis deckt es nicht ab, oder sie ist zu Ende. Wähle etwas anderes.
refused-share-held = Das wird vorerst zurückgehalten. Es kann ab { $when } geteilt werden.
refused-share-hidden = Das wurde aus dem Programm genommen. Wähle etwas anderes.
refused-share-limit = Das wurde so oft geteilt, wie es vorerst darf. Wähle etwas anderes.
refused-share-network-off = Teilen auf { $network } ist hier ausgeschaltet. Wähle ein anderes Netzwerk.
refused-share-nowhere = Zurzeit gibt es kein Netzwerk, auf dem geteilt wird. Sag den Verantwortlichen des Programms Bescheid.
refused-share-blocked-word = „{ $word }“ darf nicht in dem stehen, was du teilst. Nimm es heraus, oder sag es mit anderen Worten.
refused-share-too-long = Was im Beitrag stehen muss, passt nicht auf { $network }. Wähle ein anderes Netzwerk, oder sag Verantwortlichen Bescheid: Ein kürzerer Hinweis oder eine kürzere Nennung hilft.
refused-share-unknown = Dieses Teilen ist nicht bekannt. Öffne den Beitrag noch einmal und teile ihn neu.
refused-suggest-address = Das lässt sich nicht vorschlagen: { $reason ->
    [none] es fehlt die Adresse
    [long] die Adresse ist zu lang
   *[other] „{ $address }“ ist keine Webadresse
}. Schick die ganze Adresse des Beitrags, beginnend mit https://
refused-suggest-private = Das lässt sich nicht vorschlagen: Niemand draußen kann diese Adresse sehen. Schick die öffentliche Adresse des Beitrags.
refused-suggest-too-many = Du hast an einem Tag { $most } Beiträge vorgeschlagen, so viele, wie angesehen werden können. Komm morgen wieder.
refused-celebrate-not-on-boards = { $name } steht nicht auf der Rangliste. Feiere jemanden, der dort steht, oder danke { $name } persönlich.
refused-celebrate-already = { $name } wurde diese Woche schon gefeiert. Feiere jemand anderen, oder warte eine Woche.
refused-they-left = Die Person macht im Programm nicht mehr mit. Sieh dir das Programm neu an.
refused-remind-paused = { $name } macht Pause und möchte von hier nichts hören. Frag persönlich.
refused-remind-already = { $name } wurde in den letzten { $days } Tagen schon erinnert. Frag persönlich, oder warte.
refused-thanks-nobody = Niemand hat diesen Beitrag geteilt, ohne schon Dank dafür zu haben. Fürs Teilen auf Netzwerken, die Belohnungen verbieten, etwa X, wird nicht gedankt.
