import { render } from 'ink-testing-library';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registry } from '../../../src/tui/screens/registry.ts';
import { App } from '../../../src/tui/shell/app.tsx';
import { Cockpit } from '../../../src/tui/shell/cockpit.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { testWorld } from '../../support/world.ts';

const key = { enter: '\r', escape: '\u001b', right: '\u001b[C' };

/** The cockpit in a screen of 100 columns, with a database of its own unless another world is given. */
function cockpit(codex = fakeCodex(), world = testWorld()) {
  const left: number[] = [];
  const faults: unknown[] = [];
  const running = new Cockpit(
    registry,
    world,
    { codex },
    { leave: (code) => left.push(code), fail: (cause) => faults.push(cause), send: () => undefined },
  );
  running.load();
  const app = render(<App cockpit={running} />);
  onTestFinished(async () => {
    app.unmount();
    await running.close();
    expect(faults).toEqual([]);
  });
  const see = (text: string | RegExp) =>
    expect.poll(() => app.lastFrame() ?? '', { timeout: 30_000 }).toMatch(text);
  /** Presses a key once the screen shows what it belongs to. */
  const press = async (after: string | RegExp, input: string) => {
    await see(after);
    app.stdin.write(input);
  };
  return { ...app, see, press, left, world };
}

describe('the first start', () => {
  it('offers to start a rollout, asks, and records it', async () => {
    const { press, see } = cockpit();
    await press('No rollout yet. Press n to start one', 'n');
    await press('Start a rollout', 'Acme');
    await press('Acme▏', key.enter);
    await press(/▸ Pinned CLI version/, key.enter);
    await press('rollout.started: name "Acme", pin 0.139.0', key.enter);
    await see('pin 0.139.0 │ Acme │ Rollout');
    await press('Gate ', '3');
    await see('started the rollout "Acme"');
  });

  it('shows the four phases as steps, each with goal and output, and their runbooks', async () => {
    const { press, see } = cockpit();
    await see(/Pilot \d+\/\d+\] →/);
    await see('Pilot: Learn where Codex helps');
    await press('output: Use cases', key.right);
    await press('output: Config, prompts, skills, verification', key.right);
    await press('Govern: Reduce organisational risk', key.right);
    await press('Scale: Improve continuously', '5');
    await press(/Pilot +pilot /, key.enter);
    await press('A pilot answers one question', '}');
    await see('# People');
  });

  it('takes what is pasted into a field as text, line ends and all', async () => {
    const { press, see } = cockpit();
    await press('No rollout yet', 'n');
    await press('Start a rollout', '\u001b[200~Acme\nand  sons\r\u001b[201~');
    await see(/▸ Name +\* +Acme and sons▏/);
  });

  it('keeps a refused pin in the form, with the reason', async () => {
    const { press, see } = cockpit();
    await press('No rollout yet', 'n');
    await press('Start a rollout', 'Acme');
    await press('Acme▏', key.enter);
    await press(/▸ Pinned CLI version +\* +0\.139\.0▏/, 'x');
    await press('0.139.0x', key.enter);
    await see('the pin "0.139.0x" is not an exact version');
  });
});

describe('the checks', () => {
  it('run one, show its verdict, and give its detail with evidence', async () => {
    const { press, see } = cockpit();
    await press('Rollout', '2');
    await press(/not run +cli\.version/, 'x');
    await press('Run cli.version against pin 0.139.0?', key.enter);
    await press(/incomplete +\d+ not run +1 pass/, key.enter);
    for (const text of ['verdict   ✔ pass', 'codex-cli 0.139.0 is the pinned version', '--version', 'exit 0'])
      await see(text);
  });

  it('keep what the others came to when one is run, in this session and in the next', async () => {
    const { press, see, world } = cockpit();
    await press('No rollout yet', '2x');
    await press('Run cli.version against pin 0.139.0?', key.enter);
    await press('cli.version: pass: codex-cli 0.139.0 is the pinned version', 'gx');
    await press('Run cli.path against pin 0.139.0?', key.enter);
    const both = [/✔ pass +cli\.version/, /(pass|fail|warn) +cli\.path/];
    await press(/cli\.path: (pass|fail|warn): /, '/cli.\r');
    for (const row of both) await see(row);
    const next = cockpit(fakeCodex(), world);
    await next.press('last run ✔ pass: 1 check', '2/cli.\r');
    for (const row of both) await next.see(row);
  });

  it('take every key of those that arrive at once', async () => {
    const { press, see } = cockpit();
    await press('No rollout yet', '2jjj');
    await press(/▸ +not run +cli\.doctor/, 'kkGgjj\u001b[B\u001b[Bk');
    await press(/▸ +not run +cli\.doctor/, 'j'.repeat(1000));
    await press(/▸ +not run +sandbox\.live/, 'k'.repeat(1000));
    await see(/▸ +not run +cli\.version/);
  });

  it('take a command and what follows it', async () => {
    const { press, see } = cockpit();
    await press('No rollout yet', '2/exec\rjx');
    await press('Run exec.output-schema', 'n/\u001bgx');
    await see('Run cli.version');
  });

  it('say why a key does nothing', async () => {
    const { press, see } = cockpit();
    await press('Rollout', '2');
    await press(/not run +cli\.version/, 's');
    await see('stop the run: no run is in progress');
  });

  it('can be stopped, and tell so', async () => {
    const { press, see } = cockpit(fakeCodex({ when: [], hang: true }));
    await press('Rollout', '2');
    await press(/not run +cli\.version/, 'x');
    await press('Run cli.version', key.enter);
    await press(/running +cli\.version/, 's');
    await press('Stop the run?', key.enter);
    await see('stopping…');
    await see(/last runs .*interrupted/);
  });
});

describe('help and leaving', () => {
  it('lists every key and goes with escape', async () => {
    const { press, see, lastFrame } = cockpit();
    await press('Pilot', '?');
    await press('the rollout and its phases', key.escape);
    await see('No rollout yet');
    expect(lastFrame()).not.toContain('all keys');
  });

  it.each([
    ['q', 0],
    ['\u0003', 130],
  ])('leaves on %j with exit code %i', async (input, code) => {
    const { press, left } = cockpit();
    await press('Pilot', input);
    await expect.poll(() => left, { timeout: 30_000 }).toEqual([code]);
  });
});
