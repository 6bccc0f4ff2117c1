"""A person's name in one field and in two."""


def full_name(first, last):
    """The two parts in one.

    >>> full_name("Ann", "Lee"), full_name(None, "Lee"), full_name("", None)
    ('Ann Lee', 'Lee', '')
    """
    return " ".join(filter(None, (first, last)))


def name_parts(name, first, last):
    """First and last name of a contact, as kept, or, where somebody has edited the whole name
    since, split before its last word; "" where there is none.

    >>> name_parts("Ann Mary Lee", "Ann", "Mary Lee")
    ('Ann', 'Mary Lee')
    >>> name_parts("Ann Mary Ray", "Ann", "Mary Lee")
    ('Ann Mary', 'Ray')
    >>> name_parts("Lee", None, None), name_parts(None, "Ann", "Lee")
    (('', 'Lee'), ('', ''))
    """
    if (first or last) and full_name(first, last) == (name or ""):
        return first or "", last or ""
    first, _blank, last = (name or "").rpartition(" ")
    return first.strip(), last
