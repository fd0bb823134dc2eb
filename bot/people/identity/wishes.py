"""Names of the work that changes of identity ask for; the cog that declares it renders."""

TOLD = (
    "identity.told"  # account id, "linked" or "unlinked", its values, key: a private message to that account
)
