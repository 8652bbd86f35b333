"""The public site: find, apply, follow, receive, verify, judge."""
