"""One module a command, each with a `COMMAND` (a Command or a Group of them). A new file is a new command."""
