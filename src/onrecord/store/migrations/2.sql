-- Audits: a sample of what matters, and what people judged of it.
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

CREATE VIEW judgements AS                    -- the last of each judge on each row
SELECT a.key AS audit, a.seed, a.version, q.n, q.kind, q.settled, q.item, j.judge, j.verdict, j.part, j.comment, j.time
FROM judgement j JOIN audit_row q ON q.id = j.audit_row_id JOIN audit a ON a.id = q.audit_id
WHERE j.id = (SELECT max(k.id) FROM judgement k WHERE k.audit_row_id = j.audit_row_id AND k.judge = j.judge);
