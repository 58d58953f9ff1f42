-- +goose Up

-- What the link of an invitation is made of with the key of links, so that owners can be shown it again; '' for those from before, or by mail. A session held
-- the link in clear until it was shown: whose does is asked to sign in again.
ALTER TABLE links ADD COLUMN nonce TEXT NOT NULL DEFAULT '';
DELETE FROM sessions WHERE LENGTH(data) > 160; -- without a link 136
