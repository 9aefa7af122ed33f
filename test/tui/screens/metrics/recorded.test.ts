import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { metrics } from '../../../../src/tui/screens/metrics/read.ts';
import { figures, measured, quality, turns } from '../../../support/measured.ts';
import { runCockpit, wholeFrame } from '../../support.tsx';

/** A cockpit on the screen Metrics of a rollout with figures. */
async function cockpitWith(...events: CockpitEvent[]) {
  const { world, run } = await measured(...events);
  const { cockpit, keys, see } = runCockpit({ ...world, as: 'ada@example.com' });
  await see('Gate ');
  keys('shift-tab');
  await see(/30d: \d{4}-/);
  const poll = (read: () => unknown) => expect.poll(read, { timeout: 30_000 });
  const notices = (text: string | RegExp) => poll(() => cockpit.state().notice ?? '').toMatch(text);
  /** Fills the fields of the open form, each of which loses what it was prefilled with. */
  const fill = (...values: (string | undefined)[]) => {
    for (const value of values) keys(...(value === undefined ? [] : ['ctrl-u', ...value]), 'enter');
  };
  const asked = (question: string | RegExp) =>
    poll(() => {
      const { overlay } = cockpit.state();
      return overlay?.type === 'confirm' ? overlay.question : JSON.stringify(overlay);
    }).toMatch(question);
  return { world, run, cockpit, keys, see, notices, fill, asked };
}

describe('the figures of a history', () => {
  it('are shown paired, in the window and the groups that are chosen, and written as they are shown', async () => {
    const { world, keys, see, fill, asked, notices } = await cockpitWith(figures, quality);
    await see(/Turns +7,654,321 turns/);
    keys('w');
    fill('2026-11-01..2026-11-12');
    await see('2026-11-01 to 2026-11-12');
    keys('b');
    fill('team');
    await see('by team');
    keys('G');
    await see(/withheld +Adoption \(daily users, turns\) +no team/);
    keys('h');
    fill('page.html', undefined);
    await asked('Write the figures of 2026-11-01..2026-11-12 by team as HTML?');
    keys('enter');
    await notices(/written to .*page\.html/);
    const page = join(world.cwd, 'page.html');
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, 'utf8')).toMatch(/2026-11-01 to 2026-11-12.*7,654,321.*No team/s);
    keys('h');
    fill('rows.csv', 'csv');
    await asked('as CSV?');
    keys('enter');
    await notices(/written to .*rows\.csv/);
    expect(readFileSync(join(world.cwd, 'rows.csv'), 'utf8')).toContain(`"adoption","${turns}"`);
  });

  it('have no number of adoption without quality', async () => {
    const { cockpit, see } = await cockpitWith(figures);
    await see(/withheld +Adoption \(daily users, turns\)/);
    expect(JSON.stringify(metrics.of(cockpit.state()))).not.toContain(String(turns));
    expect(wholeFrame(cockpit.state(), { width: 200, height: 50 })).not.toMatch(/7,?654,?321/);
  });
});
