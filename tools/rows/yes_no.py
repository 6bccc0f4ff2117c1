"""What people write for yes and for no, in the languages that Odoo has: of each language both."""

from __future__ import annotations

from .cells import fold

#: lines of words for yes, then for no. Albanian is left out, and so is the yes of Luxembourgish:
#: their "jo" is the no of one and the yes of the other.
WORDS = """
1 true t yes y x ✓ ✔ ✔\ufe0f ☑ ☑\ufe0f | 0 false f no n ✗ ✘ ☐
ja j wahr | nein falsch
oui o vrai | non faux
ja waar | nee onwaar
si sí verdadero cierto | no falso
sì vero | no falso
sim verdadeiro | não nao falso
ja sand | nej falsk
ja sann sant | nei nej usann usant
já | nei
kyllä tosi | ei epätosi
jah jaa tõene | ei väär
jā | nē
taip | ne
tak prawda | nie fałsz
ano pravda | ne nepravda
áno | nie
da | ne
igen igaz | nem hamis
da adevărat adevarat | nu fals
да истина | не
да | нет ложь
так | ні
так | не
ναι αληθές | όχι ψευδές
evet doğru | hayır hayir yanlış yanliş
bəli | xeyr yox
bai | ez
نعم صحيح | لا خطأ
כן | לא
بله | خیر نه
हाँ हां | नहीं
হ্যাঁ হাঁ | না
હા | ના
అవును | కాదు
അതെ | അല്ല
是 真 对 | 否 假 不 错
對 | 錯
はい 真 | いいえ 偽
예 네 참 | 아니요 아니오 거짓
có đúng | không sai
ใช่ จริง | ไม่ใช่ ไม่ เท็จ
ya benar | tidak salah
oo | hindi
ndiyo | hapana siyo
បាទ | ទេ
ແມ່ນ | ບໍ່ ບໍ່ແມ່ນ
ဟုတ်ကဲ့ | မဟုတ်ပါ
დიახ კი | არა
тийм | үгүй
አዎ | አይ አይደለም
ih | ala uhu
այո | ոչ
"""


def _table() -> dict[str, bool]:
    """A word that says yes in one language and no in another says neither."""
    words: dict[str, bool | None] = {}
    for line in WORDS.strip().splitlines():
        for value, part in zip((True, False), line.split("|"), strict=True):
            for word in map(fold, part.split()):
                words[word] = value if words.get(word, value) == value else None
    return {word: value for word, value in words.items() if value is not None}


BOOLEANS = _table()
#: the same as lists
YES = tuple(word for word, value in BOOLEANS.items() if value)
NO = tuple(word for word, value in BOOLEANS.items() if not value)


def read_boolean(text: str) -> bool | None:
    """What a word says, yes or no; None when it says neither.

    >>> [read_boolean(word) for word in ("Oui", "0", "nej", "HAYIR", "да", "✓", "maybe")]
    [True, False, False, False, True, True, None]
    """
    return BOOLEANS.get(fold(text))
