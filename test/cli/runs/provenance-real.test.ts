import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, it } from 'vitest';
import { capturePlace } from '../../support/captures.ts';
import { commandLine } from '../../support/command-line.ts';

const schema = new URL('../../../data/schemas/provenance.schema.json', import.meta.url);

it('a run of the real CLI has provenance that is the same, until a byte of any of its files is changed', async () => {
  const place = await capturePlace([
    {
      type: 'patch',
      patch: '*** Begin Patch\n*** Add File: added.txt\n+new\n*** Add File: out.log\n+x\n*** End Patch',
    },
    { type: 'text', text: 'all done' },
  ]);
  place.write('prompt.md', 'Add a file\n');
  place.write('.gitignore', '*.log\n');
  place.git('add', '-A');
  place.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'prompt');
  const exec = ['codex', 'exec', '--disable', 'plugins', '-s', 'workspace-write', '-'];
  const ran = await place.start(['run', '--', ...exec], { file: 'prompt.md' }).ended;
  expect(ran).toMatchObject({ code: 0, stdout: 'all done\n' });
  const [folder = ''] = place.folders();
  const record = JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8'));
  const ajv = new Ajv2020({ strict: true });
  formats.default(ajv);
  expect(ajv.compile(JSON.parse(readFileSync(schema, 'utf8')))(record)).toBe(true);
  expect(record).toMatchObject({
    tool: { cli_version: '0.139.0', model: 'gpt-5.5' },
    inputs: { prompt_file: 'prompt.md' },
    outputs: { final_message_file: 'last-message.txt', files_changed: ['added.txt', 'out.log'] },
  });

  const { json } = commandLine({ ...place, cwd: place.root });
  const found = await json('provenance', 'verify');
  const not =
    (wanted: string) =>
    ({ result }: { result: string }) =>
      result !== wanted;
  // What the CLI has written to its configuration since is no difference.
  expect(found.checked.filter(not('same'))).toEqual([
    expect.objectContaining({ what: 'history', result: 'unreachable' }),
  ]);
  // Not in the repository, which need not be read again for each of them.
  const { json: elsewhere } = commandLine(place);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const before = readFileSync(path);
    const after = Buffer.concat([before.subarray(0, -1), Buffer.of((before.at(-1) ?? 0) ^ 1)]);
    writeFileSync(path, after);
    const { verdict, checked } = await elsewhere('provenance', 'verify');
    expect([verdict, checked.find(({ what }: { what: string }) => what === name)?.result]).toEqual([
      'different',
      'different',
    ]);
    writeFileSync(path, before);
  }
});
