import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCapturedRuns } from '../../../../src/app/runs/captured-runs.ts';
import { evidenceFolder } from '../../../../src/app/runs/evidence-folder.ts';
import { isRunning } from '../../../../src/tui/shell/guards.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { draft } from '../../../support/history.ts';
import { testRepository } from '../../../support/repository.ts';
import { team } from '../../../support/team.ts';
import { runCockpit } from '../../support.tsx';
import { packOf, verifiedOf } from './support.ts';

describe('the screen Runs of a history', () => {
  it('shows a run that another process captures, its evidence folder, and the pack that is made of it', async () => {
    const { world, store } = await team();
    const { cockpit, keys, see } = runCockpit(world);
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    await see('n runs codex exec and captures it.');
    cockpit.watch(20);
    const run = capturedRun();
    const folder = join(world.environment.XDG_DATA_HOME ?? '', 'codex-cockpit', 'runs', run.run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run.json'), '{}');
    await store.append(() => [draft({ kind: 'exec.captured', body: run })]);
    await see(/✔ completed +11-22 08:00 +Add slug\(\) +–/);
    keys('enter', 'G');
    await see(`folder    ${folder}`);
    await store.append(() => [
      draft({ kind: 'pack.created', body: packOf(0).body }),
      draft({ kind: 'provenance.verified', body: verifiedOf(0).body }),
    ]);
    keys('g');
    await see(/verified +✘ different/);
    keys('esc');
    await see(/Add slug\(\) +✔/);
  });

  it('follows a run while it is captured, item by item, and stays on it when it is recorded', async () => {
    const { world, store } = await team();
    const { cockpit, keys, see } = runCockpit(world);
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    cockpit.watch(20);
    const run = capturedRun();
    const folder = join(world.environment.XDG_DATA_HOME ?? '', 'codex-cockpit', 'runs', run.run);
    mkdirSync(folder, { recursive: true });
    const grow = (type: string, item: object) => {
      const events = join(folder, 'events.jsonl');
      appendFileSync(events, `${JSON.stringify({ type: `item.${type}`, item })}\n`);
      utimesSync(events, world.now(), world.now());
    };
    grow('started', { id: 'i', type: 'command_execution', command: 'npm test', status: 'in_progress' });
    await see(/in progress .* … \$ npm test/);
    keys('enter');
    await see('This run is being captured.');
    grow('completed', {
      id: 'i',
      type: 'command_execution',
      command: 'npm test',
      status: 'completed',
      exit_code: 0,
    });
    await see('✔ $ npm test (exit 0)');
    writeFileSync(join(folder, 'run.json'), '{}');
    await see(`To record it: codex-cockpit run import ${folder}`);
    await store.append(() => [draft({ kind: 'exec.captured', body: run })]);
    await see(/outcome +✔ completed/);
  });

  it('verifies the provenance of a run, records that, and shows it without recording', async () => {
    const { world, store } = await team();
    const tool = { ...capturedRun().tool, sha256: null };
    await store.append(() => [draft({ kind: 'exec.captured', body: capturedRun({ tool }) })]);
    const { keys, see } = runCockpit(world);
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    await see(/Add slug\(\) +–/);
    keys('w');
    await see(/runner +local/);
    keys('esc', 'V', 'enter', 'enter', 'enter', 'enter');
    await see(/○ unreachable +events\.jsonl/);
    expect(await store.entriesOfKind('provenance.verified')).toEqual([]);
    keys('esc', 'v', 'enter', 'enter', 'enter', 'enter');
    await see('Recompute every digest of this run that can be reached?');
    keys('enter');
    await see(/incomplete: \d+ things compared; enter shows each/);
    expect(await store.entriesOfKind('provenance.verified')).toHaveLength(1);
    await see(/verified +▲ incomplete/);
  });

  it('opens an incident about a run, says what is next, and records the decision and the end', async () => {
    const { world, store } = await team();
    await store.append(() => [draft({ kind: 'exec.captured', body: capturedRun() })]);
    const { keys, see } = runCockpit(world);
    const enter = (times: number) => keys(...Array<string>(times).fill('enter'));
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    await see(/Add slug\(\) +–/);
    keys('I', ...'The slugs are wrong');
    enter(3);
    await see('i1 is open; no good run was found');
    await see(/▲ open +The slugs are wrong +0 of 4 steps done +revert/);
    keys('w');
    await see('codex-cockpit incident revert i1 --commit HEAD');
    keys('esc', 'c');
    await see('Prompt drift or tool upgrade? i1');
    keys('esc', 'd');
    enter(5);
    await see('i1: decide is done; open: revert, attach, rerun');
    await see('1 of 4 steps done');
    keys('v', 'ctrl-u', ...'nowhere');
    enter(4);
    await see('this is not in a git repository');
  });

  it('captures a run of Codex, makes a pack of it in its repository, and imports it once', async () => {
    const { world: given, store } = await team();
    const { root, git } = testRepository({ 'README.md': '# Payments\n' });
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    const world = { ...given, cwd: root };
    const message = { type: 'item.completed', item: { id: 'a', type: 'agent_message', text: 'Done.' } };
    const events = [
      { type: 'thread.started', thread_id: 't' },
      { type: 'turn.started' },
      message,
      { type: 'turn.completed', usage: { input_tokens: 7, output_tokens: 3 } },
    ];
    const codex = fakeCodex({
      when: ['exec'],
      stdout: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    });
    const { cockpit, keys, see } = runCockpit(world, { codex });
    const enter = (times: number) => keys(...Array<string>(times).fill('enter'));
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    await see('n runs codex exec and captures it.');
    keys('n', ...'Add slug()');
    enter(5);
    await see("runs: codex exec 'Add slug()'");
    keys('enter');
    await see(/✔ completed .* Add slug\(\) +–/);
    await see(/completed in .*, 0 changed files \(entry \d+\)/);
    keys('P', ...'git status');
    enter(8);
    await see('runs in .: git status');
    keys('enter');
    await see(/review pack of entry \d+: 1 verification passed/);
    await see(/Runs: review pack/);
    keys('esc');
    await see(/Add slug\(\) +✔/);
    const [run] = await listCapturedRuns(store);
    keys('i', ...evidenceFolder(world, run?.body.run ?? ''));
    enter(6);
    await see('it was imported before');
    expect(cockpit.state().overlay).toBeUndefined();
  });

  it('interrupts a run of Codex after a question, and keeps its evidence', async () => {
    const { world, store } = await team();
    const { cockpit, keys, see } = runCockpit(world, { codex: fakeCodex({ when: ['exec'], hang: true }) });
    await see('Gate ');
    keys(':', ...'Runs', 'enter');
    await see('n runs codex exec and captures it.');
    keys('n', ...'Wait', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter');
    await see('codex exec is running');
    keys('esc');
    await see('Interrupt the run of Codex?');
    keys('enter');
    await see(/interrupted .* \(entry \d+\)/);
    const [run] = await listCapturedRuns(store);
    expect(run?.body.outcome).toBe('interrupted');
    expect(isRunning(cockpit.state())).toBe(false);
  });

  it('asks a gate and lints workflows, shows what they say and records it', async () => {
    const { world, store } = await team();
    const { keys, see } = runCockpit(world);
    await see('Gate ');
    keys(':', ...'Runs', 'enter', 'right', 'r', ...'pins');
    keys(...Array<string>(12).fill('enter'));
    await see(/the gate pins is open: 0 findings \(entry \d+\)/);
    await see('gate pins of');
    keys('esc', 'right', 'r', 'enter', 'enter');
    await see(/0 findings in 0 files/);
    expect(await store.entriesOfKind('gate.judged')).toHaveLength(1);
    expect(await store.entriesOfKind('workflows.linted')).toHaveLength(1);
  });
});
