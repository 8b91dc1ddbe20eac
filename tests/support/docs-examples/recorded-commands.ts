import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What the pages ask the reader to set. */
const VARIABLES = {
  SITE: 'https://site.example.com',
  ADMIN_EMAIL: 'admin@example.com',
  ADMIN_PASSWORD: 'password',
  ADMIN_JWT: 'admin-jwt',
  ADMIN_TOKEN: 'admin-token',
  TOKEN: 'token',
  ID: 'id',
  DATABASE_URL: 'postgres://localhost/site',
  NEW_DATABASE_URL: 'postgres://localhost/new',
};

/** Records every command instead of running it. `jq` counts 0, so a loop that follows something waits, and ends. */
const RECORDER = `set -u
command_not_found_handle() {
  { printf '%s\\0' "$@"; printf '\\036'; } >> "$RECORD"
  case "$1" in
    date) printf 2026-01-01T00:00:00Z ;;
    jq) printf 0 ;;
    sleep) kill $$ ;;
  esac
}
`;

const TIMEOUT_MS = 10_000;

export interface Recorded {
  /** Each command with its arguments. */
  commands: string[][];
  /** What bash says about the syntax and about variables without a value. */
  errors: string;
}

/** Files that a reader has stored before. */
const INPUTS = ['users.sql'];

/** Runs a shell block with the variables of the pages, and without any command. */
export const recordCommands = (script: string): Recorded => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-docs-'));
  const record = path.join(folder, 'commands');
  try {
    fs.writeFileSync(record, '');
    for (const name of INPUTS) {
      fs.writeFileSync(path.join(folder, name), '');
    }
    const { stderr, error } = spawnSync('/bin/bash', ['--norc', '-c', RECORDER + script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      env: { ...VARIABLES, PATH: '/does/not/exist', RECORD: record },
    });
    const commands = fs
      .readFileSync(record, 'utf8')
      .split('\x1e')
      .slice(0, -1)
      .map((text) => text.split('\0').slice(0, -1));
    return { commands, errors: stderr + (error?.message ?? '') };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
};
