old-button = Den här knappen är från en äldre version av mig, så jag gjorde ingenting. Med `/contest list` ser du vad som pågår.
old-command = Discord visar ett kommando som jag inte längre har. Starta om Discord och försök igen.
bad-option = Jag kunde inte läsa ett av alternativen. Välj bland det som Discord föreslår och försök igen.
took-too-long = Det tog för lång tid för ett formulär. Inget sparades; försök igen.
late-answer = Discord slutade vänta på mig, så här kommer svaret på det du nyss gjorde:
incident = Något gick fel hos oss. Försök igen; om det inte hjälper, uppge incident { $number } för arrangörerna.
somebody = någon
