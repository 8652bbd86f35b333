"""The command line `zhengtong`: one file a command under `commands/`."""
