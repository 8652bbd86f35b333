"""The platform for programs: health, the public log, and the HTTP API under /api/v1/."""
