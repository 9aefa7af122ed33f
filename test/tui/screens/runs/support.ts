import type { KnownRun, Recorded, RunsView } from '../../../../src/app/runs/read-runs.ts';
import { type CapturedRun, INCIDENT_STEPS } from '../../../../src/domain/runs/events.ts';
import type { Incident } from '../../../../src/domain/runs/incident/incident.ts';
import { runs } from '../../../../src/tui/screens/runs/read.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';
import { on } from '../../support.tsx';

const now = new Date('2026-11-22T12:00:00.000Z');

const recorded = { at: '2026-11-22T08:00:05.000Z', actor: 'ada@example.com' };

/** A captured run that was recorded; its id ends with `place`, which is its entry too. */
export function knownRun(
  place: number,
  body: Partial<CapturedRun> = {},
  made: Partial<Pick<KnownRun, 'packs' | 'verified'>> = {},
): KnownRun {
  const run = `01a1fad2-0000-7000-8000-${String(place).padStart(12, '0')}`;
  return {
    ...recorded,
    seq: place,
    packs: [],
    verified: undefined,
    body: capturedRun({ run, ...body }),
    ...made,
  };
}

/** A run with this prompt. */
export const prompted = (place: number, summary: string, body: Partial<CapturedRun> = {}): KnownRun =>
  knownRun(place, {
    inputs: {
      ...capturedRun().inputs,
      prompt: { from: 'argument', sha256: sha256(summary), bytes: summary.length, summary },
    },
    ...body,
  });

/** A pack of a run, with a verification that passed. */
export function packOf(
  seq: number,
  body: Partial<Recorded<'pack.created'>['body']> = {},
): Recorded<'pack.created'> {
  const { changes } = capturedRun();
  return {
    ...recorded,
    seq,
    body: {
      ...{
        v: 1,
        pack: 'a',
        run: capturedRun().run,
        sha256: sha256('pack'),
        risk: 'low',
        base: null,
        head: null,
        changes,
      },
      verification: [
        {
          ...{ command: 'npm test', exit: 0, duration_ms: 2000, verdict: 'pass', output: null },
          digest: changes.digest,
        },
      ],
      uncertain: [],
      text: { label: 'review pack', sha256: sha256('# Review pack\n'), size: 14 },
      ...body,
    },
  };
}

export function verifiedOf(
  seq: number,
  body: Partial<Recorded<'provenance.verified'>['body']> = {},
): Recorded<'provenance.verified'> {
  return {
    ...recorded,
    seq,
    body: {
      ...{ v: 1, run: capturedRun().run, verdict: 'different' },
      checked: [
        { what: 'events.jsonl', result: 'different', detail: 'one byte changed' },
        { what: 'AGENTS.md', result: 'unreachable', detail: 'no commit' },
      ],
      ...body,
    },
  };
}

export function gateOf(
  seq: number,
  body: Partial<Recorded<'gate.judged'>['body']> = {},
): Recorded<'gate.judged'> {
  return {
    ...recorded,
    seq,
    body: {
      ...{ v: 1, gate: 'no-silent-codegen', verdict: 'closed', risk: 'medium' },
      ...{ repository: 'github.com/acme/payments', base: null, head: 'ab'.repeat(20) },
      findings: [{ rule: 'pack.missing', message: 'no pack', path: 'src/slug.ts', line: 3 }],
      ...body,
    },
  };
}

export function lintOf(
  seq: number,
  body: Partial<Recorded<'workflows.linted'>['body']> = {},
): Recorded<'workflows.linted'> {
  return {
    ...recorded,
    seq,
    body: {
      ...{ v: 1, repository: 'github.com/acme/payments', head: null, files: 2, verdict: 'fail' },
      rules: { 'secret.in-prompt': 1, 'pin.missing': 3 },
      ...body,
    },
  };
}

/** An open incident whose cause is decided. */
export function incidentOf(id: string, more: Partial<Incident> = {}): Incident {
  const signed = {
    by: 'ada@example.com',
    role: 'team lead' as const,
    at: '2026-11-22T09:00:00.000Z',
    seq: 20,
  };
  const decided: NonNullable<Incident['steps'][number]['done']> = {
    ...signed,
    ...{ note: 'prompt drift', ref: null, cause: 'prompt', proposed: 'prompt', files: [], exception: null },
  };
  return {
    ...{ id, title: 'The slugs are wrong', bad: knownRun(1).body.run, good: undefined, opened: signed },
    steps: INCIDENT_STEPS.map((step) => ({
      ...{ step, outdated: undefined, earlier: 0, done: step === 'decide' ? decided : undefined },
    })),
    closed: undefined,
    ...more,
  };
}

/** A view of captured runs that was read. */
export function runsRead(state: State, view: Partial<RunsView> = {}): State {
  return runs.set(state, { value: { runs: [], gates: [], lints: [], incidents: [], ...view } });
}

/** The screen of these captured runs. */
export const shown = (view: Partial<RunsView> = {}, more: Partial<State> = {}, screen = 'runs'): State =>
  runsRead(on(screen, { now, ...more }), view);
