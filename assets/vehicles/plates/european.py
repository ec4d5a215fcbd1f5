"""Layouts of Europe and its neighbours: 520 × 110 mm with a blue band, and what motorcycles carry."""

from assets.vehicles.plates.layouts import (
    ALL,
    BROADER,
    CONSONANTS,
    CYCLE,
    EURO,
    FOUR,
    FRENCH,
    GERMAN,
    MANDATORY,
    NARROW,
    NO_IOQ,
    NO_IOQU,
    NO_IOU,
    ROUND,
    Field,
    Layout,
    Row,
)

EU = (520.0, 110.0)
LEFT_BAND, RIGHT_BAND = Field((-257, -52, -215, 52), "blue"), Field((215, -52, 257, 52), "blue")


def _code(text: str, x: float = -236.0) -> Row:
    """The country's letters on the band."""
    return Row(text, 18, (x, -32), 34, said=False, ink="white")


def _single(*patterns: str, code: str, height: float = 76, right: float = 250) -> tuple[tuple[Row, ...], ...]:
    """One line right of a band, for each pattern."""
    middle = (right - 208) / 2.0
    return tuple((Row(pattern, height, (middle, 0), right + 208 - 12), _code(code)) for pattern in patterns)


DISTRICTS = "[B M K S F HH DD HB MA OS WI KA LB]"
GERMAN_AVOIDS = r"H ?J|K ?Z|N ?S|S ?[ADS]|\b(AH|HH) (\w+ )?(18|88)$"  # across the gap behind the district, too
RUSSIAN = "ABEKMHOPCTYX"
BELGIAN = "[A B E F H J K L N P R V X Y]"  # others begin the plates of motorcycles, trailers, taxis, dealers …
BRITISH_AREAS = "[AB BD CE DG EA FH GK HJ KP LB MA NC OU PE RV SW VA WX YE]"

EUROPEAN = (
    Layout(
        "germany", "DE", FOUR, 9, EU,
        _single(f"{DISTRICTS}*@@ %###", f"{DISTRICTS}*@ %##", f"{DISTRICTS}*@@ %##", code="D", height=75),
        letters=ALL, face=GERMAN, fields=(LEFT_BAND,),
        avoid=GERMAN_AVOIDS,
        rule="no HJ, KZ, NS, SA, SS, SD anywhere, nor AH or HH with 18 or 88; numbers do not begin with 0",
    ),
    Layout(
        "germany_motorcycle", "DE", CYCLE, 6, (200.0, 200.0),
        tuple(
            (Row(f"{DISTRICTS}*@", 65, (0, 42), 176), Row(number, 65, (0, -48), 176)) for number in ("%##", "%#")
        ),
        letters=ALL, face=GERMAN, avoid=GERMAN_AVOIDS,
        rule="as germany, in two lines",
    ),
    Layout(
        "france", "FR", FOUR, 5, EU,
        (
            (
                Row("[R S T V X Y Z]@-###-@@", 76, (0, 0), 416), _code("F"),
                Row("00", 16, (236, -32), 34, False, "white"),
            ),
        ),
        letters=NO_IOU, face=FRENCH, fields=(LEFT_BAND, RIGHT_BAND), border=False,
        avoid=r"SS|-000-|-WW$",
        rule="no I, O, U; no SS; no number 000; no first letter W (temporary plates)",
        free="first letters from R on, which the running series had not reached in 2025 (it stood at H)",
        embossed_mm=0.0,
    ),
    Layout(
        "france_motorcycle", "FR", CYCLE, 5, (210.0, 130.0),
        (
            (
                Row("[R S T V X Y Z]@", 45, (10, 31), 120), Row("###-@@", 45, (17, -31), 150),
                Row("F", 15, (-90, -42), 18, False, "white"),
            ),
        ),
        letters=NO_IOU, face=FRENCH, fields=(Field((-103, -63, -77, 63), "blue"),), border=False,
        avoid=r"SS|\b000\b|-WW$", rule="as france, in two lines", free="as france", embossed_mm=0.0,
    ),
    Layout(
        "italy", "IT", FOUR, 4, EU,
        ((Row("[P R S T V]@ ###@@", 76, (0, 0), 416), _code("I")),),
        letters=NO_IOQU, face=EURO, fields=(LEFT_BAND, RIGHT_BAND), border=False,
        rule="no I, O, Q, U",
        free="first letters P to V, which the running series had not reached in 2025 (it stood at H); Z is in use",
    ),
    Layout(
        "spain", "ES", FOUR, 4, EU, _single("#### [T V W X Y Z]@@", code="E", height=77),
        letters=CONSONANTS, fields=(LEFT_BAND,), rule="no vowels, no Q",
        free="first letters from T on, which the running series had not reached in 2025 (it stood at N)",
    ),
    Layout(
        "poland", "PL", FOUR, 3, EU, _single("[J M V X]@ ####%", "[J M V X]@@ #@##", code="PL", height=80),
        letters="ACEFGHJKLMNPRSTUVWXY", face=NARROW, fields=(LEFT_BAND,), avoid=r"\b00000\b|\b0000\b",
        rule="no B, D, I, O, Z, Q in the serial; first letters set aside for provinces that run out of numbers",
    ),
    Layout(
        "netherlands", "NL", FOUR, 3, EU, _single("[R S T X Z]@@-##-@", code="NL", height=77),
        letters="BDFGHJKLNPRSTVXZ", ground="yellow", fields=(LEFT_BAND,),
        avoid=r"GVD|KKK|KVT|LPF|NSB|PKK|PSV|TBS|SS|SD|SA|PVV|SP|VVD|SGP|FVD|BBB|-00-",
        rule=(
            "no vowels, no C, Q, W, Y, M; not GVD, KKK, KVT, LPF, NSB, PKK, PSV, TBS, PVV, VVD, SGP, FVD, BBB, SS, SD, "
            "SA, SP"
        ),
        free="first letters from R on of three letters, two digits and one letter, a series that began at G in 2024",
    ),
    Layout(
        "belgium", "BE", FOUR, 2, EU, _single(f"[3 4 5 6]-{BELGIAN}@@-###", code="B", height=74),
        letters=NO_IOQ + "IOQ", ink="red", fields=(LEFT_BAND,),
        avoid=r"-(SS|NS|KK|ASS|SEX|KKK|PKK|FDP|CVP|PRL|PSC|PVV|ROT|KUL)|-000",
        rule="no words that offend, no names of parties; no number 000; first letters of cars that are no taxis",
        free="index figures 3 to 6, which had not been reached in 2025 (it stood at 2; 8 and 9 are special)",
    ),
    Layout(
        "sweden", "SE", FOUR, 2, EU, _single("MLB ##%", "MLB ##@", code="S", height=72),
        letters="ABCDEFGHJKLMNOPRSTUWXYZ", fields=(LEFT_BAND,), border=False,
        avoid=(
            r"APA|ARG|ASS|BAJ|BSS|CUC|CUK|DUM|ETA|ETT|FAG|FAN|FEG|FEL|FEM|FES|FET|FNL|FUC|FUK|FUL|GAM|GAY|GEJ|GEY|GHB|"
            r"GUD|GYN|HAT|HBT|HKH|HOR|HOT|KGB|KKK|KUC|KUF|KUG|KUK|KYK|LAM|LAT|LEM|LOJ|LSD|LUS|MAD|MAO|MEN|MES|MUS|"
            r"NAZ|NRP|NSF|NYP|OND|OOO|ORM|PAJ|PKK|PLO|PMS|PUB|RAP|RAS|ROM|RPS|RUS|SEG|SEX|SJU|SOS|SPY|SUG|SUP|SUR|TBC|"
            r"TOA|TOK|TRE|TYP|UFO|USA|WAM|WAR|WWW|XTC|XTZ|XXL|XXX|ZEX|ZOG|ZPY|ZUG|ZUP|ZOO|\dO$| 000"
        ),
        rule="no I, Q, V; no O at the end; none of the 90 combinations that the agency lists",
        free="MLB, which the agency keeps for examples and films",
    ),
    Layout(
        "uk", "GB", FOUR, 8, (520.0, 111.0), ((Row(f"{BRITISH_AREAS}[00 01] @@@", 79, (0, 0), 496),),),
        letters="ABCDEFGHJKLMNOPRSTUVWXYZ", face=MANDATORY, rear="yellow", border=False,
        avoid=r" (ASS|SEX|FUK|FUC|KKK|NAZ|GAY|FAG|DIE|GOD|BNP|CUM|TIT|WAR|JEW)",
        rule="no I, Q; no words that offend; white in front, yellow behind",
        free="age identifiers 00 and 01, which the scheme of 2001 never issued",
        embossed_mm=0.0,
    ),
    Layout(
        "uk_motorcycle", "GB", CYCLE, 4, (228.0, 178.0),
        ((Row(f"{BRITISH_AREAS}[00 01]", 64, (0, 40), 208), Row("@@@", 64, (0, -40), 208)),),
        letters="ABCDEFGHJKLMNOPRSTUVWXYZ", face=MANDATORY, ground="yellow", border=False,
        avoid=r" (ASS|SEX|FUK|FUC|KKK|NAZ|GAY|FAG|DIE|GOD|BNP|CUM|TIT|WAR|JEW)",
        rule="as uk, in two lines, behind alone", free="as uk", embossed_mm=0.0,
    ),
    Layout(
        "norway", "NO", FOUR, 1, EU, _single("[AB BN CF DL PR RJ SU VH] [1 2]####", code="N", height=72),
        face=ROUND, fields=(LEFT_BAND,), rule="an office's two letters, five digits from 10000 on",
    ),
    Layout(
        "russia", "RU", FOUR, 3, (520.0, 112.0),
        (
            (
                Row("@###@@", 72, (-54, -2), 366), Row("[77 99 50 78]", 52, (190, 14), 112),
                Row("RUS", 18, (190, -36), 80, False),
            ),
        ),
        letters=RUSSIAN, face=BROADER, fields=(Field((129, -53, 132, 53), "black"),),
        avoid=r"\w000|^(A.*MP|E.*KX|X.*AM)", rule="letters that Latin and Cyrillic share; no number 000",
    ),
    Layout(
        "turkey", "TR", FOUR, 2, EU, _single("[82 84 85 86] @@@ ##", "[82 84 85 86] @@ ###", code="TR", height=77),
        letters="ABCDEFGHIJKLMNOPRSTUVYZ", fields=(LEFT_BAND,), avoid=r" (ASS|PKK|SEX|GAY) | 00\b| 000\b",
        rule="no Q, W, X", free="numbers from 82 on, of which there is no province",
    ),
    Layout(
        "israel", "IL", FOUR, 1, EU, _single("###-##-###", "##-###-##", code="IL", height=76, right=244),
        ground="yellow", fields=(LEFT_BAND,), rule="digits alone",
    ),
)  # fmt: skip
