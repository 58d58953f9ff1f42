-- name: InsertSurvey :exec
INSERT INTO surveys (season_id, title, intro, consent, settings, opens, closes) VALUES ($1, $2, $3, $4, $5, 0, 0);

-- name: Survey :one
SELECT * FROM surveys WHERE season_id = $1;

-- name: SaveSurvey :execrows
UPDATE surveys SET title = $2, intro = $3, consent = $4, settings = $5, opens = $6, closes = $7, remind = $8 WHERE season_id = $1;

-- name: HoldSurvey :exec
UPDATE surveys SET revision = revision WHERE season_id = $1;

-- name: SaveTimes :execrows
UPDATE surveys SET opens = $2, closes = $3, remind = $4 WHERE season_id = $1;

-- name: SurveysToRemind :many
SELECT season_id FROM surveys WHERE remind > 0 AND reminded = 0 AND closes > $1
AND surveys.season_id IN (SELECT seasons.id FROM seasons WHERE seasons.gone = 0) ORDER BY season_id;

-- name: MarkReminded :exec
UPDATE surveys SET reminded = $2 WHERE season_id = $1;

-- name: ChangeOrder :execrows
UPDATE surveys SET revision = revision + 1 WHERE season_id = $1;

-- name: InsertQuestion :one
INSERT INTO questions (season_id, position, version, next_option, retired) VALUES ($1, $2, 1, $3, FALSE) RETURNING id;

-- name: InsertQuestionVersion :exec
INSERT INTO question_versions (question_id, version, body, answered, since) VALUES ($1, $2, $3, FALSE, $4);

-- name: Questions :many
SELECT questions.*, question_versions.body, question_versions.answered
FROM questions JOIN question_versions ON question_versions.question_id = questions.id AND question_versions.version = questions.version
WHERE questions.season_id = $1 AND NOT questions.retired ORDER BY questions.position, questions.id;

-- name: Question :one
SELECT questions.*, question_versions.body, question_versions.answered
FROM questions JOIN question_versions ON question_versions.question_id = questions.id AND question_versions.version = questions.version
WHERE questions.id = $1;

-- name: QuestionVersions :many
SELECT question_versions.* FROM question_versions JOIN questions ON questions.id = question_versions.question_id
WHERE questions.season_id = $1 ORDER BY questions.position, questions.id, question_versions.version;

-- name: Unanswered :many
SELECT question_versions.question_id, question_versions.version
FROM question_versions JOIN questions ON questions.id = question_versions.question_id WHERE questions.season_id = $1 AND NOT question_versions.answered;

-- name: SurveyKey :one
SELECT drawn FROM survey_keys WHERE season_id = $1;

-- name: Asked :many
SELECT questions.id, questions.version AS current, questions.retired, questions.revision, question_versions.version, question_versions.body, survey_keys.drawn
FROM questions JOIN question_versions ON question_versions.question_id = questions.id JOIN survey_keys ON survey_keys.season_id = questions.season_id
WHERE questions.season_id = $1 ORDER BY questions.position, questions.id, question_versions.version;

-- name: SaveQuestion :exec
UPDATE questions SET version = $2, next_option = $3, revision = revision + 1 WHERE id = $1;

-- name: RetireQuestion :exec
UPDATE questions SET retired = TRUE WHERE id = $1;

-- name: SaveQuestionVersion :exec
UPDATE question_versions SET body = $3, since = $4 WHERE question_id = $1 AND version = $2;

-- name: MoveQuestion :exec
UPDATE questions SET position = $2 WHERE id = $1;

-- name: MarkAnswered :exec
UPDATE question_versions SET answered = TRUE WHERE question_id = $1 AND version = $2;

-- name: LastPosition :one
SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM questions WHERE season_id = $1;

-- name: AnsweredQuestions :many
SELECT DISTINCT questions.id FROM questions JOIN question_versions ON question_versions.question_id = questions.id
WHERE questions.season_id = $1 AND question_versions.answered;

-- name: RestoreQuestion :exec
UPDATE questions SET retired = FALSE WHERE id = $1;

-- name: SurveyEdit :one
SELECT * FROM survey_edits WHERE season_id = $1 AND seq = $2;

-- name: EditBefore :one
SELECT * FROM survey_edits WHERE season_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1;

-- name: EditAfter :one
SELECT * FROM survey_edits WHERE season_id = $1 AND seq > $2 ORDER BY seq LIMIT 1;

-- name: SurveyEdits :many
SELECT * FROM survey_edits WHERE season_id = $1 ORDER BY seq;

-- name: LastSurveyEdit :one
SELECT CAST(COALESCE(MAX(seq), 0) AS BIGINT) FROM survey_edits WHERE season_id = $1;

-- name: DeleteSurveyEdits :exec
DELETE FROM survey_edits WHERE season_id = $1 AND (seq < $2 OR seq > $3);

-- name: InsertSurveyEdit :exec
INSERT INTO survey_edits (season_id, seq, questions, note, created) VALUES ($1, $2, $3, $4, $5);

-- name: SetSurveyEdit :execrows
UPDATE surveys SET edit = $2 WHERE season_id = $1;
