## Wörter

kind-votes = Die Stimmen der Mitglieder entscheiden.
kind-jury = Eine Jury entscheidet.
kind-engagement = Likes, Kommentare und Weiterleitungen entscheiden.
kind-points = Punkte für Aufgaben entscheiden.
kind-lot = Eine Ziehung entscheidet.
kind-mix = Stimmen, Jury und Resonanz entscheiden zusammen.
phase-draft = in Vorbereitung
phase-announced = angekündigt
phase-open = offen
phase-voting = in der Abstimmung
phase-closed = geschlossen
phase-decided = in der Entscheidung
phase-awarded = entschieden, und die Preise sind vergeben
phase-finished = beendet
phase-cancelled = abgesagt
status-waiting = in Prüfung
status-accepted = nimmt teil
status-rejected = nicht angenommen
status-withdrawn = zurückgezogen
status-disqualified = disqualifiziert
award-status-planned = noch nicht verkündet
award-status-offered = wartet darauf, angenommen zu werden
award-status-claimed = angenommen
award-status-lapsed = nicht rechtzeitig angenommen
award-status-declined = abgelehnt
award-status-passed = an jemand anderen vergeben
award-status-nobody = es gibt niemanden, der ihn bekommt
count-votes = { $count ->
    [one] 1 Stimme
   *[other] { $count } Stimmen
}
count-points = { $count ->
    [one] 1 Punkt
   *[other] { $count } Punkte
}
count-entries = { $count ->
    [one] 1 Beitrag
   *[other] { $count } Beiträge
}
by-somebody = von { $name }
untitled = Beitrag { $number }
page-of = Seite { $page } von { $pages }
previous = Zurück
next = Weiter
yes-withdraw = Ja, zurückziehen
no-keep = Nein, drin lassen
no-keep-prize = Nein, behalten

## /contest list

list-title = Wettbewerbe
list-nothing = Gerade läuft kein Wettbewerb. Sobald einer angekündigt wird, steht er in { $channel }.
list-announced = **{ $name }** beginnt { $opens }. { $kind }
list-open = **{ $name }** nimmt Beiträge bis { $entries_close }. { $kind }
list-open-votes = **{ $name }** nimmt Beiträge bis { $entries_close } und Stimmen bis { $closes }. { $kind }
list-voting = **{ $name }** nimmt Stimmen bis { $closes }. { $kind }
list-closed = **{ $name }** ist geschlossen; das Ergebnis wird ermittelt.
list-decided = **{ $name }** ist geschlossen; die Gewinner werden bald verkündet.
list-awarded = **{ $name }** hat Gewinner.
list-finished = **{ $name }** ist beendet.
list-cancelled = **{ $name }** wurde abgesagt.
list-how = `/contest rules` sagt, was zählt, mit `/contest enter` machst du mit, `/contest vote` zeigt die Beiträge.

## Welcher Wettbewerb

which-contest = Es laufen mehrere Wettbewerbe. Sag, welcher: { $names }.
no-contest-runs = Gerade läuft kein Wettbewerb. `/contest list` zeigt, was kommt.
no-such-contest = Den Wettbewerb „{ $name }“ gibt es nicht. Wähle aus dem, was Discord beim Tippen anbietet, oder sieh in `/contest list` nach.

## /contest rules

rules-when = Wann
rules-opens = Beginnt { $opens }.
rules-entries-close = Beiträge bis { $entries_close }; was in dieser Sekunde eintrifft, zählt.
rules-closes = Die Abstimmung endet { $closes }; eine Stimme in dieser Sekunde zählt. Es gilt die Uhr unseres Servers.
rules-what-counts = Was zählt
rules-votes-each = Alle dürfen jedem Beitrag eine Stimme geben und sie bis zum Ende der Abstimmung zurücknehmen. Niemand stimmt für einen eigenen Beitrag.
rules-votes-budget = Alle haben insgesamt { $budget } Stimmen, höchstens { $each } für einen Beitrag, und dürfen sie bis zum Ende der Abstimmung umverteilen. Niemand stimmt für einen eigenen Beitrag.
rules-jury = { $judges ->
    [one] Ein Mitglied der Jury bewertet
   *[other] { $judges } Mitglieder der Jury bewerten
} jeden Beitrag: { $criteria }.
rules-engagement = Gezählt, wo der Beitrag steht: ein Like { $likes }, ein Kommentar { $comments }, eine Weiterleitung { $shares }, einmal Merken { $saves }, ein Aufruf { $views }.
rules-mix = Stimmen zählen { $votes } Prozent, die Jury { $jury } Prozent, die Resonanz { $engagement } Prozent, jeweils gemessen am Besten im Wettbewerb.
rules-tasks = Aufgaben
rules-task = { $title } ({ $points } Punkte, bis zu { $times } Mal)
rules-lot = Alle angenommenen Beiträge haben dieselbe Chance. Die geordnete Liste und ein Hashwert unseres Geheimnisses werden veröffentlicht, wenn die Frist für Beiträge endet; die Ziehung mischt das Geheimnis mit öffentlichem Zufall, den dann noch niemand kennt. `/contest verify` zeigt, wie man das nachprüft.
rules-ties = Gleichstand
rules-ties-earliest = Bei Gleichstand steht vorn, wer früher mitgemacht hat.
rules-ties-lot = Bei Gleichstand entscheidet das Los, in derselben Ziehung, die alle nachprüfen können.
rules-ties-shared = Wer gleichauf liegt, teilt sich den Platz, und alle bekommen dessen Preis.
rules-who = Wer mitmachen darf
rules-entries-each = { $count ->
    [one] Ein Beitrag pro Person.
   *[other] Bis zu { $count } Beiträge pro Person.
}
rules-account-days = Ein Konto, das mindestens { $days } Tage alt ist.
rules-member-days = Seit mindestens { $days } Tagen Mitglied hier.
rules-leavers-may = Wer den Server bis dahin verlassen hat, kann trotzdem gewinnen.
rules-leavers-may-not = Wer den Server bis dahin verlassen hat, gewinnt nicht.
rules-one-prize = Höchstens ein Preis pro Person.
rules-prizes = Preise
rules-prize = { $winners ->
    [one] { $name }
   *[other] { $winners } × { $name }
}
rules-claim = Ein Preis ist innerhalb von { $days } Tagen anzunehmen; danach geht er an den Nächsten in der Reihe.
rules-hashtag = Oder schreib einen Beitrag mit { $hashtag } und dem Wort „contest“, verknüpfe dein Konto mit `/contest link` und reiche den Beitrag mit `/contest enter` ein.
rules-privacy = Gespeichert wird, wer wann mitgemacht und abgestimmt hat; dein Name hier und deine Beiträge werden gezeigt. Die Veranstalter löschen es auf Wunsch.
rules-whole = Das ist nicht alles: Der ganze Text steht in der angehängten Datei.

## /contest enter

enter-taken-in = Du bist mit Nummer { $number } in **{ $contest }** dabei. Der Beitrag wird jetzt geprüft; du erfährst, wenn er teilnimmt. `/contest me` zeigt, wie es steht.
enter-accepted = Du bist mit Nummer { $number } in **{ $contest }** dabei. Der Beitrag nimmt teil.
enter-how = Schick, womit du mitmachen willst: `/contest enter` mit einem **Link** zu deinem Beitrag oder mit einer **Datei** (Bild oder Video), oder öffne das Menü deiner Nachricht hier, dann Apps, „Hiermit mitmachen“.
enter-found = Diese Beiträge von dir haben wir gefunden. Wähle den, mit dem du bei **{ $contest }** mitmachen willst:
enter-found-none = Mit { $hashtag } wurde kein Beitrag von dir gefunden. { $how }
enter-choose-post = Beitrag wählen
enter-choose-contest = Für welchen Wettbewerb?
enter-one-of = Gib einen Link, eine Datei oder einen gefundenen Beitrag an: eines davon, nicht mehrere.
enter-choose-from-list = Wähle einen der Beiträge, die Discord beim Tippen anbietet, oder lass die Angabe weg, um sie zu sehen.
enter-message-changed = Die Nachricht sagt inzwischen etwas anderes: Sie wird neu geprüft.
enter-message-again = Das hat zu lange gedauert, und ich habe die Nachricht nicht mehr. Öffne ihr Menü noch einmal, dann Apps, „Hiermit mitmachen“.
enter-message-not-yours = Die Nachricht stammt von jemand anderem. Du kannst mit deinen eigenen Nachrichten mitmachen.

## /contest vote

vote-nothing = Bei **{ $contest }** gibt es noch keinen Beitrag. Mit `/contest enter` machst du den Anfang.
vote-none-accepted = Die Beiträge zu **{ $contest }** werden noch geprüft. Komm etwas später wieder.
vote-not-by-votes = Stimmen entscheiden bei **{ $contest }** nichts. { $kind }
vote-button = Abstimmen
vote-for = Für { $number } stimmen
vote-back = Zurücknehmen
vote-back-for = { $number } zurücknehmen
vote-how-many = Stimmen für { $number }
vote-counted = Deine Stimme für Nummer { $number } zählt. Der Beitrag hat jetzt { $votes }.
vote-counted-several = Deine { $weight } Stimmen für Nummer { $number } zählen. Der Beitrag hat jetzt { $votes }.
vote-same = Deine Stimme für Nummer { $number } stand schon. Der Beitrag hat { $votes }.
vote-taken-back = Deine Stimme für Nummer { $number } ist zurückgenommen. Der Beitrag hat jetzt { $votes }.
vote-none-to-take = Du hattest keine Stimme für Nummer { $number }. Der Beitrag hat { $votes }.
vote-left = { $left ->
    [0] Du hast keine Stimme mehr übrig; nimm eine zurück, um sie einem anderen Beitrag zu geben.
    [one] Du hast noch 1 Stimme.
   *[other] Du hast noch { $left } Stimmen.
}
vote-yours = Deine Stimme
vote-yours-several = Deine Stimmen: { $weight }

## Jury

judge-button = Bewerten
judge-title = Deine Noten für Nummer { $number }
judge-criterion = { $name }: 0 bis { $best }
judge-so-far = { $done } von { $all } Kriterien bewertet. Du kannst Noten bis zum Ende der Abstimmung ändern.
judge-mark = { $name }: **{ $value }** von { $best }
judge-mark-none = { $name }: noch nicht bewertet

## /contest standings

standings-title = Stand von { $contest }
standings-nothing = Bei **{ $contest }** steht noch niemand in der Wertung. Beiträge erscheinen hier, sobald sie angenommen sind.
standings-lot = **{ $contest }** entscheidet eine Ziehung: bisher { $entries }, alle mit derselben Chance.
standings-row = **{ $rank }.** { $title } { $by } · { $score }
standings-row-person = **{ $rank }.** { $name } · { $score }
standings-yours = Dein Platz
standings-yours-none = Du bist noch nicht in der Wertung.
standings-as-of = Stand { $when }.
standings-final = Endgültig.
standings-footer = /contest standings zeigt alle Plätze und deinen
standings-button = Alle Plätze
score-jury = { $score } von 100
score-mix = { $score } von 100
part-votes = Stimmen
part-jury = Jury
part-engagement = Resonanz
part-mixed = { $part }: { $amount } von bestenfalls { $best }, { $weight } Prozent davon ergeben { $adds }
part-task = { $points } für { $task }
part-given = { $points } vergeben: { $reason }
part-counted = { $amount } { $what } × { $each } = { $adds }
metric-likes = Likes
metric-comments = Kommentare
metric-shares = Weiterleitungen
metric-saves = Mal gemerkt
metric-views = Aufrufe
came-about = So kam es zustande

## /contest me

me-title = Du in { $contest }
me-nothing = Du machst bei keinem Wettbewerb mit. `/contest list` zeigt, was läuft.
me-entry = Nummer { $number }, { $title }: **{ $status }**
me-reason = Grund: { $reason }
me-votes-left = Stimmen übrig: { $left } von { $budget }
me-votes-given = Stimmen gegeben: { $count }
me-prize = Preis bei **{ $contest }**: **{ $prize }**. Nimm ihn bis { $by } an.
me-prize-claimed = Preis bei **{ $contest }**: **{ $prize }**, angenommen.
me-prize-lapsed = Preis bei **{ $contest }**: **{ $prize }**, nicht rechtzeitig angenommen.
me-prize-declined = Preis bei **{ $contest }**: **{ $prize }**, abgelehnt.
me-prize-passed = Preis bei **{ $contest }**: **{ $prize }** ging an jemand anderen. { $reason }
me-dms-closed = Deine Direktnachrichten von diesem Server sind geschlossen, darum konnten dich einige Neuigkeiten nicht erreichen. Sie stehen hier; um sie direkt zu bekommen, erlaube Direktnachrichten in den Privatsphäre-Einstellungen des Servers.
me-linked = Verknüpfte Konten: { $accounts }
me-withdraw = Einen Beitrag zurückziehen
withdraw-sure = Nummer { $number } aus **{ $contest }** zurückziehen? Der Beitrag verliert seine Stimmen. Nach dem Ende der Frist lässt sich das nicht rückgängig machen.
withdraw-done = Nummer { $number } ist aus **{ $contest }** zurückgezogen.
withdraw-kept = Nummer { $number } bleibt in **{ $contest }**.

## Preise

claim-button = { $prize } annehmen
decline-button = Ablehnen
claim-done = **{ $prize }** gehört dir. Die Veranstalter schreiben dir, wie du ihn bekommst.
decline-sure = **{ $prize }** ablehnen? Der Preis geht an den Nächsten in der Reihe, und das lässt sich nicht rückgängig machen.
yes-decline = Ja, ablehnen
decline-done = Du hast **{ $prize }** abgelehnt. Der Preis geht an den Nächsten in der Reihe.
decline-kept = **{ $prize }** kannst du weiterhin annehmen.

## /contest verify

verify-title = Prüfung der Ziehung von { $contest }
verify-not-yet = Die Liste von **{ $contest }** ist noch nicht eingefroren. Nach dem Ende der Frist wird ihr Hashwert veröffentlicht, dann zeigt ihn dieser Befehl.
verify-no-draw = **{ $contest }** hat keine Ziehung. { $kind }
verify-frozen = { $entries } eingefroren { $when }.
verify-hash = Hashwert des eingefrorenen Teils: `{ $hash }`
verify-ok = Alles im veröffentlichten Protokoll passt zusammen, und dieselbe Ziehung ergibt noch einmal dieselben Gewinner.
verify-waiting = Die Ziehung war noch nicht. Was bisher veröffentlicht ist, passt zusammen.
verify-fails = Etwas im Protokoll stimmt nicht: { $problem } Sag es den Veranstaltern und behalte die Datei.
verify-check-ok = ✅ { $what }
verify-check-caution = ⚠️ { $what }
verify-check-wrong = ❌ { $what }
verify-winner = Gewonnen: Nummer { $number }
verify-how = Prüfe es selbst nach, ohne uns zu vertrauen: `goodword contest verify DATEI` mit der angehängten Datei, auf jedem Rechner.
check-entries = Die Liste der Beiträge hat den veröffentlichten Hashwert
check-frozen = Was beim Schluss festgelegt wurde, hat seinen Hashwert
check-replaces = Es wurde ein zweites Mal eingefroren
check-steps = Jeder Schritt folgt auf den vorigen
check-opening = Die Ziehung kommt noch
check-secret = Das Geheimnis der Veranstalter ist das beim Schluss festgelegte
check-network = Der Zufallssender ist öffentlich
check-round = Die Runde ist die vorher genannte und kam später
check-signature = Der Zufallssender hat seine Runde signiert
check-randomness = Die Zufallszahl ist der Hashwert der Signatur des Zufallssenders
check-promises = Beide Personen haben die versprochenen Wörter gesagt
check-people = Der Zufall kommt von Menschen
check-seed = Der Startwert entsteht aus Geheimnis, Zufall und dem Eingefrorenen
check-draw = { $count ->
    [1] Die erste Ziehung ergibt wieder dieselben Gewinner
   *[other] Ziehung { $count }, später nachgeholt, ergibt wieder dieselben Gewinner
}
check-again = Wer gezogen wurde, wird nicht noch einmal gezogen
check-excluded = Ausgelassen: { $count }
check-lots = Gleichstände entscheiden dieselben Lose
check-why-replaces = Ein früheres Protokoll, `{ $hash }`, wurde für dieses aufgegeben. Frag, warum: Veranstalter, die deren Ausgang kannten, konnten so einen anderen bekommen.
check-why-opening = Bisher ist nichts gezogen. Die Ziehung verwendet { $source }.
check-why-network = Das Netz { $network } kennt dieses Programm nicht: Wer dessen Schlüssel hat, kannte die Zahlen vorher. Frag, wer das ist.
check-why-people = Es gab keinen Zufallssender. Die Ziehung ist fair, wenn die Veranstalter oder eine Person von { $people } ihr Geheimnis für sich behalten haben.
check-why-excluded = Das haben Menschen entschieden; beurteile es nach den Gründen: { $reasons }
verify-page = Dasselbe für alle, mit einem Feld, in dem du deine Nummer suchst: { $page }

## /contest link

link-code = Dein Code: **{ $code }**. Sag ihn innerhalb von 48 Stunden von deinem anderen Konto aus: in einem Beitrag, den wir finden ({ $hashtag }), oder in Slack mit `/goodword link { $code }`. Wer ihn sagt, gilt als du, darum zeig ihn niemandem.
link-code-plain = Dein Code: **{ $code }**. Sag ihn innerhalb von 48 Stunden von deinem anderen Konto aus: in einem Beitrag mit dem Hashtag der Kampagne, oder in Slack mit `/goodword link { $code }`. Wer ihn sagt, gilt als du, darum zeig ihn niemandem.
link-done = Verknüpft: { $account } bist auch du. Stimmen und Beiträge von beiden zählen als die einer Person.
link-none = Dieses Konto ist mit keinem anderen verknüpft.
unlink-done = Dieses Konto ist mit keinem anderen mehr verknüpft.
unlink-sure = Dieses Konto von { $accounts } trennen?
yes-unlink = Ja, trennen
no-stay = Nein, so lassen

## Im Kanal

card-footer = Beitrag { $number } in { $contest }
card-by = Gemacht von { $name }
card-look = Zum Original
card-rules = Regeln
announce-announced = **{ $contest }** ist angekündigt. Es geht los { $opens }.
announce-open = **{ $contest }** ist offen. Mach bis { $entries_close } mit `/contest enter` mit.
announce-voting = **{ $contest }** nimmt keine Beiträge mehr an. Stimme bis { $closes } unter den Beiträgen oder mit `/contest vote` ab.
announce-closed = **{ $contest }** ist geschlossen. Das Ergebnis wird ermittelt.
announce-cancelled = **{ $contest }** wurde abgesagt.
announce-frozen = { $count ->
    [one] 1 Beitrag nimmt teil
   *[other] { $count } Beiträge nehmen teil
}. Hashwert der eingefrorenen Liste und unseres Geheimnisses: `{ $hash }`. Der öffentliche Zufall ist { $source }. `/contest verify` zeigt, wie man die Ziehung nachprüft.
announce-prizes = Zu gewinnen: { $prizes }.
source-beacon = Runde { $round } des Zufallssenders drand, veröffentlicht { $when }
source-two-people = was { $people } offenlegen, nachdem beide sich darauf festgelegt haben
winners-title = Gewinner von { $contest }
winners-row = **{ $prize }**: { $member } { $entry }
winners-entry = mit Nummer { $number }, { $title }
winners-credit = gemacht von { $name }
winners-open = **{ $prize }**: geht an den Nächsten in der Reihe
winners-nobody = **{ $prize }**: wird nicht vergeben
winners-check = `/contest verify` zeigt, wie es dazu kam.
winners-thanks = Danke an alle, die mitgemacht haben.

## Private Nachrichten

dm-entry-accepted = Dein Beitrag, Nummer { $number } in **{ $contest }**, nimmt jetzt teil.
dm-entry-rejected = Dein Beitrag, Nummer { $number } in **{ $contest }**, wurde nicht angenommen. { $reason }
dm-entry-withdrawn = Dein Beitrag, Nummer { $number } in **{ $contest }**, nimmt nicht mehr teil. { $reason }
dm-entry-disqualified = Dein Beitrag, Nummer { $number } in **{ $contest }**, wurde disqualifiziert. Grund: { $reason }
dm-award-offered = Glückwunsch: Du hast **{ $prize }** bei **{ $contest }** gewonnen. Nimm den Preis bis { $claim_by } mit dem Knopf unten an; danach geht er an den Nächsten in der Reihe.
dm-award-lapsed = Du hast deinen Preis bei **{ $contest }** nicht rechtzeitig angenommen, darum gehört er dir nicht mehr.
dm-award-passed = Dein Preis bei **{ $contest }** geht an jemand anderen. { $reason }
dm-linked = { $account } wurde mit diesem Konto als dieselbe Person verknüpft. Wenn du das nicht warst, nutze `/contest unlink` und sag es den Veranstaltern.
dm-unlinked = { $account } ist nicht mehr mit diesem Konto verknüpft.
