"""The desk of clerks: what is to be done, each case, and the answer to a bad rating."""
