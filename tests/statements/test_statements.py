"""Who says what, in marked-up sentences of our own: source, cue and content word for word, and the stance.

A paragraph ends at " / ". People, places and deals are invented.
"""

import pytest

from tests.statements.marked_statements import marked_roles, read, roles, unmark

PLAIN = [
    ("{source:The ministry} {cue:said} {content:the bridge was closed}.", "asserts"),
    ("{source:Norland} {cue:said} on Monday that {content:its navy had left the port}.", "asserts"),
    ("On Tuesday, {source:the ministry} {cue:said} {content:the bridge was closed}.", "asserts"),
    ("In Arkel on Tuesday {source:officials} {cue:said} {content:the bridge was closed}.", "asserts"),
    ("After the vote, {source:Ada Brandt} {cue:said} {content:she would appeal}.", "asserts"),
    ("But {source:Brandt} {cue:said} {content:the vote had been fair}.", "asserts"),
    ("{source:The mayor} {cue:said} in a statement that {content:the schools were open}.", "asserts"),
    ("{source:The mayor} {cue:said} in a statement on Friday {content:the schools were open}.", "asserts"),
    ("{source:Police} {cue:say} {content:four men fled by boat}.", "asserts"),
    ("There are rumours that {source:Norland} {cue:are already viewing} {content:him as a captain}, while the crew is at sea.", "holds"),
    ("{source:Brandt} still sometimes {cue:wonders} {content:whether the boat was safe}.", "doubts"),
    ("A witness, {source:retired pilot Otto Lund, 60}, from Arkel, North Norland, {cue:said}: {content:“I saw the boat.”}", "asserts"),
    ("{source:Two people close to the talks} {cue:said} {content:the loan was dead}.", "asserts"),
    ("{source:One of the men} {cue:said} {content:the gate was open}.", "asserts"),
    ("{source:It} {cue:said} {content:its staff had counted nine bodies}.", "asserts"),
    ("{source:Estimates} {cue:say} {content:the mine holds a ton of gold}.", "asserts"),
    ("{source:Norland’s foreign ministry} {cue:said} {content:the envoy would stay}.", "asserts"),
    ("{source:Norland and Estovia} {cue:said} {content:the line was clear}.", "asserts"),
    ("{source:Both Norland and Estovian officials} {cue:have confirmed} {content:the line was clear}.", "confirms"),
    ("{source:Gen. Otto Lund} {cue:said} {content:the hill had fallen}.", "asserts"),
    ("{source:The central bank} {cue:has repeatedly said} {content:prices would fall}.", "asserts"),
    ("{source:The captain} {cue:also said} that {content:the hold was dry}.", "asserts"),
    ("{source:The nurse} {cue:told} the Arkel Post {content:she had seen three men}.", "asserts"),
    ("{source:The nurse} {cue:told} reporters on Sunday that {content:three men had come}.", "asserts"),
    ("{source:The nurse} {cue:told} investigators {content:the men wore masks}.", "asserts"),
    ("{source:She} {cue:told} him {content:the road was closed}.", "asserts"),
    ("{source:The firm} {cue:said} {content:it had shipped 1,250.5 tons to the U.S. in 2019}.", "asserts"),
    ("{source:The report} {cue:says} {content:the dam is weak}, but {source:the owner} {cue:insists} {content:it is safe}.", "asserts asserts"),
    ("{source:The owner} {cue:said} {content:the dam was safe} and {source:the mayor} {cue:said} {content:it was not}.", "asserts denies"),
    ("{source:A survey} {cue:found} that {content:half the town was ill}.", "asserts"),
]

BEFORE = [
    ("{content:The bridge was closed}, {source:the ministry} {cue:said}.", "asserts"),
    ("{content:The bridge was closed}, {source:the ministry} {cue:said} on Monday.", "asserts"),
    ("{content:The bridge was closed}, {cue:said} {source:Ada Brandt}.", "asserts"),
    ("{content:The first four boats will arrive in May}, {source:Brandt} {cue:told} parliament.", "asserts"),
    ("{content:Losing one boat would sink the firm}, {source:retired captain Otto Lund} {cue:predicted}.", "expects"),
    ("{content:The curfew would be lifted soon}, {source:Interior Minister Ada Brandt} {cue:promised}.", "promises"),
    ("{content:The shots came from the roof}, {cue:according to} {source:three witnesses}.", "asserts"),
    ("{cue:According to} {source:the coast guard}, {content:two boats were lost}.", "asserts"),
    ("{content:The boats}, {cue:according to} {source:the coast guard}, {content:were lost at night}.", "asserts"),
    ("{content:The plan}, {source:he} {cue:said}, {content:was dead}.", "asserts"),
    ("{content:The plan was dead}, as {source:one aide} {cue:put it}.", "asserts"),
    ("As {source:one aide} {cue:put it}, {content:the plan was dead}.", "asserts"),
]

QUOTED = [
    ("{content:“We will appeal,”} {source:Brandt} {cue:said}.", "asserts"),
    ("{content:“We will appeal,”} {cue:said} {source:Brandt}.", "asserts"),
    ("{content:“We will appeal,”} {cue:said} {source:Ada Brandt, a lawyer for the miners}.", "asserts"),
    ("{content:“We will appeal,”} {source:she} {cue:said}, {content:“and we will win.”}", "asserts"),
    ("{content:“We will appeal,”} {source:she} {cue:said}. {content:“We have time.”}", "asserts"),
    ('{content:"We will appeal,"} {source:she} {cue:said}. {content:"We have time."}', "asserts"),
    ("{content:‘We will appeal,’} {source:she} {cue:said}. {content:‘We have time.’}", "asserts"),
    ("{content:''We will appeal,''} {source:she} {cue:said}.", "asserts"),
    ("""{content:"We will appeal,''} {source:she} {cue:said}.""", "asserts"),
    ("{content:«We will appeal,»} {source:she} {cue:said}.", "asserts"),
    ("{content:„We will appeal,“} {source:she} {cue:said}.", "asserts"),
    ("{source:She} {cue:said}: {content:“We will appeal.”}", "asserts"),
    ("{source:She} {cue:said}, {content:“We will appeal.”}", "asserts"),
    ("{content:“Will he resign?”} {source:Brandt} {cue:asked}.", "asks"),
    ("{content:“We will not go.”} {source:Brandt} {cue:said}.", "asserts"),
    ("{source:The firm} {cue:said} {content:the figures were “pure fiction” and that it would sue}.", "denies"),
    ("{source:He} {cue:said} {content:the fleet’s boats and the captains’ pay were “in order”}.", "asserts"),
    ("{content:“Nobody asked us,”} {source:Otto “Bull” Lund} {cue:said}.", "asserts"),
    ("{content:“The sergeant told me to run,”} {source:the boy} {cue:said}.", "asserts"),
    ("{content:“We lost everything,”} {source:a farmer} {cue:told} the Arkel Post by phone.", "asserts"),
]

SOURCES = [
    ("{source:Hugh Lund, a doctor}, {cue:said} {content:the ward was full}.", "asserts"),
    ("{source:Ada Brandt, head of the Arkel River Centre}, {cue:said} {content:the water was clean}.", "asserts"),
    ("{source:Its spokesman, Major General Otto Lund}, {cue:denied} {content:the army had bought boats}.", "denies"),
    ("{source:The man’s lawyer, Iris Falk}, {cue:said} {content:her client was ill}.", "asserts"),
    ("{source:Norland’s deputy minister, Ada Brandt}, {cue:said} {content:the coast was calm}.", "asserts"),
    ("{source:Iris Falk, a former mechanic who fled to Norland in 2022}, {cue:told} radio {content:she had seen six boats}.", "asserts"),
    ("{source:Lund}, however, {cue:said} {content:the ward was empty}.", "asserts"),
    ("{source:Lund}, speaking in Arkel, {cue:said} {content:the ward was empty}.", "asserts"),
    ("{source:Lund, 45, a doctor in Arkel}, {cue:said} {content:the ward was empty}.", "asserts"),
    ("{source:River Watch, a club of anglers}, {cue:welcomed} {content:the ban}.", "asserts"),
    ("{source:The Estovian opposition party Free Coast} {cue:put} {content:the cost at two crowns a head}.", "asserts"),
    ("{source:A spokesman for the firm} {cue:said} {content:no ship had sunk}.", "asserts"),
    ("{source:Relatives of the dead} {cue:said} {content:the army was to blame}.", "asserts"),
    ("{content:“It is over,”} {cue:said} {source:Iris Falk of the Arkel River Centre}.", "asserts"),
    ("{content:“It is over,”} {cue:said} {source:one security official}.", "asserts"),
    ("{source:Estovia} on Monday {cue:accused} {content:Norland of theft}.", "asserts"),
]

SHARED = [
    ("{source:The envoy} {cue:confirmed} {content:the visit} and {cue:said} {content:talks would follow}.", "confirms asserts"),
    ("{source:The envoy} {cue:confirmed} {content:the visit} but {cue:would not say} {content:who would come}.", "confirms declines"),
    ("{source:The envoy} {cue:said} {content:the port was calm}, {cue:adding} that {content:no ship had left}.", "asserts asserts"),
    ("{source:The envoy} {cue:said} {content:the port was calm}, {cue:declining to say} {content:whether a ship had left}.", "asserts declines"),
    ("{content:“The port is calm,”} {source:she} {cue:said}, {cue:adding} that {content:no ship had left}.", "asserts asserts"),
    ("{source:Lund} {cue:praised} {content:the crews} and {cue:urged} {content:the king to visit}.", "asserts urges"),
    ("{source:Estovia} {cue:accused} {content:Norland of theft}, and {cue:threatened} {content:to close its ports}.", "asserts threatens"),
    ("{source:The general} {cue:dismissed} {content:the report as fiction} and {cue:insisted} {content:the hill was held}.", "denies asserts"),
    ("{source:Lund} {cue:denied} {content:the charge}, {cue:calling} {content:it a cruel joke}.", "denies asserts"),
]

REFUSALS = [
    ("{source:The palace} {cue:refused to comment} on {content:the wedding}.", "declines"),
    ("{source:The palace} {cue:declined to comment}.", "declines"),
    ("{source:The harbour master} {cue:declined to comment} on {content:whether the ship was searched}.", "declines"),
    ("{source:The firm} {cue:did not respond to a request for comment}.", "declines"),
    ("{source:The firm} {cue:didn’t respond to emails}.", "declines"),
    ("{source:The general} {cue:could not be reached for comment}.", "declines"),
    ("{source:The minister} {cue:would not say} {content:how many boats were sold}.", "declines"),
    ("{source:The minister} {cue:did not say} {content:when the boats were sold}.", "declines"),
    ("{source:The agency} {cue:would neither confirm nor deny} that {content:a boat was sold}.", "declines"),
    ("{source:The minister} {cue:declined to give a figure}.", "declines"),
    ("{source:Lund} {cue:declined to identify} {content:the buyer}.", "declines"),
    ("{source:The envoy} {cue:stopped short of} {content:denying the sale}.", "declines"),
    ("{source:The premier} {cue:did not rule out} {content:further cuts}.", "declines"),
    ("{source:The premier} {cue:declined to rule out} {content:further cuts}.", "declines"),
    ("{source:The rebels} {cue:rejected} {content:the offer}.", "declines"),
    ("{source:The rebels} {cue:have rejected} {content:the truce proposal}.", "declines"),
]

DENIALS = [
    ("{source:The ministry} {cue:denied} {content:the report}.", "denies"),
    ("{source:The ministry} {cue:has denied} that {content:it sold boats}.", "denies"),
    ("{source:Both sides} {cue:have denied} {content:the charge}.", "denies"),
    ("{source:The premier} {cue:rejected} {content:the report}.", "denies"),
    ("{source:The premier} {cue:rejected} {content:the charge as baseless}.", "denies"),
    ("{source:The premier} {cue:rejected} {content:that figure}.", "denies"),
    ("{source:The premier} {cue:dismissed} {content:the claim as “nonsense”}.", "denies"),
    ("{source:The premier} {cue:called} {content:the claim “a shameless lie”}.", "denies"),
    ("{source:The premier} {cue:described} {content:the claim as baseless}.", "denies"),
    ("{source:The premier} {cue:said} {content:the reports were false}.", "denies"),
    ("{source:The premier} {cue:said} {content:the allegation is untrue}.", "denies"),
    ("{source:The ministry} {cue:disputed} {content:the figure}.", "denies"),
    ("{source:The driver} {cue:withdrew his claim}.", "denies"),
    ("{source:The ministry} {cue:did not deny} {content:the sale}.", "confirms"),
    ("{source:The ministry} {cue:did not dispute} {content:the sale}.", "confirms"),
    ("{source:The ministry} {cue:withdrew its earlier denial}.", "confirms"),
    (
        "{source:Norland} {cue:said} {content:it had sold boats to Estovia}. {source:Estovia} {cue:said} {content:no such boats were sold}.",
        "asserts denies",
    ),
    (
        "{source:Norland} {cue:said} {content:it had sold boats to Estovia}. {source:Estovia} {cue:said} {content:it had never bought any boats}.",
        "asserts denies",
    ),
]

OTHERS = [
    ("{source:The lawmaker} {cue:questioned} {content:whether the boats were safe}.", "doubts"),
    ("{source:The lawmaker} {cue:asked} {content:whether the boats were safe}.", "asks"),
    ("{source:The lawmaker} {cue:asked} {content:the ministry to publish the contract}.", "urges"),
    ("{source:Nurses} {cue:are not convinced} that {content:the ward is safe}.", "doubts"),
    ("{source:The bank} {cue:does not expect} {content:prices to fall}.", "doubts"),
    ("{source:The envoy} {cue:does not believe} {content:the vote was fair}.", "doubts"),
    ("{source:The envoy} {cue:cast doubt on} {content:the vote}.", "doubts"),
    ("{source:The bank} {cue:warned} that {content:prices would fall}.", "expects"),
    ("{source:The bank} {cue:warned against} {content:a hasty sale}.", "urges"),
    ("{source:The bank} {cue:warned} {content:savers not to panic}.", "urges"),
    ("{source:The bank} {cue:hopes} {content:prices will fall}.", "expects"),
    ("{source:The premier} {cue:agreed} {content:to free the men}.", "promises"),
    ("{source:The premier} {cue:agreed} that {content:the men were innocent}.", "confirms"),
    ("{source:The party} {cue:called for} {content:the chief’s arrest}.", "urges"),
    ("{source:The bishop} {cue:called on} {content:the rebels to talk}.", "urges"),
    ("{source:The navy} {cue:expects} {content:two ships to arrive in May}.", "expects"),
    ("{source:The navy} {cue:believes} {content:the wreck lies off Arkel}.", "holds"),
    ("{source:Police} {cue:suspect} {content:he fled}.", "holds"),
    ("{source:The union} {cue:wants} {content:a vote}.", "holds"),
    ("{source:The union} {cue:does not want} {content:a vote}.", "holds"),
    ("{source:The premier} {cue:vowed} {content:not to resign}.", "promises"),
    ("{source:The gang} {cue:threatened} {content:to burn the mill}.", "threatens"),
    ("{source:The firm} {cue:confirmed} {content:the order}.", "confirms"),
    ("{source:The firm} {cue:did not confirm} {content:the order}.", "declines"),
    ("{source:The firm} {cue:promised} {content:repairs}.", "promises"),
]

PASSIVES = [
    ("{content:The ship} {cue:is thought} {content:to have sunk}.", "holds"),
    ("{content:The ship} {cue:is expected} {content:to sail in May}.", "expects"),
    ("{content:The ship} {cue:is said} {content:to be lost}.", "asserts"),
    ("It {cue:is feared} that {content:the crew drowned}.", "expects"),
    ("{content:The raid} {cue:was condemned} by {source:the council}.", "asserts"),
    ("{source:The premier} {cue:was quoted as saying} {content:the border was shut}.", "asserts"),
    ("He {cue:was told} by {source:the captain} that {content:the hold was dry}.", "asserts"),
]

AGENCY = [
    ("State radio quoted {source:Minister Ada Brandt} {cue:as saying} that {content:12 boats were lost}.", "asserts"),
    ("{source:The ministry} {cue:denied} {content:reports that it had bought boats}.", "denies"),
    ("{source:An official, who declined to be named}, {cue:said} {content:the boats were old}.", "asserts"),
    ("{source:The firm’s head, Iris Falk}, {cue:neither confirmed nor denied} {content:the order}.", "declines"),
    (
        "{source:The army} {cue:said} {content:nobody was hurt}, while {source:local officials} {cue:reported} {content:two deaths}.",
        "asserts asserts",
    ),
    ("{source:Norland} {cue:says} {content:the boats were handed over}; {source:Estovia} {cue:denies} {content:it}.", "asserts denies"),
    ("{content:The claim} {cue:was immediately rejected} by {source:the foreign ministry in Arkel}.", "denies"),
    ("Asked about the report, {source:a spokeswoman} {cue:said} {content:she had “nothing to add”}.", "asserts"),
]

NESTED = [
    ("{source:The captain} {cue:said} {content:{source:a nurse} {cue:had told} the crew that {content:she saw a boat}}.", "asserts asserts"),
]

NOTHING = [
    "Lanterns in a storm: “That is what we feared most.”",
    "March 3, 1921: “The Long Winter” opens.",
    "July 1-9, 1934: “The winter was long.”",
    "Experience shows that dams leak.",
    "History suggests that wars end.",
    "The ministers met in Arkel on Monday.",
    "He read “The Long River” on the train.",
    "The so-called “river tax” came into force.",
    "The man accused of theft fled.",
    "Goods announced by the firm were late.",
    "The report was long.",
    "The United States of the North met in Arkel.",
    "Norland has ordered 24 mortars.",
    "The navy ordered three ships worth 2bn crowns from a yard in Arkel.",
    "In May Norland asked Estovia, which makes mortars, for 24 of them.",
    "The firm sought a buyer.",
    "The premier called the general.",
    "The council called a meeting for Monday.",
    "The yard charged 2m crowns for each boat.",
    "The unit reports to the ministry.",
    "The king backed the rebels.",
    "The army defended the bridge.",
    "The farm branded the cattle.",
    "Police questioned two men.",
    "The storm threatened the harbour.",
    "The king welcomed the envoy at the palace.",
    "No government has denied the report.",
    "Nobody has denied the report.",
    "No group has claimed responsibility.",
    "Exports declined in May.",
    "The neighbours have disputed the lake since 1950.",
    "Norland recalled its envoy.",
    "The firm maintained a base in Arkel.",
    "The widow heard that the ship had sunk.",
    "Norland has neither ordered nor paid for training boats.",
    "The mill stood by the river.",
    "Falk won’t return to farming.",
    "Falk was not answering the door.",
    "Drivers are refusing to pay the toll.",
    "The crew refused to leave the boat.",
    "The premier declined to sign the bill.",
    "The crew refused the food.",
    "The bank refused to provide loans.",
    "The gang refused to release the miller.",
    "The island refused to admit the sailors.",
    "Norland’s reported purchase of boats angered the union.",
    "Norland withdrew its troops.",
    "The bank withdrew its offer.",
    "",
    "“”",
]

# A verb joined by "or" or "and" goes on with the clause it stands in; a second cue has the form of the first.
READS_ON = [
    ("{source:Both governments} {cue:have denied} that {content:Norland has lent any boats or plans to lend one}.", "denies"),
    ("{source:The ministry} {cue:denied} that {content:it had sold boats or planned to sell them}.", "denies"),
    ("{source:The minister} {cue:said} {content:the army had withdrawn or planned to withdraw by May}.", "asserts"),
    ("{source:Norland} {cue:says} {content:it has no boats left and intends to buy some}.", "asserts"),
    ("{source:The union} {cue:said} that {content:members were angry and feared a strike}.", "asserts"),
    ("{source:The union} {cue:said} {content:wages had fallen and that members feared a strike}.", "asserts"),
    ("{source:The union} {cue:said} {content:wages had fallen} and {cue:warned} that {content:a strike would follow}.", "asserts expects"),
    ("{source:The firm} {cue:told} workers {content:it would pay} and {cue:promised} that {content:no job would go}.", "asserts promises"),
    ("{source:The premier} {cue:said} {content:{source:Estovia} {cue:had denied} {content:the sale} and promised an inquiry}.", "asserts denies"),
    ("{source:The minister} {cue:denied} {content:the charge} or said he was ill.", "denies"),
]

# A noun of a verb's form within a name is no verb.
NAMES = [
    ("{source:United States officials} {cue:expect} {content:the boats to be moved}.", "expects"),
    ("{source:Baltic States officials} {cue:warned} that {content:prices would rise}.", "expects"),
    ("{source:Law Reports editors} {cue:said} {content:the ruling was new}.", "asserts"),
    ("{source:Bureau of Accounts staff} {cue:say} {content:the files were lost}.", "asserts"),
    ("{source:Consumer Claims clerks} {cue:said} {content:the form was new}.", "asserts"),
    ("{source:The Gulf States} {cue:said} {content:oil would flow}.", "asserts"),
]

ASKED = [
    ("Asked about {content:the report}, {source:the premier} {cue:refused to comment}.", "declines"),
    ("Asked {content:whether the boats were sold}, {source:the premier} {cue:declined to answer}.", "declines"),
    ("When asked about {content:the boats}, {source:a spokesman} {cue:declined to comment}.", "declines"),
    ("Asked on Monday {content:if the boats were sold}, {source:Lund} {cue:did not answer}.", "declines"),
    ("Pressed on {content:the cost of the boats}, {source:the minister} {cue:would not comment}.", "declines"),
    ("{source:A spokesman} {cue:refused to comment} when asked about {content:the boats}.", "declines"),
    ("{source:A spokesman} {cue:declined to comment}, when asked {content:whether the boats were sold}.", "declines"),
    ("Asked for comment, {source:the palace} {cue:declined}.", "declines"),
    ("Asked if he would go, {source:Lund} {cue:said} {content:he was well}.", "asserts"),
    ("With the talks stalled and a vote due, {source:the minister} {cue:declined to comment}.", "declines"),
]

# What is ordered, sought or backed is a statement only where it is a matter or an act, not a thing or a person.
DEEDS = [
    ("{source:The president} {cue:ordered} {content:an inquiry}.", "urges"),
    ("{source:The governor} {cue:ordered} {content:the evacuation of three villages}.", "urges"),
    ("{source:The president} {cue:ordered} {content:the army to withdraw}.", "urges"),
    ("{source:Norland} {cue:asked} {content:Estovia for help}.", "urges"),
    ("{source:The mayor} {cue:welcomed} {content:the ruling}.", "asserts"),
    ("{source:The premier} {cue:dismissed} {content:it}.", "denies"),
    ("{source:The judge} {cue:dismissed} {content:the case}.", "declines"),
    ("{source:The minister} {cue:called} {content:the strike a mistake}.", "asserts"),
    ("{source:The minister} {cue:called} {content:it theft}.", "asserts"),
    ("{source:The group} {cue:claimed} {content:responsibility for the raid}.", "asserts"),
]

# To refuse is a statement where what is refused is an answer.
ANSWERS = [
    ("{source:The yard} {cue:declined} {content:to provide details of the lease}.", "declines"),
    ("{source:The yard} {cue:refused} {content:to go into detail}.", "declines"),
    ("{source:The king} {cue:refused} {content:to be interviewed}.", "declines"),
    ("{source:The yard} {cue:declined} {content:to explain the delay}.", "declines"),
    ("{source:The yard} {cue:has not answered} {content:questions about the lease}.", "declines"),
    ("{source:The yard} {cue:did not return phone calls}.", "declines"),
]

NEITHER = [
    ("{source:The palace} {cue:has neither confirmed nor denied} that {content:the king was ill}.", "declines"),
    ("{source:The navy} {cue:did not confirm or deny} {content:the loss}.", "declines"),
    ("{source:The firm} {cue:has not denied} {content:the report}.", "confirms"),
    ("{source:Neither government} {cue:has denied} {content:the sale}.", "confirms"),
    ("{source:Neither side} {cue:would confirm} {content:the sale}.", "declines"),
    ("{source:No official} {cue:would confirm} {content:the report}.", "declines"),
    ("{source:Neither Norland nor Estovia} {cue:would comment} on {content:the sale}.", "declines"),
    ("{source:No. 2 commander Otto Lund} {cue:said} {content:the hill had fallen}.", "asserts"),
    ("{source:No fewer than 12 witnesses} {cue:said} {content:the boat was full}.", "asserts"),
]

# Where a content begins and ends: at a semicolon, a remark of the outlet's own, a verb that is joined on.
BORDERS = [
    (
        "{source:The yard} {cue:said} {content:the boats were sold}; {content:the loan runs for a year}, {source:it} {cue:told} radio.",
        "asserts asserts",
    ),
    ("{source:The yard} {cue:said} {content:it expected “no loss”}; its shares fell.", "asserts"),
    ("{source:The navy} {cue:denied} that {content:it had lost a boat}, a day after wreckage came ashore.", "denies"),
    ("{source:The navy} {cue:denied} that {content:it had lost a boat} – a claim that two fishermen made.", "denies"),
    ("{source:The bureau} {cue:disputed} {content:the figure} but did not give another.", "denies"),
    ("{source:She} {cue:said} {content:the answer would be “swift”}, and gave the envoy a week.", "asserts"),
    ("{source:The Arkel Post} {cue:reported} over the weekend that {content:Norland would pay}.", "asserts"),
    ("{source:Brandt} {cue:said}, however, that {content:the dam was safe}.", "asserts"),
    ("{content:Norland has bought no boats}, {source:its minister} {cue:said} here today.", "asserts"),
    (
        "{content:“They need each other,”} {cue:wrote} {source:Iris Falk of the Arkel Centre} in a note on Monday, {content:“and they know it.”}",
        "asserts",
    ),
    ("{content:Not so}, {cue:said} {source:Lund}. {content:“They turned across our bow. We have it on film.”}", "asserts"),
]

WHOSE = [
    ("{source:Its head – Captain Otto Lund} – {cue:acknowledged} that {content:the stock had not been counted}.", "confirms"),
    ("{content:“Go home,”} {source:a man who gave his name as Lund} {cue:shouted}.", "asserts"),
    ("{source:Norland} {cue:accused} {content:Estovia of theft}, {content:which} {source:the embassy} {cue:denied}.", "asserts denies"),
    ("{content:That} {cue:was contradicted} by {source:two of the men}.", "denies"),
    ("{source:Brandt} {cue:has since stood by} {content:her report}.", "confirms"),
    ("{source:Brandt} {cue:would not be drawn} on {content:whether the king was ill}.", "declines"),
    ("{source:Estovia} {cue:rejected} {content:{source:Norland}’s {cue:complaint} that {content:its boats were late}}.", "denies asserts"),
    ("{source:The court} {cue:heard} that {content:the gate was locked}.", "asserts"),
    ("{source:Norland} {cue:has called} {content:that report a fabrication}.", "denies"),
    ("{source:The union} {cue:wants} {content:the law tightened}.", "holds"),
]

RELATIVES = [
    ("{content:The boats, which} {source:Lund} {cue:said} {content:were unarmed}, left on Monday.", "asserts"),
    ("He showed us {content:two crates, which} {source:he} {cue:said} {content:held maps}.", "asserts"),
    ("{source:Norland} {cue:accused} {content:Estovia of theft}, {content:a charge} {source:Estovia} {cue:denies}.", "asserts denies"),
    ("{source:Norland} {cue:accused} {content:Estovia of theft}, {content:a claim} that {source:Estovia} {cue:has rejected}.", "asserts denies"),
    ("{source:Norland}, which {cue:denies} {content:the charge}, recalled its envoy.", "denies"),
    ("{source:Norland and Estovia} {cue:have both denied} {content:the claim}.", "denies"),
    ("{source:Officials in Arkel} {cue:insist} {content:the boats are old}.", "asserts"),
    ("{source:State television} {cue:reported} that {content:the king was ill}, citing a palace aide.", "asserts"),
    ("{source:The agency}, citing two officials, {cue:reported} that {content:boats had been sold}.", "asserts"),
    ("{source:The minister} was quoted by state television {cue:as saying} that {content:boats had been sold}.", "asserts"),
    ("{content:Reports that boats had been sold were false}, {source:Lund} {cue:said}.", "denies"),
    ("{source:Norland} {cue:warned} {content:Estovia against buying boats}.", "urges"),
    ("{source:Lund} {cue:dismissed} {content:as “fiction” a report that boats had been sold}.", "denies"),
    ("{source:Lund} {cue:rejected} {content:as baseless claims that boats had been sold}.", "denies"),
    ("{source:Lund} {cue:insisted} on Tuesday that {content:no boats had been sold}.", "asserts"),
    ("{source:The ministry} {cue:said} {content:the report was “a fairy tale in nine chapters”}.", "denies"),
    ("{source:The minister} {cue:had no comment}.", "declines"),
]

MIXED = [
    (
        "{source:Brandt} {cue:told} reporters on Friday that {content:{source:she} {cue:“categorically” denied} {content:the report}}.",
        "asserts denies",
    ),
    ("{source:Unconfirmed reports} {cue:say} {content:a boat is missing}.", "asserts"),
    ("{source:Lund} {cue:did not answer repeated calls to his office}.", "declines"),
    ("{source:Lund} {cue:said} {content:not one boat had been sold}.", "asserts"),
    ("{content:“I categorically deny it,”} {source:Brandt} {cue:said}.", "denies"),
    ("{source:Lund} {cue:confirmed} {content:neither the number nor the price}.", "declines"),
    ("{content:Since May}, {source:the river authority} {cue:estimates}, {content:800 people have fled}.", "asserts"),
    ("{content:“It is over,”} {source:a senior aide, who asked not to be named}, {cue:told} the Arkel Post.", "asserts"),
    ("{source:The ministry} {cue:did not respond to questions} about {content:the sale}.", "declines"),
    ("{source:The Arkel Post} first {cue:reported} {content:the deal}.", "asserts"),
    (
        "{content:At least 12 people died}, {cue:said} {source:Iris Falk, head of the clinic}, {cue:adding} that {content:more were lost}.",
        "asserts asserts",
    ),
    ("{source:Brandt}, asked whether it was war, {cue:said} {content:it was}.", "asserts"),
    ("{source:Norland} {cue:said} {content:it had ordered 24 boats from Estovia and would order more}.", "asserts"),
    ("{source:Norland} {cue:denied} {content:having bought boats}, {cue:saying} {content:they had been leased}.", "denies asserts"),
    ("{source:Norland} {cue:denied} {content:it}, and so did Estovia.", "denies"),
    ("{source:The ministry} issued a statement {cue:denying} that {content:boats had been sold}.", "denies"),
    ("{source:Reporters} {cue:asked} {content:Brandt whether it was war}.", "asks"),
]

# "claims" and "reports" after what they were judged to be, or after "that", are nouns.
JUDGED = [
    ("{source:Estovia’s navy} {cue:has dismissed} {content:as “sheer fantasy” claims that it lost a boat}.", "denies"),
    ("{source:Lund} {cue:has rejected} {content:as “untrue” allegations that boats were sold}.", "denies"),
    ("{source:Lund} {cue:said} that {content:reports that crews had mutinied were false}.", "denies"),
    ("{source:Lund} {cue:said} {content:claims that crews had mutinied were false}.", "denies"),
    ("{content:“We are at peace,”} {cue:claims} {source:Lund}.", "asserts"),
]

TAKEN_BACK = [
    ("{source:Falk} {cue:later withdrew her denial}, {cue:admitting} that {content:a letter existed}.", "confirms confirms"),
    ("{source:Falk} {cue:retracted her statement}.", "denies"),
    ("{source:Falk} {cue:said} {content:a letter existed}, {cue:withdrawing her denial}.", "asserts confirms"),
    ("{source:The yard} {cue:withdrew its claim} that {content:the boats were new}.", "denies"),
    ("{source:Falk} {cue:did not deny} that {content:a boat had sailed}.", "confirms"),
    ("{content:“We cannot deny that letters were sent,”} {source:Falk} {cue:said}.", "confirms"),
    ("{content:“I do not deny it,”} {source:Falk} {cue:said}.", "confirms"),
    ("{content:“We never leased it,”} {source:Falk} {cue:said}.", "denies"),
    ("{content:“We never saw it coming,”} {source:Falk} {cue:said}.", "asserts"),
    ("{content:“They never paid us,”} {source:Falk} {cue:said}.", "asserts"),
    ("{content:“It is not true that boats were sold,”} {source:Falk} {cue:said}.", "denies"),
]

PLACED = [
    ("{source:Falk’s} {cue:reported}, citing two pilots, that {content:nine boats had been ordered}.", "asserts"),
    ("{source:The Arkel Post} {cue:reported}, citing two pilots, that {content:nine boats had been ordered}.", "asserts"),
    ("{cue:According to} {source:NORWA}, {content:Estovia ordered nine boats}.", "asserts"),
    ("{cue:According to} {source:Ada Brandt}, {content:the yard called a halt}.", "asserts"),
    ("{source:They} {cue:have yet to confirm} {content:the sale}.", "declines"),
    ("{source:The yard} {cue:has yet to comment} on {content:the sale}.", "declines"),
    ("{source:The yard} {cue:has yet to respond to a request for comment}.", "declines"),
    ("{source:The yard} {cue:has continued to deny} {content:the sale}.", "denies"),
    (
        "After months of talks with the crews and three votes that failed, {source:the yard} {cue:announced} Tuesday that {content:it would close}.",
        "asserts",
    ),
    (
        "After months of talks with the crews and three votes that failed, {source:the yard} {cue:announced} Tuesday {content:it would close}.",
        "asserts",
    ),
    ("Reports that {source:the king} {cue:denied} {content:the marriage} were false.", "denies"),
    (
        "{content:Reports that {source:the king} {cue:denied} {content:the marriage}} {cue:were dismissed} by {source:the palace}.",
        "denies denies",
    ),
    ("{cue:According to} {source:the yard}, {content:{source:Brandt} {cue:said} {content:the boats were old}}.", "asserts asserts"),
    ("{source:The navy} {cue:went on to deny} {content:the charge}.", "denies"),
    ("{source:Falk’s} {cue:said} {content:the shop was shut}.", "asserts"),
    ("{source:Lund} {cue:denied} {content:knowing that the tenant, a bank in Arkel, was broke}.", "denies"),
    ("{source:A spokesman} {cue:refused to discuss} {content:the lease}.", "declines"),
    ("Claims that {source:the yard} {cue:confirmed} that {content:a boat was lost} were wrong.", "confirms"),
]

ALL = [
    *PLAIN,
    *BEFORE,
    *QUOTED,
    *SOURCES,
    *SHARED,
    *REFUSALS,
    *DENIALS,
    *OTHERS,
    *PASSIVES,
    *AGENCY,
    *NESTED,
    *READS_ON,
    *NAMES,
    *ASKED,
    *DEEDS,
    *ANSWERS,
    *NEITHER,
    *BORDERS,
    *WHOSE,
    *RELATIVES,
    *MIXED,
    *JUDGED,
    *TAKEN_BACK,
    *PLACED,
]


@pytest.mark.parametrize(("marked", "stances"), ALL)
def test_who_says_what(marked: str, stances: str) -> None:
    gold = unmark(marked.replace(" / ", "\n"))
    document, statements = read(gold.text)
    assert roles(document, statements) == marked_roles(gold)
    assert [s.stance for s in sorted(statements, key=lambda s: s.cue.spans)] == stances.split()


@pytest.mark.parametrize("text", NOTHING)
def test_nobody_says_anything(text: str) -> None:
    assert read(text)[1] == ()
