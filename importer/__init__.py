"""The importer's own objects: plain classes that may hold an environment, and no model."""
