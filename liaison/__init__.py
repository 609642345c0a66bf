"""The office without a screen: books, figures and papers of a township CPPCC liaison office."""

__version__ = "0.1.0"
