"""Writes readme/*.rst, static/description/index.html and static/help/ from README.rst and docs/:

    python3 dev/fragments.py

The fragments are what OCA's tools look for; the page is what Odoo's Apps show, whose pictures lie
beside it; the wizards lead to the help. A test compares them with what this would write.
"""

import html
import re
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
PAGE = REPO / "static/description/index.html"
PICTURE = re.compile(r"\.\. image:: (?:\.\./)?static/description/(\S+)\n +:alt: (.*)\n?")
#: fragment: the file it is of, and the title of the section; "" for what stands before the first
FRAGMENTS = {
    "DESCRIPTION": ("README.rst", ""),
    "INSTALL": ("README.rst", "The two commands"),
    "USAGE": ("docs/officer.rst", "Your first import"),
    "CONFIGURE": ("docs/administrator.rst", "Roles"),
    "HISTORY": ("HISTORY.rst", ""),
    "CONTRIBUTORS": ("__manifest__.py", "author"),
}
SHOWN = ("DESCRIPTION", "USAGE")
# Pages of the manual whose pictures the Apps page has as well.
PAGES = ("officer", "training", "membership", "data_manager")
TITLE = re.compile(r"^(?P<title>[^\s=-].*)\n(?P<line>[=-]{3,})\n", re.MULTILINE)
INLINE = (
    (re.compile(r"``([^`]+)``"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"<em>\1</em>"),
)
# To another page of the manual, which is not there where a fragment is read.
LINK = re.compile(r":(?:ref|doc):`([^`]+)`")
LABEL = re.compile(r"^\.\. _([\w-]+):\n\n?", re.MULTILINE)
SECTION = re.compile(rf"(?:{LABEL.pattern})?{TITLE.pattern}", re.MULTILINE)
FRAME = """<section class="oe_container">
<h1 class="oe_slogan">{name}</h1>
<h3 class="oe_slogan">{summary}</h3>
{body}
</section>
"""
CURRENT = ' aria-current="page"'
HELP = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{title}</title>
<link rel="stylesheet" href="help.css"/>
</head>
<body>
<nav>
{links}
</nav>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def main():
    for file, text in written().items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def written():
    """``{file: text}`` of all that is made."""
    texts = {name: fragment(*source) for name, source in FRAGMENTS.items()}
    files = {REPO / "readme" / f"{name}.rst": text for name, text in texts.items()}
    chapters = {REPO / "static/help" / f"{name}.html": chapter(name) for name in PAGES}
    return {**files, PAGE: page([texts[name] for name in SHOWN]), **chapters}


def fragment(file, title):
    text = (REPO / file).read_text(encoding="utf-8")
    if file.endswith(".py"):
        return f"* {value(text, title)}\n"
    if not title:
        return history(text) if file == "HISTORY.rst" else before_first_section(text)
    return LINK.sub("the manual", section(text, title).replace("../static/", "static/"))


def value(manifest, key):
    return re.search(f'"{key}": "([^"]+)"', manifest).group(1)


def history(text):
    return text[text.index("\n\n") + 2 :]


def before_first_section(text):
    """What stands between the title, which has a line above it as well, and the first section."""
    after = text.split("\n\n", 1)[1]
    return after[: TITLE.search(after).start()].strip("\n") + "\n"


def section(text, title):
    """The body of a section, as far as the next title; a label before that is left out."""
    (found,) = (each for each in TITLE.finditer(text) if each["title"] == title)
    following = TITLE.search(text, found.end())
    body = text[found.end() : following.start() if following else None]
    return re.sub(r"\.\. _[\w-]+:\s*$", "", body.strip("\n")).strip("\n") + "\n"


def page(texts):
    manifest = (REPO / "__manifest__.py").read_text(encoding="utf-8")
    words = {key: value(manifest, key) for key in ("name", "summary")}
    body = "\n".join([*(part for text in texts for part in parts(text)), *pictures(texts)])
    return FRAME.format(body=body, **{key: html.escape(word) for key, word in words.items()})


def manual(name):
    return (REPO / "docs" / f"{name}.rst").read_text(encoding="utf-8")


def chapter(name):
    """A chapter of the manual for people whom an import has asked to."""
    title, *others = SECTION.finditer(manual(name))
    ends = [each.start() for each in others] + [None]
    body = [*parts(manual(name)[title.end() : ends[0]], "../description/")]
    for found, end in zip(others, ends[1:], strict=True):
        body.append(f'<h2 id="{anchor(found)}">{html.escape(found["title"])}</h2>')
        body += parts(manual(name)[found.end() : end], "../description/")
    titles = {each: html.escape(SECTION.match(manual(each))["title"]) for each in PAGES}
    links = "\n".join(
        f'<a href="{each}.html"{CURRENT if each == name else ""}>{text}</a>'
        for each, text in titles.items()
    )
    text = LINK.sub(lambda found: linked(found[1]), "\n".join(body))
    return HELP.format(title=titles[name], links=links, body=text)


def anchor(found):
    """By which a section is linked: its label, or else its title."""
    return found[1] or re.sub(r"\W+", "-", found["title"].lower())


def linked(label):
    """Where a label of the manual leads from a chapter of the help."""
    for name in PAGES:
        for found in SECTION.finditer(manual(name)):
            if found[1] == label:
                return f'<a href="{name}.html#{label}">{html.escape(found["title"])}</a>'
        if name == label:
            return f'<a href="{name}.html">{html.escape(SECTION.match(manual(name))["title"])}</a>'
    return "the manual"


def pictures(texts):
    """Yield the pictures of the manual that the texts have not shown."""
    shown = {name for text in texts for name, _alt in PICTURE.findall(text)}
    for each in PAGES:
        for name, alt in PICTURE.findall(manual(each)):
            if name not in shown:
                yield f"<h4>{html.escape(alt)}</h4>"
                yield picture(name, alt)


def picture(name, alt, folder=""):
    return f'<p><img class="img-fluid" src="{folder}{name}" alt="{html.escape(alt)}"/></p>'


def parts(text, folder=""):
    """Yield paragraphs, lists, tables and pictures, which are in a folder, as HTML."""
    for block in re.split(r"\n{2,}", text.strip("\n")):
        found = PICTURE.fullmatch(block + "\n")
        if found:
            yield picture(*found.groups(), folder)
        elif block.startswith("===="):
            yield table(block)
        elif re.match(r"\* |\d+\. ", block):
            yield listed(block)
        else:
            yield f"<p>{inline(block)}</p>"


def table(block):
    """A simple table of two columns; a row that goes on has nothing in the first."""
    lines = block.split("\n")
    second = lines[0].index(" ")
    rows = []
    for line in lines[1:-1]:
        left, right = line[:second].strip(), line[second:].strip()
        rows.append((left, right))
    cells = "\n".join(f"<tr><td>{inline(a)}</td><td>{inline(b)}</td></tr>" for a, b in rows)
    return f'<table class="table">\n{cells}\n</table>'


def listed(block):
    kind = "ul" if block.startswith("*") else "ol"
    items = re.split(r"\n(?=\* |\d+\. )", block)
    texts = [re.sub(r"^(\* |\d+\. )", "", each) for each in items]
    lines = "\n".join(f"<li>{inline(each)}</li>" for each in texts)
    return f"<{kind}>\n{lines}\n</{kind}>"


def inline(text):
    text = html.escape(re.sub(r"\s*\n\s*", " ", text), quote=False)
    for pattern, form in INLINE:
        text = pattern.sub(form, text)
    return text


if __name__ == "__main__":
    main()
