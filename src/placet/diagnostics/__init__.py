"""The one type of message about a text; its renderers and its pages are in the modules of this folder."""

from placet.diagnostics.diagnostic import Diagnostic, Fix, Label, Span

__all__ = ["Diagnostic", "Fix", "Label", "Span"]
