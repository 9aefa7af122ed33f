import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordMetric } from '../../../../src/app/metrics/record-metric.ts';
import { metrics } from '../../../../src/tui/screens/metrics/figures/read.ts';
import { complianceLine } from '../../../support/compliance.ts';
import { figures, quality, turns } from '../../../support/measured.ts';
import { valuesIn } from '../../asking.ts';
import { wholeFrame } from '../../support.tsx';
import { cockpitWith } from './support.ts';

describe('the figures of a history', () => {
  it('are shown paired, in the window and the groups that are chosen, and written as they are shown', async () => {
    const { world, keys, see, fill, asks, notices } = await cockpitWith(figures, quality);
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
    await asks('Write the figures of 2026-11-01..2026-11-12 by team as HTML?');
    keys('enter');
    await notices(/written to .*page\.html/);
    const page = join(world.cwd, 'page.html');
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, 'utf8')).toMatch(/2026-11-01 to 2026-11-12.*7,654,321.*No team/s);
    keys('h');
    fill('rows.csv', 'csv');
    await asks('as CSV?');
    keys('enter');
    await notices(/written to .*rows\.csv/);
    expect(readFileSync(join(world.cwd, 'rows.csv'), 'utf8')).toContain(`"adoption","${turns}"`);
  });

  it('are explained, and stand beside limits, tokens and teams', async () => {
    const { keys, see, fill } = await cockpitWith(figures, quality);
    keys('d');
    await see('Changes that caused a defect, of all changes.');
    keys('esc', 'm');
    await see('No spend limit is known; i imports them (limits).');
    keys('esc', 'p');
    await see(/Teams and cost centres \(\d\d:\d\d\)/);
    keys('esc', 'n');
    fill('model', undefined);
    await see(/Tokens by model, 30d \(\d\d:\d\d\)/);
  });

  it('have no number of adoption without quality', async () => {
    const { cockpit, see } = await cockpitWith(figures);
    await see(/withheld +Adoption \(daily users, turns\)/);
    expect(JSON.stringify(metrics.of(cockpit.state()))).not.toContain(String(turns));
    expect(wholeFrame(cockpit.state(), { width: 200, height: 50 })).not.toMatch(/7,?654,?321/);
  });
});

describe('figures that somebody else records', () => {
  it('are shown as they come, adoption once there is quality beside it', async () => {
    const { world, store, cockpit, see } = await cockpitWith(figures);
    await see(/withheld +Adoption/);
    cockpit.watch(10);
    const stated = { metric: 'defect-rate', value: 5, unit: '', n: 40, window: '2026-11', source: 'CI' };
    await recordMetric(world, store, stated);
    await see(/Turns +7,654,321 turns/);
  });
});

describe('figures that a person brings', () => {
  it('are entered by hand for the group of the selected row, and shown beside adoption at once', async () => {
    const { keys, see, fill, asks, notices, store } = await cockpitWith(figures);
    await see(/withheld +Adoption/);
    keys('a');
    fill('defect-rate', '5', '40', '2026-11', 'CI of team A', undefined, undefined, undefined, undefined);
    await asks('Record defect-rate of 2026-11?');
    keys('enter');
    await notices('recorded defect-rate: 5 % (2026-11)');
    await see(/Defect rate +5 %/);
    await see(/Turns +7,654,321 turns/);
    const [entry] = await store.entriesOfKind('metric.recorded');
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({ metric: 'defect-rate', n: 40, team: '' });
  });

  it('are imported from files, and refused in the form with what is wrong', async () => {
    const { world, keys, see, fill, asks, notices } = await cockpitWith(figures);
    writeFileSync(
      join(world.cwd, 'quality.csv'),
      'metric,from,to,team,total,n\ndefect-rate,2026-11-01,2026-11-10,web,2,40\n',
    );
    writeFileSync(join(world.cwd, 'teams.csv'), 'email,team,cost_centre\nada@example.com,web,CC 7\n');
    keys('i');
    fill('quality', 'missing.csv', undefined, undefined, undefined, undefined);
    await asks('Import quality: missing.csv?');
    keys('enter');
    await see(/no such file/);
    keys('up', 'up', 'up', 'up');
    keys('esc');
    for (const [kind, file] of [
      ['quality', 'quality.csv'],
      ['teams', 'teams.csv'],
    ] as const) {
      keys('i', 'ctrl-r');
      fill(kind, file, undefined, undefined, undefined, undefined);
      await asks(`Import ${kind}: ${file}?`);
      keys('enter');
      await notices('1 new row, 0 known before');
    }
    keys('b');
    fill('team');
    keys('/', ...'web', 'enter');
    await see(/Turns +team web +7,654,321 turns/);
  });
});

describe('a table of which nobody said what its columns are', () => {
  it('is imported once a person has looked at what they probably are', async () => {
    const { world, keys, see, fill, asks, notices, cockpit } = await cockpitWith(quality);
    writeFileSync(join(world.cwd, 'use.csv'), 'Date,Email,Turns\n2026-11-10,ada@example.com,12\n');
    keys('i');
    fill('dashboard', 'use.csv', '', '', '', '');
    await asks('Import dashboard: use.csv?');
    keys('enter');
    await notices('nobody said yet what its columns are: these are guessed');
    expect(valuesIn(cockpit.state())['Columns (as before)']).toBe('Date=day, Email=person, Turns=turns');
    fill(undefined, undefined, undefined, undefined, undefined, undefined);
    await asks('Import dashboard: use.csv?');
    keys('enter');
    await notices('1 file imported: 1 new row, 0 known before');
    await see(/Turns +12 turns/);
  });
});

describe('compliance logs', () => {
  it('are imported with the days that they cover, looked at, and handed to a SIEM', async () => {
    const { world, keys, see, fill, asks, notices } = await cockpitWith();
    writeFileSync(join(world.cwd, 'log.jsonl'), `${complianceLine()}\n`);
    keys('l');
    await see('No compliance log was imported or fetched.');
    keys('i');
    fill(undefined, 'log.jsonl', '', '', '', '2026-11-01..2026-11-19');
    await asks('Import compliance logs: log.jsonl?');
    keys('enter');
    await notices('1 record read, 1 new');
    await see(/2026-11-18 09:30 +ada@example.com +prompt +\S+ +gpt-5.5 +not in the log/);
    await see(/CODEX_LOG to 2026-11-\d\d, the rest goes in \d+ days/);
    keys('m');
    await see('known from 2026-11-01 00:00');
    keys('esc', 'x');
    fill('siem.jsonl', 'ocsf', '', '', '', '');
    await asks('Export the records as ocsf?');
    keys('enter');
    await notices('exported 1 records to ');
    const written = readFileSync(join(world.cwd, 'siem.jsonl'), 'utf8');
    expect(written).toContain('e-1');
    expect(written).not.toContain('checkout');
  });
});

describe('a question and a change, by keys alone', () => {
  it('falls due and is answered; a change is tied, judged by before and after, and closed', async () => {
    const { keys, see, fill, asks, notices, store, setNow } = await cockpitWith(figures, quality);
    setNow('2026-12-21T12:00:00.000Z');
    keys('u');
    await see(/3 due now/);
    await see(/today|overdue/);
    keys('a');
    fill('shop: it has no rule for migrations', undefined);
    await asks(/Record the answer to /);
    keys('enter');
    await notices(/recorded the answer to .*; it is due again on 2027-01-21/);
    await see(/2 due now/);

    const rate = async (value: string, window: string) => {
      keys('left');
      await see(/quality beside adoption|withheld/);
      keys('a', 'ctrl-r');
      fill('defect-rate', value, '40', window, 'CI', '', '', '', '');
      await asks('Record defect-rate');
      keys('enter');
      await notices(`recorded defect-rate: ${value} %`);
    };
    await rate('10', '2026-12-07..2026-12-20');
    keys('c');
    await see('No change is tied to a signal yet');
    keys('t');
    fill(
      'defect-rate',
      '',
      '',
      '',
      '',
      'instruction',
      'AGENTS.md',
      'down',
      '20%',
      '',
      '14d',
      'no rule for migrations',
    );
    await asks('Tie this change to defect-rate of everybody?');
    keys('enter');
    await notices('c1 is tied to defect-rate; it is judged on 2027-01-04');
    await see(/waiting +c1 +defect-rate ↓ 20 % of what it was/);

    setNow('2027-01-04T12:00:00.000Z');
    keys('left');
    await see('question');
    await rate('5', '2026-12-21..2027-01-03');
    keys('c');
    await see(/1 change to be judged/);
    keys('v');
    fill('as hoped');
    await asks('Record that c1 moved as expected?');
    keys('enter');
    await notices('c1: moved as expected');
    keys('d');
    fill('keep', 'fewer defects');
    await asks('Close c1: keep?');
    keys('enter');
    await notices('c1 is closed: keep');
    const kinds = (
      await Promise.all(
        ['question.answered', 'change.tied', 'change.judged', 'change.closed'].map((kind) =>
          store.entriesOfKind(kind as never),
        ),
      )
    ).map(({ length }) => length);
    expect(kinds).toEqual([1, 1, 1, 1]);
  });
});
