import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type End, errorText } from '../../domain/base/outcome.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { quoteForShell } from '../../domain/base/shell/quote-for-shell.ts';
import { clean } from '../../domain/base/text/clean.ts';
import {
  renderWitness,
  type TriedWitness,
  type WitnessScript,
} from '../../domain/upgrade/rehearsal/witness.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { createIsolation } from '../cli/isolation.ts';
import { endOrphanedSandboxes } from '../cli/process-group.ts';
import { startProcess } from '../cli/start-process.ts';

const timeoutMs = 30_000;

/** Characters of what it said that are kept. */
const mostSaid = 2000;

/** Where a witness is run. */
type Surroundings = {
  /** What starts the cockpit: a witness may call it `codex-cockpit`. */
  cockpit: readonly string[];
  environment: Environment;
  signal: AbortSignal;
};

/** Runs a witness on both CLIs, so that nobody is shown one that does not do what it says. */
export async function tryWitness(
  script: WitnessScript,
  clis: { pin: string; candidate: string },
  surroundings: Surroundings,
): Promise<TriedWitness> {
  const pin = await runOn(clis.pin, script, surroundings);
  const candidate = await runOn(clis.candidate, script, surroundings);
  return {
    script: { pin: renderWitness(script, clis.pin), candidate: renderWitness(script, clis.candidate) },
    pin,
    candidate,
    confirmed: pin.exit === 0 && candidate.exit !== 0 && candidate.exit !== null,
  };
}

async function runOn(
  codex: string,
  script: WitnessScript,
  { cockpit, environment, signal }: Surroundings,
): Promise<TriedWitness['pin']> {
  const isolation = await createIsolation(environment);
  try {
    const file = join(isolation.work, 'witness.sh');
    await writeFile(file, `${renderWitness(script, codex)}exit "$code"\n`, { mode: 0o600 });
    const bin = join(isolation.work, 'bin');
    await mkdir(bin, { mode: 0o700 });
    const start = `#!/bin/sh\nexec ${cockpit.map(quoteForShell).join(' ')} "$@"\n`;
    await writeFile(join(bin, 'codex-cockpit'), start, { mode: 0o700 });
    const env = childEnvironment(environment, isolation.home);
    const process = startProcess(['/bin/sh', file], {
      cwd: isolation.work,
      env: { ...env, PATH: [bin, env.PATH].join(delimiter), TMPDIR: isolation.work },
      timeoutMs,
      signal,
    });
    const outcome = await process.outcome;
    await process.stop();
    const said = clean(redactOutput(errorText(outcome) || outcome.stdout)).replaceAll(
      isolation.work,
      '$WORK',
    );
    return { exit: exitOf(outcome.end), said: said.trim().slice(-mostSaid) };
  } finally {
    await endOrphanedSandboxes(isolation.work);
    await isolation.remove();
  }
}

const exitOf = (end: End) => (end.type === 'exit' ? end.code : null);
