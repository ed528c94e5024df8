"""What fills the placeholders of our own labelled text: names, groups, and foul words.

The foul words stand here so that a model can learn them; moderators read them every day.
"""

NAMES = (
    "Meera Nair", "Arjun Rao", "Tom Hughes", "Priya Menon", "Daniel Okafor", "Sana Qureshi",
    "Ravi Kulkarni", "Helen Marsh", "Imran Siddiqui", "Grace Thomas", "Vikram Sethi",
    "Anna Lindqvist", "Joseph Mathew", "Lakshmi Iyer", "Ben Carter", "Farida Khan",
    "Suresh Pillai", "Claire Dawson", "Mohan Das", "Olivia Grant", "Karthik Subramanian",
    "Nadia Rahman", "Peter Novak", "Deepa Krishnan", "Harpreet Gill", "Ruth Adeyemi",
)  # fmt: skip
HANDLES = (
    "dev_k", "sunil77", "realist_bob", "Anjali M", "northernlad", "QuietReader", "TruthTeller",
    "prakash_s", "MaryJ", "old_cynic", "Zoya", "cricketfan", "K. Raman", "tealeaf", "GregP",
    "mumbaikar", "concerned mum", "Nitin", "bluebird22", "Harish",
)  # fmt: skip
GROUPS = (
    "Muslims", "Hindus", "Christians", "Jews", "Sikhs", "Dalits", "Brahmins", "women", "men",
    "gay people", "lesbians", "trans people", "black people", "white people", "Asians",
    "immigrants", "refugees", "disabled people", "old people", "Pakistanis", "Kashmiris",
    "Tamils", "Biharis", "Chinese people", "Africans", "Mexicans", "atheists", "Tribals",
)  # fmt: skip
MEMBERS = (
    "a Muslim", "a Hindu", "a Christian", "a Jew", "a Sikh", "a Dalit", "a Brahmin", "a woman",
    "a man", "a gay man", "a lesbian", "a trans woman", "a black man", "a white woman",
    "an Asian", "an immigrant", "a refugee", "a disabled man", "an old woman", "a Pakistani",
    "a Kashmiri", "a Tamil", "a Bihari", "an African", "a Mexican", "an atheist",
)  # fmt: skip
SLURS = (
    "nigger", "nigga", "faggot", "fag", "kike", "paki", "chink", "spic", "raghead", "towelhead",
    "sandnigger", "tranny", "dyke", "retard", "gook", "wetback", "chamar", "bhangi", "mulla",
    "katua", "jihadi", "coon", "gypo", "mong", "spastic", "shemale", "camel jockey", "coolie",
    "madrasi", "chinki", "bhaiya", "dothead", "slut", "whore", "cripple", "tard", "darkie",
)  # fmt: skip
CURSES = (
    "cunt", "asshole", "bastard", "motherfucker", "dickhead", "prick", "wanker", "twat",
    "son of a bitch", "bitch", "piece of shit", "fucker", "scumbag", "shithead", "dipshit",
    "cocksucker", "arsehole", "dumbass", "jackass", "bellend", "tosser", "douchebag", "bhenchod",
    "madarchod", "chutiya", "harami", "kutta", "saala", "gandu",
)  # fmt: skip

FILLINGS = {
    "person": NAMES,
    "handle": HANDLES,
    "group": GROUPS,
    "member": MEMBERS,
    "slur": SLURS,
    "slurs": tuple(word + ("es" if word.endswith(("ch", "x")) else "s") for word in SLURS),
    "curse": CURSES,
    "curses": tuple(word + ("es" if word.endswith(("ch", "x")) else "s") for word in CURSES),
}
