"""Permission in private messages: requests go out to members, and what they answer there is seen."""
