"""What people who write other languages call the statuses of session instances: suggested where a
value is not known, be that language installed or not, and never read before a person says so."""

from __future__ import annotations

from .seats import ATTENDED, CANCELLED, NO_SHOW, REGISTERED, WAITLISTED

#: (status, words of German, French, Spanish, Dutch and Arabic).
STATUS_HINTS = (
    (
        REGISTERED,
        *("Angemeldet", "Registriert", "Eingeschrieben", "Gebucht"),
        *("Inscrit", "Inscrite", "Enregistré", "Inscrito", "Inscrita", "Registrado"),
        *("Ingeschreven", "Aangemeld", "Geregistreerd", "مسجل"),
    ),
    (
        CANCELLED,
        *("Abgemeldet", "Abgesagt", "Storniert", "Abgebrochen"),
        *("Annulé", "Annulée", "Désinscrit", "Cancelado", "Cancelada", "Anulado"),
        *("Geannuleerd", "Afgemeld", "Afgezegd", "ملغى"),
    ),
    (
        NO_SHOW,
        *("Nicht erschienen", "Abwesend", "Gefehlt", "Nicht teilgenommen"),
        *("Absente", "Non présent", "Ausente", "No asistió"),
        *("Afwezig", "Niet verschenen", "غائب"),
    ),
    (
        ATTENDED,
        *("Teilgenommen", "Anwesend", "Erschienen", "Besucht"),
        *("Présente", "Participé", "Asistió", "Presente"),
        *("Aanwezig", "Bijgewoond", "Deelgenomen"),
        *("حضر", "حاضر"),
    ),
    (
        WAITLISTED,
        *("Auf Warteliste", "Warteliste", "Wartend"),
        *("Liste d'attente", "Sur liste d'attente", "En attente", "Lista de espera", "En espera"),
        *("Wachtlijst", "Op wachtlijst"),
        "قائمة الانتظار",
    ),
)
