"""Takedown notices: somebody with a right to it demands that an item goes, whatever its creator allowed.

A notice stands beside the permission and shuts it: ``bot.rights.licensed`` licenses nothing while one stands, also
where a clearance would. A manager records it and may lift it again; both are events of the signed record.
"""
