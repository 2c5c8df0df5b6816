"""Notes in which the outlet corrects, withdraws or updates what it published; news of a correction is none."""

import pytest

import onrecord
from onrecord.article.notices import tell_notice
from onrecord.lexicon import read_table
from onrecord.record import Article, Record

NEWS = (
    "The harbour board of Tarvik denied on Tuesday that it had sold two tugs to a firm in Norland, and called the report invented.",
    "A spokeswoman said that the tugs were being repaired in a yard at Sund, where the union had seen them a week before.",
    "Two members of the board, who asked not to be named, said that a price had been agreed in spring and that papers were drawn up.",
    "The firm would not comment. Its owner had said in May that it wanted three tugs before the winter, and would pay in full.",
)


def article_of(record: Record) -> Article:
    assert record.article is not None
    assert record.check() == ()
    return record.article


def read_with(before: str = "", after: str = "", *, flat: bool = False) -> Record:
    texts = [text for text in (before, *NEWS, after) if text]
    if flat:
        return onrecord.read_text("Board denies tug sale\n\nBy Jane Roe\n\n" + "\n\n".join(texts) + "\n", until="article")
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    return onrecord.read_html(f"<title>Board denies tug sale</title><article><h1>Board denies tug sale</h1>{paragraphs}</article>", until="article")


NOTES = [
    ("Correction: The tugs are in Sund, not in Arkel.", "correction"),
    ("Correction (3 May): The tugs are in Sund, not in Arkel.", "correction"),
    ("CORRECTION - The tugs are in Sund, not in Arkel.", "correction"),
    ("• This article was amended on 3 May 2021. An earlier version gave the wrong yard.", "correction"),
    ("An earlier version of this article misstated how many tugs there are.", "correction"),
    ("Editor's note: An earlier version of this story named the wrong yard.", "correction"),
    ("This story has been corrected to show that there are two tugs.", "correction"),
    ("This story has been updated with the words of the board.", "update"),
    ("Update, May 3: This story has been updated with the words of the board.", "update"),
    ("Editor's note: This report has been retracted, as the papers that it rests on are forged.", "retraction"),
    ("In einer früheren Version dieses Artikels war von drei Schleppern die Rede.", "correction"),
    ("Cet article a été modifié le 3 mai pour donner le bon nom du chantier.", "correction"),
    ("Fe de errores: una primera redacción hablaba de tres remolcadores.", "correction"),
    ("Questo articolo è stato aggiornato il 3 maggio con la replica del porto.", "update"),
    ("В предыдущей версии этой статьи было названо другое число буксиров.", "correction"),
    ("تصحيح: عدد القاطرات اثنتان وليس ثلاثا كما ورد في النص.", "correction"),
    ("更正：拖船共两艘，而非三艘。", "correction"),
]


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize(("note", "kind"), NOTES)
def test_a_note_behind_the_text(note: str, kind: str, flat: bool) -> None:
    record = read_with(after=note, flat=flat)
    article = article_of(record)
    assert [(record.document[notice.span], notice.kind) for notice in article.notices] == [(note, kind)]
    assert [record.document[block.range] for block in article.body] == list(NEWS)


@pytest.mark.parametrize(("note", "kind"), NOTES[4:6])
def test_a_note_above_the_text(note: str, kind: str) -> None:
    record = read_with(before=note)
    article = article_of(record)
    assert [(record.document[notice.span], notice.kind) for notice in article.notices] == [(note, kind)]
    assert [record.document[block.range] for block in article.body] == list(NEWS)


def test_a_note_at_the_end_of_a_paragraph() -> None:
    note = "(Correction: An earlier version of this story named the wrong yard.)"
    record = read_with(after=f"The yard was closed on Sunday, the union said. {note}")
    article = article_of(record)
    assert [record.document[notice.span] for notice in article.notices] == [note]
    assert record.document[article.body[-1].range] == "The yard was closed on Sunday, the union said."


@pytest.mark.parametrize(
    "news",
    [
        "The Courier issued a correction on Tuesday, saying that an earlier version of its story had named the wrong yard.",
        "An earlier version of the bill would have let the board sell tugs without a vote of the town.",
        "The report was withdrawn by the ministry after a week, and its author has been retracted from the list.",
        "This agreement was amended in 2019 to let the firm buy three tugs a year.",
        "Prison officials in the department of correction said that nobody had asked them about tugs.",
        "The article was corrected after he complained, Roe said, but nobody had told the readers.",
        "Update on the tugs: the board will meet again on Friday to hear the yard.",
        "In a previous version of events, the captain had said that he was asleep.",
    ],
)
def test_news_of_a_correction_is_no_notice(news: str) -> None:
    record = read_with(after=news)
    assert article_of(record).notices == ()
    assert record.document[article_of(record).body[-1].range] == news


def test_an_invitation_to_report_errors_is_no_notice() -> None:
    assert article_of(read_with(after="Corrections: If you see an error in this story, please write to the desk.")).notices == ()


@pytest.mark.parametrize(("kind", "how", "words", "example"), read_table("article/notices.tsv").rows)
def test_words_of_notices_tell_their_example(kind: str, how: str, words: str, example: str) -> None:
    assert tell_notice(example) == kind, (how, words)
