"""What kind of page it is: pages that are no article are said to be what they are, and articles about such things stay articles."""

import pytest

import onrecord
from onrecord.article.kinds import says, tells
from onrecord.lexicon import read_table
from onrecord.record import Article, PageKind

NEWS = (
    "The harbour board of Tarvik denied on Tuesday that it had sold two tugs to a firm in Norland, and called the report invented.",
    "A spokeswoman said that the tugs were being repaired in a yard at Sund, where the union had seen them a week before.",
    "Two members of the board, who asked not to be named, said that a price had been agreed in spring and that papers were drawn up.",
    "The firm would not comment. Its owner had said in May that it wanted three tugs before the winter, and would pay in full.",
)
TEASERS = (
    ("Ferry line orders two ships from Sund", "The line will pay with a loan of the state, its owner said on Monday."),
    ("Dockers end strike after two weeks", "Night shifts are gone, the union said, but wages stay as they are."),
    ("Museum ship to move upriver in May", "The old ship will leave its berth when the ice is gone, the town said."),
    ("Council votes for a third bridge", "Nine members were for it and six against, after a debate of four hours."),
    ("Court clears harbour pilot of blame", "The judge found that the lights of the pier had not been lit that night."),
    ("Fish prices fall for a third month", "Boats bring more than the market can take, the guild of fishers said."),
    ("School in Arkel gets its own boat", "Pupils will learn to sail from the age of nine, the head teacher said."),
    ("Storm closes the pass to the north", "Snow lies two metres deep, and the road will be shut until Friday."),
    ("New light for the pier of Tarvik", "It can be seen for twelve miles, said the keeper who lit it first."),
)


def article_of_html(title: str, body: str, head: str = "") -> Article:
    page = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    article = onrecord.read_html(page, until="article").article
    assert article is not None
    return article


def article_of_text(text: str) -> Article:
    article = onrecord.read_text(text, until="article").article
    assert article is not None
    return article


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


ERRORS = [
    ("404 Not Found", "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>"),
    ("Page not found | Harbour Post", "<nav><a href=/>Home</a></nav><h1>Sorry!</h1><p>The page you are looking for has been moved or deleted.</p>"),
    ("Just a moment...", "<h2>harbour.example needs to review the security of your connection before proceeding.</h2><p>Ray ID: 1a2b</p>"),
    ("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access this resource on this server.</p><p>Reference 18.6</p>"),
    ("harbour.example", "<p>Please enable JS and disable any ad blocker</p>"),
    ("Attention Required! | Guard", "<h1>Sorry, you have been blocked</h1><h2>You are unable to access harbour.example</h2>"),
    ("Harbour Post - Are you a robot?", "<h2>We've detected unusual activity from your computer network</h2><p>Please click the box below.</p>"),
    (
        "451: Unavailable due to legal reasons",
        "<h1>451</h1><p>You come from a country belonging to the European Economic Area, so we cannot let you in.</p>",
    ),
    ("502 Bad Gateway", "<h1>502 Bad Gateway</h1>"),
    ("Seite nicht gefunden - Hafenbote", "<h1>Fehler 404</h1><p>Die von Ihnen aufgerufene Seite gibt es leider nicht mehr.</p>"),
    ("Page introuvable - Le Quai", "<h1>Page introuvable</h1><p>La page que vous recherchez n'est plus là. Retournez à l'accueil.</p>"),
    ("Página no encontrada | El Muelle", "<h1>Error 404</h1><p>Lo sentimos, la página que buscas ya no está aquí.</p>"),
    ("Pagina non trovata", "<h1>Pagina non trovata</h1><p>La pagina che stai cercando non c'è più.</p>"),
    ("Página não encontrada", "<h1>Ops!</h1><p>A página que você procura não existe ou foi removida.</p>"),
    ("Pagina niet gevonden - De Haven", "<h1>Pagina niet gevonden</h1><p>Probeer het later nog eens.</p>"),
    ("Nie znaleziono strony", "<h1>404</h1><p>Strona, której szukasz, nie istnieje.</p>"),
    ("Страница не найдена — Гавань", "<h1>404</h1><p>Запрашиваемая страница удалена или никогда не существовала.</p>"),
    ("الصفحة غير موجودة - الميناء", "<h1>404</h1><p>عذرا، الصفحة التي تبحث عنها غير متوفرة.</p>"),
    ("404 页面不存在_港口日报", "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>"),
    ("ページが見つかりません｜港新聞", "<p>お探しのページは移動したか削除されました。</p>"),
]


@pytest.mark.parametrize(("title", "body"), ERRORS)
def test_error_pages(title: str, body: str) -> None:
    article = article_of_html(title, body)
    assert (article.kind, article.headline, article.body) == (PageKind.ERROR, None, ())


def test_an_error_page_offers_other_stories() -> None:
    cards = "".join(f"<div><h3><a href='/{n}'>{head}</a></h3><p>{teaser}</p></div>" for n, (head, teaser) in enumerate(TEASERS))
    body = f"<h1>Page not found</h1><p>The page you requested is not here.</p><h2>Read instead</h2><section class='related'>{cards}</section>"
    article = article_of_html("Page not found | Harbour Post", body)
    assert (article.kind, article.body) == (PageKind.ERROR, ())
    assert len(article.related) == len(TEASERS)


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Post\nHome\nNews\nSport\n\n404\n\nPage not found\n\nThe page you are looking for might have been removed.\n\n© 2026 Harbour Post",
        "Just a moment...\nVerify you are human by completing the action below.\nharbour.example needs to review the security of your connection.",
        "Access to this page has been denied\n\nPlease verify you are a human\n\nReference ID 12-34",
        "Страница не найдена\n\nЗапрашиваемая страница удалена.\n\nНа главную",
        "Seite nicht gefunden\nDie gesuchte Seite gibt es nicht mehr.",
    ],
)
def test_error_pages_as_text(text: str) -> None:
    article = article_of_text(text)
    assert (article.kind, article.body) == (PageKind.ERROR, ())


CONSENT = [
    (
        "Before you continue",
        (
            "<h1>Before you continue</h1><p>We use cookies and data to deliver our services and to count how they are used.</p>"
            "<p>If you choose “Accept all”, we will also use cookies and data to show personalised ads.</p>"
            "<button>Reject all</button><button>Accept all</button>"
        ),
    ),
    (
        "Harbour Post",
        (
            "<h2>We value your privacy</h2><p>We and our 842 partners store and/or access information on a device, such as unique IDs in cookies.</p>"
            "<p>You may accept or manage your choices, including your right to object where legitimate interest is used, at any time.</p>"
            "<p>Personalised advertising and content, advertising and content measurement, audience research.</p>"
            "<a href=#>Manage options</a> <button>I agree</button>"
        ),
    ),
    (
        "Hafenbote",
        (
            "<h1>Lesen Sie mit Werbung und Cookies</h1><p>Wir und unsere Partner speichern Cookies auf Ihrem Gerät und verarbeiten Ihre Daten.</p>"
            "<p>Ihre Einwilligung können Sie jederzeit in der Datenschutzerklärung widerrufen.</p><button>Alle akzeptieren</button>"
        ),
    ),
    (
        "Le Quai",
        (
            "<p>Avec votre accord, nous et nos partenaires utilisons des cookies pour traiter des données personnelles.</p>"
            "<button>Continuer sans accepter</button><button>Tout accepter</button>"
        ),
    ),
    (
        "El Muelle",
        (
            "<p>Nosotros y nuestros socios utilizamos cookies para guardar datos personales y mostrar publicidad.</p>"
            "<button>Rechazar todo</button><button>Aceptar todo</button>"
        ),
    ),
    ("Гавань", "<p>Мы используем файлы cookie и обрабатываем персональные данные, чтобы сайт работал лучше.</p><button>Принять все</button>"),
    ("الميناء", "<p>نحن نستخدم ملفات تعريف الارتباط وفقا لسياسة الخصوصية الخاصة بنا على هذا الموقع.</p><button>قبول الكل</button>"),
]


@pytest.mark.parametrize(("title", "body"), CONSENT)
def test_consent_walls(title: str, body: str) -> None:
    article = article_of_html(title, body)
    assert (article.kind, article.headline, article.body) == (PageKind.CONSENT, None, ())


def test_a_consent_wall_as_text() -> None:
    text = (
        "We value your privacy\nWe and our 842 partners store or access information on a device, such as cookies.\n"
        "You may change your choices at any time in our privacy policy.\nMANAGE OPTIONS\nACCEPT ALL"
    )
    article = article_of_text(text)
    assert (article.kind, article.body) == (PageKind.CONSENT, ())


WALLS = [
    "Subscribe to continue reading",
    "Already a subscriber? Log in",
    "Diesen Artikel weiterlesen mit Plus",
    "La suite est réservée aux abonnés.",
    "Para seguir leyendo, suscríbete.",
    "Per continuare a leggere, abbonati.",
    "Este conteúdo é exclusivo para assinantes",
    "Alleen voor abonnees",
    "Полный текст доступен по подписке.",
    "للمشتركين فقط",
    "订阅后继续阅读",
]


@pytest.mark.parametrize("wall", WALLS)
def test_paywalls_leave_a_stub(wall: str) -> None:
    article = article_of_html(
        "Tug deal denied", f"<article><h1>Tug deal denied by the board</h1><p>{NEWS[0]}</p></article><div><h2>{wall}</h2></div>"
    )
    assert (article.kind, len(article.body)) == (PageKind.STUB, 1)


INDEX_CARDS = "".join(f"<div class='item'><h3><a href='/news/{n}-story'>{head}</a></h3><p>{text}</p></div>" for n, (head, text) in enumerate(TEASERS))


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("News | Harbour Post", f"<main>{INDEX_CARDS}</main>", ""),
        (
            "Harbour Post",
            f"<h1>Harbour Post</h1>{INDEX_CARDS}",
            "<link rel=canonical href='https://post.example/'><meta property='og:type' content='website'>",
        ),
        ("Shipping", "".join(f"<h2><a href='/{n}'>{head}</a></h2>" for n, (head, _) in enumerate(TEASERS)), ""),
    ],
)
def test_an_index_lists_its_stories(title: str, body: str, head: str) -> None:
    article = article_of_html(title, body, head)
    assert (article.kind, article.headline, article.body) == (PageKind.INDEX, None, ())
    assert len(article.related) == len(TEASERS)


def test_an_index_as_text() -> None:
    text = "Harbour Post\nHome\nNews\n\n" + "\n\n".join(f"{head}\n{teaser}" for head, teaser in TEASERS)
    article = article_of_text(text)
    assert (article.kind, article.body) == (PageKind.INDEX, ())


TALK = "".join(
    f"<p>{speaker}: {text}</p>"
    for speaker, text in (
        ("MAREN OSTBY, HOST", "The harbour board says that no tug was sold. We asked the man who saw the papers."),
        ("OSTBY", "What was in them when you saw them first, and who had signed them at the time?"),
        ("TOM ROE", "There was a price, and there were two names that I knew from the yard at Sund."),
        ("OSTBY", "The board denies it to this day, and says that the papers are forged. Are they?"),
        ("ROE", "I saw the seal of the board on each of them, and I have seen it often enough."),
        ("OSTBY", "Tom Roe, thank you for your time, and for coming to us so late in the evening."),
        ("ROE", "Thank you for having me, and for asking what nobody else would ask me."),
    )
)


def test_a_transcript() -> None:
    assert article_of_html("A tug that was not sold", f"<h1>A tug that was not sold</h1>{TALK}").kind == PageKind.TRANSCRIPT


STAYS = [
    ("Access denied", f"<h1>Access denied: how a port lost its tugs</h1>{paragraphs(*NEWS)}"),
    (
        "Cookies and the law",
        "<h1>Cookies and the law</h1>"
        + paragraphs(
            "Websites in Norland may no longer ask for consent with a single button, the data board said on Tuesday after a year of talks.",
            "The board said that readers were pushed to accept all cookies, and that most pages hid the way to reject them.",
            "Publishers denied that they track readers, and said that their partners keep personal data for a week at most.",
        ),
    ),
    ("Board denies tug sale", f"<h1>Board denies tug sale</h1><p>{NEWS[0]}</p>"),
    (
        "Board denies tug sale",
        f"<h1>Board denies tug sale</h1><div class='video'>Please enable JavaScript to play this film.</div>{paragraphs(*NEWS)}",
    ),
    (
        "Board denies tug sale",
        f"<div id='cookie-banner'><p>We use cookies.</p><button>Accept all</button></div><h1>Board denies tug sale</h1><p>{NEWS[0]}</p>",
    ),
    ("Board denies tug sale", f"<h1>Board denies tug sale</h1>{paragraphs(*NEWS)}<aside class='related'>{INDEX_CARDS}</aside>"),
    ("404: a film about a page that was never found", f"<h1>404: a film about a page that was never found</h1>{paragraphs(*NEWS[:2])}"),
]


@pytest.mark.parametrize(("title", "body"), STAYS)
def test_articles_stay_articles(title: str, body: str) -> None:
    article = article_of_html(title, body)
    assert article.kind == PageKind.ARTICLE
    assert article.body


def test_an_article_among_teasers_stays_one_as_text() -> None:
    text = "Board denies tug sale\n\nBy Jane Roe\n\n" + "\n\n".join(NEWS) + "\n\n" + "\n\n".join(f"{head}\n{teaser}" for head, teaser in TEASERS)
    assert article_of_text(text).kind == PageKind.ARTICLE


@pytest.mark.parametrize(("kind", "how", "words", "example"), read_table("article/kinds.tsv").rows)
def test_words_of_kinds_tell_their_example(kind: str, how: str, words: str, example: str) -> None:
    assert says(kind, example) if how == "title" else tells(kind, how, example), words
