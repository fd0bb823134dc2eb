# Varför något inte går i ambassadörsprogrammet. Värden i { } kommer från programmet.

refused-ambassador-off = Ambassadörsprogrammet är avstängt. Den som driver tjänsten slår på det.
refused-ambassador-unknown = Du är inte ambassadör. Gå med först: /goodword ambassador join
refused-ambassador-ended = Ditt konto har stängts av och deltar därför inte längre. Gå med igen: /goodword ambassador join
refused-ambassador-no-network = Välj minst ett nätverk där du vill dela.
refused-ambassador-no-server = Mastodon behöver ditt kontos server, till exempel mastodon.social.
refused-ambassador-too-many-interests = Välj högst { $most } intressen.
refused-ambassador-no-language = Välj minst ett språk.
refused-ambassador-no-place = Välj var förslagen ska komma.
refused-ambassador-no-zone = ”{ $name }” är ingen tidszon. Välj en som Europe/Stockholm.
refused-ambassador-hours = Tiden börjar innan den slutar, inom samma dag.
refused-ambassador-days = Välj minst en veckodag.
refused-ambassador-country = ”{ $name }” är inget land. Skriv dess två bokstäver, till exempel SE.
refused-ambassador-not-offered = Det inlägget finns inte bland dina förslag. Titta på dina förslag igen.
refused-share-not-licensed = Det här får kollegor inte dela nu: upphovspersonens tillstånd omfattar det inte, eller har gått ut. Välj något annat.
refused-share-held = Det här hålls tillbaka för tillfället. Det kan delas från { $when }.
refused-share-hidden = Det här har tagits bort ur programmet. Välj något annat.
refused-share-limit = Det här har delats så ofta som det får just nu. Välj något annat.
refused-share-network-off = Delning på { $network } är avstängd här. Välj ett annat nätverk.
refused-share-nowhere = Just nu finns det inget nätverk att dela på. Säg till en ansvarig för programmet.
refused-share-blocked-word = ”{ $word }” får inte stå i det du delar. Ta bort det, eller säg det med andra ord.
refused-share-too-long = Det som måste stå i inlägget får inte plats på { $network }. Välj ett annat nätverk, eller säg till en ansvarig: en kortare upplysning eller ett kortare omnämnande hjälper.
refused-share-unknown = Den delningen är okänd. Öppna inlägget igen och dela på nytt.
refused-suggest-address = Det går inte att föreslå: { $reason ->
    [none] det finns ingen adress
    [long] adressen är för lång
   *[other] ”{ $address }” är ingen webbadress
}. Skicka inläggets hela adress, som börjar med https://
refused-suggest-private = Det går inte att föreslå: ingen utanför kan se den adressen. Skicka inläggets offentliga adress.
refused-suggest-too-many = Du har föreslagit { $most } inlägg på ett dygn, så många som hinns med. Kom tillbaka i morgon.
refused-celebrate-not-on-boards = { $name } står inte på topplistan. Fira någon som gör det, eller tacka { $name } personligen.
refused-celebrate-already = { $name } har redan firats den här veckan. Fira någon annan, eller vänta en vecka.
refused-they-left = Personen är inte med i programmet längre. Titta på programmet på nytt.
refused-remind-paused = { $name } har pausat och vill inte höra något härifrån. Fråga personligen.
refused-remind-already = { $name } har fått en påminnelse de senaste { $days } dagarna. Fråga personligen, eller vänta.
refused-thanks-nobody = Ingen har delat det här som inte redan fått ett tack för det. Delningar på nätverk som förbjuder belöningar, som X, tackas det inte för.
