"""The database and the folder of bytes in which work is kept. It stores and finds; it never decides."""
