import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedVerification, verifyRun } from '../../../../src/app/runs/provenance/verify-run.ts';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import {
  provenanceOf,
  renderFolderSums,
  renderProvenance,
} from '../../../../src/domain/runs/provenance/record.ts';
import { renderRunFile } from '../../../../src/domain/runs/run-file.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';
import { teamWithRuns } from '../../../support/incidents.ts';
import { tempFolder } from '../../../support/temp.ts';
import { testWorld } from '../../../support/world.ts';

const texts = {
  'events.jsonl': '{"type":"turn.completed"}\n',
  'stderr.txt': '',
  'last-message.txt': 'Done.',
};

const tool = { ...capturedRun().tool, sha256: null };

/** A run outside of a repository, and its evidence folder. */
function inFolder(more: Partial<CapturedRun> = {}) {
  const files = Object.entries(texts).map(([name, text]) => {
    const digests = { sha256: sha256(text), bytes: text.length };
    return { name, stored: digests, raw: digests };
  });
  const inputs = { ...capturedRun().inputs, instructions: [] };
  const changes = { base: null, files: [], total: 0, digest: null };
  const body = capturedRun({ tool, files, inputs, changes, git: null, ...more });
  const folder = join(tempFolder(), body.run);
  mkdirSync(folder);
  const all: Record<string, string> = {
    ...texts,
    'run.json': renderRunFile(body),
    'provenance.json': renderProvenance(provenanceOf(body)),
    SHA256SUMS: renderFolderSums(body),
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return { body, folder, all };
}

const check = (evidence: string, more: AskedVerification = {}) =>
  verifyRun(testWorld(), undefined, { evidence, ...more });

/** What was found different, or out of reach. */
const linesOf = ({ checked }: Awaited<ReturnType<typeof verifyRun>>, wanted: string) =>
  checked.filter(({ result }) => result === wanted).map(({ what }) => what);

describe('an evidence folder without a history', () => {
  it('is as it was captured, and what cannot be recomputed is named', async () => {
    const found = await check(inFolder().folder);
    expect(found.verdict).toBe('incomplete');
    expect(linesOf(found, 'different')).toEqual([]);
    expect(linesOf(found, 'unreachable')).toEqual(['history', 'prompt']);
    expect(linesOf(found, 'same')).toEqual([
      ...Object.keys(texts),
      ...['run.json', 'provenance.json', 'SHA256SUMS'],
    ]);
  });

  it('is different when any byte of any file is changed, added or taken away', async () => {
    const { folder, all } = inFolder();
    const change = fc.record({
      name: fc.constantFrom(...Object.keys(all)),
      at: fc.nat(),
      how: fc.constantFrom('change', 'add', 'remove'),
      by: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ name, at, how, by }) => {
        const before = readFileSync(join(folder, name));
        const place = at % (before.length + (how === 'add' ? 1 : 0) || 1);
        if (how !== 'add' && before.length === 0) return;
        const bytes = [...before];
        if (how === 'change') bytes[place] = (bytes[place] ?? 0) ^ by;
        else bytes.splice(place, how === 'add' ? 0 : 1, ...(how === 'add' ? [by] : []));
        writeFileSync(join(folder, name), Buffer.from(bytes));
        const found = await check(folder);
        writeFileSync(join(folder, name), before);
        expect(found.verdict).toBe('different');
        expect(linesOf(found, 'different')).toContain(name);
      }),
      { numRuns: 60 },
    );
  });

  it.each(Object.keys(texts).concat('provenance.json'))('is different without %s', async (name) => {
    const { folder } = inFolder();
    rmSync(join(folder, name));
    const found = await check(folder);
    expect([found.verdict, linesOf(found, 'different')]).toEqual(['different', [name]]);
  });

  it('is different where a link stands for a file, even one to the same content', async () => {
    const { folder } = inFolder();
    const elsewhere = join(tempFolder(), 'events');
    writeFileSync(elsewhere, texts['events.jsonl']);
    rmSync(join(folder, 'events.jsonl'));
    symlinkSync(elsewhere, join(folder, 'events.jsonl'));
    expect(linesOf(await check(folder), 'different')).toEqual(['events.jsonl']);
  });

  it('is never left for a file outside of it, whatever its record names', async () => {
    const digests = { sha256: sha256('x'), bytes: 1 };
    const { folder } = inFolder({ files: [{ name: '../x', stored: digests, raw: digests }] });
    writeFileSync(join(folder, '..', 'x'), 'x');
    const found = await check(folder);
    expect(linesOf(found, 'different')).toEqual(['run.json']);
    expect(found.checked).toContainEqual({
      what: '../x',
      result: 'unreachable',
      detail: 'its name is not that of a file in the folder',
    });
  });

  it('says that there is no run where there is none', async () => {
    await expect(check(tempFolder())).rejects.toThrow('run.json: there is no such file');
  });

  it('compares the prompt with the file that is named, with and without its last line end', async () => {
    const file = join(tempFolder(), 'prompt.md');
    const { folder } = inFolder();
    for (const [text, result] of [
      ['Add slug()', 'same'],
      ['Add slug()\n', 'same'],
      ['Add slug', 'different'],
    ] as const) {
      writeFileSync(file, text);
      const { checked } = await check(folder, { prompt: file });
      expect(checked.find(({ what }) => what === 'prompt')?.result).toBe(result);
    }
  });
});

describe('a prompt that was a file', () => {
  it('is compared with that file, in the commit before the run or on the disk', async () => {
    const { world, store, captured, write, commit } = await teamWithRuns();
    write('prompts/add.md', 'Add slug()\n');
    commit('prompt');
    const prompt = {
      ...{ from: 'stdin' as const, sha256: sha256('Add slug()\n'), bytes: 11, summary: 'Add slug()' },
      file: 'prompts/add.md',
    };
    const { body } = await captured({}, { tool, inputs: { ...capturedRun().inputs, prompt } });
    expect(provenanceOf(body).inputs.prompt_file).toBe('prompts/add.md');
    write('prompts/add.md', 'Add more\n');
    const found = await verifyRun(world, store, {});
    expect(found.verdict).toBe('same');
    expect(found.checked).toContainEqual({
      what: 'prompt prompts/add.md',
      result: 'same',
      detail: 'the commit before the run',
    });
  });
});

describe('a recorded run', () => {
  const prepared = async () => {
    const all = await teamWithRuns();
    const { body, folder } = await all.captured({ 'src/slug.ts': 'export {};\n' }, { tool });
    return { ...all, body, folder, verify: () => verifyRun(all.world, all.store, {}) };
  };

  it('is compared with its folder, its repository and its instructions', async () => {
    const { verify } = await prepared();
    const found = await verify();
    expect(found).toMatchObject({ verdict: 'incomplete', recorded: true });
    expect(linesOf(found, 'unreachable')).toEqual(['prompt']);
    expect(found.checked).toContainEqual({
      what: 'instructions AGENTS.md',
      result: 'same',
      detail: 'the commit before the run',
    });
    expect(found.checked).toContainEqual({
      what: 'src/slug.ts',
      result: 'same',
      detail: 'the working tree',
    });
  });

  it('is different when run.json is another one, though its provenance was changed with it', async () => {
    const { verify, folder, body } = await prepared();
    const forged = { ...body, outcome: 'failed' as const, reason: 'turn_failed' as const };
    writeFileSync(join(folder, 'run.json'), renderRunFile(forged));
    writeFileSync(join(folder, 'provenance.json'), renderProvenance(provenanceOf(forged)));
    expect(linesOf(await verify(), 'different')).toEqual(['run.json', 'provenance.json']);
  });

  it('is different when a changed file has other content now, and the same once that is back', async () => {
    const { verify, write } = await prepared();
    write('src/slug.ts', 'export const slug = 1;\n');
    const found = await verify();
    expect(found.checked.find(({ what }) => what === 'src/slug.ts')).toMatchObject({
      result: 'different',
      detail: 'the working tree: other content',
    });
    write('src/slug.ts', 'export {};\n');
    expect((await verify()).verdict).toBe('incomplete');
  });

  it('is the same when a changed file was committed and is as it was', async () => {
    const { verify, commit } = await prepared();
    commit('slug');
    expect(linesOf(await verify(), 'different')).toEqual([]);
  });

  it('is compared with files that only the stream names: ignored by git, or outside', async () => {
    const { world, store, captured, write } = await prepared();
    const outside = join(tempFolder(), 'notes.txt');
    writeFileSync(outside, 'outside');
    write('dist/out.js', 'built');
    const stream = [
      { path: 'dist/out.js', kind: 'add' as const, sha256: sha256('built'), seen: 'stream' as const },
      { path: outside, kind: 'add' as const, sha256: sha256('outside'), seen: 'stream' as const },
    ];
    const digest = sha256('[]');
    const changes = { base: null, files: stream, total: 2, digest };
    await captured({}, { tool, changes });
    const verify = () => verifyRun(world, store, {});
    expect(linesOf(await verify(), 'different')).toEqual([]);
    writeFileSync(outside, 'other');
    expect(linesOf(await verify(), 'different')).toEqual([outside]);
  });

  it('cannot be compared with a configuration to which the CLI has written since', async () => {
    const { world, store, captured } = await prepared();
    const home = join(tempFolder(), 'codex-home');
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), 'model = "gpt-5.5"\n');
    writeFileSync(join(home, 'AGENTS.md'), '# Mine\n');
    const inputs = {
      ...capturedRun().inputs,
      instructions: [{ path: '$CODEX_HOME/AGENTS.md', sha256: sha256('# Mine\n') }],
      config: [{ path: '$CODEX_HOME/config.toml', sha256: sha256('model = "gpt-5.5"\n') }],
    };
    await captured({}, { tool, inputs });
    const environment = { ...world.environment, CODEX_HOME: home };
    const verify = () => verifyRun({ ...world, environment }, store, {});
    expect(linesOf(await verify(), 'unreachable')).toEqual(['prompt']);
    writeFileSync(join(home, 'config.toml'), '[projects."/x"]\ntrust_level = "trusted"\n');
    writeFileSync(join(home, 'AGENTS.md'), '# Other\n');
    const found = await verify();
    expect(linesOf(found, 'unreachable')).toEqual(['configuration $CODEX_HOME/config.toml', 'prompt']);
    expect(linesOf(found, 'different')).toEqual(['instructions $CODEX_HOME/AGENTS.md']);
  });

  it('is compared with the settings of a configuration to which the CLI has written since', async () => {
    const { world, store, captured } = await prepared();
    const home = join(tempFolder(), 'codex-home');
    mkdirSync(home);
    const text = 'model = "gpt-5.5"\n';
    const settings_sha256 = sha256('{"model":"gpt-5.5"}');
    const config = [{ path: '$CODEX_HOME/config.toml', sha256: sha256(text), settings_sha256 }];
    await captured({}, { tool, inputs: { ...capturedRun().inputs, config } });
    const environment = { ...world.environment, CODEX_HOME: home };
    const lineOf = async (now: string) => {
      writeFileSync(join(home, 'config.toml'), now);
      const { checked } = await verifyRun({ ...world, environment }, store, {});
      return checked.find(({ what }) => what.startsWith('configuration'));
    };
    expect(await lineOf(`${text}[projects."/x"]\ntrust_level = "trusted"\n`)).toMatchObject({
      result: 'same',
      detail: 'the disk, but for what the CLI writes there itself',
    });
    expect(await lineOf('model = "gpt-6"\n')).toMatchObject({
      result: 'different',
      detail: 'the settings on the disk: other content',
    });
  });

  it('cannot be compared with its repository from another one', async () => {
    const { world, store } = await prepared();
    const found = await verifyRun(world, store, { repository: tempFolder() });
    expect(linesOf(found, 'unreachable')).toEqual(
      expect.arrayContaining(['instructions AGENTS.md', 'src/slug.ts']),
    );
  });

  it('cannot be compared with a folder that is not there', async () => {
    const { verify, folder } = await prepared();
    rmSync(folder, { recursive: true });
    expect(linesOf(await verify(), 'unreachable')).toEqual(
      expect.arrayContaining(['events.jsonl', 'run.json', 'provenance.json']),
    );
  });
});
