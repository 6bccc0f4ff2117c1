"""Settings of Sphinx for the manual: ``make docs``."""

import ast
from pathlib import Path

manifest = ast.literal_eval((Path(__file__).parent.parent / "__manifest__.py").read_text("utf-8"))

project = manifest["name"]
author = manifest["author"]
release = manifest["version"]
html_theme = "alabaster"
html_theme_options = {"page_width": "1080px", "description": manifest["summary"]}
html_show_sourcelink = False
