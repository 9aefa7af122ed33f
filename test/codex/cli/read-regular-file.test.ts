import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNamedText } from '../../../src/codex/cli/read-regular-file.ts';
import { tempFolder } from '../../support/temp.ts';

it('reads a file that a person named', async () => {
  const path = join(tempFolder(), 'named.txt');
  writeFileSync(path, 'text');
  expect(await readNamedText(path)).toBe('text');
  expect(await readNamedText('/dev/null')).toBe('');
});

it('ends with an error at a device without an end', async () => {
  await expect(readNamedText('/dev/zero')).rejects.toThrow('it has more than 4194304 bytes');
});
