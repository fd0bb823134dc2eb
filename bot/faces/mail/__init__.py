"""Mail that we send: laid out as MIME, sent over SMTP as durable work, looked at by ``goodword check``."""
