"""Writes the demo data of the congress: demo/event_congress.xml and three .csv beside it.

    python3 dev/demo_data.py

The same files each time (fixed seed). Times are relative to the day the demo data is loaded, which
only XML can say; so instances are XML, and the rest CSV, which Odoo loads in batches.
"""

import csv
import pathlib
import random
import unicodedata

DEMO = pathlib.Path(__file__).resolve().parent.parent / "demo"
REGISTRATIONS = 300
DAYS = (-1, 0, 1)
SLOTS = ((8, 0), (10, 0), (13, 0), (15, 0))  # hour and minute, UTC
PANEL_SLOT = (16, 30)
MINUTES = 75
GOES = 0.6  # how likely a registration has something in a slot

HALL = "Grand Auditorium"
# code, name, track, room, seats (None: no limit), waitlist, places
KEYNOTES = [
    ("K1", "Opening Keynote: What Learners Remember", "Keynote", HALL, None, "unlimited", 0),
    ("K2", "Keynote: Languages of the Classroom", "Keynote", HALL, None, "unlimited", 0),
    ("K3", "Closing Keynote: Ten Years On", "Keynote", HALL, 200, "none", 0),
]
PANEL = ("PAN", "Closing Panel", "Keynote", HALL, None, "none", 0)
PARALLEL = [
    [
        ("T-ASSESS", "Assessment without Anxiety", "Talk", "Room Tejo", 70, "unlimited", 0),
        ("T-ONLINE", "Online, Offline, In Between", "Talk", "Room Douro", 70, "unlimited", 0),
        ("W-VOICE", "Workshop: Voice and Presence", "Workshop", "Studio 1", 24, "limited", 12),
        ("V-LIBRARY", "Visit: the National Library", "Visit", "Meeting point A", 15, "limited", 5),
    ],
    [
        ("T-READING", "Reading Aloud, Reading Alone", "Talk", "Room Tejo", 70, "unlimited", 0),
        ("T-DATA", "What the Data Do Not Say", "Talk", "Room Douro", 70, "unlimited", 0),
        ("W-MAPS", "Workshop: Drawing Maps of Ideas", "Workshop", "Studio 1", 24, "limited", 12),
        ("W-CERAMICS", "Workshop: Azulejos by Hand", "Workshop", "Studio 2", 18, "none", 0),
    ],
    [
        ("T-FUNDING", "Funding a Small School", "Talk", "Room Tejo", 70, "unlimited", 0),
        ("T-PARENTS", "Parents at the Table", "Talk", "Room Douro", 70, "unlimited", 0),
        ("W-MUSIC", "Workshop: Music without Notes", "Workshop", "Studio 1", 24, "limited", 12),
        ("V-RIVER", "Visit: a School on the River", "Visit", "Meeting point B", 15, "limited", 5),
    ],
]
COMPANIES = ["", "", "", "Escola Nova", "Universität Jena", "Collège Voltaire", "早稲田学院"]
NAMES = [
    (
        "Ana João Inês Tomás Beatriz Gonçalo Mariana Rúben Conceição Simão",
        "Silva Gonçalves Magalhães Simões Araújo Brandão Conceição Fialho Falcão Pacheco",
    ),
    (
        "Chloé Zoé Benoît Hélène François Maëlle Loïc Aurélie Jérôme Noémie",
        "Lefèvre Dubois Béranger Moreau Lemaître Giraud Chevalier Fournier Garçon Pélissier",
    ),
    (
        "Jürgen Änne Björn Käthe Sören Ulrike Jörg Grete Götz Friederike",
        "Müller Schröder Weiß Köhler Böhm Krüger Vogel Großmann Jäger Lüdtke",
    ),
    (
        "Łukasz Agnieszka Paweł Małgorzata Wojciech Bożena Michał Jagoda Grażyna Stanisław",
        "Wiśniewski Wójcik Kamińska Zieliński Dąbrowska Kozłowski Jankowska Szymański Woźniak Król",
    ),
    (
        "Ayşe Mehmet Gülşen Çağlar Özge İsmail Şebnem Uğur Nazlı Yiğit",
        "Yılmaz Öztürk Şahin Çelik Yıldız Aydın Koç Güneş Kılıç Doğan",
    ),
    (
        "Søren Åse Bjørn Jørgen Märta Håkan Þóra Guðrún Päivi Yrjö",
        "Ødegård Ångström Bjørnsen Sørensen Lindqvist Þórsdóttir Jónsson Mäkinen Hämäläinen Berg",
    ),
    (
        "Олена Андрій Наталія Тарас Ірина Богдан Світлана Юрій Оксана Сергій",
        "Шевченко Коваленко Бондар Ткачук Мельник Кравець Лисенко Гончар Савчук Дяченко",
    ),
    (
        "Ελένη Γιώργος Μαρία Κώστας Σοφία Νίκος Αθηνά Δημήτρης Ιωάννα Πέτρος",
        "Παπαδόπουλος Οικονόμου Βλάχος Νικολαΐδης Αγγελίδης Καραμανλή Δήμου Ράπτης Σαμαράς Λάμπρου",
    ),
    ("王芳 李伟 张敏 刘洋 陈静 杨磊 赵丽 黄强 周杰 吴秀英", ""),
    (
        "さくら 健太 美咲 大輔 陽子 拓也 結衣 翔太 直美 誠",
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤",
    ),
    ("지훈 서연 민준 하은 도윤 지우 예준 수아 시우 유진", "김 이 박 최 정 강 조 윤 장 임"),
    (
        "فاطمة محمد ليلى أحمد نور يوسف مريم خالد سلمى عمر",
        "الحسن المصري حداد الخطيب نصار العلي قاسم الشامي منصور درويش",
    ),
    (
        "अनन्या अर्जुन दीपिका रोहित प्रिया विक्रम कविता संजय मीरा राहुल",
        "शर्मा वर्मा गुप्ता पटेल सिंह मेहता जोशी नायर चौधरी अय्यर",
    ),
    (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi",
        "Anh Bích Châu Dũng Hạnh Khôi Lộc Mỹ Phượng Tuấn",
    ),
    (
        "Siobhán Ciarán Niamh Owen Amara Chidi Grace Kwame Zanele Thabo",
        "O'Brien Ní Mhurchú Smith-Jones Okafor Nwosu Mensah Dlamini Mokoena Achieng Kamau",
    ),
]


def main():
    rng = random.Random(19)
    instances = list(plan_instances())
    header = ["id", "code", "name", "track", "event_id/id"]
    write_csv("event.agenda.session.csv", header, sessions())
    write_instances(instances)
    write_csv(
        "event.registration.csv",
        ["id", "registration_code", "name", "email", "company_name", "event_id/id"],
        registrations(rng),
    )
    write_csv(
        "event.agenda.line.csv",
        ["id", "registration_id/id", "instance_id/id", "status"],
        lines(rng, instances),
    )


def all_sessions():
    return KEYNOTES + [PANEL] + [session for parallel in PARALLEL for session in parallel]


def sessions():
    for code, name, track, *__ in all_sessions():
        yield f"congress_{code}", code, name, track, "event_congress"


def plan_instances():
    """Yield (external id, session, code, day, slot): 3 days of a keynote and 3 parallel slots."""
    for number, day in enumerate(DAYS):
        offered = [[KEYNOTES[number]]] + PARALLEL
        for slot, parallel in enumerate(offered):
            for session in parallel:
                code = f"{session[0]}_{number + 1}"
                yield f"congress_{code}", session, code, day, slot
    yield "congress_PAN_1", PANEL, "PAN_1", DAYS[-1], len(SLOTS)


def write_instances(instances):
    text = ['<?xml version="1.0" encoding="utf-8"?>', "<!-- written by dev/demo_data.py -->"]
    text.append("<odoo>")
    for xmlid, session, code, day, slot in instances:
        text += instance_xml(xmlid, session, code, day, slot)
    text.append("</odoo>")
    (DEMO / "event_congress_instances.xml").write_text("\n".join(text) + "\n", encoding="utf-8")


def instance_xml(xmlid, session, code, day, slot):
    hour, minute = SLOTS[slot] if slot < len(SLOTS) else PANEL_SLOT
    session_code, __, __, room, seats, waitlist, places = session
    yield f'    <record id="{xmlid}" model="event.agenda.instance">'
    yield f'        <field name="session_id" ref="congress_{session_code}"/>'
    yield f'        <field name="code">{code}</field>'
    yield f'        <field name="date_begin" eval="{moment(day, hour, minute)}"/>'
    end = divmod(minute + MINUTES, 60)
    yield f'        <field name="date_end" eval="{moment(day, hour + end[0], end[1])}"/>'
    yield f'        <field name="room">{room}</field>'
    if seats is not None:
        yield '        <field name="has_capacity" eval="True"/>'
        yield f'        <field name="capacity">{seats}</field>'
    yield f'        <field name="waitlist">{waitlist}</field>'
    if places:
        yield f'        <field name="waitlist_limit">{places}</field>'
    yield "    </record>"


def moment(day, hour, minute):
    delta = f"days={day}, hour={hour}, minute={minute}, second=0, microsecond=0"
    return f"DateTime.now() + relativedelta({delta})"


def registrations(rng):
    seen = set()
    for number in range(1, REGISTRATIONS + 1):
        name = draw_name(rng, number, seen)
        email = f"{ascii_of(name) or 'attendee'}.{number}@example.com"
        company = rng.choice(COMPANIES)
        code = f"ELC-{number:04}"
        yield f"congress_registration_{number}", code, name, email, company, "event_congress"


def draw_name(rng, number, seen):
    given, family = NAMES[number % len(NAMES)]
    while True:
        name = f"{rng.choice(given.split())} {rng.choice(family.split() or [''])}".strip()
        if name not in seen or not family:
            seen.add(name)
            return name


def ascii_of(name):
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(filter(str.isalpha, word)) for word in letters.split()).strip(".")


def lines(rng, instances):
    """Yield agenda lines that fit: one seat at a time, no instance over its limits."""
    seats, waiting = {}, {}
    number = 0
    for registration in range(1, REGISTRATIONS + 1):
        for choice in chosen(rng, instances):
            status = take(rng, choice, seats, waiting)
            if status:
                number += 1
                yield (
                    f"congress_line_{number}",
                    f"congress_registration_{registration}",
                    choice[0],
                    status,
                )


def chosen(rng, instances):
    by_time = {}
    for instance in instances:
        by_time.setdefault(instance[3:], []).append(instance)
    return [rng.choice(parallel) for parallel in by_time.values() if rng.random() < GOES]


def take(rng, instance, seats, waiting):
    """Return the status a newcomer gets, None where there is no room at all."""
    xmlid, (*__, limit, waitlist, places), day = instance[0], instance[1], instance[3]
    if rng.random() < 0.04:
        return "cancelled"
    if limit is None or seats.get(xmlid, 0) < limit:
        seats[xmlid] = seats.get(xmlid, 0) + 1
        if day >= 0:
            return "registered"
        return "attended" if rng.random() < 0.85 else "no_show"
    if waitlist == "unlimited" or waitlist == "limited" and waiting.get(xmlid, 0) < places:
        waiting[xmlid] = waiting.get(xmlid, 0) + 1
        return "waitlisted"
    return None


def write_csv(name, header, rows):
    with (DEMO / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
