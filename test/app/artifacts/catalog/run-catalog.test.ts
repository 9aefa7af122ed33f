import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCatalog, readCatalog } from '../../../../src/app/artifacts/catalog/read-catalog.ts';
import { type CatalogEvent, runCatalog } from '../../../../src/app/artifacts/catalog/run-catalog.ts';
import { reviseArtifact } from '../../../../src/app/artifacts/revise-artifact.ts';
import type { World } from '../../../../src/app/world/world.ts';
import type { Store } from '../../../../src/store/connection/open.ts';
import { teamWithKinds } from '../../../support/artifacts.ts';
import { hasProcessTable, liveProcesses } from '../../../support/process-table.ts';
import { testRepository } from '../../../support/repository.ts';

const artifact = 'verification-catalog';

function catalogText(commands: Record<string, readonly string[]>, more = ''): string {
  const listed = Object.entries(commands).map(
    ([id, argv]) =>
      `  - id: ${id}\n    title: T\n    proves: P\n    command: ${JSON.stringify(argv)}\n${more}`,
  );
  return `version: 1\ncommands:\n${listed.join('')}`;
}

const sh = (script: string) => ['/bin/sh', '-c', script];

async function withCatalog(commands: Record<string, readonly string[]>, more = '') {
  const all = await teamWithKinds();
  const repository = testRepository({ 'a.txt': 'a\n' });
  await all.approved(artifact, catalogText(commands, more));
  const run = (command: string, given: { world?: World; signal?: AbortSignal } = {}) =>
    ranIn(given.world ?? all.world, all.store, {
      command,
      repository: repository.root,
      signal: given.signal,
    });
  return { ...all, repository, run };
}

async function ranIn(
  world: World,
  store: Store,
  {
    signal = new AbortController().signal,
    ...asked
  }: { command: string; repository: string; signal?: AbortSignal | undefined },
) {
  const events: CatalogEvent[] = [];
  for await (const event of runCatalog(world, store, { ...asked, codex: '/no/such/codex', signal }))
    events.push(event);
  const last = events.at(-1);
  return last?.type === 'finished' ? last.result : undefined;
}

describe('a command of the approved catalog', () => {
  it('runs in the repository and is kept with what it printed, as evidence', async () => {
    const { run, repository, store } = await withCatalog({ tests: sh('pwd; cat a.txt; echo oops >&2') });
    repository.git('add', '.');
    repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    const head = repository.git('rev-parse', 'HEAD').trim();
    const result = await run('tests');
    expect(result).toMatchObject({
      ...{ verdict: 'pass', summary: 'exit 0', revision: 1, commit: head, changed: false },
      cliVersion: undefined,
    });
    const body = JSON.parse((await store.entry(result?.entry ?? 0))?.body ?? '{}');
    expect(body).toMatchObject({ command: 'tests', revision: 1, argv: sh('pwd; cat a.txt; echo oops >&2') });
    expect((await store.blob(body.output.sha256))?.text).toBe(
      `exit 0\n--- stdout\n${repository.root}\na\n--- stderr\noops\n`,
    );
    expect(await store.evidence()).toContainEqual(
      expect.objectContaining({ kind: 'check', key: 'catalog.tests', outcome: 'good', version: '' }),
    );
  });

  it.each([
    ['fails', sh('exit 3'), { verdict: 'fail', summary: 'exit 3' }, 'bad'],
    [
      'cannot be started',
      ['/no/such/program'],
      { verdict: 'error', summary: 'could not be started (ENOENT)' },
      'unknown',
    ],
  ] as const)('that %s is no good evidence', async (_, argv, result, outcome) => {
    const { run, store } = await withCatalog({ tests: argv });
    expect(await run('tests')).toMatchObject({ ...result, commit: undefined, changed: true });
    expect(await store.evidence()).toContainEqual(expect.objectContaining({ key: 'catalog.tests', outcome }));
  });

  it('is stopped with everything it started when its time is up, and proves nothing', async () => {
    const { run, repository } = await withCatalog(
      { tests: sh('sleep 60 & echo $! > child; wait') },
      '    timeout: 500ms\n',
    );
    expect(await run('tests')).toMatchObject({ verdict: 'error', summary: 'no answer within 500 ms' });
    const child = Number(readFileSync(join(repository.root, 'child'), 'utf8'));
    if (hasProcessTable) expect(liveProcesses().map(({ pid }) => pid)).not.toContain(child);
  });

  it('is stopped and leaves no entry when it is interrupted', async () => {
    const { run, store } = await withCatalog({ tests: sh('sleep 60') });
    const entries = await store.countEntries();
    expect(await run('tests', { signal: AbortSignal.abort() })).toBeUndefined();
    expect(await store.countEntries()).toBe(entries);
  });

  it('gets few variables, a private CODEX_HOME, and what the catalog names; secrets are not stored', async () => {
    const { run, world } = await withCatalog(
      { tests: sh('echo "$CODEX_HOME|$OTHER|$REGION|$DEPLOY_TOKEN"') },
      '    environment: [REGION, DEPLOY_TOKEN]\n',
    );
    const environment = {
      ...world.environment,
      ...{ CODEX_HOME: world.teamHome, OTHER: 'x', REGION: 'north', DEPLOY_TOKEN: 'hush-hush-hush' },
    };
    const printed = (await run('tests', { world: { ...world, environment } }))?.output ?? '';
    const [home = '', other, region, token] = (printed.split('\n')[2] ?? '').split('|');
    expect([other, region, token]).toEqual(['', 'north', '[redacted]']);
    expect(home).not.toBe(world.teamHome);
    expect(existsSync(home)).toBe(false);
  });

  it('keeps the end of a long output, and no commands to a terminal', async () => {
    const { run } = await withCatalog({
      tests: sh("head -c 400000 /dev/zero | tr '\\0' x; printf '\\033[2J'; echo; echo the end"),
    });
    const output = (await run('tests'))?.output ?? '';
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(256 * 1024);
    expect(output.startsWith('exit 0\n')).toBe(true);
    expect(output.endsWith('\nthe end\n')).toBe(true);
    expect(output).toContain('bytes are left out here');
    expect(output).not.toContain('\u001b');
  });

  it('is the one of the approved revision, whatever was written since', async () => {
    const { run, world, store } = await withCatalog({ tests: sh('echo approved') });
    const text = catalogText({ tests: sh('echo draft'), more: sh('true') });
    await reviseArtifact(world, store, { artifact, text, file: 'c.yaml' });
    expect((await run('tests'))?.output).toContain('approved');
    await expect(run('more')).rejects.toThrow('the approved catalog has no command "more"');
  });

  it('is refused when nothing is approved, in a read-only session, and to an auditor', async () => {
    const none = await teamWithKinds();
    await expect(readCatalog(none.world, none.store)).rejects.toMatchObject({
      exitCode: 1,
      message: 'no revision of verification-catalog is approved: nothing of it is run',
    });
    await expect(readCatalog(none.world, none.store, { artifact: 'usage-policy' })).rejects.toThrow(
      'is no verification catalog',
    );
    const { run, world, repository, as } = await withCatalog({ tests: sh('echo ran > ran') });
    await expect(run('tests', { world: { ...world, readOnly: true } })).rejects.toMatchObject({
      exitCode: 2,
    });
    await expect(run('tests', { world: as('aud') })).rejects.toMatchObject({ exitCode: 1 });
    expect(existsSync(join(repository.root, 'ran'))).toBe(false);
  });
});

describe('the list of the catalog', () => {
  it('shows the newest result of each command in each repository', async () => {
    const { run, world, store } = await withCatalog({ tests: sh('test ! -e broken'), other: ['true'] });
    const second = testRepository({ broken: '' });
    await run('tests');
    await run('tests');
    await ranIn(world, store, { command: 'tests', repository: second.root });
    const { commands } = await listCatalog(world, store);
    expect(commands.map(({ id, runs }) => [id, runs.map(({ verdict }) => verdict)])).toEqual([
      ['tests', ['fail', 'pass']],
      ['other', []],
    ]);
  });
});
