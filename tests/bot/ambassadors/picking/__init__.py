"""Which pieces an ambassador is offered, and why."""
