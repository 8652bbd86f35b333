"""Where people meet us: portal, desk, api, console, over ui (components, templates, texts)."""
