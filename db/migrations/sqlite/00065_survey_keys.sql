-- +goose Up

-- A number for what a survey asks, another one after each change of its questions or of a version of one: by it they are decoded once. The database itself
-- draws it, so that none that writes can leave it as it was, not even a program that knows nothing of it; and it is drawn, not counted, so that what was
-- rolled back, or restored, never has the number of something else.
CREATE TABLE survey_keys (
    season_id BIGINT NOT NULL PRIMARY KEY REFERENCES seasons ON DELETE CASCADE,
    drawn     BIGINT NOT NULL
);
INSERT INTO survey_keys (season_id, drawn) SELECT season_id, random() FROM surveys;

-- +goose StatementBegin
CREATE TRIGGER survey_keys_new AFTER INSERT ON questions BEGIN
    INSERT INTO survey_keys (season_id, drawn) VALUES (NEW.season_id, random()) ON CONFLICT (season_id) DO UPDATE SET drawn = excluded.drawn;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_changed AFTER UPDATE ON questions BEGIN
    UPDATE survey_keys SET drawn = random() WHERE season_id IN (OLD.season_id, NEW.season_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_gone AFTER DELETE ON questions BEGIN
    UPDATE survey_keys SET drawn = random() WHERE season_id = OLD.season_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_new_version AFTER INSERT ON question_versions BEGIN
    UPDATE survey_keys SET drawn = random() WHERE season_id = (SELECT season_id FROM questions WHERE id = NEW.question_id);
END;
-- +goose StatementEnd
-- Whether a version is answered is no part of it: that is written as answers come in.
-- +goose StatementBegin
CREATE TRIGGER survey_keys_changed_version AFTER UPDATE OF question_id, version, body, since ON question_versions BEGIN
    UPDATE survey_keys SET drawn = random() WHERE season_id IN (SELECT season_id FROM questions WHERE id IN (OLD.question_id, NEW.question_id));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_gone_version AFTER DELETE ON question_versions BEGIN
    UPDATE survey_keys SET drawn = random() WHERE season_id = (SELECT season_id FROM questions WHERE id = OLD.question_id);
END;
-- +goose StatementEnd

-- Who waits is looked for whenever a member comes, and hardly anybody does.
CREATE INDEX members_waiting ON members (season_id) WHERE waiting;
