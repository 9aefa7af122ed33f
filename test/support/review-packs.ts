import { readFileSync } from 'node:fs';
import { digestChanges } from '../../src/domain/runs/changes.ts';
import type { Changes } from '../../src/domain/runs/events.ts';
import { judgeRisk, parseRiskMatrix } from '../../src/domain/runs/gates/risk-matrix.ts';
import { type PackDocument, sealPack, type Verification } from '../../src/domain/runs/pack/document.ts';
import { capturedRun, sha256 } from './captured-runs.ts';

/** The matrix that ships. */
export const shippedMatrix = () =>
  parseRiskMatrix({ text: readFileSync('data/risk-matrix.yaml', 'utf8'), file: 'data/risk-matrix.yaml' });

/** A change that leaves these files: their text, or null for a deleted one. */
export function changesOf(files: Record<string, string | null>): Changes {
  const rows = Object.entries(files).map(([path, text]) => ({
    path,
    kind: text === null ? ('delete' as const) : ('add' as const),
    sha256: text === null ? null : sha256(text),
    seen: 'repository' as const,
  }));
  return { base: '1'.repeat(40), files: rows, total: rows.length, digest: digestChanges(rows) };
}

/** A verification that passed on a change. */
export function passed({ digest }: Changes, more: Partial<Verification> = {}): Verification {
  return {
    ...{ command: 'npm test', catalog: null, verdict: 'pass', summary: 'exit 0', exit: 0, duration_ms: 1200 },
    ...{ before: digest, after: digest, output: 'exit 0\n' },
    ...more,
  };
}

/** A pack of a run that went well, verified; sealed with the digest of what it has. */
export function reviewPack(more: Partial<PackDocument> = {}): PackDocument {
  const run = more.run ?? capturedRun();
  const changes = more.changes ?? run.changes;
  const { reasons, ...risk } = judgeRisk(
    shippedMatrix(),
    changes.files.map(({ path }) => path),
    [run.policy],
  );
  const diff = '--- a/src/slug.ts\n+++ b/src/slug.ts\n@@ -0,0 +1 @@\n+export {};\n';
  const { sha256: _, ...pack }: PackDocument = {
    format: 'codex-cockpit/review-pack',
    version: 1,
    pack: '01a1fad2-1111-7000-8000-000000000001',
    created_at: '2026-11-22T08:10:00.000Z',
    created_by: 'ada@example.com',
    ...{ task: null, run, evidence: 'whole', account: null, repository: 'github.com/acme/payments' },
    ...{ base: '1'.repeat(40), head: '1'.repeat(40), changes },
    risk: { ...risk, reasons: reasons.map((reason) => ({ ...reason, paths: [...reason.paths] })) },
    verification: [passed(changes)],
    diff: { text: diff, cut: false, sha256: sha256(diff) },
    ...{ changed: ['1 file: 1 added.'], verified: ['"npm test" passed.'], uncertain: [], sha256: '' },
    ...more,
  };
  return sealPack(pack);
}
