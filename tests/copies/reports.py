"""Reports of our own to copy, and what desks do to wire copy."""

import random
import re
from collections.abc import Callable

FERRY = (
    "The captain of a ferry that ran aground off the island of Hestøya last winter was asleep at the wheel, the accident board said on Tuesday.\n"
    "The Solvind, with 212 people on board, left its course at 3.40 a.m. on January 17 and struck a reef at a speed of 16 knots. Nobody died, "
    "but 31 passengers were treated for broken bones and cold.\n"
    "Investigators found that the bridge alarm, which sounds when nobody has touched the controls for 12 minutes, had been switched off since "
    "the previous summer. Two officers told them that it had disturbed passengers in the lounge below.\n"
    '"We were told to keep the peace on board, and so we kept it," one of the officers was quoted as saying.\n'
    "The owner, Nordkyst Lines, rejected the finding. It said the alarm had been repaired in November and that a power cut was to blame.\n"
    "The board has no power to prosecute. It recommended that all 14 vessels of the company be inspected before Easter, and that alarms be "
    "sealed.\n"
    "Police in the county town of Lervik said they would read the report before deciding whether to bring charges. A lawyer for the captain, "
    "who has been on leave since February, declined to comment.\n"
    "Ferries carry four million people a year between the islands and the mainland, and the winter timetable has been cut twice since the "
    "accident. Mayors of three islands want the state to take over the line.\n"
    "Nordkyst was sold to a Danish investment fund in 2019 and has not paid a dividend since. Its contract runs until the end of next year."
)

OTHER_PAPER = (
    "An inquiry into the stranding of the Solvind has laid the blame on a sleeping skipper and on a safety device that someone had turned off.\n"
    "In a 90-page document published in Lervik yesterday, the accident board describes how the vessel drifted for eleven minutes towards rocks "
    "that every schoolchild on Hestøya knows by name.\n"
    "More than two hundred travellers were woken by the impact. Thirty-one of them needed a doctor, though all survived the night in the "
    "lifeboats and on the beach.\n"
    "The alarm that ought to have roused the man at the helm had been silent for months, because people in the saloon complained about its "
    "noise.\n"
    '"We were told to keep the peace on board, and so we kept it," said a member of the crew.\n'
    "Nordkyst Lines disputes nearly every page. Managers insist that technicians mended the device in late autumn, and they point to an "
    "electrical fault instead.\n"
    "Whether anybody will stand trial is up to the police, who asked for time. On the quay at Hestøya few people were surprised. Fishermen "
    "there have long said that crews work too many nights in a row, and the union has counted 19 complaints in two years.\n"
    "The mayor, whose own sister was on board, called for the boats to be run by the county again."
)

HARVEST = (
    "Farmers in the Orla valley expect the smallest apple harvest in forty years after frost in May killed most of the blossom.\n"
    "The growers' association said on Friday that its members would pick about 9,000 tonnes this autumn, a third of what they sell in a common "
    "year.\n"
    "Some orchards above the river have nothing to pick at all. Others were saved by candles that families lit between the rows on six nights "
    "in a row.\n"
    "The minister of agriculture promised loans without interest, but the association wants grants. Its chairman said that a loan has to be "
    "paid back from a harvest that does not exist.\n"
    "Prices in the shops have gone up by a fifth since July. Importers are looking to the south, where the season begins later and the fruit is "
    "smaller.\n"
    "Two juice factories have told their workers to stay at home until October. The larger of them, in Brenning, has not stood still since it "
    "opened in 1987."
)

LOCAL = (
    "Readers in our own district will remember the storm of 1994, when the bridge at Malvik was closed for nine weeks and schoolchildren "
    "crossed the fjord in open boats.\n"
    "The town council meets on Thursday to talk about a new slip, and the harbour master has asked everybody who owns a boat longer than eight "
    "metres to move it before then.\n"
    "A collection for the lifeboat station has brought in enough for a new engine, its treasurer told the annual meeting, where coffee and "
    "cakes were served."
)

BOX = (
    "Sign up for our morning letter and never miss a story from the region. By giving your address you agree to our terms.\n"
    "You have read three of five free articles this month. Subscribe for one crown a week. Already a subscriber? Log in here.\n"
    "Comments are closed after two days and may be shortened. Please read the rules of our forum before you write."
)

Edit = Callable[[str], str]


def cut_to(count: int) -> Edit:
    """The first words of a text, as a brief has them."""

    def cut(text: str) -> str:
        found, left = [], count
        for paragraph in text.split("\n"):
            words = paragraph.split()
            found.append(" ".join(words[:left]))
            left -= len(words)
            if left <= 0:
                break
        return "\n".join(found)

    return cut


def noisy(share: float, seed: int = 1) -> Edit:
    """Letters lost, doubled, misread, spaces put in or lost: as a scanned page comes out."""

    def noise(text: str) -> str:
        chance = random.Random(seed)
        found = []
        for sign in text:
            if sign == "\n" or chance.random() >= share:
                found.append(sign)
            elif sign != " ":
                found.append(chance.choice(["", sign * 2, chance.choice("ecoltifn0"), sign + " "]))
        return "".join(found)

    return noise


def edited(*rules: tuple[str, str]) -> Edit:
    """Words put for others."""

    def edit(text: str) -> str:
        for old, new in rules:
            text = re.sub(old, new, text)
        return text

    return edit


def lines(*numbers: int) -> Edit:
    """Some paragraphs, in this order."""
    return lambda text: "\n".join(text.split("\n")[number] for number in numbers)
