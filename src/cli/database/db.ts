import { rebuildDatabase } from '../../app/database/rebuild-database.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { backup, check, restore, retain, scrub, stats } from './db-care.ts';

const path = subcommand({
  name: 'path',
  summary: 'print the path of the database',
  run: ({ db }, { world }) => databasePath(world, db),
  text: (path) => `${path}\n`,
  json: (path) => jsonDocument('db-path', { path }),
});

const rebuild = subcommand({
  name: 'rebuild',
  summary: 'replay the history into fresh tables; the history itself does not change',
  run: (given, { world }) => rebuildDatabase(world, given),
  text: (entries) => `Replayed ${entries} entries.\n`,
  json: (entries) => jsonDocument('db-rebuild', { entries }),
});

export const define = group({
  subcommands: [path, backup, restore, check, stats, retain, scrub, rebuild],
  examples: [
    ['codex-cockpit db path', 'for sqlite3 and other tools'],
    ['codex-cockpit db backup /mnt/backup/acme.db', 'a verified copy, while others work'],
    ['codex-cockpit db restore /mnt/backup/acme.db', 'the present database is moved aside'],
    ['codex-cockpit db check', 'the file, every entry and the proof'],
    ['codex-cockpit db retain --older-than 90d --larger-than 64KiB', 'remove large old output of checks'],
    ['codex-cockpit db scrub', 'secrets that an older version recorded; --yes removes the texts'],
    ['codex-cockpit db rebuild', 'derive all tables from the history again'],
  ],
});
