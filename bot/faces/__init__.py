"""Where people meet the product: chats and the web. Chat SDKs are imported only below here."""
