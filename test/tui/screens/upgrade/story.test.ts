import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rehearsedUpgrade } from '../../../support/rehearsed-upgrade.ts';
import { runCockpit, wholeFrame } from '../../support.tsx';

it('goes from a rehearsal with a blocker to the first ring, by keys', async () => {
  const { world, store } = await rehearsedUpgrade();
  writeFileSync(
    join(world.cwd, 'notes.md'),
    '# 0.169.0 (2026-11-01)\n- `codex mcp-server` is gone\n- faster\n',
  );
  const { cockpit, keys, see } = runCockpit(world);
  const actAs = async (email: string, role: string) => {
    keys('0', 'A', ...Array.from({ length: 40 }, () => 'backspace'), ...email, 'enter');
    await see(`Record what you do from now on as ${email}?`);
    keys('enter');
    await see(new RegExp(`${email} · .*${role}`));
    keys('tab');
    await see('in the way (m)');
  };
  await see('ada@example.com · rollout owner');
  keys('0', 'tab');
  await see('in the way (m): 1 blocker, release notes, 2 signatures');

  await actAs('sue@example.com', 'security owner');
  keys('w', ...'retired next week', 'enter', 'enter');
  await see('Go on in spite of commands: codex mcp-server for 30d?');
  keys('enter');
  await see('waived until 2026-12-20: commands: codex mcp-server');
  await see('in the way (m): release notes, 2 signatures');
  expect(wholeFrame(cockpit.state(), { width: 200 })).toMatch(/◇ waived +commands +codex mcp-server/);

  keys('i', ...'notes.md', 'enter');
  await see('Import the release notes of notes.md?');
  keys('enter');
  await see('imported 2 lines of 1 release; v reviews them');
  keys('right', 'right');
  await see(/○ open +0\.169\.0 +`codex mcp-server` is gone/);
  keys('V', 'enter', 'enter');
  await see('Mark 2 lines of 0.169.0 as reviewed?');
  keys('enter');
  await see('reviewed 2 lines of 0.169.0: no concern');
  await see('in the way (m): 2 signatures');
  keys('S', 'enter', ...'read it all', 'enter');
  await see('Sign the upgrade from 0.139.0 to 0.169.0 as security owner?');
  keys('enter');
  await see('in the way (m): 1 signature');

  await actAs('bob@example.com', 'platform engineer');
  keys('S', 'enter', 'enter');
  await see('as platform engineer?');
  keys('enter');
  await see('nothing is in the way of an approval');

  keys('0', 'A', ...Array.from({ length: 40 }, () => 'backspace'), ...'ada@example.com', 'enter', 'enter');
  await see('ada@example.com · rollout owner');
  keys('tab');
  await see('nothing is in the way of an approval');
  keys('a', ...'we need it', 'enter');
  await see('Approve the upgrade from 0.139.0 to 0.169.0, and move the pin?');
  await see('rollout.pin-moved: to 0.169.0, both or neither');
  keys('enter');
  await see('the pin is 0.169.0');
  await see('pin 0.169.0 │');

  keys('left');
  await see(/next +canary/);
  keys('o', ...'approved', 'enter');
  await see('Open the ring canary for 0.169.0?');
  keys('enter');
  await see('the ring canary is open for 0.169.0');
  await see(/open +canary/);

  const kinds = (await Array.fromAsync(store.entries())).map(({ kind, actor }) => `${kind} ${actor}`);
  expect(kinds.slice(-9)).toEqual([
    'upgrade.rehearsed ada@example.com',
    'upgrade.waived sue@example.com',
    'changelog.imported sue@example.com',
    'changelog.reviewed sue@example.com',
    'upgrade.signed sue@example.com',
    'upgrade.signed bob@example.com',
    'upgrade.approved ada@example.com',
    'rollout.pin-moved ada@example.com',
    'ring.opened ada@example.com',
  ]);
}, 60_000);
