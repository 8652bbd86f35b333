"""Words everyone uses. Pure, except `events`, whose outbox is the only model here."""
