import type { UpgradeDecision } from '../../../../src/app/upgrade/decide/read-decision.ts';
import type { RehearsalHead } from '../../../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { DEFAULT_CADENCE } from '../../../../src/domain/upgrade/changelog/cadence.ts';
import type { RatedDifference } from '../../../../src/domain/upgrade/rehearsal/rate.ts';
import {
  countWeights,
  differencesOf,
  judgeRehearsal,
  type Rehearsal,
} from '../../../../src/domain/upgrade/rehearsal/rehearsal.ts';
import { type UpgradeRead, upgrade, wantedOf } from '../../../../src/tui/screens/upgrade/read.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';
import { on } from '../../support.tsx';

const now = new Date('2026-11-22T12:00:00.000Z');

/** A script that calls it is the same on both. */
const script = (path: string) =>
  `(\nCODEX='${path}'\n"$CODEX" mcp-server --help\n)\ncode=$?; echo "exit $code"\n`;

/** A blocker that was tried, a warning of a check, a warning without a use, and a note. */
export const differences: readonly RatedDifference[] = [
  ratedDifference({
    raw: { pin: 'Run Codex as an MCP server', candidate: 'error: unrecognized subcommand' },
    tried: {
      script: { pin: script('/opt/codex-0.139.0'), candidate: script('/opt/codex-0.169.0') },
      pin: { exit: 0, said: 'Usage: codex mcp-server' },
      candidate: { exit: 2, said: '' },
      confirmed: true,
    },
    uses: [
      ...ratedDifference().uses,
      {
        subject: { kind: 'command', name: 'mcp-server' },
        place: { file: '$CODEX_HOME/config.toml', line: 9, column: 1 },
        text: 'command = ["codex", "mcp-server"]',
      },
    ],
  }),
  ratedDifference({
    id: 'suite: cli.doctor',
    area: 'suite',
    key: 'cli.doctor',
    change: 'changed',
    pin: 'pass (info)',
    candidate: 'warn (info)',
    weight: 'warning',
    uses: [],
    ofTeam: true,
    rule: undefined,
  }),
  ratedDifference({
    id: 'features: apps',
    area: 'features',
    key: 'apps',
    pin: 'off',
    candidate: 'on',
    change: 'changed',
    weight: 'note',
    uses: [],
    concernsTeam: false,
    rule: { id: 'feature-default', why: 'It is on by default now.', remedy: 'Set it.' },
    witness: { lines: ['"$CODEX" features list | grep apps'] },
  }),
];

const areasOf = (all: readonly RatedDifference[]) =>
  [...Map.groupBy(all, ({ area }) => area)].map(([area, ours]) => ratedArea(ours, { area }));

/** The entry of a rehearsal. */
export const headOf = (one: Rehearsal, seq: number): RehearsalHead => ({
  seq,
  at: one.at,
  actor: 'bob@example.com',
  body: {
    v: 2,
    rehearsal: one.id,
    from: one.pin,
    to: one.candidate,
    inputs_sha256: one.inputs,
    rules: { version: 1, sha256: one.rules.digest, overrides: [] },
    verdict: judgeRehearsal(one),
    counts: countWeights(one),
    blockers: differencesOf(one)
      .filter(({ weight }) => weight === 'blocker')
      .map(({ id }) => id),
    areas_without_rules: [...one.areasWithoutRules],
    folders: ['.'],
    searched: ['.'],
    unsearched: { files: [], total: 0 },
    runs: null,
    parts: [],
    duration_ms: one.durationMs,
  },
});

/** A decision about a rehearsal with what is in its way. */
const decisionOf = (head: RehearsalHead, more: Partial<UpgradeDecision> = {}): UpgradeDecision => ({
  head,
  waivers: [],
  signatures: [],
  changelog: {
    ...{ from: '0.139.0', to: '0.169.0', releases: [], hasCandidate: false },
    ...{ open: 0, reviewed: 0, ageDays: undefined },
  },
  cadence: DEFAULT_CADENCE,
  obstacles: [
    {
      about: 'blocker',
      what: 'blocker: commands: codex mcp-server',
      remedy:
        "Fix it and rehearse again, or: codex-cockpit upgrade waive 'commands: codex mcp-server' --reason TEXT --for 30d",
    },
    {
      about: 'signature',
      what: 'nobody signed as security owner',
      remedy: "codex-cockpit upgrade sign --role 'security owner'",
    },
  ],
  ...more,
});

/** The screen of a rehearsal that was read. */
export function rehearsed({
  all = differences,
  rehearsal = {},
  decision = {},
  read = {},
  ...more
}: Partial<State> & {
  all?: readonly RatedDifference[];
  rehearsal?: Partial<Rehearsal>;
  decision?: Partial<UpgradeDecision>;
  read?: Partial<UpgradeRead>;
} = {}): State {
  const one = rehearsalOf(areasOf(all), rehearsal);
  const head = headOf(one, 12);
  const state = on('upgrade', { now, ...more });
  const made = upgrade.set(state, {
    ...upgrade.of(state),
    isRead: true,
    isDecisionRead: true,
    heads: [head],
    shown: { head, rehearsal: one },
    decision: decisionOf(head, decision),
    ...read,
  });
  return upgrade.set(made, { ...upgrade.of(made), of: wantedOf(made) });
}
