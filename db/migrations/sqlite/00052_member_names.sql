-- +goose Up

-- By which numbers a member is found who is called something, or was: survey.Member.NameKeys. Whom a typed name means is looked up by them, in a season of
-- any size. No name is read off them, though whoever has a name can tell whether it is there. Members that they find by chance are told apart by what they
-- are called. A change of what the numbers are made of fills the table anew in a migration.
CREATE TABLE member_names (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    name_key  BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    PRIMARY KEY (season_id, name_key, member_id)
);
CREATE INDEX member_names_member ON member_names (member_id);
-- Who came by the club link.
CREATE INDEX members_joined ON members (season_id, joined);
