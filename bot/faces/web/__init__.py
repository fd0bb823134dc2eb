"""The HTTP face: health for supervisors, signed webhooks for sources. More pages join as areas arrive."""
