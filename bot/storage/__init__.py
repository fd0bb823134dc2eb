"""One database: SQLite on one machine, PostgreSQL by URL when several copies run.

"Committed" on SQLite means write-ahead log with ``synchronous=NORMAL``: it survives a killed process,
not a power cut. Set ``database.synchronous = "FULL"`` where a power cut must lose nothing.
"""
