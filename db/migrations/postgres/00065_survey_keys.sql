-- +goose Up

-- A number for what a survey asks, another one after each change of its questions or of a version of one: by it they are decoded once. The database itself
-- draws it, so that none that writes can leave it as it was, not even a program that knows nothing of it; and it is drawn, not counted, so that what was
-- rolled back, or restored, never has the number of something else.
CREATE TABLE survey_keys (
    season_id BIGINT NOT NULL PRIMARY KEY REFERENCES seasons ON DELETE CASCADE,
    drawn     BIGINT NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION dure_draw() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8) || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8))::bit(64)::bigint $$;
-- +goose StatementEnd
INSERT INTO survey_keys (season_id, drawn) SELECT season_id, dure_draw() FROM surveys;

-- +goose StatementBegin
CREATE FUNCTION dure_question_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO survey_keys (season_id, drawn) VALUES (NEW.season_id, dure_draw()) ON CONFLICT (season_id) DO UPDATE SET drawn = excluded.drawn;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE survey_keys SET drawn = dure_draw() WHERE season_id IN (OLD.season_id, NEW.season_id);
    ELSE
        UPDATE survey_keys SET drawn = dure_draw() WHERE season_id = OLD.season_id;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_question AFTER INSERT OR UPDATE OR DELETE ON questions FOR EACH ROW EXECUTE FUNCTION dure_question_written();
-- +goose StatementEnd

-- Whether a version is answered is no part of it: that is written as answers come in.
-- +goose StatementBegin
CREATE FUNCTION dure_version_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE survey_keys SET drawn = dure_draw() WHERE season_id = (SELECT season_id FROM questions WHERE id = OLD.question_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE survey_keys SET drawn = dure_draw() WHERE season_id = (SELECT season_id FROM questions WHERE id = NEW.question_id);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_keys_version AFTER INSERT OR DELETE OR UPDATE OF question_id, version, body, since ON question_versions
    FOR EACH ROW EXECUTE FUNCTION dure_version_written();
-- +goose StatementEnd

-- Who waits is looked for whenever a member comes, and hardly anybody does.
CREATE INDEX members_waiting ON members (season_id) WHERE waiting;
