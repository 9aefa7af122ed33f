import type { CockpitEvent } from '../../src/domain/history/entry/event.ts';
import type { HistoryEntry } from '../../src/domain/history/find/history-entry.ts';
import type { Draft } from '../../src/store/log/append.ts';

export const rolloutStarted: CockpitEvent = {
  kind: 'rollout.started',
  body: { v: 1, name: 'Acme', pin: '0.139.0' },
};

export function runStarted(run: string, checks: readonly string[] = ['cli.version']): CockpitEvent {
  return {
    kind: 'run.started',
    body: {
      v: 1,
      run,
      suite: 'upgrade',
      suite_sha256: '00',
      pin: '0.139.0',
      cli_path: '/bin/codex',
      checks: [...checks],
    },
  };
}

export function checkFinished(
  run: string,
  check = 'cli.version',
  evidence: { label: string; sha256: string; size: number }[] = [],
): CockpitEvent {
  return {
    kind: 'check.finished',
    body: {
      v: 1,
      run,
      check,
      title: 'Pinned CLI version',
      severity: 'blocker',
      scope: 'static',
      verdict: 'pass',
      summary: 'codex-cli 0.139.0 is the pinned version',
      cli_version: '0.139.0',
      version_bound: true,
      duration_ms: 71,
      declared_at: 'checks/upgrade.yaml:6:5',
      known_issues: [],
      evidence,
    },
  };
}

/** The same for the run of a candidate. */
export function candidateStarted(run: string, checks: readonly string[] = ['cli.version']): CockpitEvent {
  return {
    kind: 'run.started',
    body: {
      v: 2,
      run,
      suite: 'upgrade',
      suite_sha256: '00',
      pin: '0.139.0',
      cli_path: '/candidate/codex',
      checks: [...checks],
      as_candidate: true,
    },
  };
}

/** The result of a check, but for what is given. */
export function checkFinishedWith(
  run: string,
  given: Partial<Extract<CockpitEvent, { kind: 'check.finished' }>['body']>,
): CockpitEvent {
  const event = checkFinished(run);
  return { kind: 'check.finished', body: { ...event.body, ...given } } as CockpitEvent;
}

export function runFinished(run: string): CockpitEvent {
  return {
    kind: 'run.finished',
    body: { v: 1, run, verdict: 'pass', cli_version: '0.139.0', duration_ms: 900, interrupted: false },
  };
}

/** What a person decides in the middle of something else. */
export const surfacesChosen: CockpitEvent = {
  kind: 'rollout.surfaces-chosen',
  body: { v: 1, surfaces: ['local'] },
};

export function draft(event: CockpitEvent, more: Partial<Draft> = {}): Draft {
  const subject = 'run' in event.body ? `run/${event.body.run}` : 'test';
  return { actor: 'ada@example.com', subject, event, ...more };
}

/** An entry about an event as it is read, number 1 unless something else is given. */
export const entryOf = (event: CockpitEvent, given: Partial<HistoryEntry> = {}): HistoryEntry => ({
  seq: 1,
  id: '01a1faca-c747-7802-a3a6-0c2b832035aa',
  at: '2026-11-20T12:00:00.000Z',
  actor: 'ada@example.com',
  kind: event.kind,
  subject: 'rollout',
  prev_hash: '0'.repeat(64),
  hash: 'ab'.repeat(32),
  event,
  ...given,
});
