import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from './support/temp.ts';

const samples = resolve('test/fixtures/newcomer');
const page = readFileSync('CONTRIBUTING.md', 'utf8').split('## What a newcomer touches')[1] ?? '';
const rows = [
  ...page.matchAll(/^\| [^|]+ \| (?<files>`src[^|]+|`checks[^|]+) \| `(?<sample>[a-z-]+)` \|$/gm),
].map(({ groups = {} }) => ({
  sample: groups.sample ?? '',
  files: [...(groups.files ?? '').matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
}));

/** Files that a patch changes or adds. */
function touchedBy(sample: string): readonly string[] {
  const patch = readFileSync(join(samples, `${sample}.patch`), 'utf8');
  return [...patch.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, file = '']) => file);
}

/** `src/cli/<noun>/<command>.ts` as a pattern: a name in angle brackets is any name of a file or a folder. */
function patternOf(file: string): RegExp {
  return new RegExp(`^${file.replaceAll('.', '\\.').replaceAll(/<[a-z]+>/g, '[a-z-]+')}$`);
}

describe('what a newcomer touches', () => {
  it('is shown by one sample commit of each kind', () => {
    expect(rows.map(({ sample }) => `${sample}.patch`).sort()).toEqual(readdirSync(samples).sort());
  });

  it.each(rows)('$sample: these files and no other', ({ sample, files }) => {
    const touched = touchedBy(sample);
    expect(touched).toHaveLength(files.length);
    for (const file of files) expect(touched.some((one) => patternOf(file).test(one))).toBe(true);
    for (const one of touched) expect(files.some((file) => patternOf(file).test(one))).toBe(true);
  });

  it('is all that the types ask for: the sample commits apply and compile', () => {
    const tree = tempFolder();
    for (const part of ['src', 'checks', 'tsconfig.json', 'package.json'])
      cpSync(part, join(tree, part), { recursive: true });
    symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
    const run = (program: string, args: readonly string[]) =>
      execFileSync(program, args, { cwd: tree, encoding: 'utf8', stdio: 'pipe' });
    run('git', ['apply', ...rows.map(({ sample }) => join(samples, `${sample}.patch`))]);
    expect(run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'])).toBe('');
  });
});
