import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWritableHistory } from '../../../../src/app/world/session.ts';
import { keyFingerprint } from '../../../../src/domain/people/public-key.ts';
import { testWorld } from '../../../support/world.ts';
import { runCockpit } from '../../support.tsx';

it('people get roles and keys as with the commands, and their last entries are shown', async () => {
  const world = { ...testWorld(), as: 'ada@example.com' };
  const { keys, see, cockpit } = runCockpit(world);
  await see('No rollout yet');
  keys('n', ...'Acme', 'enter', 'enter', 'enter');
  await see('started "Acme"');
  keys('0', '+', ...'bob@example.com', 'enter', ...'Bob', 'enter', 'ctrl-u', ...'team lead', 'enter');
  await see('Add bob@example.com as team lead?');
  keys('enter');
  await see(/ada@example\.com +rollout owner +no key +\d+ {2}\d\d-\d\d {2}recorded/);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(world.cwd, 'id')]);
  keys('/', ...'bob', 'enter', 'K', ...'id.pub', 'enter');
  await see('Record this SSH key for bob@example.com?');
  const printed = execFileSync('ssh-keygen', ['-l', '-f', join(world.cwd, 'id.pub')], { encoding: 'utf8' });
  const fingerprint = printed.split(' ')[1] ?? 'none';
  await see(fingerprint);
  keys('enter');
  await see('bob@example.com has 1 SSH key');
  const [, recorded] = cockpit.state().people;
  expect(keyFingerprint(recorded?.keys[0] ?? '')).toBe(fingerprint);
  keys('X', 'enter');
  await see('bob@example.com has no SSH key');
  await cockpit.close();
  const store = await openWritableHistory(world, {});
  expect((await store.entriesOfKind('person.recorded')).map(({ actor }) => actor)).toEqual(
    Array(4).fill('ada@example.com'),
  );
  await store.close();
});
