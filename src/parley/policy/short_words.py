"""Words of text messages, and what they stand for."""

from collections.abc import Mapping

# Nobody writes these for anything else, in small or capital letters.
ALWAYS: Mapping[str, str] = {
    "2day": "today", "2gether": "together", "2moro": "tomorrow", "2morrow": "tomorrow",
    "2moz": "tomorrow", "2mro": "tomorrow", "2mrw": "tomorrow", "2nite": "tonight",
    "4ever": "forever", "4get": "forget", "4got": "forgot", "abt": "about", "alrdy": "already",
    "alwys": "always", "any1": "anyone", "b4hand": "beforehand", "bcos": "because",
    "bcoz": "because", "bcuz": "because", "bcz": "because", "beacuz": "because",
    "becoz": "because", "becuz": "because", "btwn": "between", "cud": "could",
    "cudn't": "couldn't", "cudnt": "couldn't", "cuz": "because", "every1": "everyone",
    "evry": "every", "evry1": "everyone", "evryone": "everyone", "evrything": "everything",
    "frm": "from", "frnd": "friend", "frnds": "friends", "goin": "going", "gr8": "great",
    "gr8t": "great", "gud": "good", "h8": "hate", "h8ers": "haters", "h8s": "hates",
    "hav": "have", "hv": "have", "hve": "have", "jst": "just", "knw": "know", "knws": "knows",
    "l8": "late", "l8r": "later", "luv": "love", "lyk": "like", "m8": "mate", "m8s": "mates",
    "mayb": "maybe", "ne1": "anyone", "neva": "never", "nthng": "nothing", "nvm": "never mind",
    "nxt": "next", "pblm": "problem", "pls": "please", "plss": "please", "plz": "please",
    "plzz": "please", "plzzz": "please", "ppl": "people", "pple": "people", "ppls": "people",
    "prblm": "problem", "rgrds": "regards", "shd": "should", "shld": "should", "shud": "should",
    "shudn't": "shouldn't", "shudnt": "shouldn't", "skool": "school", "sme1": "someone",
    "smth": "something", "smthing": "something", "smthng": "something", "some1": "someone",
    "srry": "sorry", "srsly": "seriously", "sry": "sorry", "str8": "straight",
    "sum1": "someone", "thanku": "thank you", "thankz": "thanks", "thanx": "thanks",
    "thks": "thanks", "thnk": "think", "thnks": "thanks", "thnx": "thanks", "tht": "that",
    "thts": "that's", "thx": "thanks", "tmrw": "tomorrow", "tnks": "thanks", "tnx": "thanks",
    "tomoro": "tomorrow", "tym": "time", "u'd": "you'd", "u'll": "you'll", "u're": "you're",
    "u've": "you've", "ur": "your", "urs": "yours", "urself": "yourself", "vry": "very",
    "w8": "wait", "w8ing": "waiting", "whch": "which", "whn": "when", "wht": "what",
    "wrk": "work", "wrking": "working", "wrks": "works", "wud": "would", "wudn't": "wouldn't",
    "wudnt": "wouldn't", "ystrday": "yesterday",
}  # fmt: skip

# In capitals these are names or initials of something else: ND, TY, BT, B4 paper.
SMALL: Mapping[str, str] = {
    "agn": "again", "b'day": "birthday", "b4": "before", "bck": "back", "bcs": "because",
    "bday": "birthday", "bt": "but", "cld": "could", "coz": "because", "cus": "because",
    "dat": "that", "dats": "that's", "dey": "they", "dnt": "don't",
    "evn": "even", "evr": "ever", "gng": "going", "hlp": "help", "hw": "how", "iam": "I am",
    "kno": "know", "lik": "like", "mch": "much", "msg": "message", "msgs": "messages",
    "nd": "and", "nite": "night", "nt": "not", "nvr": "never", "nw": "now", "tdy": "today",
    "tha": "the", "thk": "think", "thm": "them", "tho": "though", "thr": "there", "ths": "this",
    "tmr": "tomorrow", "txt": "text", "txts": "texts", "ty": "thank you", "u": "you",
    "wat": "what", "wats": "what's", "wen": "when", "whr": "where", "wid": "with",
    "wif": "with", "wil": "will", "wld": "would", "wot": "what", "wut": "what",
    "y'day": "yesterday", "yday": "yesterday", "yrself": "yourself", "yu": "you",
}  # fmt: skip

# Said in passing, as if in conversation. None: nothing is lost without it.
INITIALS: Mapping[str, str | None] = {
    "afaik": "as far as I know", "brb": None, "btw": "by the way", "ffs": None,
    "fwiw": "for what it is worth", "g2g": None, "gtg": None, "idc": "I do not care",
    "idgaf": None, "idk": "I do not know", "iirc": "if I remember rightly", "ikr": None,
    "ily": "I love you", "imho": "in my opinion", "imo": "in my opinion", "irl": "in real life",
    "jk": None, "lmao": None, "lmaoo": None, "lmfao": None, "lmk": "let me know", "lol": None,
    "lolol": None, "lols": None, "lolz": None, "ngl": None, "ofc": "of course", "omfg": None,
    "omg": None, "otoh": "on the other hand", "rofl": None, "roflmao": None, "smh": None,
    "stfu": None, "tbf": "to be fair", "tbh": "to be honest", "tmi": None, "ttyl": None,
    "wdym": "what do you mean", "wtf": None, "wth": None, "yolo": None,
}  # fmt: skip
INITIALS_IN_CAPITALS = frozenset(INITIALS) - {"jk", "ily", "g2g", "gtg", "lmk", "ngl", "ofc", "tmi"}

# Only a mark is missing. "Its", "well", "were", "hell", "shell", "ill", "id", "lets" and "shed"
# are words of their own; so are "wont" and "cant", as `letters_for_words` knows.
WITHOUT_APOSTROPHE: Mapping[str, str] = {
    "aint": "ain't", "arent": "aren't", "couldnt": "couldn't", "didnt": "didn't",
    "doesnt": "doesn't", "dont": "don't", "hadnt": "hadn't", "hasnt": "hasn't",
    "havent": "haven't", "im": "I'm", "isnt": "isn't", "ive": "I've", "shouldnt": "shouldn't",
    "thats": "that's", "theres": "there's", "theyll": "they'll", "theyre": "they're",
    "theyve": "they've", "wasnt": "wasn't", "werent": "weren't", "weve": "we've",
    "whats": "what's", "wouldnt": "wouldn't", "youll": "you'll", "youre": "you're",
    "youve": "you've",
}  # fmt: skip
