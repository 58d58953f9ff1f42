-- +goose Up

-- How members let the teammates of a published team reach them: telephone, chat or mail, as the member typed it.
CREATE TABLE contacts (
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    contact   TEXT NOT NULL,
    PRIMARY KEY (member_id, kind)
);
