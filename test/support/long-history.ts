import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { canonicalJson } from '../../src/domain/base/canonical-json.ts';
import { type Entry, sealEntry } from '../../src/domain/history/entry/entry.ts';
import { originColumn } from '../../src/domain/history/entry/entry-origin.ts';

type Columns = { kind: string; subject: string; body: string };

/**
 * Puts entries into a fresh database, as fast as SQLite can: as the checks of a suite make them, unless told otherwise.
 * Yields them batch by batch.
 */
export function* fillHistory(
  path: string,
  count: number,
  { batch = 20_000, entry = checkOf }: { batch?: number; entry?: (n: number) => Columns } = {},
): Generator<readonly Entry[]> {
  const raw = new Database(path);
  raw.pragma('synchronous = OFF');
  const insert = raw.prepare(
    'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash, @origin)',
  );
  let previous: Entry | undefined;
  for (let done = 0; done < count; done += batch) {
    const entries: Entry[] = [];
    raw.transaction(() => {
      for (let n = 0; n < batch && done + n < count; n++) {
        previous = sealEntry({ ...columns(), ...entry(done + n) }, previous);
        insert.run(previous);
        entries.push(previous);
      }
    })();
    yield entries;
  }
  raw.close();
}

function columns() {
  return {
    id: randomUUID(),
    at: '2026-11-20T12:00:00.000Z',
    actor: 'ada@example.com',
    origin: originColumn({ account: 'ada', host: 'build-7', namedBy: 'git' }),
  };
}

/** The start of a rollout, and what a person decides again and again. */
export function decisionOf(n: number): Columns {
  const begun = { v: 1, name: 'Acme', pin: '0.139.0' };
  return n === 0
    ? { kind: 'rollout.started', subject: 'rollout', body: canonicalJson(begun) }
    : {
        kind: 'rollout.surfaces-chosen',
        subject: 'rollout',
        body: canonicalJson({ v: 1, surfaces: ['local'] }),
      };
}

function checkOf(n: number): Columns {
  const body = canonicalJson({
    v: 1,
    run: '01a1fbe5-e2f7-7266-9644-a76dd8a76b04',
    check: `plugins.inventory-${n}`,
    title: 'Installed plugins are those that the team approved',
    severity: 'blocker',
    scope: 'static',
    verdict: 'fail',
    summary: '2 plugins are installed that nobody approved',
    expected: 'every installed plugin is in the approved inventory, with the version that was reviewed',
    actual: 'hello@acme 1.2.0 and notes@acme 0.4.1 are installed and not in the inventory',
    remedy: 'codex plugin uninstall hello@acme, or have it reviewed and approved',
    cli_version: '0.139.0',
    version_bound: true,
    duration_ms: n % 1000,
    declared_at: 'checks/upgrade.yaml:66:5',
    known_issues: [],
    evidence: [],
  });
  return { kind: 'check.finished', subject: 'run/01a1fbe5-e2f7-7266-9644-a76dd8a76b04', body };
}
