"""English words that carry grammar, and what Romanised Hindi and Tamil use in their place."""

from parley.policy.word_sets import word_set

# Articles, pronouns, auxiliaries, prepositions, conjunctions, question words and the
# adverbs that go with anything. "am", "me", "do" and the like are words of other
# languages too; nothing is decided on a few of them alone.
FUNCTION_WORDS = word_set("""
    a about above across after again against all almost along already also although always am
    among an and another any anybody anyone anything are aren't around as at away back be
    because been before being below between both but by can can't cannot could couldn't did
    didn't do does doesn't doing don't done down during each either else enough even ever every
    everybody everyone everything few for from further get gets give given go goes going got had
    hadn't has hasn't have haven't having he he's her here hers herself him himself his how
    however i i'd i'll i'm i've if in indeed instead into is isn't it it's its itself just least
    less let let's like made make makes many may maybe might more most much must my myself near
    neither never next nobody none nor not nothing now of off often on once one only onto or
    other others our ours ourselves out over own perhaps quite rather really same says shall she
    she's should shouldn't since so some somebody someone something soon still such than that
    that's the their theirs them themselves then there there's these they they're they've this
    those though through thus till to together too toward towards under unless until up upon us
    very was wasn't we we'd we'll we're we've well were weren't what what's whatever when
    whenever where wherever whether which while who who's whoever whole whom whose why will with
    within without won't would wouldn't yes yet you you'd you'll you're you've your yours
    yourself
    """)

# Common content words of comments under news, for texts of a few words: "Great
# reporting", "Nice article". None of them is a frequent word of another language.
COMMON_WORDS = word_set("""
    agree agreed article ask bad believe best better big change city comment congratulations
    corrupt corruption country day days democracy different disagree done election elections
    excellent fact facts first free good government great happy hard help high hope important
    job justice know last law leader leaders long look need needs new news nice nonsense old
    opinion opposition party people please point police policy political politicians poor power
    problem public question read reading reason reporting respect rich right rubbish said sad
    say school see shame should stop story system take tax taxes thank thanks think thing things
    time today truth understand use useless using vote voters want wants waste water way welcome
    women word words work world wrong year years young
    """)

# Grammar of Hindi, Urdu, Tamil, Telugu, Malayalam, Bengali and Marathi as typed in
# Latin letters. No English word is among them.
ROMANISED_WORDS = word_set("""
    aadmi aaj aap aapka aapke aapki aapko aata aati aisa aise aisi apna apne apni aur ab abhi
    accha acha achha agar bahut bahot baat baad bana bhai bhi bohot bolna chahiye chahie dekho
    dekha dete deta diya do nahi nahin nai nhi na mat hai hain hei hoga hogi honge hona hota
    hote hoti hua hue hui hum humara hamara hamare hamari hume humein ho iska iske iski isko
    isliye itna itni jab jaise jaisa jao jata jati jate jo ka kab kaam kabhi kaha kahan kaise
    kaisa kar karo karna karne karta karte karti karega karegi karenge kare karke ke ki kisi
    kiya kiye koi kaun kitna kitne kitni ko kuch kuchh kya kyu kyun kyunki kyon krna kr krte
    lekin liye logo logon magar mai mein main mera mere meri mujhe par pe phir pehle raha rahe
    rahi sab sabhi sabse sahi sakta sakte sakti sarkar se sirf tab tak tera tere teri tha thi
    thik theek toh tum tumhara tumhare tumko unka unke unki unko uska uske uski usko wala wale
    wali waise wo woh ye yeh yaar yahan yaha zyada enna enga epdi eppadi ethu idhu ithu adhu
    athu avan aval avanga avar naan naanga nan nee neenga unga ungal enakku unakku romba illa
    illai illada irukku iruku irukkum irundhu pannunga panna panni pannu panra panraanga sollu
    solra sollunga vanga vendum venum vendam venam podhum pogum poda podi dei thaan than dhan
    oru ellam ellarum ippo ippadi appadi aana anaal nalla inga anga edhuku ethuku ivan ivanga
    ivlo evlo mattum kooda ekkada enduku emi ela undi ledu kaadu kadu meeru nenu manam chala
    chesi cheyyali cheppu kavali unnaru vaallu vallu anni idi adi enthu enthina evide ente
    ningal njan njangal alla aanu anu undu illallo cheyyum oru valare ami amar amra tumi tomar
    apni apnar ki kore korche korbe keno kothay bhalo khub nai nei eta ota oder shob onek aahe
    ahe nahi mala tula kay kasa kashi amhi tumhi tyala zala jhala karun sathi
    """) - {"do", "main", "than", "par", "pe", "anu", "idi", "adi", "mat", "kay", "ho", "to", "tab"}
