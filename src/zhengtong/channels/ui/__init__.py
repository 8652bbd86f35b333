"""The look: layouts, components, texts, style and the small conversions a page needs."""
