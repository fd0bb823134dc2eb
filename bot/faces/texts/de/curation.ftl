# Was Verantwortliche für Botschafter festlegen, in Slack. Werte in { } sind schon sicher zu zeigen.

cu-title = Für Botschafter
cu-close = Schließen
cu-cancel = Abbrechen
cu-save = Speichern
cu-undo = Rückgängig
cu-open = Öffnen
cu-back = Alle Sammlungen
cu-previous = Zurück
cu-next = Weiter
cu-tab-collections = Sammlungen
cu-tab-pieces = Beiträge
cu-tab-programme = Programm
cu-tab-changes = Änderungen
cu-only-managers = Nur Verantwortliche ändern das: { $whom }.
cu-managers = frag eine oder einen von ihnen
cu-who = von { $name }, { $when }
cu-unknown-word = Das kann ich nicht kuratieren.
cu-unknown-remedy = Schreib /goodword curate, mit der Nummer eines Beitrags oder einem von collections, pieces, programme, changes.

cu-collections-about = Beiträge, die zusammengehören, etwa Sommer 2026 oder Stimmen. Botschafter wählen die, die sie interessieren.
cu-no-collections = Es gibt noch keine Sammlung. Leg eine an und füg Beiträge hinzu.
cu-new = Neue Sammlung…
cu-new-title = Neue Sammlung
cu-rename = Bearbeiten…
cu-rename-title = Sammlung bearbeiten
cu-name = Name
cu-name-hint = Sommer 2026
cu-pieces = { $count ->
    [one] { $count } Beitrag
   *[other] { $count } Beiträge
}
cu-closed = geschlossen
cu-made-by = angelegt { $who }
cu-changed-by = geändert { $who }
cu-empty-collection = Sie ist noch leer.
cu-add = Beiträge hinzufügen…
cu-add-title = Hinzufügen
cu-pieces-field = Beiträge
cu-pieces-hint = Gib eine Nummer ein, oder Worte eines freigegebenen Beitrags oder wer ihn gemacht hat.
cu-choose = Beitrag nach Nummer oder Worten suchen…
cu-close-it = Sammlung schließen
cu-reopen = Wieder öffnen
cu-take-out = Herausnehmen
cu-not-shareable = Botschafter bekommen ihn nicht: Er ist nicht freigegeben, oder die Erlaubnis gilt nicht für das Teilen durch Angestellte.
cu-gone = Beitrag { $item } gibt es nicht mehr

cu-pieces-about = Was über einzelne Beiträge festgelegt ist. Such einen Beitrag, um etwas über ihn festzulegen.
cu-no-marks = Über keinen Beitrag ist etwas festgelegt: Botschafter bekommen, was geteilt werden darf, das Beste zuerst.
cu-mark-pin = Kommt zuerst { $until }
cu-mark-hold = Zurückgehalten bis { $until }
cu-mark-hide = Vor Botschaftern verborgen
cu-mark-limit = Begrenzt
cu-until = bis { $moment }
cu-until-open = bis es zurückgenommen wird
cu-limit = Höchstens { $shares ->
    [one] { $shares } Mal geteilt
   *[other] { $shares } Mal geteilt
} in { $days ->
    [one] einem Tag
   *[other] { $days } Tagen
}
cu-unknown-piece = Es gibt keinen Beitrag { $item }.
cu-no-licence = :lock: Botschafter können ihn nicht teilen: Er ist nicht freigegeben, oder die Erlaubnis gilt nicht für das Teilen durch Angestellte. Was hier festgelegt ist, zählt, sobald sie es tut.
cu-licensed-kept-back = :lock: Die Erlaubnis gilt { $until }, trotzdem wird es zurückgehalten:
cu-licensed = :white_check_mark: Botschafter dürfen ihn teilen, { $until }.
cu-in-collections = In { $names }
cu-in-no-collection = In keiner Sammlung
cu-shared = { $count ->
    [0] nie geteilt
    [one] einmal geteilt
   *[other] { $count } Mal geteilt
}
cu-do-pin = Nach vorn…
cu-do-hold = Zurückhalten…
cu-do-hide = Verbergen
cu-do-limit = Begrenzen…
cu-do-collections = Sammlungen…
cu-shared-by = von { $names }
cu-and-more = { $count ->
    [one] { $names } und eine weitere Person
   *[other] { $names } und { $count } weitere
}
cu-its-creator = wer ihn gemacht hat
cu-mark-thank = Dank weitergegeben
cu-do-thank = Dank weitergeben…
cu-thank-title = Dank weitergeben
cu-thank-sure = { $creator } dankt { $names }. Wem gedankt wird, erfährt es und sieht es in /goodword me. Nur wenn { $creator } das wirklich gesagt hat, etwa in einer Nachricht an euch.
cu-thank-yes = Weitergeben
cu-lift = Zurücknehmen
cu-pin-title = Nach vorn
cu-pin-until = Zuerst bis
cu-pin-hint = Leer: bis jemand es zurücknimmt.
cu-hold-title = Zurückhalten
cu-hold-until = Niemand bekommt ihn vor
cu-hold-hint = Botschaftern wird er nicht angeboten, und niemand teilt ihn vorher.
cu-limit-title = Begrenzen
cu-shares-field = Wie oft geteilt, von allen zusammen
cu-shares-hint = 0: beliebig oft.
cu-days-field = Innerhalb von Tagen
cu-sort-title = Sammlungen
cu-choose-collections = Sammlungen wählen…

cu-changes-about = Die neuesten Entscheidungen, Sammlungen und Einstellungen. Was davor galt, gilt wieder, wenn man eine zurücknimmt.
cu-no-changes = Noch wurde nichts geändert.
cu-change-mark = Beitrag { $item }: { $what }
cu-change-mark-lifted = Beitrag { $item }, zurückgenommen: { $what }
cu-change-set = Festgelegt: { $what }
cu-change-lifted = Wieder wie in den Einstellungen: { $what }
cu-change-shelf-make = Sammlung „{ $name }“ angelegt
cu-change-shelf-rename = Sammlung „{ $old }“ heißt „{ $name }“
cu-change-shelf-close = Sammlung „{ $name }“ geschlossen
cu-change-shelf-open = Sammlung „{ $name }“ wieder geöffnet
cu-change-shelf-put = { $count ->
    [one] Beitrag { $item }
   *[other] { $count } Beiträge
} in „{ $name }“ gelegt
cu-change-shelf-take = { $count ->
    [one] Beitrag { $item }
   *[other] { $count } Beiträge
} aus „{ $name }“ genommen
cu-undo-unreadable = Das lässt sich nicht mehr zurücknehmen. Sieh nach, was jetzt gilt.

cu-did-make = „{ $name }“ ist angelegt.
cu-did-rename = „{ $old }“ heißt jetzt „{ $name }“.
cu-did-close = „{ $name }“ ist geschlossen: Ihretwegen wird nichts mehr ausgewählt.
cu-did-open = „{ $name }“ ist wieder offen.
cu-did-add = { $count ->
    [0] Sie waren alle schon darin.
    [one] Ein Beitrag kam hinzu.
   *[other] { $count } Beiträge kamen hinzu.
}
cu-did-take-out = Beitrag { $item } wurde herausgenommen.
cu-did-pin = Beitrag { $item } kommt jetzt zuerst.
cu-did-hold = Beitrag { $item } wird zurückgehalten.
cu-did-hide = Beitrag { $item } ist vor Botschaftern verborgen. Schon geteilte Links führen weiter.
cu-did-limit = Beitrag { $item } ist begrenzt.
cu-did-thank = Der Dank geht an { $names }. Sie erfahren es binnen einer Minute oder zu ihren Arbeitszeiten.
cu-did-lift = Das wurde für Beitrag { $item } zurückgenommen.
cu-did-sort = Die Sammlungen von Beitrag { $item } sind gespeichert.
cu-did-undo = Zurückgenommen.

cu-network-copy = Kopierter Link
cu-network-mail = E-Mail
cu-all-networks = alle Netzwerke
cu-all-countries = alle Länder
cu-no-limit = beliebig oft geteilt
cu-set-disclosure = Hinweis ({ $where }) „{ $words }“
cu-set-networks = Netzwerke { $names }
cu-set-words = { $count ->
    [0] keine gesperrten Wörter
    [one] gesperrtes Wort { $words }
   *[other] gesperrte Wörter { $words }
}
cu-set-picks = { $number ->
    [one] ein Vorschlag in der Woche für jede Person
   *[other] { $number } Vorschläge in der Woche für jede Person
}
cu-set-limit = jeder Beitrag: { $what }

refused-curation-no-name = Eine Sammlung braucht einen Namen mit Buchstaben oder Ziffern, etwa Sommer 2026.
refused-curation-name-taken = Es gibt schon eine Sammlung „{ $name }“. Füg dort hinzu oder wähl einen anderen Namen.
refused-curation-unknown-collection = Es gibt keine Sammlung „{ $name }“ mehr.
refused-curation-collection-closed = Die Sammlung „{ $name }“ ist geschlossen. Öffne sie wieder oder wähl eine andere.
refused-curation-collection-full = Die Sammlung „{ $name }“ hätte mehr als { $most } Beiträge. Fang eine neue an.
refused-curation-unknown-item = Es gibt keinen Beitrag { $item }.
refused-curation-past = Dieser Zeitpunkt ist vorbei. Wähl einen, der noch kommt.
refused-curation-range = Das muss eine ganze Zahl von { $least } bis { $most } sein.
refused-curation-not-allowed = Nur Verantwortliche kuratieren. Frag eine oder einen von ihnen.
refused-curation-unknown-network = „{ $name }“ ist kein Netzwerk. Es gibt { $known }.
refused-curation-no-network = Es bliebe kein Netzwerk übrig. Lass mindestens eines.
refused-curation-word-length = „{ $name }“ lässt sich nicht sperren: Es hat keinen Buchstaben oder ist zu lang.
refused-curation-disclosure = Ein Hinweis hat 1 bis { $most } Zeichen.
refused-curation-disclosure-company = Ein Hinweis sagt, wo man arbeitet: {"{company}"} oder „{ $company }“ muss darin stehen, wie in: Ich arbeite bei {"{company}"}.
refused-curation-disclosure-tag = Der Tag ist ein Hashtag aus Buchstaben und Ziffern, von höchstens { $most } Zeichen, zum Beispiel #MeinArbeitgeber.
refused-curation-disclosure-country = Ein Land sind zwei Buchstaben, zum Beispiel DE.
refused-curation-disclosure-language = Eine Sprache sind zwei oder drei kleine Buchstaben, zum Beispiel de.
refused-curation-stale = Das hat inzwischen jemand wieder geändert. Sieh nach, was jetzt gilt.

# Wie das Programm läuft

cu-programme-title = Wie es läuft
cu-which-days = Welche Tage
cu-last-days = { $days ->
    [one] Letzter Tag
   *[other] Letzte { $days } Tage
}
cu-nobody-yet = Noch ist niemand Botschafter. Kolleginnen und Kollegen machen mit `/goodword ambassador join` mit.
cu-nobody-now = Zurzeit macht niemand mit. Kolleginnen und Kollegen kommen dazu mit `/goodword ambassador join`. Was vorher geteilt wurde, zählt weiter.
cu-shareable = { $count ->
    [0] :warning: *Nichts* kann jetzt geteilt werden: kein Beitrag ist freigegeben, für das Teilen durch Beschäftigte erlaubt und weder verborgen noch zurückgehalten.
    [one] *Ein* Beitrag kann jetzt geteilt werden.
   *[other] *{ $count }* Beiträge können jetzt geteilt werden.
}
cu-shareable-few = So werden es mehr: Urheber um Erlaubnis bitten (erste Nachrichten fragen auch nach dem Teilen durch Beschäftigte, außer wenn `uses` in `[rights]` ohne `employees` gesetzt ist), mit `/goodword creator` Urheber freigeben, deren Vertrag das umfasst, und freigeben, was in der Warteschlange steht.
cu-left-out-ignored = { $count ->
    [one] Ein weiterer Klick zählt nicht: Es war einer zu viel von demselben Besucher oder derselben Adresse.
   *[other] { $count } weitere Klicks zählen nicht: Es waren zu viele von denselben Besuchern oder Adressen.
}
cu-left-out-machines = { $count ->
    [one] Ein Besuch war der eines Programms, etwa einer Vorschau: Er zählt nicht.
   *[other] { $count } Besuche waren die von Programmen, etwa Vorschauen: Sie zählen nicht.
}
cu-doubtful = Links, die man sich ansehen sollte
cu-doubtful-about = Von ihren Klicks zählten mehr nicht, als zählten: Vielleicht klickt jemand immer wieder selbst oder lässt es ein Programm tun. Was nicht zählte, gab keine Punkte.
cu-doubtful-line = { $name }, { $network }, Beitrag { $item }: { $ignored } nicht gezählt, { $clicks } gezählt
cu-somebody = Jemand, der nicht mehr dabei ist
cu-celebrate = Feiern…
cu-celebrate-title = Feiern
cu-celebrate-about = { $name } wird in { $channel } genannt, binnen einer Minute oder in der Arbeitszeit, und bekommt eine Auszeichnung. Du kannst es zurücknehmen.
cu-celebrate-nowhere = Feiern geht, sobald die Einstellungen unter `[ambassadors]` einen `channel` nennen.
cu-celebrate-boards = Gefeiert werden kann, wer auf der Rangliste steht.
cu-celebrated = diese Woche gefeiert
cu-praise-field = Wofür
cu-praise-1 = Eine starke Woche
cu-praise-2 = Eigene Worte
cu-praise-3 = Hilfe für andere
cu-praise-4 = Ausdauer
cu-did-celebrate = { $name } wird gefeiert.
cu-remind = Freundlich erinnern
cu-remind-about = Eine freundliche Erinnerung ist eine Direktnachricht in der Arbeitszeit, höchstens eine in 28 Tagen. Wer Pause macht, bekommt keine.
cu-reminded = erinnert { $day }
cu-did-remind = { $name } bekommt ein freundliches Wort, jetzt oder zur nächsten Arbeitszeit.
cu-people = { $active ->
    [one] *{ $active }* macht mit
   *[other] *{ $active }* machen mit
}, { $paused ->
    [one] { $paused } pausiert
   *[other] { $paused } pausieren
}. { $faded ->
    [0] Niemand ist verstummt.
    [one] Eine Person ist verstummt: seit einiger Zeit nichts geteilt.
   *[other] { $faded } davon sind verstummt: seit einiger Zeit nichts geteilt.
}
cu-brought = In diesen Tagen: *{ $shares }* Mal geteilt, *{ $visitors }* { $visitors ->
    [one] eindeutiger Klick
   *[other] eindeutige Klicks
}, *{ $conversions }* { $conversions ->
    [one] Konversion
   *[other] Konversionen
}{ $worth }.
cu-fades = :warning: *Das Programm lässt nach*: { $shares ->
    [one] einmal geteilt
   *[other] { $shares } Mal geteilt
} in den letzten vier Wochen, { $before } Mal in den vier davor. Setz ein paar frische Beiträge nach vorn, dank denen, die geteilt haben, und frag jemanden, der verstummt ist, was helfen würde: weniger Vorschläge, eine andere Zeit, andere Themen.
cu-by-network = Nach Netzwerk
cu-by-piece = Nach Beitrag
cu-active = Wer geteilt hat
cu-faded = Wer verstummt ist
cu-got = { $shares ->
    [one] { $shares } Mal geteilt
   *[other] { $shares } Mal geteilt
}, { $visitors ->
    [one] { $visitors } eindeutiger Klick
   *[other] { $visitors } eindeutige Klicks
} ({ $clicks } insgesamt)
cu-did = { $shares ->
    [one] { $shares } Mal geteilt
   *[other] { $shares } Mal geteilt
}, { $visitors ->
    [one] { $visitors } eindeutiger Klick
   *[other] { $visitors } eindeutige Klicks
}
cu-never-shared = nichts geteilt seit { $joined }
cu-last-shared = zuletzt geteilt am { $day }
cu-more = und { $count } weitere, in den Tabellen
cu-open-piece = Über einen Beitrag entscheiden…
cu-tables = CSV exportieren
cu-tables-comment = Botschafter { $days ->
    [one] am letzten Tag
   *[other] in den letzten { $days } Tagen
}, als Tabellen. Sie enthalten, was Kolleginnen und Kollegen getan haben: Bewahr sie wie andere personenbezogene Daten auf.
cu-tables-sent = Gesendet: Sieh in unsere Direktnachrichten.

# Was für das Programm gilt

cu-programme-about = Was für alle Botschafter gilt. Was hier festgelegt ist, geht den Einstellungen vor, bis es zurückgegeben wird.
cu-change = Ändern…
cu-give-back = Wie in den Einstellungen
cu-set-here = festgelegt { $who }
cu-from-settings = wie die Einstellungen sagen
cu-networks = Netzwerke
cu-words = Gesperrte Wörter
cu-picks = Vorschläge
cu-each-piece = Wie oft jeder Beitrag geteilt wird
cu-disclosures = Hinweise
cu-packaged = { $where }: „{ $words }“
cu-add-disclosure = Hinweis festlegen…
cu-no-words = keine
cu-points = Punkte
cu-points-line = Teilen { $share } ({ $shares ->
    [one] einmal am Tag gibt es Punkte
   *[other] { $shares }-mal am Tag gibt es Punkte
}), als Erste eines Beitrags { $first } mehr, ein eindeutiger Klick { $click } ({ $most ->
    [one] einer am Tag gibt Punkte
   *[other] höchstens { $most } am Tag
}), eine Konversion { $conversion }, ein freigegebener Vorschlag { $suggestion }.
cu-points-said = { $said ->
    [0] Geteiltes zählt, sobald jemand dem Link folgt.
    [one] Allein auf das Wort einer Person zählt einmal Teilen in der Woche; mehr, sobald jemand dem Link folgt.
   *[other] Allein auf das Wort einer Person zählt { $said }-mal Teilen in der Woche; mehr, sobald jemand dem Link folgt.
}
cu-points-none = Keine Punkte gibt es auf { $networks }. Wo ein kopierter Link eingefügt wird, sieht niemand; deshalb bitten wir alle, ihn nicht für X zu nehmen.
cu-points-why = Punkte stehen in den Einstellungen, unter `[ambassadors.points]`.
cu-networks-title = Netzwerke
cu-networks-field = Geteilt werden darf auf
cu-words-title = Gesperrte Wörter
cu-words-field = Eines pro Zeile
cu-words-hint = Wer eines schreibt, erfährt welches, und teilt nichts, bis es weg ist.
cu-picks-title = Vorschläge
cu-picks-field = Vorschläge in der Woche für jede Person, höchstens
cu-disclosure-title = Hinweis
cu-disclosure-language = Sprache des Beitrags
cu-disclosure-network = Netzwerk
cu-disclosure-country = Land der Botschafterin oder des Botschafters
cu-disclosure-country-hint = Zwei Buchstaben, etwa SE. Leer: alle Länder.
cu-disclosure-text = Was er sagt
cu-disclosure-nameless = Er nennt kein Unternehmen; Beiträge sagen deshalb die mitgelieferten Worte.
cu-disclosure-text-hint = {"{company}"} steht für den Namen des Unternehmens. Er kommt in jeden Beitrag und auf die Seite hinter dem Link.
cu-disclosure-tag = Hashtag
cu-did-set = Gespeichert: { $what }
cu-did-give-back = Die Einstellungen gelten wieder.
cu-changed-meanwhile = Das hat inzwischen jemand geändert. Schließ das Fenster und sieh nach, was jetzt gilt.

# Wohin geteilte Links führen

cu-leads = Wohin geteilte Links führen
cu-leads-title = Wohin Links führen
cu-leads-field = Adresse
cu-leads-hint = Etwa die eures Shops. Leer: die Seite des Beitrags hier.
cu-leads-of-field = Wohin geteilte Links ihrer Beiträge führen
cu-leads-of-hint = Leer: wohin das Programm sagt. Liegt ein Beitrag in mehreren Sammlungen, entscheidet die zuletzt angelegte.
cu-leads-here = Die Seite des Beitrags hier
cu-leads-about = Das gilt für alles, was von jetzt an geteilt wird. Eine Sammlung mit eigener Adresse geht vor, von mehreren die zuletzt angelegte; danach eine Kampagne der Einstellungen.
cu-leads-inside = Geteilte Links ihrer Beiträge führen zu { $url }
cu-piece-leads = Links, die jetzt geteilt werden, führen zu { $url }{ $of ->
    [0] {""}
   *[other] {" "}({ $named })
}
cu-set-leads = geteilte Links führen zu { $url }
cu-set-leads-here = geteilte Links führen zur Seite des Beitrags hier
cu-set-leads-of = geteilte Links aus „{ $name }“ führen zu { $url }
cu-change-lead-no-more = Nicht mehr: { $what }
cu-did-lead-no-more = Geteilte Links aus „{ $name }“ führen wieder dorthin, wohin das Programm sagt.
refused-curation-target = Dorthin können Links nicht führen. Schreib eine Webadresse, die mit https:// oder http:// beginnt, ohne Leerzeichen und ohne Benutzernamen, mit höchstens { $most } Zeichen.

# Was es brachte, und woher

cu-assumed = { $count ->
    [one] Zu einer davon nannte der Shop keinen Wert: Sie zählt { $each }, wie die Einstellungen sagen.
   *[other] Zu { $count } davon nannte der Shop keinen Wert: Jede zählt { $each }, wie die Einstellungen sagen.
}
cu-pixels = { $count ->
    [one] Eine weitere meldete nur ein Pixel, das jeder fälschen kann: Sie zählt nicht.
   *[other] { $count } weitere meldete nur ein Pixel, das jeder fälschen kann: Sie zählen nicht.
}
cu-window = { $days ->
    [one] Eine Konversion zählt, wenn der Shop sie innerhalb eines Tages nach dem Klick meldet.
   *[other] Eine Konversion zählt, wenn der Shop sie innerhalb von { $days } Tagen nach dem Klick meldet.
}
cu-cost = Kosten dieser Tage: *{ $cost }*
cu-per-click = *{ $each }* je eindeutigem Klick
cu-per-conversion = *{ $each }* je Konversion
cu-sources = Woher Klicks kamen
cu-websites = Websites
cu-countries = Länder
cu-other-websites = andere { $clicks }
cu-other-countries = andere { $clicks }
cu-sources-few = Über alle Links zusammen. Woher weniger als { $count } Klicks kamen, wird nicht genannt, damit es niemanden verrät; viele Klicks sagen weder das eine noch das andere.
