"""Layouts of the Americas, Asia, the Gulf and Australia."""

from assets.vehicles.plates.layouts import (
    ALL,
    BROADER,
    CAR,
    CYCLE,
    FOUR,
    HEAVY,
    NARROW,
    NO_IO,
    NO_IOQ,
    ROUND,
    TALL,
    Field,
    Layout,
    Row,
)

US = (305.0, 152.0)


def _state(name: str, *patterns: str, below: str = "", ink: str = "") -> tuple[tuple[Row, ...], ...]:
    """The number in the middle, a state's name above."""
    more = (Row(below, 11, (0, -58), 250, False, ink),) if below else ()
    return tuple(
        (Row(name, 18, (0, 55), 200, False, ink), Row(pattern, 67, (0, -4), 282), *more) for pattern in patterns
    )


TOP = Field((-197, 33, 197, 62), "blue")
MERCOSUR = (400.0, 130.0)
PLACES = "[品川 川口 山口 八王子 金沢 水戸]"
KANA = "[さ す せ そ た ち つ て と な に の は ひ ふ ほ ま み む め も や ゆ ら り る ろ]"
TRADE_KANA = "[あ い う か き く を]"
PROVINCES = "[京 川 吉 甘 云 青 宁 沪 晋 桂 闽 津 鲁]"
STATES = "[MH DL KA TN UP GJ RJ WB KL PB]"
IND = Row("IND", 14, (-228, -30), 30, False, "blue")
SAUDI = "ABJDRSXTEGKLZNHUV"
HANGUL = "[가 나 다 라 마 거 너 고 노 누 도 로 무 소]"

OVERSEAS = (
    Layout(
        "us_california", "US", CAR, 4, US, _state("CALIFORNIA", "0@@@###", ink="red"), ink="blue", face=TALL,
        border=False, rule="no I, O, Q in the outer places; none begins with 0",
        free="a leading 0, which the series of 1980 left out",
    ),
    Layout(
        "us_texas", "US", CAR, 4, US, _state("TEXAS", "A@@-####", below="THE LONE STAR STATE"),
        letters="BCDFGHJKLMNPRSTVWXYZ", face=TALL, border=False, rule="no vowels, no Q",
        free="the first letter A: the series has no vowels",
    ),
    Layout(
        "us_new_york", "US", CAR, 3, US, _state("NEW YORK", "[X Y Z]@@-####", below="EXCELSIOR"), ink="blue", face=TALL,
        fields=(Field((-150, 40, 150, 74), "gold"),), border=False, rule="no I, O, Q",
        free="first letters from X on, which the running series had not reached in 2025",
    ),
    Layout(
        "us_green", "US", CAR, 2, US, _state("VERMONT", "[X Y Z]@@ ###", below="GREEN MOUNTAIN STATE"),
        ground="green", ink="white", face=TALL, rule="no I, O, Q",
        free="first letters from X on, which the running series had not reached in 2025",
    ),
    Layout(
        "us_truck", "US", HEAVY, 10, US, _state("APPORTIONED", "YP#####", "YZ#####"), ink="blue", face=TALL,
        border=False, rule="two letters and five digits",
    ),
    Layout(
        "us_motorcycle", "US", CYCLE, 7, (178.0, 102.0),
        ((Row("CALIFORNIA", 11, (0, 38), 110, False, "red"), Row("##@####", 46, (0, -4), 162)),),
        ink="blue", face=TALL, border=False, rule="no I, O, Q",
    ),
    Layout(
        "brazil", "BR", FOUR, 4, MERCOSUR,
        ((Row("BRASIL", 17, (0, 47), 120, False, "white"), Row("[V X Y Z]@@#@##", 65, (0, -14), 372)),),
        letters=ALL, face=NARROW, fields=(TOP,), rule="three letters, a digit, a letter, two digits",
        avoid=r"^\w\w\w0\w00$", free="first letters from V on, most of which no state had been given in 2025",
        embossed_mm=1.0,
    ),
    Layout(
        "brazil_motorcycle", "BR", CYCLE, 4, (200.0, 170.0),
        (
            (
                Row("BRASIL", 14, (0, 67), 90, False, "white"), Row("[V X Y Z]@@", 53, (0, 19), 176),
                Row("#@##", 53, (0, -48), 176),
            ),
        ),
        letters=ALL, face=NARROW, fields=(Field((-97, 55, 97, 82), "blue"),), rule="as brazil, in two lines",
        free="as brazil", embossed_mm=1.0,
    ),
    Layout(
        "argentina", "AR", FOUR, 1, MERCOSUR,
        (
            (
                Row("REPUBLICA ARGENTINA", 13, (0, 47), 220, False, "white"),
                Row("[T V W X Y Z]@ ### @@", 65, (0, -14), 376),
            ),
        ),
        letters=ALL, face=NARROW, fields=(TOP,), rule="two letters, three digits, two letters", avoid=r" 000 ",
        free="first letters from T on, which the running series had not reached in 2025 (it stood at A)",
        embossed_mm=1.0,
    ),
    Layout(
        "japan", "JP", CAR, 5, (330.0, 165.0),
        ((Row(f"{PLACES} [3 5]##", 38, (0, 46), 200), Row(f"{KANA} %#-##", 78, (0, -24), 306)),),
        ink="green", face=BROADER, avoid=r"(42|49)$", rule="no お, し, へ, ん; numbers do not end in 42 or 49",
    ),
    Layout(
        "japan_kei", "JP", CAR, 2, (330.0, 165.0),
        ((Row(f"{PLACES} 58#", 38, (0, 46), 200), Row(f"{KANA} %#-##", 78, (0, -24), 306)),),
        ground="yellow", face=BROADER, avoid=r"(42|49)$", rule="as japan, of small cars",
    ),
    Layout(
        "japan_truck", "JP", HEAVY, 5, (440.0, 220.0),
        ((Row(f"{PLACES} 1##", 50, (0, 60), 270), Row(f"{TRADE_KANA} %#-##", 104, (0, -32), 408)),),
        ground="green", ink="white", face=BROADER, avoid=r"(42|49)$",
        rule="as japan, of trade: あ to こ and を, some of them",
    ),
    Layout(
        "japan_motorcycle", "JP", CYCLE, 4, (230.0, 125.0),
        ((Row(PLACES, 30, (0, 36), 130), Row(f"{KANA} %#-##", 56, (0, -18), 212)),),
        ink="green", face=BROADER, avoid=r"(42|49)$", rule="as japan, without a class number",
    ),
    Layout(
        "china_blue", "CN", CAR, 6, (440.0, 140.0),
        tuple((Row(f"{PROVINCES}@·{serial}", 90, (0, 0), 410),) for serial in ("#####", "@####", "##@##")),
        letters=NO_IO, ground="blue", ink="white", face=BROADER, avoid=r"·00000",
        rule="no I, O; a province, a letter, five letters or digits, two letters at most",
    ),
    Layout(
        "china_green", "CN", CAR, 2, (480.0, 140.0), ((Row(f"{PROVINCES}@[D F]#####", 90, (0, 0), 450),),),
        letters=NO_IO, ground="mint", face=BROADER, avoid=r"00000",
        rule="no I, O; of electric cars: D or F, then five digits", embossed_mm=0.0,
    ),
    Layout(
        "china_yellow", "CN", HEAVY, 6, (440.0, 220.0),
        ((Row(f"{PROVINCES}·@", 60, (0, 62), 240), Row("#####", 110, (0, -32), 400)),),
        letters=NO_IO, ground="yellow", face=BROADER, rule="as china_blue, in two lines",
    ),
    Layout(
        "china_motorcycle", "CN", CYCLE, 4, (220.0, 140.0),
        ((Row(f"{PROVINCES}·@", 40, (0, 40), 150), Row("#####", 68, (0, -22), 200)),),
        letters=NO_IO, ground="blue", ink="white", face=BROADER, rule="as china_blue, in two lines",
    ),
    Layout(
        "india", "IN", CAR, 5, (500.0, 120.0), ((Row(f"{STATES} 00 @@ %###", 65, (12, 0), 440), IND),),
        letters=NO_IO, face=NARROW, rule="no I, O in the series", free="district 00, which no state has",
    ),
    Layout(
        "india_yellow", "IN", HEAVY, 6, (500.0, 120.0),
        ((Row(f"{STATES} 00 @ %###", 65, (12, 0), 440), IND),),
        letters=NO_IO, ground="yellow", face=NARROW, rule="as india, of trade", free="as india",
    ),
    Layout(
        "india_motorcycle", "IN", CYCLE, 6, (200.0, 100.0),
        ((Row(f"{STATES} 00 @@", 35, (6, 23), 168), Row("%###", 40, (6, -24), 168)),),
        letters=NO_IO, face=NARROW, rule="as india, in two lines", free="as india",
    ),
    Layout(
        "indonesia", "ID", FOUR, 3, (430.0, 135.0),
        (
            (
                Row("[B D F L N] %### [Q X]@@", 68, (0, 12), 400),
                Row("[01 04 07 10].[27 28 29]", 20, (0, -48), 110, False),
            ),
        ),
        letters=ALL, face=ROUND, rule="an area, one to four digits, up to three letters",
    ),
    Layout(
        "indonesia_motorcycle", "ID", CYCLE, 6, (275.0, 110.0),
        ((Row("[B D F L N] %### @@", 52, (0, 12), 256), Row("[02 05 08 11].[27 28 29]", 16, (0, -39), 80, False)),),
        letters=ALL, face=ROUND, rule="as indonesia",
    ),
    Layout(
        "vietnam_motorcycle", "VN", CYCLE, 5, (190.0, 140.0),
        ((Row("[42 44 45 46]-@%", 55, (0, 32), 168), Row("###.##", 55, (0, -33), 168)),),
        letters="ABCDEFGHKLMNPSTUVXYZ", face=NARROW, rule="no I, J, O, Q, W; R is of trailers", avoid=r"000\.00",
        free="numbers that no province has", embossed_mm=1.0,
    ),
    Layout(
        "uae_dubai", "AE", FOUR, 2, (520.0, 110.0),
        ((Row("@", 66, (-190, 0), 90), Row("%####", 72, (100, 0), 300), Row("DUBAI", 20, (-100, -30), 80, False)),),

        letters="ABCDEFGHJKLMNPQRSTUVWXYZ", face=BROADER, rule="a letter and up to five digits",
    ),
    Layout(
        "saudi", "SA", FOUR, 2, (335.0, 155.0),
        (
            (
                Row("<", 52, (-18, 36), 270), Row("%### @@@", 52, (-18, -36), 270),
                Row("KSA", 16, (143, -20), 30, False),
            ),
        ),
        letters=SAUDI, face=NARROW, fields=(Field((122, -74, 125, 74), "black"),),
        rule="17 letters that have an Arabic twin", avoid=r"\b0",
    ),
    Layout(
        "korea", "KR", FOUR, 2, (520.0, 110.0), ((Row(f"0##{HANGUL} ####", 83, (0, 0), 480),),),
        face=BROADER, rule="syllables of private cars", free="numbers below 100, which those of three digits leave out",
        embossed_mm=0.0,
    ),
    Layout(
        "australia", "AU", FOUR, 2, (372.0, 134.0),
        ((Row("@@@ ##@", 68, (0, 8), 350), Row("NEW SOUTH WALES", 14, (0, -52), 240, False)),),
        letters=NO_IOQ, ground="yellow", face=ROUND, rule="no I, O, Q",
    ),
)  # fmt: skip
