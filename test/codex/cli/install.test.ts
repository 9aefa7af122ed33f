import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram, hashFile } from '../../../src/codex/cli/install.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { testWorld } from '../../support/world.ts';

const packages = resolve('node_modules/@openai');
const wrapper = resolve('node_modules/.bin/codex');
const platform = `codex-${process.platform}-${process.arch}`;

/** A copy of the wrapper in a folder of its own, beside the real native package. */
function copiedWrapper(): string {
  const root = join(mkdtempSync(join(testWorld().root, 'install-')), 'node_modules', '@openai');
  mkdirSync(root, { recursive: true });
  cpSync(realpathSync(join(packages, 'codex')), join(root, 'codex'), { recursive: true });
  symlinkSync(realpathSync(join(packages, platform)), join(root, platform));
  return join(root, 'codex', 'bin', 'codex.js');
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('the digest of a large file', () => {
  it('is another one once the file was changed, whatever its size and its time say', async () => {
    const file = join(testWorld().root, 'large');
    writeFileSync(file, Buffer.alloc(17 * 1024 * 1024));
    const { atime, mtime } = statSync(file);
    const before = await hashFile(file);
    expect(await hashFile(file)).toBe(before);
    const open = openSync(file, 'r+');
    writeSync(open, 'x');
    closeSync(open);
    utimesSync(file, atime, mtime);
    expect(await hashFile(file)).toBe(sha256(file));
    expect(await hashFile(file)).not.toBe(before);
  });
});

describe('the program that checks start', () => {
  it('is the native binary behind the published wrapper, with what the wrapper tells it', async () => {
    const { path, environment } = await findProgram(wrapper);
    expect(path).toMatch(new RegExp(`${platform}/vendor/.+/bin/codex$`));
    expect(environment).toEqual({
      CODEX_MANAGED_BY_NPM: '1',
      CODEX_MANAGED_PACKAGE_ROOT: realpathSync(join(packages, 'codex')),
    });
  });

  it('is the wrapper itself once a byte of it differs: what it starts is not known', async () => {
    const changed = copiedWrapper();
    expect((await findProgram(changed)).path).toMatch(/\/vendor\//);
    appendFileSync(changed, '\n');
    expect(await findProgram(changed)).toEqual({ path: changed, environment: {} });
  });

  it('is the native binary behind a newer wrapper, unless another package manager may own it', async () => {
    const newer = copiedWrapper();
    const { path, environment } = await findProgram(newer, { [sha256(newer)]: { findsOwner: true } });
    expect(path).toMatch(/\/vendor\//);
    expect(environment).toMatchObject({ CODEX_MANAGED_BY_NPM: '1' });
    writeFileSync(join(newer, '..', '..', '..', '..', '.modules.yaml'), '');
    expect(await findProgram(newer, { [sha256(newer)]: { findsOwner: true } })).toEqual({
      ...{ path: newer, environment: {} },
    });
  });

  it('is the native package inside of the wrapper before one beside it, as Node looks for it', async () => {
    const nested = copiedWrapper();
    const inside = join(nested, '..', '..', 'node_modules', '@openai');
    mkdirSync(inside, { recursive: true });
    symlinkSync(realpathSync(join(packages, platform)), join(inside, platform));
    expect((await findProgram(nested)).path.startsWith(realpathSync(inside))).toBe(true);
  });

  it('is what was named when that is no npm install', async () => {
    const codex = fakeCodex();
    expect(await findProgram(codex)).toEqual({ path: codex, environment: {} });
    expect(await findProgram('/nowhere/codex')).toEqual({ path: '/nowhere/codex', environment: {} });
  });

  it('does not change what the doctor says of the installation, nor what evidence calls the CLI', async () => {
    const world = testWorld();
    const program = await findProgram(wrapper);
    const named = { path: wrapper, environment: {} };
    const [direct, wrapped] = await Promise.all(
      [program, named].map((one) =>
        runOn(wrapper, world, shippedCheck('cli.doctor'), { program: Promise.resolve(one) }),
      ),
    );
    const installation = (one: typeof direct) =>
      /"installation": \{[^}]*\}/s.exec(one?.exhibits[1]?.text ?? '')?.[0];
    expect(installation(direct)).toContain('"managed by npm": "true"');
    expect(installation(direct)).toBe(installation(wrapped));
    expect(direct?.judgement).toEqual(wrapped?.judgement);
    expect(direct?.exhibits.map(({ label }) => label)).toEqual([
      `${wrapper} help doctor`,
      `${wrapper} doctor --json`,
    ]);
  });
});
