-- The store of onrecord: one SQLite file that holds pages, what was read in them, and what people corrected.
--
-- Tables have singular names and hold what is kept; views have plural names and are made to be looked at and asked.
-- The rows under a record (paragraph, statement, event, …) stand there for the record that is shown: that of the reading,
-- or, where a page has corrections, the one derived anew from them. `record.json` keeps both whole (contract onrecord/1, zlib).
-- Their `id` is record_id * 1000000 + n, n counted from 1 in the order of the record; offsets are code points of the page's text.
-- Lists are JSON arrays. Times of a day are ISO 8601. A number 0 or 1 under a name such as `settled` is no or yes.

CREATE TABLE store (
    name  TEXT PRIMARY KEY,
    value ANY
) STRICT, WITHOUT ROWID;

-- How pages came in

CREATE TABLE run (
    id      INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended   TEXT,                            -- null: under way, or killed
    version TEXT NOT NULL,
    paths   TEXT NOT NULL,                   -- JSON
    workers INTEGER NOT NULL,
    read    INTEGER NOT NULL DEFAULT 0,
    failed  INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0       -- done before
) STRICT;

CREATE TABLE reader (                        -- what reads pages: where it is another now, they are read anew
    id      INTEGER PRIMARY KEY,
    version TEXT NOT NULL,                   -- of onrecord
    models  TEXT NOT NULL,                   -- JSON, models and tables by name, with the digest of each
    UNIQUE (version, models)
) STRICT;

CREATE TABLE done (                          -- what a resumed run leaves out
    key       BLOB PRIMARY KEY,              -- digest of the key that the intake gives a page
    reader_id INTEGER NOT NULL REFERENCES reader (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE failure (
    id       INTEGER PRIMARY KEY,
    key      BLOB NOT NULL UNIQUE,
    location TEXT NOT NULL,
    outlet   TEXT,
    stage    TEXT NOT NULL,                  -- of the intake (open, unpack, warc, …), page, a layer of the record, worker, store, correction
    cause    TEXT NOT NULL,
    remedy   TEXT NOT NULL,
    version  TEXT NOT NULL,
    run_id   INTEGER REFERENCES run (id) ON DELETE SET NULL,
    time     TEXT NOT NULL
) STRICT;
CREATE INDEX failure_run ON failure (run_id);
CREATE INDEX failure_location ON failure (location);

CREATE TABLE fetched (                       -- what a server gave with a page, to ask it later whether there is a newer one
    url           TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    digest        TEXT NOT NULL,             -- of the bytes that came
    time          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pages

CREATE TABLE document (                      -- bytes, once, wherever they were found
    id     INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,             -- "sha256:…" of the bytes
    size   INTEGER NOT NULL,                 -- in bytes
    source BLOB,                             -- the bytes, zlib; null: the store was told to leave them out
    layout BLOB                              -- where they are left out: the layout of the text, JSON, zlib
) STRICT;

CREATE TABLE capture (                       -- a document at a place and a time: what `document` names in stories and claims
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,       -- "c" and 16 hex digits, of digest, location and retrieved: the same in every store
    document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    location     TEXT NOT NULL,
    retrieved    TEXT,                       -- ISO 8601, as whoever brought the page tells it
    content_type TEXT,
    outlet       TEXT,                       -- as the manifest or the container tells it
    container    TEXT                        -- where the bytes lay, if not in a file of their own: "crawl.warc.gz@1024", "saved.zip!a.html"
) STRICT;
CREATE INDEX capture_document ON capture (document_id);

CREATE TABLE record (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: what was made from a record that is gone is known by it
    capture_id INTEGER NOT NULL REFERENCES capture (id) ON DELETE CASCADE,
    made_by    TEXT NOT NULL CHECK (made_by IN ('reading', 'correction')),
    version    TEXT NOT NULL,                -- of onrecord
    reader_id  INTEGER NOT NULL REFERENCES reader (id),
    shown      INTEGER NOT NULL,             -- 1: the rows of the tables below are this record's
    read_at    TEXT NOT NULL,
    json       BLOB NOT NULL,
    UNIQUE (capture_id, made_by)
) STRICT;

-- The record that is shown, unfolded

CREATE TABLE article (
    record_id  INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    kind       TEXT,                         -- null: reading was stopped before
    language   TEXT,
    media_type TEXT NOT NULL,
    outlet     TEXT,                         -- the manifest's, else the page's
    section    TEXT,
    url        TEXT,
    headline   TEXT,
    published  TEXT,                         -- YYYY-MM-DD, YYYY-MM or YYYY
    confidence REAL,                         -- of published
    modified   TEXT,
    dateline   TEXT,
    agencies   TEXT NOT NULL,                -- JSON, names
    authors    TEXT NOT NULL,                -- JSON, names
    statements INTEGER,                      -- how many; null: not read
    events     INTEGER,
    transfers  INTEGER
) STRICT;
CREATE INDEX article_published ON article (published);

CREATE TABLE paragraph (                     -- the headline and the blocks of the body
    id        INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,                 -- headline, paragraph, list-item, quotation, standfirst, subhead
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    text      TEXT NOT NULL
) STRICT;
CREATE INDEX paragraph_record ON paragraph (record_id);

CREATE TABLE actor (
    id        INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    actor     TEXT NOT NULL,                 -- its ID in the record: ISO 3166 alpha-3 for a state, else a1, a2, …
    name      TEXT NOT NULL,
    kind      TEXT,
    country   TEXT,
    sector    TEXT,
    title     TEXT,
    role      TEXT,
    wikidata  TEXT,
    mentions  TEXT NOT NULL                  -- JSON, [start, end]
) STRICT;
CREATE INDEX actor_record ON actor (record_id);

CREATE TABLE time (
    id         INTEGER PRIMARY KEY,
    record_id  INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    time       TEXT NOT NULL,                -- its ID in the record: t1, t2, …
    text       TEXT NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,                -- TIMEX3
    earliest   TEXT,
    latest     TEXT,
    anchor     TEXT,
    confidence REAL NOT NULL,
    "start"    INTEGER NOT NULL,
    "end"      INTEGER NOT NULL
) STRICT;
CREATE INDEX time_record ON time (record_id);

CREATE TABLE place (
    id         INTEGER PRIMARY KEY,
    record_id  INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    place      TEXT NOT NULL,                -- its ID in the record: p1, p2, …
    name       TEXT NOT NULL,
    country    TEXT,
    lat        REAL,
    lon        REAL,
    geonames   INTEGER,
    confidence REAL NOT NULL,
    mentions   TEXT NOT NULL                 -- JSON, [start, end]
) STRICT;
CREATE INDEX place_record ON place (record_id);

CREATE TABLE statement (
    id            INTEGER PRIMARY KEY,
    record_id     INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    statement     TEXT NOT NULL,             -- its ID in the record: s1, s2, …
    paragraph_id  INTEGER,                   -- where its cue stands
    part          TEXT NOT NULL,
    text          TEXT,                      -- the words of the content
    source        TEXT,                      -- the words for the source
    source_named  INTEGER,
    cue           TEXT NOT NULL,
    kind          TEXT NOT NULL,
    stance        TEXT,
    within        TEXT,
    actors        TEXT NOT NULL,             -- JSON, actor IDs
    names         TEXT NOT NULL,             -- their names, joined by "; "
    via           TEXT NOT NULL,             -- JSON, words
    said_time     TEXT,
    said_earliest TEXT,
    said_latest   TEXT,
    said_basis    TEXT,
    published     TEXT,                      -- of the page
    facets        TEXT NOT NULL,             -- words that the fields of a search look for
    settled       INTEGER NOT NULL,
    confidence    REAL NOT NULL,
    source_spans  TEXT NOT NULL,             -- JSON, [start, end]
    cue_spans     TEXT NOT NULL,
    text_spans    TEXT NOT NULL
) STRICT;
CREATE INDEX statement_record ON statement (record_id);

CREATE TABLE event (
    id            INTEGER PRIMARY KEY,
    record_id     INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    event         TEXT NOT NULL,             -- its ID in the record: e1, e2, …
    paragraph_id  INTEGER,                   -- where its first trigger stands
    type          TEXT NOT NULL,             -- PLOVER
    mode          TEXT,
    contexts      TEXT NOT NULL,             -- JSON
    text          TEXT NOT NULL,             -- its triggers
    initiators      TEXT NOT NULL,           -- JSON, actor IDs
    initiator_names TEXT NOT NULL,           -- their names, joined by "; "
    recipients      TEXT NOT NULL,           -- JSON, actor IDs
    recipient_names TEXT NOT NULL,
    time          TEXT,
    earliest      TEXT,
    latest        TEXT,
    place         TEXT,
    place_name    TEXT,
    place_country TEXT,
    told_as       TEXT,
    status        TEXT NOT NULL,
    narrator      INTEGER NOT NULL,
    settled       INTEGER NOT NULL,
    confidence    REAL NOT NULL,
    text_spans    TEXT NOT NULL              -- JSON, [start, end]
) STRICT;
CREATE INDEX event_record ON event (record_id);

CREATE TABLE link (
    event_id     INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    n            INTEGER NOT NULL,           -- its place in the record, from 1
    relation     TEXT NOT NULL,              -- asserts, denies, declines, doubts
    basis        TEXT NOT NULL,              -- specific, anaphoric, blanket
    text         TEXT NOT NULL,              -- the words that tie them
    confidence   REAL NOT NULL,
    text_spans   TEXT NOT NULL,              -- JSON, [start, end]
    PRIMARY KEY (event_id, statement_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_statement ON link (statement_id);

CREATE TABLE transfer (                      -- of arms: one deal at one status, as this page tells it
    id                 INTEGER PRIMARY KEY,
    record_id          INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    transfer           TEXT NOT NULL,        -- its ID in the record: x1, x2, …
    event_id           INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    supplier           TEXT,                 -- actor ID
    supplier_name      TEXT,
    recipient          TEXT,
    recipient_name     TEXT,
    via                TEXT NOT NULL,        -- JSON, actor IDs
    mode               TEXT,
    stage              TEXT,
    value              TEXT,                 -- the words for what it is worth
    amount             REAL,
    currency           TEXT,
    amount_bound       TEXT,
    value_start        INTEGER,
    value_end          INTEGER,
    status             TEXT NOT NULL,
    earliest           TEXT,
    latest             TEXT,
    ordered_earliest   TEXT,
    ordered_latest     TEXT,
    delivered_earliest TEXT,
    delivered_latest   TEXT,
    told_as            TEXT,
    narrator           INTEGER NOT NULL,
    settled            INTEGER NOT NULL,
    confidence         REAL NOT NULL
) STRICT;
CREATE INDEX transfer_record ON transfer (record_id);
CREATE INDEX transfer_event ON transfer (event_id);
CREATE INDEX transfer_supplier ON transfer (supplier);
CREATE INDEX transfer_recipient ON transfer (recipient);

CREATE TABLE item (                          -- what is transferred
    id             INTEGER PRIMARY KEY,
    transfer_id    INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    n              INTEGER NOT NULL,         -- its place in the transfer, from 0
    text           TEXT NOT NULL,
    designation    TEXT,
    category       TEXT NOT NULL,
    "condition"    TEXT,
    part_of        INTEGER,                  -- the n of the item that it is a part of
    quantity       TEXT,                     -- the words
    number         REAL,
    number_upper   REAL,
    number_bound   TEXT,
    number_role    TEXT,
    "start"        INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    quantity_start INTEGER,
    quantity_end   INTEGER
) STRICT;
CREATE INDEX item_transfer ON item (transfer_id);

CREATE TABLE note (
    id        INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    layer     TEXT NOT NULL,
    code      TEXT NOT NULL,
    text      TEXT NOT NULL
) STRICT;
CREATE INDEX note_record ON note (record_id);

-- Full text. The words stand in the tables named; whoever writes those writes these (store/rows.py).

CREATE VIRTUAL TABLE statement_fts USING fts5 (
    text, source, names, facets, content = 'statement', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2'
);
CREATE VIRTUAL TABLE paragraph_fts USING fts5 (
    text, content = 'paragraph', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Small pieces of the index are merged late: storing takes a fifth less time, and each run merges what it left (store/write.py).
INSERT INTO statement_fts (statement_fts, rank) VALUES ('automerge', 16);
INSERT INTO paragraph_fts (paragraph_fts, rank) VALUES ('automerge', 16);

-- What people say is otherwise: a layer of its own, only ever added to

CREATE TABLE correction (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,        -- digest of what it says, who said it and when: the same in every store
    digest      TEXT NOT NULL,               -- of the document that it is about
    what        TEXT NOT NULL CHECK (what IN ('value', 'split', 'join', 'undo')),
    field       TEXT,                        -- value: the path in the record's JSON, "article.published.date", "statements[s3].stance"
    quote_start INTEGER,                     -- the words of the page that it rests on or changes
    quote_end   INTEGER,
    quote       TEXT,
    value       TEXT,                        -- value: the JSON that is right
    former      TEXT,                        -- value: the JSON that the field held
    other       TEXT,                        -- split, join: the digest of the other document; undo: the key of the correction undone
    why         TEXT NOT NULL,
    author      TEXT NOT NULL,
    time        TEXT NOT NULL                -- ISO 8601, UTC
) STRICT;
CREATE INDEX correction_digest ON correction (digest);

CREATE TRIGGER correction_is_final BEFORE UPDATE ON correction
BEGIN SELECT RAISE (ABORT, 'a correction is never changed: add one'); END;

CREATE TRIGGER correction_stays BEFORE DELETE ON correction
WHEN EXISTS (SELECT 1 FROM document WHERE digest = OLD.digest)
    AND (OLD.what IN ('value', 'undo') OR EXISTS (SELECT 1 FROM document WHERE digest = OLD.other))
BEGIN SELECT RAISE (ABORT, 'a correction is never deleted while its page is there: undo it'); END;

-- How often the store is wrong, as people judged it (docs/audit.md): judgements are only ever added, and the last of a judge holds

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,         -- "u" and 12 hex digits
    seed       INTEGER NOT NULL,
    wanted     INTEGER NOT NULL,             -- rows asked for
    version    TEXT NOT NULL,                -- of onrecord
    time       TEXT NOT NULL,                -- ISO 8601, UTC
    population TEXT NOT NULL                 -- JSON, of each kind and whether settled: how many rows the store had, and a sketch of which
) STRICT;

CREATE TABLE audit_row (                     -- a row of the sample, as judges saw it
    id       INTEGER PRIMARY KEY,
    audit_id INTEGER NOT NULL REFERENCES audit (id) ON DELETE CASCADE,
    n        INTEGER NOT NULL,               -- its place, from 1
    kind     TEXT NOT NULL CHECK (kind IN ('denial', 'transfer', 'date', 'copy', 'corroborated')),
    settled  INTEGER NOT NULL,
    item     TEXT NOT NULL,                  -- what it is of, the same in every store
    told     TEXT NOT NULL,                  -- JSON: passages, what is claimed, where it stands
    UNIQUE (audit_id, n)
) STRICT;

CREATE TABLE judgement (
    id           INTEGER PRIMARY KEY,
    audit_row_id INTEGER NOT NULL REFERENCES audit_row (id) ON DELETE CASCADE,
    judge        TEXT NOT NULL,
    verdict      TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'open')),
    part         TEXT,                       -- what is wrong
    comment      TEXT NOT NULL,
    time         TEXT NOT NULL               -- ISO 8601, UTC
) STRICT;
CREATE INDEX judgement_row ON judgement (audit_row_id);

-- Across pages: made from the records by `onrecord stories`, made again when pages come or go

CREATE TABLE signature (                     -- by which copies are found
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id) ON DELETE CASCADE,
    scheme     TEXT NOT NULL,
    unit_id    INTEGER,                      -- null: not looked at yet
    signature  BLOB NOT NULL
) STRICT;
CREATE INDEX signature_unit ON signature (unit_id);

CREATE TABLE unit (                          -- texts of equal words, and what was found of them: first with all words, then without furniture
    id            INTEGER PRIMARY KEY,
    fingerprint   INTEGER NOT NULL,
    words         INTEGER NOT NULL,
    texts         INTEGER NOT NULL,          -- pages of these words
    first_leader  INTEGER NOT NULL,          -- the unit that stands for it
    first_block   INTEGER NOT NULL,          -- what has to be found again together
    first_cluster INTEGER NOT NULL,
    leader        INTEGER NOT NULL,
    block         INTEGER NOT NULL,
    cluster       INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_fingerprint ON unit (fingerprint);

CREATE TABLE posting (                       -- which units hold a row of four words, by its digest
    key     INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    PRIMARY KEY (key, unit_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE furniture (                     -- rows of words that stand in many unlike texts and count for nothing
    key INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE copy (
    id            INTEGER PRIMARY KEY,
    capture_id    INTEGER NOT NULL REFERENCES capture (id) ON DELETE CASCADE,
    of_capture_id INTEGER NOT NULL REFERENCES capture (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL,             -- copy, excerpt, update, cites, independent (a near miss)
    found         TEXT,                      -- kind, before anybody decided; null: they share too little, and somebody joined them
    share         REAL NOT NULL,
    evidence      TEXT NOT NULL,             -- JSON
    UNIQUE (capture_id, of_capture_id)
) STRICT;
CREATE INDEX copy_of ON copy (of_capture_id);

CREATE TABLE telling (                       -- what is held against other pages to find its story
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id) ON DELETE CASCADE,
    record_id  INTEGER NOT NULL,             -- that it is of
    knot       INTEGER NOT NULL,             -- the same for all pages that are tied together, straight or through others
    telling    BLOB NOT NULL                 -- JSON, zlib
) STRICT;
CREATE INDEX telling_knot ON telling (knot);

CREATE TABLE feature (                       -- what pages find each other by: digests of names and rare words (even), of deeds (odd)
    feature    INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES telling (capture_id) ON DELETE CASCADE,
    PRIMARY KEY (feature, capture_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX feature_capture ON feature (capture_id);

CREATE TABLE touched (                       -- knots of which a page has gone or a copy is another: they are merged again
    knot INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE story (
    id    TEXT PRIMARY KEY,
    first TEXT,
    last  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE story_capture (
    story_id   TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES capture (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    PRIMARY KEY (story_id, capture_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_capture_capture ON story_capture (capture_id);

CREATE TABLE deal (
    id        TEXT PRIMARY KEY,
    n         INTEGER NOT NULL,              -- by which deals are in order: the day of its first claim
    sides     TEXT NOT NULL,                 -- JSON, who supplies whom, as claims are put to deals
    supplier  TEXT,
    recipient TEXT,
    json      BLOB NOT NULL                  -- the deal whole (contract onrecord-stories/1, zlib)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    id         TEXT PRIMARY KEY,
    n          INTEGER NOT NULL,             -- by which claims are in order, with gaps
    story_id   TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    of         TEXT NOT NULL CHECK (of IN ('event', 'transfer')),
    type       TEXT NOT NULL,
    initiators TEXT NOT NULL,                -- JSON
    recipients TEXT NOT NULL,                -- JSON
    supplier   TEXT,
    recipient  TEXT,
    items      TEXT NOT NULL,                -- JSON
    time       TEXT,
    status     TEXT NOT NULL,
    deal_id    TEXT REFERENCES deal (id) ON DELETE SET NULL,
    deal_n     INTEGER,                      -- its place in the deal, in order of stage
    first      TEXT,
    last       TEXT,
    sides      TEXT,                         -- of a transfer: as in deal
    json       BLOB NOT NULL                 -- the claim whole (contract onrecord-stories/1, zlib)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_story ON claim (story_id, n);
CREATE INDEX claim_sides ON claim (sides);
CREATE INDEX claim_deal ON claim (deal_id);
CREATE INDEX deal_sides ON deal (sides);

CREATE TABLE voice (                         -- a source that asserts, denies, declines or doubts a claim, or a newsroom that narrates it
    id            INTEGER PRIMARY KEY,
    claim_id      TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    relation      TEXT NOT NULL CHECK (relation IN ('asserts', 'denies', 'declines', 'doubts', 'narrates')),
    party         TEXT,
    cites         TEXT,                      -- the party whose word it repeats, and says so
    actor         TEXT,
    origin        TEXT,
    newsroom      TEXT,
    capture_id    INTEGER NOT NULL REFERENCES capture (id) ON DELETE CASCADE,
    statement     TEXT,
    said_earliest TEXT,
    said_latest   TEXT,
    said_basis    TEXT
) STRICT;
CREATE INDEX voice_claim ON voice (claim_id);
CREATE INDEX voice_capture ON voice (capture_id);

CREATE TABLE figure (                        -- on which the sources of a claim may differ
    id        INTEGER PRIMARY KEY,
    claim_id  TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    what      TEXT NOT NULL,
    value     TEXT NOT NULL,
    by        TEXT NOT NULL,                 -- JSON
    denied_by TEXT NOT NULL                  -- JSON
) STRICT;
CREATE INDEX figure_claim ON figure (claim_id);

-- To look at

CREATE VIEW pages AS
SELECT c.key AS page, c.location, c.retrieved, a.outlet, a.headline, a.published, a.confidence, a.modified, a.language, a.kind, a.section, a.url,
       a.dateline, a.agencies, a.authors, a.statements, a.events, a.transfers, r.made_by = 'correction' AS corrected, r.version,
       d.digest, d.size, r.id AS record_id
FROM record r JOIN capture c ON c.id = r.capture_id JOIN document d ON d.id = c.document_id JOIN article a ON a.record_id = r.id
WHERE r.shown;

CREATE VIEW statements AS
SELECT c.key AS page, a.outlet, a.published, s.statement, s.source, s.names AS actors, s.cue, s.text, s.stance, s.kind, s.part,
       s.said_earliest, s.said_latest, s.said_basis, s.via, s.within, s.settled, s.confidence, p.text AS paragraph,
       s.source_spans, s.cue_spans, s.text_spans, c.location, s.id
FROM statement s JOIN record r ON r.id = s.record_id JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id
LEFT JOIN paragraph p ON p.id = s.paragraph_id;

CREATE VIEW events AS
SELECT c.key AS page, a.outlet, a.published, e.event, e.type, e.mode, e.contexts, e.text,
       e.initiator_names AS initiators, e.recipient_names AS recipients,
       e.earliest, e.latest, e.place_name AS place, e.place_country AS country, e.told_as, e.status, e.narrator,
       (SELECT count(*) FROM link l WHERE l.event_id = e.id AND l.relation = 'asserts') AS asserted,
       (SELECT count(*) FROM link l WHERE l.event_id = e.id AND l.relation = 'denies') AS denied,
       (SELECT count(*) FROM link l WHERE l.event_id = e.id AND l.relation = 'declines') AS declined,
       (SELECT count(*) FROM link l WHERE l.event_id = e.id AND l.relation = 'doubts') AS doubted,
       e.settled, e.confidence, p.text AS paragraph, e.text_spans, c.location, e.id
FROM event e JOIN record r ON r.id = e.record_id JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id
LEFT JOIN paragraph p ON p.id = e.paragraph_id;

CREATE VIEW links AS
SELECT c.key AS page, a.outlet, a.published, s.statement, s.source, s.names AS actors, s.cue, k.relation, k.basis, k.text, e.event, e.type,
       e.initiator_names AS initiators, e.recipient_names AS recipients, e.status, k.confidence, c.location
FROM link k JOIN statement s ON s.id = k.statement_id JOIN event e ON e.id = k.event_id JOIN record r ON r.id = e.record_id
JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id;

CREATE VIEW statement_actors AS              -- who the source of each statement is
SELECT c.key AS page, s.statement, a.actor, a.name, a.kind, a.country, a.sector, a.role, a.wikidata, s.stance, s.published, s.id
FROM statement s JOIN json_each(s.actors) j JOIN actor a ON a.record_id = s.record_id AND a.actor = j.value
JOIN record r ON r.id = s.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW event_actors AS                  -- who takes part in each event, on which side
SELECT c.key AS page, e.event, 'initiator' AS part, a.actor, a.name, a.kind, a.country, a.sector, a.role, a.wikidata, e.type, e.id
FROM event e JOIN json_each(e.initiators) j JOIN actor a ON a.record_id = e.record_id AND a.actor = j.value
JOIN record r ON r.id = e.record_id JOIN capture c ON c.id = r.capture_id
UNION ALL
SELECT c.key, e.event, 'recipient', a.actor, a.name, a.kind, a.country, a.sector, a.role, a.wikidata, e.type, e.id
FROM event e JOIN json_each(e.recipients) j JOIN actor a ON a.record_id = e.record_id AND a.actor = j.value
JOIN record r ON r.id = e.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW transfers AS                     -- a row an item; a transfer without items has one row
SELECT c.key AS page, a.outlet, a.published, t.transfer, t.supplier, t.supplier_name, t.recipient, t.recipient_name, t.mode, t.stage, t.status,
       i.text AS item, i.designation, i.category, i."condition", i.quantity, i.number, i.number_upper, i.number_bound, i.number_role, i.part_of, i.n,
       t.value, t.amount, t.currency, t.amount_bound, t.earliest, t.latest, t.ordered_earliest, t.ordered_latest, t.delivered_earliest,
       t.delivered_latest, t.told_as, t.narrator,
       (SELECT group_concat(coalesce(s.source, '(unnamed)'), '; ') FROM link l JOIN statement s ON s.id = l.statement_id
        WHERE l.event_id = t.event_id AND l.relation = 'asserts') AS asserted_by,
       (SELECT group_concat(coalesce(s.source, '(unnamed)'), '; ') FROM link l JOIN statement s ON s.id = l.statement_id
        WHERE l.event_id = t.event_id AND l.relation = 'denies') AS denied_by,
       t.settled, t.confidence, p.text AS paragraph, i."start", i."end", c.location, t.id
FROM transfer t JOIN record r ON r.id = t.record_id JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id
JOIN event e ON e.id = t.event_id LEFT JOIN paragraph p ON p.id = e.paragraph_id LEFT JOIN item i ON i.transfer_id = t.id;

CREATE VIEW copies AS
SELECT c.key AS page, a.outlet, a.published, a.headline, o.key AS of_page, oa.outlet AS of_outlet, oa.published AS of_published,
       oa.headline AS of_headline, x.kind, x.share, x.evidence, c.location, o.location AS of_location
FROM copy x JOIN capture c ON c.id = x.capture_id JOIN capture o ON o.id = x.of_capture_id
LEFT JOIN record r ON r.capture_id = c.id AND r.shown LEFT JOIN article a ON a.record_id = r.id
LEFT JOIN record q ON q.capture_id = o.id AND q.shown LEFT JOIN article oa ON oa.record_id = q.id;

CREATE VIEW voices AS                        -- who asserts, denies, declines, doubts or narrates each claim, and through whom
SELECT v.claim_id AS claim, v.relation, v.party, v.cites, v.actor, v.origin, coalesce(v.newsroom, 'page ' || c.key) AS newsroom,
       coalesce(a.outlet, c.key) AS outlet, c.key AS page, v.statement, v.said_earliest, v.said_latest, v.said_basis, c.location
FROM voice v JOIN capture c ON c.id = v.capture_id
LEFT JOIN record r ON r.capture_id = c.id AND r.shown LEFT JOIN article a ON a.record_id = r.id;

CREATE VIEW claims AS                        -- the counts are of assertions, each always apart; what follows from them is derived here
SELECT claim, story, of, type, initiators, recipients, supplier, recipient, items, time, status, deal, outlets, newsrooms, origins, parties,
       asserted_by, denied_by, denials, newsrooms > 1 AS independently_reported, witnesses > 1 AS corroborated, denials > 0 AS disputed, first, last
FROM (
    SELECT k.id AS claim, k.story_id AS story, k.of, k.type, k.initiators, k.recipients, k.supplier, k.recipient, k.items, k.time, k.status,
           k.deal_id AS deal, k.first, k.last,
           (SELECT count(DISTINCT lower(v.outlet)) FROM voices v WHERE v.claim = k.id AND v.relation IN ('asserts', 'narrates')) AS outlets,
           (SELECT count(DISTINCT v.newsroom) FROM voices v WHERE v.claim = k.id AND v.relation IN ('asserts', 'narrates')) AS newsrooms,
           (SELECT count(DISTINCT v.origin) FROM voice v WHERE v.claim_id = k.id AND v.relation = 'asserts') AS origins,
           (SELECT count(DISTINCT v.party) FROM voice v WHERE v.claim_id = k.id AND v.relation = 'asserts') AS parties,
           (WITH RECURSIVE                   -- a witness relies on nobody, or on those alone who rely on it (onrecord.across.claims.is_corroborated)
                said (party, cites) AS (
                    SELECT v.party, v.cites FROM voice v
                    WHERE v.claim_id = k.id AND v.relation = 'asserts' AND v.party IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM voice d WHERE d.claim_id = k.id AND d.relation = 'denies'
                        AND d.origin IS v.origin AND d.capture_id = v.capture_id AND d.actor IS v.actor)),
                rests (party, word) AS (
                    SELECT party, party FROM said UNION SELECT cites, cites FROM said WHERE cites IS NOT NULL
                    UNION SELECT r.party, s.cites FROM rests r JOIN said s ON s.party = r.word WHERE s.cites IS NOT NULL)
            SELECT count(DISTINCT (SELECT min(x.word) FROM rests x WHERE x.party = r.party)) FROM rests r
            WHERE NOT EXISTS (SELECT 1 FROM rests x WHERE x.party = r.party
                              AND NOT EXISTS (SELECT 1 FROM rests y WHERE y.party = x.word AND y.word = r.party))) AS witnesses,
           (SELECT group_concat(DISTINCT v.party) FROM voice v WHERE v.claim_id = k.id AND v.relation = 'asserts') AS asserted_by,
           (SELECT group_concat(DISTINCT v.party) FROM voice v WHERE v.claim_id = k.id AND v.relation = 'denies') AS denied_by,
           (SELECT count(*) FROM voice v WHERE v.claim_id = k.id AND v.relation = 'denies') AS denials
    FROM claim k
);

CREATE VIEW stories AS
SELECT s.id AS story, s.first, s.last, (SELECT count(*) FROM story_capture x WHERE x.story_id = s.id) AS pages,
       (SELECT count(*) FROM claim k WHERE k.story_id = s.id) AS claims,
       (SELECT a.headline FROM story_capture x JOIN record r ON r.capture_id = x.capture_id AND r.shown JOIN article a ON a.record_id = r.id
        WHERE x.story_id = s.id AND a.headline IS NOT NULL ORDER BY a.published, x.n LIMIT 1) AS headline
FROM story s;

CREATE VIEW deals AS
SELECT d.id AS deal, d.supplier, d.recipient, k.id AS claim, k.deal_n AS n, k.type, k.status, k.items, k.time, k.first, k.last
FROM deal d JOIN claim k ON k.deal_id = d.id;

CREATE VIEW actors AS
SELECT c.key AS page, x.actor, x.name, x.kind, x.country, x.sector, x.title, x.role, x.wikidata, x.mentions, c.location, x.id
FROM actor x JOIN record r ON r.id = x.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW times AS
SELECT c.key AS page, x.time, x.text, x.type, x.value, x.earliest, x.latest, x.anchor, x.confidence, x."start", x."end", c.location, x.id
FROM time x JOIN record r ON r.id = x.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW places AS
SELECT c.key AS page, x.place, x.name, x.country, x.lat, x.lon, x.geonames, x.confidence, x.mentions, c.location, x.id
FROM place x JOIN record r ON r.id = x.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW paragraphs AS
SELECT c.key AS page, x.kind, x.text, x."start", x."end", c.location, x.id
FROM paragraph x JOIN record r ON r.id = x.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW notes AS
SELECT c.key AS page, x.layer, x.code, x.text, c.location, x.id
FROM note x JOIN record r ON r.id = x.record_id JOIN capture c ON c.id = r.capture_id;

CREATE VIEW failures AS SELECT location, outlet, stage, cause, remedy, version, time FROM failure;

CREATE VIEW corrections AS
SELECT x.key, x.digest, x.what, x.field, x.quote, x.former, x.value, x.other, x.why, x.author, x.time,
       EXISTS (SELECT 1 FROM correction u WHERE u.what = 'undo' AND u.other = x.key) AS undone
FROM correction x;

CREATE VIEW judgements AS                    -- the last of each judge on each row
SELECT a.key AS audit, a.seed, a.version, q.n, q.kind, q.settled, q.item, j.judge, j.verdict, j.part, j.comment, j.time
FROM judgement j JOIN audit_row q ON q.id = j.audit_row_id JOIN audit a ON a.id = q.audit_id
WHERE j.id = (SELECT max(k.id) FROM judgement k WHERE k.audit_row_id = j.audit_row_id AND k.judge = j.judge);
