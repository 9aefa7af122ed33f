import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceFolder } from '../../src/app/runs/evidence-folder.ts';
import { openIncident } from '../../src/app/runs/incidents.ts';
import { readChanges } from '../../src/app/runs/repository.ts';
import type { CapturedRun, ReviewPack } from '../../src/domain/runs/events.ts';
import { provenanceOf, renderProvenance } from '../../src/domain/runs/provenance/record.ts';
import { renderRunFile } from '../../src/domain/runs/run-file.ts';
import { toBlob, toEvidence } from '../../src/store/log/blob.ts';
import { capturedRun, sha256 } from './captured-runs.ts';
import { testRepository } from './repository.ts';
import { team } from './team.ts';

/** The instructions of the repository as a run records them. */
export const instructionsOf = (text: string) => [{ path: 'AGENTS.md', sha256: sha256(text) }];

const events = '{"type":"turn.completed"}\n';

/** A prompt as a run records it. */
export const promptOf = (text: string): CapturedRun['inputs']['prompt'] => ({
  from: 'stdin',
  sha256: sha256(text),
  bytes: Buffer.byteLength(text),
  summary: text.split('\n')[0] ?? '',
});

/** A team with a repository, in which runs leave changes that are recorded with their evidence. */
export async function teamWithRuns() {
  const all = await team();
  const repository = testRepository(
    { 'AGENTS.md': '# Agents\n', 'src/total.ts': 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' },
    { origin: 'https://github.com/acme/payments' },
  );
  const { root, git, write } = repository;
  git('config', 'user.email', 'bob@example.com');
  git('config', 'user.name', 'Bob');
  const head = () => git('rev-parse', 'HEAD').trim();
  /** Commits everything, and returns the commit. */
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return head();
  };
  git('checkout', '-q', '-b', 'main');
  commit('begin');
  const world = { ...all.world, cwd: root };
  let runs = 0;
  /** A run that leaves these files, in no commit yet. */
  const captured = async (files: Record<string, string>, more: Partial<CapturedRun> = {}) => {
    const base = head();
    for (const [path, text] of Object.entries(files)) write(path, text);
    runs += 1;
    const run = `01a1fad2-0000-7000-8000-00000000000${runs}`;
    const digests = { sha256: sha256(events), bytes: Buffer.byteLength(events) };
    const body = capturedRun({
      run,
      started_at: world.now().toISOString(),
      git: { repository: 'https://github.com/acme/payments', branch: 'main', base, head: base, dirty: false },
      changes: await readChanges(world, root, { base }),
      files: [{ name: 'events.jsonl', stored: digests, raw: digests }],
      ...more,
    });
    const folder = evidenceFolder(world, run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'events.jsonl'), events);
    writeFileSync(join(folder, 'run.json'), renderRunFile(body));
    writeFileSync(join(folder, 'provenance.json'), renderProvenance(provenanceOf(body)));
    await all.store.append(async () => [
      { actor: 'ci', subject: `exec/${run}`, event: { kind: 'exec.captured' as const, body } },
    ]);
    return { body, folder };
  };
  /** A review pack of a run, whose verification ran on its change unless `more` says otherwise. */
  const packed = async (body: CapturedRun, more: Partial<ReviewPack['verification'][number]> = {}) => {
    const blob = toBlob('# Review pack\n');
    const verification = {
      ...{ command: 'npm test', exit: 0, duration_ms: 10, verdict: 'pass' as const },
      ...{ digest: body.changes.digest, output: null, ...more },
    };
    const { run, changes, git: place } = body;
    const pack = {
      ...{
        v: 1 as const,
        pack: `p-${run}`,
        run,
        sha256: body.changes.digest ?? '',
        risk: 'low',
        base: place?.base ?? null,
        head: null,
        changes,
      },
      ...{ verification: [verification], uncertain: [], text: toEvidence('pack', blob) },
    } as ReviewPack;
    await all.store.append(async () => [
      {
        actor: 'ci',
        subject: `exec/${run}`,
        event: { kind: 'pack.created' as const, body: pack },
        blobs: [blob],
      },
    ]);
  };
  /**
   * A good run and, a day later, a bad one whose change is committed, with an incident about it. `drift` changes the
   * repository between the runs, `more` the record of the bad run.
   */
  const harmed = async ({ drift, more }: { drift?: () => void; more?: Partial<CapturedRun> } = {}) => {
    const good = await captured({ 'src/good.ts': 'good\n' });
    commit('Good change');
    drift?.();
    all.setNow('2026-11-21T12:00:00.000Z');
    const bad = await captured({ 'src/total.ts': 'wrong\n' }, more);
    const brought = commit('Bad change');
    await openIncident(world, all.store, { run: bad.body.run, title: 'totals are wrong' });
    all.setNow('2026-11-22T12:00:00.000Z');
    return { good, bad, brought };
  };
  return {
    ...all,
    world,
    harmed,
    as: (name: 'ada' | 'bob' | 'sue' | 'aud' | 'eve') => ({ ...all.as(name), cwd: root }),
    ...{ root, git, write, head, commit, captured, packed },
  };
}
