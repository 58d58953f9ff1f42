-- +goose Up

-- What sensitive questions were last added up to, and which answers are in it: marks of what each member answered then and last.
CREATE TABLE sums (
    question_id BIGINT NOT NULL PRIMARY KEY REFERENCES questions ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    body        TEXT NOT NULL
);
CREATE TABLE summands (
    question_id BIGINT NOT NULL REFERENCES questions ON DELETE CASCADE,
    member_id   BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    counted     TEXT NOT NULL,
    newest      TEXT NOT NULL,
    PRIMARY KEY (question_id, member_id)
);
CREATE INDEX summands_member ON summands (member_id);
