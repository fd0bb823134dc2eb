# Das Botschafterprogramm in Slack, und die Seiten hinter seinen Knöpfen. Werte in { } kommen vom Programm.

amb-kind-review = Rezension
amb-kind-photo = Foto
amb-kind-video = Video
amb-kind-story = Story
amb-kind-post = Beitrag
amb-kind-blog = Blogbeitrag
amb-kind-comment = Kommentar
amb-kind-podcast = Podcast
amb-kind-immersive = Immersives Stück
amb-kind-on = { $kind } auf { $platform }
amb-somebody = Jemand
amb-a-colleague = jemand aus dem Kollegium
amb-picture = Bild von { $creator }, ohne Beschreibung
amb-network-mail = E-Mail
amb-network-copy = Link kopieren
amb-way-mail = E-Mail
amb-way-copy = kopierter Link

amb-form-title = Botschafter werden
amb-form-title-member = Deine Einstellungen
amb-join = Mitmachen
amb-save = Speichern
amb-cancel = Abbrechen
amb-close = Schließen
amb-settings = Einstellungen
amb-more-settings = Mehr Einstellungen
amb-more-settings-what = Vorschläge kommen direkt zu dir, an Werktagen, zu deinen Arbeitszeiten und in deiner Zeitzone. Das, und was dich interessiert, lässt sich jetzt oder später ändern.
amb-under-more-settings = Es steht unter „Mehr Einstellungen“.
amb-pause = Pause
amb-resume = Weiter
amb-leave = Aussteigen
amb-join-what = Teile, was Kundinnen und Kunden über { $company } machen, auf deinen eigenen Netzwerken und mit deinen eigenen Worten. Du bekommst Beiträge, deren Urheber es erlauben. Jeder Beitrag sagt, von wem er ist und dass du hier arbeitest, und sein Link zählt Besuche, ohne zu wissen, wer es war. Du kannst jederzeit pausieren oder aussteigen; was über dich gespeichert ist, wird dann gelöscht.
amb-field-interests = Was dich interessiert
amb-field-interests-placeholder = Tags, Kampagnen, Sammlungen suchen
amb-field-interests-hint = Leer: alles. Auch was du teilst, merkst und überspringst, sagt etwas.
amb-field-languages = Sprachen
amb-field-languages-hint = Beiträge in diesen; Textvorschläge sind in der ersten, wenn wir sie sprechen.
amb-field-networks = Wo du teilst
amb-field-mastodon = Dein Mastodon-Server
amb-field-mastodon-hint = Nur wenn du dort teilst.
amb-field-cadence = Wie oft
amb-field-place = Wo Vorschläge ankommen
amb-field-from = Nicht vor
amb-field-to = Nicht nach
amb-field-days = An welchen Tagen
amb-field-zone = Zeitzone
amb-field-country = Land
amb-field-country-hint = Zwei Buchstaben, zum Beispiel DE: für die Worte, die sagen, wo du arbeitest, und für Feiertage.
amb-field-board = Rangliste
amb-board-yes = Zeig mich auf der Rangliste, und feiere mich dort
amb-board-yes-public = Zeig meinen Namen auf der Rangliste, auch außerhalb des Unternehmens
amb-field-board-public = Diese Rangliste lesen auch Leute außerhalb des Unternehmens, in Discord und im Überblick der Community: deinen Namen und was gezählt hat. Gefeiert wird nur im Kollegium. Du kannst dich jederzeit herunternehmen.
amb-on-board-sure = Zeig mich
amb-boards-opened = Die Rangliste ist jetzt auch für Leute außerhalb des Unternehmens offen: Die Community liest sie in Discord und in ihrem Überblick. Du wurdest heruntergenommen, denn zugestimmt hast du, als nur das Kollegium sie las. Was du hast, zählt weiter, und du siehst es in `/goodword me`. Möchtest du dort stehen?
amb-cadence-instant = Sobald es etwas gibt, eins nach dem anderen
amb-cadence-daily = Einmal am Tag, zwei auf einmal
amb-cadence-weekly = Einmal in der Woche, fünf auf einmal
amb-place-dm = Direkt an mich
amb-place-channel = In #{ $name }
amb-interest-campaign = Kampagne
amb-interest-collection = Sammlung
amb-unknown-word = „ambassador { $word }“ gibt es nicht. Schreib /goodword ambassador join, settings, pause, resume oder leave.

amb-joined-dm = :tada: Du bist Botschafter von { $company }. Die ersten Vorschläge sind unterwegs, in deinen Direktnachrichten mit mir: sofort, weil du gerade da bist. Spätere kommen zu deinen Arbeitszeiten.
amb-joined-channel = :tada: Du bist Botschafter von { $company }. Die ersten Vorschläge sind unterwegs, im Kanal des Programms: sofort, weil du gerade da bist. Spätere kommen zu deinen Arbeitszeiten.
amb-saved = Gespeichert.
amb-paused = Pause: Es kommen keine Vorschläge. Was du geteilt hast, zählt weiter.
amb-resumed = Es kommen wieder Vorschläge, zu deinen Zeiten.
amb-leave-title = Aussteigen
amb-leave-what = *Wenn du aussteigst*
    • enden deine Links sofort: Sie führen nirgends mehr hin und sagen das freundlich;
    • werden deine Einstellungen, Vorschläge, Auszeichnungen und dein Platz auf der Rangliste gelöscht;
    • bleiben Summen, ohne zu sagen, dass sie von dir waren: geteilte Beiträge, Klicks und Punkte des ganzen Programms.
    Du kannst wieder mitmachen und neu anfangen. Wenn du nur eine Weile Ruhe willst, mach Pause.
amb-leave-sure = Deine Links enden sofort, und was über dich gespeichert ist, wird gelöscht.
amb-pause-instead = Lieber Pause
amb-left = Du bist ausgestiegen. Deine Links sind beendet, und was über dich gespeichert war, ist gelöscht. Danke für alles, was du geteilt hast.
amb-left-pick = Dieser Vorschlag war für jemanden, der nicht mehr am Programm teilnimmt.
amb-not-yours = Dieser Vorschlag ist für { $name }. Eigene bekommst du mit /goodword ambassador join.

amb-welcome = :wave: Willkommen! Das sind deine ersten Vorschläge, von Kundinnen und Kunden von { $company }. Ein Knopf öffnet dein Netzwerk mit dem Text darin; ohne dich wird nichts gepostet.
amb-welcome-more = `/goodword picks` bringt mehr, `/goodword me` zeigt, was daraus wurde, `/goodword ambassador settings` ändert, wann und was.
amb-pick = Ein Vorschlag für dich, von { $creator }
amb-pick-for-all = Ein Beitrag zum Teilen, von { $creator }
amb-for-all = Für alle im Programm: *Teilen…* bietet deine eigenen Netzwerke und deinen Text. Noch nicht dabei? `/goodword ambassador join`
amb-pick-gone = Diesen Beitrag gibt es nicht mehr, er kann nicht geteilt werden.
amb-pick-over = Das kann nicht mehr geteilt werden: Die Erlaubnis ist zu Ende, oder es wurde entfernt. Geteilte Links sagen das freundlich.
amb-suggested-text = Textvorschlag{ $texts ->
    [one] {""}
   *[other] {" "}({ $at } von { $texts })
}
amb-your-text = Dein Text
amb-added = Urheber und Hinweis gehören zu jedem Beitrag.
amb-added-this = Kommt zu jedem Beitrag dazu: { $added }
amb-opened = { $way ->
    [copy] Text und Link zum Kopieren geöffnet { $when }. Hast du sie geteilt?
    [mail] Eine E-Mail geöffnet { $when }. Hast du sie gesendet?
   *[other] Auf { $network } geöffnet { $when }. Hast du es gepostet?
}
amb-opened-several = Geöffnet: { $networks }. Was davon hast du gepostet oder gesendet?
amb-said-it = Ich habe es geteilt
amb-said-it-which = Ich habe es geteilt…
amb-said-it-on = { $way ->
    [copy] Ich habe den kopierten Link geteilt
    [mail] Ich habe die E-Mail gesendet
   *[other] Ich habe es auf { $network } geteilt
}
amb-shared = :white_check_mark: { $way ->
    [copy] Mit kopiertem Link geteilt
    [mail] Per E-Mail gesendet
   *[other] Geteilt auf { $network }
} · { $when }
amb-shared-clicked = :white_check_mark: { $way ->
    [copy] Mit kopiertem Link geteilt
    [mail] Per E-Mail gesendet
   *[other] Geteilt auf { $network }
} · erster Klick { $when } · { $count ->
    [one] { $visitors } eindeutiger Klick
   *[other] { $visitors } eindeutige Klicks
}
amb-not-shared = Doch nicht
amb-not-shared-which = Doch nicht…
amb-not-posted = Nicht gepostet
amb-cant-take-back = Dem Link ist schon jemand gefolgt, also wurde es geteilt.
amb-said-counts = :raised_hands: Danke! Das zählt auf der Rangliste.
amb-said-full = :raised_hands: Danke! Das zählt als geteilt. Die Punkte des Tages fürs Teilen hattest du schon: { $count ->
    [one] Einmal Teilen am Tag gibt Punkte.
   *[other] { $most }-mal Teilen am Tag gibt Punkte.
}
amb-said-waits = :raised_hands: Danke! Das zählt, sobald jemand dem Link folgt: { $count ->
    [0] Allein auf dein Wort zählt nichts.
    [one] Allein auf dein Wort zählt einmal Teilen in der Woche.
   *[other] Allein auf dein Wort zählt { $most }-mal Teilen in der Woche.
}
amb-said-nothing = :raised_hands: Danke! Auf diesem Netzwerk wird nichts belohnt, deshalb gibt es keine Punkte.
amb-share-on = { $way ->
    [copy] Text und Link kopieren
    [mail] Per E-Mail senden
   *[other] Auf { $network } teilen
}
amb-share-this = Teilen…
amb-share = Teilen…
amb-share-title = Teilen
amb-all-networks = Alle Netzwerke…
amb-here-after = Der erste Klick auf den Link zeigt, dass du es geteilt hast. Nach einem Druck auf einen Knopf steht es auch in unseren Direktnachrichten, wo du es sagen kannst.
amb-edit = Text ändern…
amb-another-text = Anderer Text
amb-save-later = Für später merken
amb-unsave = Nicht mehr merken
amb-skip = Überspringen
amb-more = Mehr Vorschläge
amb-undo = Rückgängig
amb-skipped = Übersprungen: ein Beitrag von { $creator }. Davon bekommst du weniger.
amb-more-coming = { $count ->
    [one] Ein weiterer Vorschlag ist unterwegs.
   *[other] { $number } weitere Vorschläge sind unterwegs.
}
amb-no-more = Gerade gibt es nichts Neues zu teilen. Sobald es etwas gibt, bekommst du es.
amb-week-full = { $count ->
    [one] Du hast den Vorschlag dieser Woche abgerufen. Weitere kommen von selbst, wann du sie willst.
   *[other] Du hast diese Woche { $number } Vorschläge abgerufen, mehr gibt es nicht. Weitere kommen von selbst, wann du sie willst.
} Am Montag kommen neue.
amb-saved-hint = { $count ->
    [one] Einen hast du dir gemerkt: `/goodword picks saved`
   *[other] Einige hast du dir gemerkt: `/goodword picks saved`
}
amb-still-title = Diese hast du noch nicht geteilt
amb-saved-title = Für später gemerkt
amb-nothing-saved = Nichts ist gemerkt. *Für später merken* bei einem Vorschlag legt ihn hierher.
amb-to-pick = zum Vorschlag

amb-edit-title = Was du sagst
amb-begin-with = Fang an mit
amb-use-text = Diesen nehmen
amb-field-text = Dein Text
amb-field-network = Wo
amb-go-on = Weiter
amb-ready-title = Bereit zum Teilen
amb-ready = Der Beitrag für { $network }. Der Knopf öffnet ihn dort, ausgefüllt.
amb-ready-page = Der Beitrag für { $network }, das nur den Link nimmt: Der Knopf öffnet eine Seite, auf der du den Text kopierst und weitergehst.
amb-ready-mail = Die E-Mail. Der Knopf führt in dein E-Mail-Programm, ausgefüllt.
amb-ready-copy-link = Der Text mit seinem Link. Der Knopf öffnet eine Seite, auf der du ihn kopierst; füge ihn ein, wo du möchtest. Für X nimm den Knopf für X: Dort darf nichts belohnt werden.
amb-ready-copy = Der Beitrag für { $network }: Kopiere ihn, denn { $network } nimmt nur den Link, und füge ihn dort ein.
amb-ready-paste = Kopiere das und füge es ein, wo du möchtest. Für X nimm den Knopf für X: Dort darf nichts belohnt werden.
amb-field-post = Der Beitrag, zum Kopieren
amb-field-post-hint = Änderungen hier werden nicht behalten: „Text ändern…“ beim Vorschlag behält sie.
amb-shortened = Deine Worte wurden gekürzt, damit sie auf { $network } passen.
amb-open-network = { $way ->
    [copy] Text und Link kopieren
    [mail] Dein E-Mail-Programm öffnen
   *[other] { $network } öffnen
}
amb-after = Der erste Klick auf den Link zeigt, dass du es geteilt hast; oder sag es hier.

amb-me-title = Du im Programm
amb-home-title = Botschafterprogramm
amb-home-me = Ich
amb-home-next = Die nächsten kommen { $when }.
amb-home-picks = { $count ->
    [0] Kein Vorschlag wartet auf dich.
    [one] Ein Vorschlag wartet unter *Nachrichten*.
   *[other] { $count } Vorschläge warten unter *Nachrichten*.
}{ $saved ->
    [0] {""}
    [one] {" "}Einer ist gemerkt.
   *[other] {" "}{ $saved } sind gemerkt.
}
amb-home-picks-channel = Deine Vorschläge stehen im Kanal des Programms.
amb-me-paused = Du machst Pause: Es kommen keine Vorschläge.
amb-me-line = *{ $period }*: { $pointsn ->
    [one] { $points } Punkt
   *[other] { $points } Punkte
}, { $sharesn ->
    [one] einmal geteilt
   *[other] { $shares }-mal geteilt
}, { $clicksn ->
    [one] { $clicks } eindeutiger Klick
   *[other] { $clicks } eindeutige Klicks
}
amb-me-place = Platz { $rank } von { $total }
amb-me-streak = :fire: { $count ->
    [one] Diese Woche geteilt
   *[other] { $number } Wochen in Folge geteilt
}
amb-me-streak-waits = :fire: { $count ->
    [one] Letzte Woche hast du geteilt: Teile diese Woche, dann sind es zwei in Folge
   *[other] { $number } Wochen in Folge geteilt, bis letzte Woche: Teile diese Woche, damit es so bleibt
}
amb-me-shares = Zuletzt von dir geteilt
amb-me-no-shares = Du hast noch nichts geteilt. `/goodword picks` bringt etwas, das es wert ist.
amb-me-share = { $piece } · { $network } · { $when }: { $count ->
    [one] { $visitors } eindeutiger Klick
   *[other] { $visitors } eindeutige Klicks
}
amb-me-opened = Geöffnet, soviel wir wissen nicht geteilt: { $number }
amb-me-suggestions = Was du vorgeschlagen hast
amb-me-suggestion = { $what }, { $day }: { $state }
amb-item-number = Nummer { $number }
amb-suggested-waiting = wartet auf eine Entscheidung
amb-suggested-accepted = angenommen
amb-suggested-rejected = nicht genommen
amb-suggested-known = war schon hier
amb-me-badges = Deine Auszeichnungen
amb-me-more-badges = { $count ->
    [one] und eine weitere
   *[other] und { $number } weitere
}
amb-me-no-points-x = X verbietet Belohnungen für Beiträge, deshalb gibt Teilen dort weder Punkte noch Auszeichnungen.
amb-on-board = Auf der Rangliste zeigen
amb-off-board = Von der Rangliste nehmen
amb-badge-first-share = Zum ersten Mal geteilt
amb-badge-first-click = Der erste Klick auf einen Link von dir
amb-badge-first-on = { $way ->
    [copy] Zum ersten Mal mit kopiertem Link geteilt
    [mail] Zum ersten Mal per E-Mail geteilt
   *[other] Zum ersten Mal auf { $network } geteilt
}
amb-badge-streak = { $number } Wochen in Folge geteilt
amb-badge-find = Der hilfreichste Fund eines Monats: von anderen { $count ->
    [one] einmal
   *[other] { $number }-mal
} geteilt
amb-badge-thanks = Dank von jemandem, dessen Beitrag du geteilt hast
amb-badge-thanks-by = Dank von { $creator } für das Teilen
amb-thanked = :heart: Jemand, dessen Beitrag du geteilt hast, dankt dir. Es steht in `/goodword me`.
amb-thanked-by = :heart: { $creator } dankt dir fürs Teilen. Es steht in `/goodword me`.
amb-unthanked = :leaves: Der Dank, der hier stand, wurde zurückgenommen.
amb-to-piece = Der Beitrag
amb-badge-got = :sports_medal: Du hast eine Auszeichnung: { $what }.
amb-badge-celebrated = Vom Programm gefeiert: { $count ->
    [2] du hast eigene Worte gefunden
    [3] du hast anderen geholfen
    [4] du bleibst dran
   *[other] eine starke Woche
}
amb-celebrate-celebrated = :tada: { $count ->
    [2] Ein Hoch auf { $name }: eigene Worte für das, was andere gemacht haben.
    [3] Ein Hoch auf { $name }: immer hilfsbereit.
    [4] Ein Hoch auf { $name }: immer noch dabei.
   *[other] Ein Hoch auf { $name }: was für eine Woche!
}
amb-remind = :wave: Du hast eine Weile nichts geteilt, und das ist in Ordnung. Es gibt neue Beiträge, wenn du magst; weniger Vorschläge oder eine andere Zeit stellst du in einem Fenster ein. Mach Pause, und du hörst nichts mehr.
amb-remind-settings = Ändern, was kommt
amb-celebrate-first-share = :seedling: { $name } hat zum ersten Mal geteilt. Willkommen!
amb-celebrate-streak = :fire: { $name } hat { $number } Wochen in Folge etwas geteilt.
amb-celebrate-find = :mag: { $name } hatte den hilfreichsten Fund des Monats: { $count ->
    [one] Er wurde von jemand anderem geteilt.
   *[other] Andere haben ihn { $number }-mal geteilt.
}
amb-celebrate-thanks = :heart: { $name } bekam Dank für das Teilen eines Beitrags.

amb-suggest-usage = Was hast du gesehen? Schreib /goodword suggest, die Adresse, und wenn du magst, warum.
amb-suggest-taken = :mag: Danke! Es wartet als Nummer { $item } auf eine Entscheidung. Du hörst hier davon. { $count ->
    [0] {""}
    [one] Wird es angenommen, bekommst du { $points } Punkt.
   *[other] Wird es angenommen, bekommst du { $points } Punkte.
}
amb-to-suggestion = dein Vorschlag
amb-suggestion-accepted = :mag: Danke: Angenommen wurde { $what }. { $count ->
    [0] {""}
    [one] Du hast { $points } Punkt bekommen.
   *[other] Du hast { $points } Punkte bekommen.
}
amb-suggestion-rejected = :mag: Danke fürs Vorschlagen. Das Team hat es angesehen und verwendet es nicht: { $what }. Weitere Vorschläge sind willkommen.
amb-suggest-known = Danke! Das ist schon hier, als Nummer { $item }.

amb-board-title = Rangliste
amb-board-head = { $period }, nach { $measure }
amb-period-week = Diese Woche
amb-period-season = Diese Saison
amb-period-all = Alle Zeiten
amb-measure-points = Punkten
amb-measure-shares = Teilen
amb-measure-clicks = eindeutigen Klicks
amb-by-points = Punkte
amb-by-shares = Geteilt
amb-by-clicks = Eindeutige Klicks
amb-board-empty = Noch niemand: Wer zuerst teilt, führt.
amb-score-points = { $count ->
    [one] { $said } Punkt
   *[other] { $said } Punkte
}
amb-score-shares = { $count ->
    [one] einmal geteilt
   *[other] { $said }-mal geteilt
}
amb-score-clicks = { $count ->
    [one] { $said } eindeutiger Klick
   *[other] { $said } eindeutige Klicks
}
amb-board-own = Du: Platz { $rank } von { $total }, { $score }
amb-board-own-off = Dein Stand: { $score }. Du stehst nicht auf der Rangliste; `/goodword me` ändert das.
amb-board-own-nothing = Hier hast du noch nichts. `/goodword picks` bringt etwas zum Teilen.
amb-board-not-member = Du bist nicht dabei: `/goodword ambassador join`
amb-board-no-points-x = Teilen auf X zählt auf keiner Rangliste: X verbietet Belohnungen.
amb-board-join = Mach mit: `/goodword ambassador join`
amb-board-earlier = Höhere Plätze
amb-board-later = Niedrigere Plätze
amb-board-post = In diesem Kanal zeigen
amb-board-no-channel = Ich weiß nicht, welcher Kanal das war. Schreib /goodword leaderboard in ihm.
amb-board-usage = „{ $word }“ ist keine Rangliste. Schreib /goodword leaderboard week, season oder all, und points, clicks oder shares.

sharing-skip = Zum Inhalt
sharing-languages = Sprachen
sharing-footer = Diese Seite setzt keine Cookies. Ihr einziges Skript kopiert den Text.
sharing-title-linkedin = Auf LinkedIn teilen
sharing-title-x = Auf X teilen
sharing-title-facebook = Auf Facebook teilen
sharing-title-bluesky = Auf Bluesky teilen
sharing-title-mastodon = Auf Mastodon teilen
sharing-title-threads = Auf Threads teilen
sharing-title-whatsapp = Auf WhatsApp teilen
sharing-title-mail = Per E-Mail teilen
sharing-title-copy = Text und Link kopieren
sharing-lead = { $network } nimmt den Link von uns, aber nicht den Text: Kopiere ihn hier, geh weiter, und füge ihn dort ein.
sharing-lead-server = Der Knopf öffnet { $host } mit diesem Text. Das ist der { $network }-Server, den du genannt hast: Sieh nach, ob es deiner ist.
sharing-lead-mail = Der Knopf öffnet dein E-Mail-Programm mit diesem Text.
sharing-lead-copy = Kopiere das und füge es ein, wo du möchtest. Für X nimm den Knopf für X: Dort darf nichts belohnt werden.
sharing-text = Dein Beitrag, mit Urheber und Hinweis
sharing-shortened = Deine Worte wurden gekürzt, damit der Beitrag passt.
sharing-copy = Kopieren
sharing-copied = Kopiert
sharing-go = Weiter zu { $network }
sharing-go-server = { $host } öffnen
sharing-go-mail = E-Mail öffnen
sharing-after = Du darfst ihn dort ändern. Lass bitte stehen, von wem es ist, und dass du hier arbeitest.
sharing-missing-title = Diesen Knopf kennen wir nicht
sharing-missing-text = Die Adresse ist falsch, oder ein Teil von ihr ging verloren. Drück den Knopf im Chat noch einmal.
sharing-expired-title = Dieser Knopf ist zu alt
sharing-expired-text = Der Vorschlag im Chat hat neuere Knöpfe. /goodword picks findet ihn wieder.
sharing-refused-title = Das lässt sich jetzt nicht teilen
sharing-refused-text = Wähle etwas anderes.
sharing-ready-title = Bereit zum Teilen
sharing-ready-text = Der Knopf öffnet das Netzwerk mit deinem Text.
sharing-go-on = Weiter
