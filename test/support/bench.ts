import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { World } from '../../src/app/world/world.ts';
import { runCheck } from '../../src/codex/checks/run-check.ts';
import type { JudgedCheck, SuiteContext } from '../../src/codex/checks/suite-context.ts';
import { identifyCodex } from '../../src/codex/cli/find.ts';
import { findProgram } from '../../src/codex/cli/install.ts';
import { teamHome } from '../../src/codex/cli/isolation.ts';
import { readTeamSecrets } from '../../src/codex/config/team-layers.ts';
import { shareInventory } from '../../src/codex/plugins/shared-inventory.ts';
import type { Check } from '../../src/domain/checks/check.ts';
import { parseSuite } from '../../src/domain/checks/parse-suite.ts';
import { SHIPPED_SUITES } from '../../src/domain/checks/suite.ts';
import { type Baseline, baselineSchema } from '../../src/domain/upgrade/baseline/baseline.ts';

const shipped = SHIPPED_SUITES.flatMap((name) => {
  const file = `checks/${name}.yaml`;
  return parseSuite(readFileSync(file, 'utf8'), file).checks;
});

/** A check of the shipped suites, with another timeout or parameters if given. */
export function shippedCheck(id: string, more: Partial<Check> = {}): Check {
  const check = shipped.find((one) => one.id === id);
  if (!check) throw new Error(`no suite has ${id}`);
  return { ...check, ...more };
}

/** Runs one check on a CLI, as a suite would. */
export async function runOn(
  codex: string,
  world: World,
  check: Check,
  more: Partial<SuiteContext> = {},
): Promise<JudgedCheck> {
  const { signal } = new AbortController();
  const { environment } = world;
  const identity = identifyCodex(codex, { environment, signal });
  // A check that is skipped asks nobody, and its test may be over before the CLI has answered.
  identity.catch(() => undefined);
  const plugins = shareInventory(codex, { identity, environment, signal: more.signal ?? signal });
  const done = runCheck(check, {
    codex,
    program: findProgram(codex),
    identity,
    pin: '0.139.0',
    asCandidate: false,
    project: world.cwd,
    baselineOf: async () => shippedBaseline(),
    sources: async () => ({ decisions: [], reviews: new Map(), unfinished: [], acknowledged: new Map() }),
    plugins,
    approvedText: async () => undefined,
    cloudAttestation: async () => undefined,
    environment,
    teamSecrets: await readTeamSecrets({ home: teamHome(environment), project: world.cwd }),
    platform: process.platform,
    newNonce: randomUUID,
    now: () => new Date(),
    signal,
    ...more,
  });
  return done.finally(() => plugins.end());
}

function shippedBaseline(): Baseline {
  return baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8')));
}
