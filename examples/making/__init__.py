"""Turn the Markdown-like sources of the example contracts into the files people really receive.

The flow is one way: ``blocks`` reads a source; ``plain``, ``pages``, ``word`` and ``web`` each write
one kind of file from the same blocks; ``scan`` photographs a PDF; ``mail`` packs files into a message.
"""
