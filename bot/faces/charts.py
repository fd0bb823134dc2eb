"""Names shared by whoever shows charts and whoever removes them."""

FORGET = "slack.forget_charts"  # job: Slack's ids of the files
