import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readKey } from '../../../../src/app/metrics/api/read-key.ts';
import { testWorld } from '../../../support/world.ts';

const world = testWorld;

describe('the key of an API', () => {
  it('comes from a variable or from a file, without the line end', () => {
    const { environment, cwd } = world({ ADMIN_KEY: 'sk-admin-1' });
    expect(readKey({ environment, cwd }, { keyEnv: 'ADMIN_KEY' })).toEqual({
      key: 'sk-admin-1',
      from: 'the variable ADMIN_KEY',
    });
    writeFileSync(join(cwd, 'key'), 'sk-admin-2\n');
    expect(readKey({ environment, cwd }, { keyFile: 'key' }).key).toBe('sk-admin-2');
  });

  it.each([
    ['neither is named', {}, /say where the key is/],
    ['both are named', { keyEnv: 'A', keyFile: 'a' }, /say where the key is/],
    ['the variable is not set', { keyEnv: 'sk-typed-by-mistake' }, /is not set$/],
    ['the variable is empty', { keyEnv: 'EMPTY' }, /is empty/],
    ['there are several lines', { keyEnv: 'LINES' }, /has no key/],
    ['the file is not there', { keyFile: 'none' }, /^the file that --key-file names is not there$/],
    ['the file is a pipe', { keyFile: 'pipe' }, /it is a pipe/],
  ])('is refused when %s, and is in no message', (_, choice, message) => {
    const { environment, cwd } = world({ EMPTY: ' ', LINES: 'sk-one\nsk-two' });
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    try {
      readKey({ environment, cwd }, choice);
      expect.unreachable();
    } catch (cause) {
      expect(cause).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
      expect(JSON.stringify(cause) + String(cause)).not.toMatch(/sk-/);
    }
  });
});
