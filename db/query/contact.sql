-- name: Contacts :many
SELECT * FROM contacts WHERE member_id = $1;

-- name: InsertContact :exec
INSERT INTO contacts (member_id, kind, contact) VALUES ($1, $2, $3);

-- name: DeleteContacts :exec
DELETE FROM contacts WHERE member_id = $1;

-- name: CopyContacts :exec
INSERT INTO contacts (member_id, kind, contact)
SELECT CAST(sqlc.arg(new_member) AS BIGINT), old.kind, old.contact FROM contacts AS old WHERE old.member_id = sqlc.arg(old_member)
ON CONFLICT (member_id, kind) DO NOTHING;
