"""What comes with an e-mail beside the files that are read: pure, without a database."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp")
# What programs put beside what somebody sends: logos, signatures, cards, and the e-mail itself.
PUT_BESIDE = (*PICTURES, ".p7s", ".asc", ".vcf", "original_email.eml")


def is_of_text(name: str, content_id: str | None) -> bool:
    """Whether a part is a picture in the text of an e-mail; some programs number files, too.

    >>> is_of_text("logo.PNG", "a@b"), is_of_text("logo.png", None), is_of_text("a.zip", "a@b")
    (True, False, False)
    """
    return bool(content_id) and name.casefold().endswith(PICTURES)


def is_put_beside(name: str) -> bool:
    """Whether a file of that name is none that somebody wants to be imported.

    >>> [is_put_beside(name) for name in ("logo.PNG", "smime.p7s", "members.zip", "attachment")]
    [True, True, False, False]
    """
    return name.casefold().endswith(PUT_BESIDE)


def listed(names: list[str], most: int = 20) -> str:
    """Names as one text, of many the first ones.

    >>> listed(["a.zip", "b.pdf"]), listed(["a", "b", "c", "d"], 2)
    ('a.zip, b.pdf', 'a, b, …')
    """
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])
