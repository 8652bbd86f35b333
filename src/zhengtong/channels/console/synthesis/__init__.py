"""Invented applications of a service, sent and worked by the real journeys over legal time."""
