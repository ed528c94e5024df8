"""Words by which an address is told from other prose, as lists."""

from parley.policy.word_sets import word_set

# The last word of the names of large towns and of states, where the site's readers live.
PLACES = word_set("""
    agra ahmedabad ahmednagar ajmer aligarh allahabad prayagraj ambala amravati amritsar andhra
    asansol assam aurangabad bangalore bengaluru bareilly belagavi belgaum bengal bhilai bhopal
    bhubaneswar bihar bikaner calcutta calicut chandigarh chennai chhattisgarh coimbatore cochin
    cuttack dehradun delhi dhanbad dindigul durgapur erode faridabad gangtok ghaziabad goa gorakhpur
    greater gujarat guntur gurgaon gurugram guwahati gwalior haryana himachal hosur howrah hubballi
    hubli hyderabad imphal indore jabalpur jaipur jalandhar jammu jamshedpur jharkhand jodhpur
    kadapa kakinada kannur kanpur kanyakumari karnataka karur kashmir kerala kochi kohima kolhapur
    kolkata kollam kota kottayam kozhikode kumbakonam kurnool lucknow ludhiana madhya madras madurai
    maharashtra mangalore mangaluru mathura meerut moradabad mumbai bombay mysore mysuru nagaland
    nagercoil nagpur nanded nashik nellore noida odisha orissa palakkad panaji panipat patiala patna
    pondicherry puducherry pradesh pune punjab raipur rajahmundry rajasthan rajkot ranchi rourkela
    salem sangli secunderabad shillong shimla siliguri solapur srinagar surat tambaram thane
    thanjavur thiruvananthapuram trivandrum thoothukudi thrissur tirunelveli tirupati tirupur
    tiruchi tiruchirappalli trichy tripura tumakuru udaipur udupi ujjain uttarakhand vadodara
    baroda varanasi vellore vijayawada visakhapatnam vizag warangal nadu telangana
    aberdeen bath belfast birmingham blackpool bolton bournemouth bradford brighton bristol
    cambridge cardiff chester colchester coventry croydon derby dundee durham edinburgh essex exeter
    glasgow gloucester hampshire huddersfield hull ipswich kent lancashire lancaster leeds leicester
    lincoln liverpool london luton manchester middlesbrough newcastle newport northampton norwich
    nottingham oxford peterborough plymouth portsmouth preston reading rochdale sheffield
    southampton southend stockport stoke sunderland surrey sussex swansea swindon wales wigan
    wolverhampton worcester yorkshire scotland
    albuquerque arizona arlington atlanta austin baltimore boston brooklyn buffalo california
    carolina charlotte chicago cincinnati cleveland colorado columbus connecticut dallas denver
    detroit florida fresno georgia houston illinois indiana indianapolis jacksonville kansas
    kentucky angeles maryland massachusetts memphis miami michigan milwaukee minneapolis minnesota
    missouri nashville jersey mexico york oakland ohio oklahoma omaha oregon orlando pennsylvania
    philadelphia phoenix pittsburgh portland queens raleigh sacramento antonio diego francisco jose
    seattle tampa tennessee texas tucson tulsa utah vermont virginia vegas washington wisconsin
    """)

# Whose address is known to everybody, and asked for by nobody.
FAMOUS = (
    "10 downing street", "11 downing street", "no 10 downing street", "1600 pennsylvania avenue",
    "7 lok kalyan marg", "7 race course road", "10 janpath", "24 akbar road", "11 ashoka road",
    "6a deen dayal upadhyay marg", "221b baker street", "4 privet drive", "1 first street",
    "1 observatory circle", "30 rockefeller plaza", "350 fifth avenue", "11 wall street",
    "85 fleet street", "32 london bridge street", "1 canada square", "20 fenchurch street",
)  # fmt: skip

# Offices, firms and events stand at an address too, and it is no secret.
INSTITUTIONS = word_set("""
    academy accident agency airport archive archives association auction bakery bank bar
    bhavan bhawan bookshop branch building cafe café cathedral cemetery centre center chapel chowki
    chamber church cinema clinic club college commission company conference consulate convention
    corporation council court courthouse crash crematorium department depot dispensary embassy
    event exhibition factory fire firm foundation gallery ghat godown gurdwara gurudwara hall
    headquarters headquartered hospital hostel hotel inc institute institution junction lab
    laboratory landmark library limited ltd llp llc mall mandir market masjid mausoleum meeting
    memorial ministry mosque monument museum newspaper ngo nightclub nursery office offices outlet
    pandal parish parliament parlour party pharmacy plc police pub protest pvt rally registry
    restaurant sabha school secretariat shop shops shopping showroom society stadium stall station
    store studio supermarket synagogue temple theatre theater trust university venue
    warehouse workshop zoo
    """)

# Grammar that runs through a sentence, and never through an address.
NOT_OF_AN_ADDRESS = word_set("""
    a after also although am an are as asked at be because became been before but by called came
    can cost costs could did do does during every for from gave get gets go got had has have he her
    him his how i if in into is it its just less like made many me more most my not on or our out
    over paid pay people per said says she should since so some sold than that their them then
    there they this to told too took under until up us very votes was we went were what when which
    while who why will with would you your
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """)
