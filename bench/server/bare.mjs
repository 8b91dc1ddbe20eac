/**
 * The least that a list of users costs: `node:http` and `pg`, one SELECT in the order of the primary key, the rows
 * as JSON. Without authentication, total and identities.
 */
import http from 'node:http';

import pg from 'pg';

const COLUMNS = `id, document_id, user_id, email, email_verified, username, phone_number, phone_verified, name,
  given_name, family_name, nickname, picture, user_metadata, app_metadata, blocked, last_ip, last_login,
  logins_count, connection, created_at, updated_at`;

const pool = new pg.Pool({ connectionString: process.env.BARE_DATABASE_URL, min: 2, max: 10 });

const server = http.createServer(async (request, response) => {
  const pageSize = Number(new URL(request.url, 'http://localhost').searchParams.get('pageSize'));
  const { rows } = await pool.query(
    `select ${COLUMNS} from user_profile_users order by id desc limit $1`,
    [pageSize]
  );
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: rows }));
});

process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
