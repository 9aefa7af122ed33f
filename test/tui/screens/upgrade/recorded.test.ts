import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { movePin } from '../../../../src/app/rollout/alter-rollout.ts';
import { listRehearsals } from '../../../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { renderMachineReport } from '../../../../src/domain/upgrade/rings/machine-report.ts';
import type { Store } from '../../../../src/store/connection/open.ts';
import { upgrade } from '../../../../src/tui/screens/upgrade/read.ts';
import { rehearsedUpgrade } from '../../../support/rehearsed-upgrade.ts';
import { commandCheck } from '../../../support/tiny-suite.ts';
import { runCockpit } from '../../support.tsx';

const kinds = async (store: Store) => (await Array.fromAsync(store.entries())).map(({ kind }) => kind);

/** A suite of one check that the fake CLIs pass. */
function writeSuite(folder: string): string {
  const file = join(folder, 'suite.yaml');
  writeFileSync(
    file,
    `version: 1\nsuite: test\ntitle: Test\nchecks:\n${commandCheck('t.version', '--version')}`,
  );
  return file;
}

/** The screen as somebody sees it who has a rehearsed upgrade before them. */
async function shown(as = 'ada') {
  const found = await rehearsedUpgrade();
  const world = { ...found.world, as: `${as}@example.com` };
  const cockpit = runCockpit(world, { suite: [writeSuite(found.world.root)] });
  await cockpit.see(`${as}@example.com · `);
  cockpit.keys('0', 'tab');
  await cockpit.see('in the way (m)');
  return { ...found, ...cockpit };
}

describe('a rejection', () => {
  it('leaves the pin, and records the reason', async () => {
    const { keys, see, store } = await shown('bob');
    keys('X', ...'our scripts call mcp-server', 'enter');
    await see('Reject the upgrade from 0.139.0 to 0.169.0? The pin stays.');
    keys('enter');
    await see('rejected 0.169.0; the pin stays');
    expect((await kinds(store)).at(-1)).toBe('upgrade.rejected');
  });
});

describe('a rehearsal', () => {
  it('is refused in the form for a CLI that is not there, and for the pin itself', async () => {
    const { keys, see, old } = await shown();
    keys('r', ...'/nowhere/codex', ...Array.from({ length: 5 }, () => 'enter'));
    await see('there is no CLI /nowhere/codex');
    keys('ctrl-u', ...old, ...Array.from({ length: 5 }, () => 'enter'));
    await see('the pin itself');
  });

  it('that somebody else records is shown without a key', async () => {
    const { cockpit, see, store, rehearse } = await shown();
    cockpit.watch(20);
    await rehearse('0.139.0', '0.170.0', false);
    await see('0.170.0 (');
    await see('✔ clear: 0 blockers, 0 warnings, 0 notes');
    expect(await listRehearsals(store)).toHaveLength(2);
  });
});

describe('the way back', () => {
  it('is rehearsed on the CLI that was the pin before, each blocker is accepted by name, and the suite judges that CLI', async () => {
    const { cockpit, keys, see, store, rehearse, as } = await shown();
    await movePin(as('ada'), store, { version: '0.169.0', reason: 'we need it' });
    await rehearse('0.169.0', '0.139.0', true);
    keys('tab', 'shift-tab');
    await see('pin 0.169.0 │');
    await expect.poll(() => upgrade.of(cockpit.state()).wayBack?.blockers).toHaveLength(1);
    keys('b', 'enter', ...'it broke the release job', 'enter', 'enter');
    await see('the way back to 0.139.0 has 1 blocker: commands: codex mcp-server');
    keys('down', ' ', 'enter');
    await see('Move the pin back from 0.169.0 to 0.139.0, and run the suite on it?');
    keys('enter');
    await see('the pin is 0.139.0 again');
    const recorded = await kinds(store);
    expect(recorded.slice(recorded.indexOf('upgrade.rolled-back'))).toEqual([
      ...['upgrade.rolled-back', 'rollout.pin-moved', 'run.started', 'check.finished', 'run.finished'],
    ]);
  });
});

describe('the rings', () => {
  /** Reports of machines that have this version. */
  function writeReports(folder: string, version: string, machines: readonly string[]): void {
    mkdirSync(folder, { recursive: true });
    for (const machine of machines) {
      const cli = { version, sha256: null };
      const text = renderMachineReport(
        {
          ...{ kind: 'codex-cockpit/machine-report', version: 1, machine, cli, pin: '0.139.0' },
          ...{
            at: '2026-11-20T11:00:00.000Z',
            suite: { name: 'upgrade', checks: 104, verdict: 'pass' },
            failed: [],
          },
        },
        undefined,
      );
      writeFileSync(join(folder, `${machine}.json`), text);
    }
  }

  it('are planned, take the reports of a folder, name what moved on its own, and keep incidents', async () => {
    const { keys, see, world } = await shown();
    writeReports(join(world.cwd, 'reports'), '0.139.0', ['ci-1', 'ci-2']);
    writeReports(join(world.cwd, 'reports'), '0.170.0', ['lap-1']);
    writeFileSync(join(world.cwd, 'reports', 'other.json'), '{}');
    const plan =
      'version: 1\nrings:\n  - id: first\n    machines: ["ci-*"]\n  - id: rest\n    machines: ["*"]\n';
    writeFileSync(join(world.cwd, 'rings.yaml'), plan);
    keys('left');
    await see(/next +canary/);
    keys('p', ...'rings.yml', 'enter', 'enter');
    await see('rings.yml: cannot be read');
    keys('ctrl-u', ...'rings.yaml', 'enter');
    await see('Record the rings of rings.yaml?');
    keys('enter');
    await see('planned 2 rings: first, rest');
    await see(/next +first/);
    keys('i', ...'nowhere', 'enter');
    await see('Import 1 file of nowhere?');
    keys('enter');
    await see('none of the files is a report of a machine');
    keys('ctrl-u', ...'reports', 'enter');
    await see('Import 4 files of reports?');
    keys('enter');
    await see(/3 reports imported, 0 known before, 1 refused: .*other\.json/);
    await see(/stray +lap-1 +has 0\.170\.0/);
    keys('g', 'n', ...'CI stood still', 'enter', ...'ci-2', 'enter', 'enter');
    await see('recorded an incident in the ring first');
  });
});
