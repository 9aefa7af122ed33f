import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPrivateCli } from '../../../src/codex/cli/private-cli.ts';
import {
  insideManaged,
  makeManagedStandIn,
  managedFolder,
  managedOutcome,
} from '../../../src/codex/config/managed-folder.ts';
import { missing, outcome } from '../../support/outcome.ts';
import { canMount } from '../../support/private-etc.ts';
import { testWorld } from '../../support/world.ts';

const { signal } = new AbortController();

/** Runs a program where /etc/codex holds one file. */
async function runInside(argv: readonly [string, ...string[]], more: Record<string, string> = {}) {
  const { environment } = testWorld(more);
  return withPrivateCli({ codex: 'codex', environment, signal }, async ({ work, run }) => {
    const standIn = await makeManagedStandIn(work);
    writeFileSync(join(standIn.etc, 'requirements.toml'), 'ours = true\n');
    return managedOutcome(await run(insideManaged(standIn, argv)));
  });
}

describe.skipIf(!canMount)('a private /etc/codex', () => {
  it('is what the program sees, and nothing of it is on the machine', async () => {
    const before = existsSync(managedFolder) ? readdirSync(managedFolder) : undefined;
    const answer = await runInside(['cat', `${managedFolder}/requirements.toml`]);
    expect(answer).toMatchObject({ type: 'ran', outcome: { stdout: 'ours = true\n', stderr: '' } });
    expect(existsSync(managedFolder) ? readdirSync(managedFolder) : undefined).toEqual(before);
  });

  it('leaves the rest of /etc as it is', async () => {
    const answer = await runInside(['test', '-s', '/etc/passwd']);
    expect(answer).toMatchObject({ type: 'ran', outcome: { end: { type: 'exit', code: 0 } } });
  });

  it('hands the arguments on as they are, and the exit code back', async () => {
    const answer = await runInside(['sh', '-c', 'printf "%s|" "$@"; exit 7', 'sh', 'a b', "$(id)'", '']);
    expect(answer).toMatchObject({
      type: 'ran',
      outcome: { stdout: "a b|$(id)'||", end: { type: 'exit', code: 7 } },
    });
  });
});

describe('a private /etc/codex that cannot be made', () => {
  it('is a reason, never an answer of the CLI', () => {
    const refused = outcome({ code: 1, stderr: 'unshare: unshare failed: Operation not permitted\n' });
    expect(managedOutcome(refused)).toEqual({
      type: 'hindered',
      reason: 'a private /etc/codex could not be made: unshare: unshare failed: Operation not permitted',
    });
    expect(managedOutcome(missing)).toEqual({ type: 'hindered', reason: 'unshare is not installed' });
    expect(managedOutcome(outcome({ code: 0 }))).toMatchObject({ type: 'hindered' });
  });
});
