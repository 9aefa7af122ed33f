import type { RatedArea, RatedDifference } from '../../src/domain/upgrade/rehearsal/rate.ts';
import type { Rehearsal } from '../../src/domain/upgrade/rehearsal/rehearsal.ts';

/** A difference of a rehearsal: a command that is gone, and that a script of the team calls. */
export function ratedDifference(more: Partial<RatedDifference> = {}): RatedDifference {
  return {
    id: 'commands: codex mcp-server',
    area: 'commands',
    key: 'codex mcp-server',
    where: [],
    change: 'gone',
    pin: 'a command',
    candidate: undefined,
    subjects: [{ kind: 'command', name: 'mcp-server' }],
    ofTeam: false,
    witness: undefined,
    raw: { pin: undefined, candidate: undefined },
    weight: 'blocker',
    rule: { id: 'command-gone', why: 'What calls it stops to work.', remedy: 'Call another command.' },
    overridden: undefined,
    uses: [
      {
        subject: { kind: 'command', name: 'mcp-server' },
        place: { file: 'ci/review.sh', line: 4, column: 1 },
        text: '  codex mcp-server',
      },
    ],
    concernsTeam: true,
    ...more,
  };
}

/** A compared area with these differences. */
export function ratedArea(differences: readonly RatedDifference[], more: Partial<RatedArea> = {}): RatedArea {
  return { area: 'commands', compared: 30, differences, gaps: [], errors: [], ...more };
}

/** A rehearsal of 0.139.0 → 0.169.0 with these areas. */
export function rehearsalOf(areas: readonly RatedArea[], more: Partial<Rehearsal> = {}): Rehearsal {
  return {
    id: '019aa000-0000-7000-8000-000000000001',
    at: '2026-11-22T10:00:00.000Z',
    pin: { version: '0.139.0', path: '/opt/codex-0.139.0', sha256: 'a'.repeat(64) },
    candidate: { version: '0.169.0', path: '/opt/codex-0.169.0', sha256: 'b'.repeat(64) },
    inputs: 'c'.repeat(64),
    folders: ['.'],
    searched: ['.'],
    unsearched: { files: [], total: 0 },
    rules: { version: 1, digest: 'd'.repeat(64), overrides: [] },
    areasWithoutRules: [],
    areas,
    runs: { pin: 'run-1', candidate: 'run-2' },
    durationMs: 20_000,
    ...more,
  };
}
