import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databasePath } from '../../../src/app/world/database-path.ts';

const at = (environment: Record<string, string>, asked?: string) =>
  databasePath({ environment, cwd: '/project' }, asked);
const everything = { CODEX_COCKPIT_DB: '/env.db', XDG_DATA_HOME: '/data', HOME: '/home/ada' };

describe('the database', () => {
  it.each([
    ['what was asked for, before all else', everything, '/asked.db', '/asked.db'],
    ['what was asked for, from where the person is', everything, 'asked.db', '/project/asked.db'],
    ['what was asked for, above it', everything, '../asked.db', '/asked.db'],
    ['what the variable says', everything, undefined, '/env.db'],
    [
      'what the variable says, from where the person is',
      { CODEX_COCKPIT_DB: 'env.db' },
      undefined,
      '/project/env.db',
    ],
    [
      'in the data folder',
      { XDG_DATA_HOME: '/data', HOME: '/home/ada' },
      undefined,
      '/data/codex-cockpit/cockpit.db',
    ],
    ['in the home', { HOME: '/home/ada' }, undefined, '/home/ada/.local/share/codex-cockpit/cockpit.db'],
    [
      'in the home, when variables are empty',
      { CODEX_COCKPIT_DB: '', XDG_DATA_HOME: '', HOME: '/h' },
      undefined,
      '/h/.local/share/codex-cockpit/cockpit.db',
    ],
    // The XDG Base Directory Specification has a relative one ignored.
    [
      'in the home, when the data folder is relative',
      { XDG_DATA_HOME: 'data', HOME: '/h' },
      undefined,
      '/h/.local/share/codex-cockpit/cockpit.db',
    ],
  ])('is %s', (_, environment, asked, path) => {
    expect(at(environment, asked)).toBe(path);
  });

  it('is in the home of the account where nothing says otherwise', () => {
    expect(at({})).toBe(join(homedir(), '.local', 'share', 'codex-cockpit', 'cockpit.db'));
  });

  it('is at the same place wherever the person goes, unless they name it', () => {
    const environment = { XDG_DATA_HOME: 'data', HOME: '/h' };
    expect(databasePath({ environment, cwd: '/a' })).toBe(databasePath({ environment, cwd: '/b' }));
  });
});
