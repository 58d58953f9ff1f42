-- +goose Up

-- Of a link to a member or a season the database knows the hash, by which it is found, and the nonce of which, with the key of
-- links, it is made. Without a nonce it is still in clear: who opens the database puts the hash in its place.
ALTER TABLE members RENAME COLUMN token TO link_hash;
ALTER TABLE members ADD COLUMN nonce TEXT NOT NULL DEFAULT '';
ALTER TABLE seasons RENAME COLUMN token TO link_hash;
ALTER TABLE seasons ADD COLUMN nonce TEXT NOT NULL DEFAULT '';

-- Links from before: one that has ended opens nothing but the word that there is a newer one.
CREATE TABLE old_links (
    hash      TEXT NOT NULL PRIMARY KEY,
    member_id BIGINT REFERENCES members ON DELETE CASCADE,
    season_id BIGINT REFERENCES seasons ON DELETE CASCADE,
    ended     BOOLEAN NOT NULL
);
CREATE INDEX old_links_member ON old_links (member_id);
CREATE INDEX old_links_season ON old_links (season_id);
