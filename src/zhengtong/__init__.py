"""政通 Zhengtong: one place where a public service is found, applied for, decided, delivered and judged."""
