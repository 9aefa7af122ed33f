import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const shipped = JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8'));

/** A project that has recorded 0.140.0, which is 0.139.0 but for what `change` makes of it. */
function projectWith(change: (baseline: typeof shipped) => void) {
  const world = testWorld();
  const baseline = structuredClone(shipped);
  baseline.cli = '0.140.0';
  change(baseline);
  mkdirSync(join(world.cwd, 'data', 'baselines'), { recursive: true });
  writeFileSync(join(world.cwd, 'data', 'baselines', '0.140.0.json'), JSON.stringify(baseline));
  return commandLine(world);
}

describe('baseline record', () => {
  it('asks the real CLI, and finds what is recorded of that version', async () => {
    const world = testWorld();
    const { run, json } = commandLine(world);
    const { code, stdout, stderr } = await run('baseline', 'record', '--codex', realCodex);
    const path = join(world.cwd, 'data', 'baselines', '0.139.0.json');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `Recorded 0.139.0 in ${path}\n`,
      stderr: 'Asking the CLI about itself; this takes some seconds…\n',
    });
    expect(statSync(path).size).toBeGreaterThan(1000);
    expect(await json('baseline', 'diff', '0.139.0', '0.139.0')).toMatchObject({ differences: [] });
    const { protocol, features } = JSON.parse(readFileSync(path, 'utf8'));
    expect({ protocol, features }).toEqual({ protocol: shipped.protocol, features: shipped.features });
  });

  it('says where there is no CLI', async () => {
    const { run } = commandLine(testWorld());
    const { code, stdout, stderr } = await run('baseline', 'record', '--codex', '/nowhere/codex', '--quiet');
    expect({ code, stdout, isNamed: stderr.includes('/nowhere/codex') }).toEqual({
      code: 3,
      stdout: '',
      isNamed: true,
    });
  });
});

describe('baseline show', () => {
  it('counts what is recorded of a version', async () => {
    const { run, json } = commandLine(testWorld());
    const { code, stdout } = await run('baseline', 'show', '0.139.0');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^codex-cli 0\.139\.0\n {2}features +\d+, \d+ on by default\n {2}protocol +\d+ requests/,
    );
    expect(await json('baseline', 'show', '0.139.0')).toEqual({
      format: 'codex-cockpit/baseline',
      version: 1,
      path: null,
      baseline: shipped,
    });
  });

  it('says how to record a version that it does not know', async () => {
    const { run } = commandLine(testWorld());
    expect(await run('baseline', 'show', '0.1.0')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: no baseline of 0.1.0 was recorded\nRecord it: codex-cockpit baseline record --codex PATH_OF_THAT_VERSION\n',
    });
  });
});

describe('baseline diff', () => {
  it('exits with 1 and lists first what an upgrade takes away', async () => {
    const [feature = ''] = Object.keys(shipped.features).filter(
      (name) => shipped.features[name].stage === 'stable',
    );
    const { run, json } = projectWith((baseline) => {
      delete baseline.features[feature];
      baseline.features.brand_new = { stage: 'experimental', enabled: false };
    });
    const { code, stdout } = await run('baseline', 'diff', '0.139.0', '0.140.0');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^From 0\.139\.0 to 0\.140\.0: 1 breaking, 1 other changes\.\n/);
    expect(stdout.indexOf(feature)).toBeLessThan(stdout.indexOf('brand_new'));
    expect(await json('baseline', 'diff', '0.139.0', '0.140.0')).toMatchObject({
      format: 'codex-cockpit/baseline-diff',
      from: '0.139.0',
      to: '0.140.0',
      differences: expect.arrayContaining([expect.objectContaining({ breaking: true })]),
    });
  });

  it('exits with 0 when nothing breaks', async () => {
    const { run } = projectWith((baseline) => {
      baseline.features.brand_new = { stage: 'experimental', enabled: false };
    });
    expect(await run('baseline', 'diff', '0.139.0', '0.140.0')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 breaking, 1 other changes'),
    });
    expect(await run('baseline', 'diff', '0.140.0', '0.140.0')).toEqual({
      code: 0,
      stdout: 'Nothing that is recorded changed from 0.140.0 to 0.140.0.\n',
      stderr: '',
    });
  });
});
