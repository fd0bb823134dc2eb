"""Which pieces an ambassador is offered, in which order, and why.

``service.Picker`` reads what may be offered (``queries``), looks all of it over by a few columns (``pool``,
``scoring``) and has ``rules`` choose among the best few hundred.
"""
