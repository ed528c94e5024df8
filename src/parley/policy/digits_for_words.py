"""The digits 2 and 4 that stand for "to" and "for", and not for a number."""

from parley.policy.english_words import FUNCTION_WORDS
from parley.policy.neighbours import BEFORE_A_LETTER, Neighbours
from parley.policy.sentence_starts import begins_sentence
from parley.policy.word_sets import word_set

# Behind these a digit is a number or a part of a name: at 4, page 4, last 4, killed 4.
_BEFORE_A_NUMBER = BEFORE_A_LETTER | word_set("""
    a about act after again against age aged all almost am an and another answer any are area around
    arrested as at ate be been before between bought bus but by channel chapter convicted counted
    day each either episode every exactly field final first for formula found from game games gave
    get gets give god got had has have held her hit hold holding holds hour if in including injured
    into is its just killed know lane lap last least like lost made match me meet million month more
    most my named nearly next nor number of on only onto or other our over page part past per phase
    played quarter question rank ranked read remaining returns round route rule same saw scene
    scored season seat seats see seen sequel share since so sold some stage task terminal than that
    the their them then these they this those tier till to took top track turned two under until us
    usual usually verse visit visited volume want wants was watched we week weighs were when where
    which while with won year you your
    """)
# Behind these even where no number can stand before what follows: "In Act 2 myself".
_BEFORE_A_NAME_OF_NUMBER = BEFORE_A_LETTER | word_set("""
    a act age aged an around at bus by chapter episode formula from game gave give gives in lane lap
    number of page part quarter rank ranked round route rule scene season since stage terminal tier
    till until verse volume
    """)
# "The usual 4", "Act 4": what follows is another part of the sentence.
_BEFORE_NO_THING = _BEFORE_A_NAME_OF_NUMBER | word_set("""
    her his my other our the their these those your
    """)
# What is counted by time: "4 a day", "4 this year", "2 the other night".
_TIMES = word_set("""
    afternoon century day decade evening first following game head hour kilo last latest litre match
    minute moment month morning next night other person piece previous same season seat second share
    side time week weekend year
    """)
_NUMERALS = word_set("crore dozen half hundred lakh men million people thousand women children")
_MANY = word_set("children cops men people police sheep troops women")
# "A 2 day trip", "go 2 km", "look 4 mile ahead".
_UNITS = word_set("""
    am bed bedroom bhk cm day feet foot goal hour hr inch kg km lane letter litre man mile min
    minute month mph page part party person pm point room run sided star state storey story tier
    time ton tonne way week wheel wheeler yard year yr
    """)
_MONTHS = word_set("""
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec
    """)

# No number stands before these: whose or who is meant is known.
_SOMEBODY = word_set("""
    anybody anyone everybody everyone him me myself nobody somebody someone themselves u us yourself
    """)
_WHOSE = word_set("his my our the their ur your")

# Whoever does these does them to something or to somebody.
_BEFORE_SOMEBODY = word_set("""
    access according accustomed addicted adds admit admitted advice allergic answer apologise
    apologised apologize apologized apology appeal appealed attached attention back belong belonged
    belongs bribes came close come comes coming compared complain complained confess connected
    contribute contributed damage danger dedicated devoted disgrace disrespectful due equal explain
    explained faithful forward gift go goes going gone grateful happen happened happening happens
    harm harmful harmless head headed heading help hers home important inferior insult it kind kneel
    kowtow lead leading leads led letter lie lied lies listen listened listening loyal loyalty lying
    married mattered matters mean means message moved moving nice nothing obliged pander polite
    prior refer referred referring refers related relevant replied reply respectful respond
    responded response return returned returning returns right rude said say saying shame share
    similar sing sorry speak speaking speaks spoke stranger subject superb superior talk talked
    talking talks thank thanks threat told travelled tribute truth turn turned unfair unkind up
    useful walk walked walking welcome went witness write writes writing written wrote
    """)
# Not even without one: "according 2 reports".
_SURELY_BEFORE_TO = word_set("""
    according accustomed addicted allergic belong belonged belongs contrary ought prior thanks
    """)
# But "we are going 2 places".
_ALWAYS_BEFORE_TO = word_set("""
    able afraid going gonna hesitate likely supposed tend tends tried tries try trying unable
    unwilling welcome willing
    """)
# What goes on behind those is a verb, a name or a thing, but not "2 of", "2 up" or "2 more".
_GOES_ON = word_set("a all an be do get give go have keep make not see take this those")
_PLACES = word_set("""
    bed church college court hell hospital jail market office prison school sleep town uni
    university war work
    """)
_GOING = word_set("""
    back came come comes coming drive drove go goes going gone moved return returned send sent walk
    walked walking welcome went
    """)

# To do: what is behind these is a verb, if it may be one.
_BEFORE_DOING = word_set("""
    ability able afraid agree agreed allow allowed asked attempt beg began begged begin begins
    chance choose chose continue continued continues dare decide decided decides deserve deserves
    determined difficult due easier easy enough expect expected fail failed fails fit forced free
    glad going gonna got had happen happened happens happy hard has hate hates have having hope
    hopes hoping how impossible intend intended intends like likely likes love loves manage managed
    money need needed needing needs nothing nowhere ok opportunity order ought people place plan
    planned planning plans possible power prefer prepared promised proud ready refuse refused
    refuses refusing reluctant right sad scared seem seemed seems something start started starts
    stupid supposed sure talk tempted tend tends threatened time told tried tries try trying unable
    used wait waiting want wanted wanting wants way what where who willing wish wished
    """)
# Verbs that are hardly ever nouns or describe one.
_DOING = word_set("""
    agree allow ask assume attend avoid be become begin believe bring build buy choose complain
    create defend delete destroy discover discuss do eat enjoy ensure explain find forget forgive
    get give go happen hav hear ignore improve include justify keep know learn let listen live lose
    make meet mention obey oppose pay pray prevent prove provide punish put raise reduce remember
    remove resign save say see sell send solve speak spend stay survive take teach tell think
    understand vote win worry write
    """)
# These are so often nouns that what follows has to show that they are verbs.
_DOING_OR_THING = word_set("""
    answer b buy c call change check close come cook cut end expect feel fight fix follow force fund
    help hide hold increase kill leave like look love move need offer open play post protect read
    rest rule run say show shut sleep start stop study support talk tax thank travel try turn u use
    visit vote wait walk want waste watch work
    """)

# Where "you" is nobody who does something: "up 2 you and me", but "at step 2 you have".
_AFTER_YOU = word_set("""
    about again all and as at because but from guys here if in now of on or people sir so that to
    today tomorrow tonight too what when who with
    """)

_FOR_SOMEBODY = _SOMEBODY | {"ever", "ur", "you"}
_FOR_SOMETHING = _WHOSE | word_set("a an certain her its no some this whatever")
_FOR_REASONS = word_set("matter money price purpose reason reasons sake")
_UNCOUNTED = word_set("""
    any anything breakfast dinner every everything example freedom fun granted instance justice life
    lunch nothing peace power public sale something sure them
    """)
# Who looks, waits or stands does so for something.
_BEFORE_FOR = word_set("""
    account accounted accounts acronym applied applies apply applying ask asked asking bad beg
    begging blame blamed campaign care cares charge charged compete competing cry crying demand
    demanded desperate eligible except excuse famous fight fighting fit fought good grateful hope
    hoping hungry hunting known look looked looking looks need needed pay paying pray prayed praying
    prepare prepared punished qualified ready reason reasons request required respect responsible
    search searched searching shame sorry speak spoke stand standing stands support thank thanks
    unfit vote voted votes voting wait waited waiting wish work worked working works
    """)
FOR_WHOM_OR_WHAT = (
    _FOR_SOMEBODY | _FOR_SOMETHING | _UNCOUNTED | word_set("another that these those what which")
)
_FOR_DOING = word_set("being doing getting having making not nothing")
_AFTER_WAITING = word_set("looking waiting")
_AFTER_DOING = word_set("a all an her him his it me my our that the their them this us you your")


def to_for_2(near: Neighbours, _is_small: bool) -> str | None:
    is_to = _is_to_somebody(near) or _is_to_something(near) or _is_to_do(near)
    return "to" if is_to and not _is_country_ahead(near) else None


def for_for_4(near: Neighbours, _is_small: bool) -> str | None:
    is_for = _is_for_somebody(near) or _is_sought(near) or _is_for_something(near)
    return "for" if is_for and not _is_country_ahead(near) else None


def _is_to_somebody(near: Neighbours) -> bool:
    if near.after in {"them", "you"}:
        return near.before in _BEFORE_SOMEBODY | _SURELY_BEFORE_TO and not _is_subject(near)
    return near.after in _SOMEBODY and near.before not in _BEFORE_A_NAME_OF_NUMBER


def _is_to_something(near: Neighbours) -> bool:
    if near.before in _SURELY_BEFORE_TO | _ALWAYS_BEFORE_TO and near.after:
        goes_on = near.after not in FUNCTION_WORDS or near.after in _GOES_ON | _WHOSE
        is_many = near.before in _ALWAYS_BEFORE_TO and _is_plural(near.after)
        return goes_on and not is_many and not _is_unit(near.after)
    if near.before in _GOING and (near.after in _PLACES or _is_name_ahead(near)):
        return not _is_plural(near.two_after)
    is_whose = near.after in _WHOSE and near.is_small_ahead()
    return is_whose and near.before in _BEFORE_SOMEBODY and not _is_when(near)


def _is_to_do(near: Neighbours) -> bool:
    if near.after in _DOING:
        if near.before in _BEFORE_DOING:
            return True
        return _is_small_behind(near) and near.before not in _BEFORE_A_NUMBER
    if near.after in _DOING_OR_THING and near.before in _BEFORE_DOING:
        return near.two_after in FUNCTION_WORDS or not near.two_after
    return False


def _is_for_somebody(near: Neighbours) -> bool:
    if near.after == "you" and near.two_after:
        return _is_small_behind(near) and not _is_number(near) and not _is_subject(near)
    return near.after in _FOR_SOMEBODY and near.before not in _BEFORE_A_NAME_OF_NUMBER


def _is_sought(near: Neighbours) -> bool:
    if near.before in _AFTER_WAITING and not near.after:
        return True
    # But "wait 4 days", "wait 4 million years".
    is_thanked = (near.two_before, near.before) == ("thank", "you")
    if not (is_thanked or near.before in _BEFORE_FOR) or not near.after or _is_when(near):
        return False
    goes_on = near.after not in FUNCTION_WORDS or near.after in FOR_WHOM_OR_WHAT | _FOR_DOING
    return goes_on and not _is_counted(near) and not _is_plural(near.two_after)


def _is_for_something(near: Neighbours) -> bool:
    if near.after in _UNCOUNTED and near.before not in _BEFORE_NO_THING:
        return not _is_plural(near.two_after)
    if near.after in {"some", "that"} and near.two_after in _FOR_REASONS:
        return True
    # "Channel 4 this evening", "120 4 the second".
    if not _is_small_behind(near) or _is_number(near) or _is_when(near):
        return False
    doing = near.after.endswith("ing") and near.two_after in _AFTER_DOING
    something = near.after in _FOR_SOMETHING and near.is_small_ahead()
    return doing or (something and not _is_hour(near))


def _is_number(near: Neighbours) -> bool:
    return near.before in _BEFORE_A_NUMBER


def _is_small_behind(near: Neighbours) -> bool:
    if not near.before:
        return False
    behind = near.spelled[near.index - 1]
    return behind.text.islower() or (
        behind.text.istitle() and begins_sentence(near.own, behind.start)
    )


def _is_when(near: Neighbours) -> bool:
    return near.two_after in _TIMES


def _is_hour(near: Neighbours) -> bool:
    """The "a" of "4 a.m."."""
    return near.after == "a" and near.own[near.spelled[near.index + 1].end :][:1] == "."


def _is_subject(near: Neighbours) -> bool:
    """Whether somebody does something: "at step 2 you see"."""
    return bool(near.two_after) and near.two_after not in _AFTER_YOU


def _is_name_ahead(near: Neighbours) -> bool:
    """One name, as of a place: "go 2 Delhi"."""
    if not near.after or _is_plural(near.after) or _is_unit(near.after):
        return False
    return near.spelled[near.index + 1].text.istitle() and near.own != near.own.title()


def _is_counted(near: Neighbours) -> bool:
    return _is_plural(near.after) or _is_unit(near.after)


def _is_unit(word: str) -> bool:
    return word.removesuffix("s") in _NUMERALS | _UNITS | _MONTHS | _TIMES


def _is_plural(word: str) -> bool:
    if word in FUNCTION_WORDS:
        return False
    return word in _MANY or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _is_country_ahead(near: Neighbours) -> bool:
    """The United States: "4 US soldiers", "2 U.S. senators"."""
    if near.after not in {"u", "us"}:
        return False
    word = near.spelled[near.index + 1]
    is_initials = (
        near.own[word.end : word.end + 1] == "." and near.own[word.end + 1 :][:1].isalpha()
    )
    return is_initials or (word.text == "US" and near.own != near.own.upper())
