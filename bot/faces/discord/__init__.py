"""The Discord face: one connection to one server, commands and buttons in, messages out."""
