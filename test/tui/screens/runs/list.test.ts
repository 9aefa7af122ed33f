import { describe, expect, it } from 'vitest';
import { runs } from '../../../../src/tui/screens/runs/read.ts';
import { runRows, selectedRun } from '../../../../src/tui/screens/runs/rows.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { carriedOut } from '../../asking.ts';
import {
  change,
  controls,
  frameOf,
  on,
  paneOf,
  press,
  pressed,
  refusalOf,
  wholeFrame,
} from '../../support.tsx';
import { gateOf, knownRun, lintOf, packOf, prompted, runsRead, shown, verifiedOf } from './support.ts';

const prompts = (state: Parameters<typeof runRows>[0]) =>
  runRows(state).map((row) => (row.type === 'known' ? row.run.body.inputs.prompt?.summary : row.progress));

const failed = prompted(2, 'Fix the build', {
  ...{ outcome: 'failed', reason: 'turn_failed', message: 'the model is overloaded' },
  ...{ started_at: '2026-11-22T09:00:00.000Z', end: { code: 1, signal: null } },
  tool: { ...knownRun(2).body.tool, version: '0.169.0', model: 'gpt-6' },
});
const added = knownRun(1, {}, { packs: [packOf(3)], verified: verifiedOf(4) });

describe('captured runs', () => {
  it('stand in a list, the newest first, each with its outcome, its version beside the pin and whether it has a pack', () => {
    const frame = frameOf(shown({ runs: [added, failed] }), { width: 260 });
    expect(frame).toContain('2 captured runs · 1 failed · 1 with a review pack');
    expect(frame).toMatch(
      /✘ failed +11-22 09:00 +Fix the build +– +0\.169\.0 \(pin 0\.139\.0\) +gpt-6 +1\.3 s +150 +1 /,
    );
    expect(frame).toMatch(/✔ completed +11-22 08:00 +Add slug\(\) +✔ +0\.139\.0 +gpt-5\.5 /);
  });

  it('are found by what the list shows, by a command, by a file and by the pack they lack', () => {
    const state = shown({
      runs: [
        added,
        failed,
        prompted(5, 'Format', {
          commands: [{ command: 'npm run format', exit: 0, status: 'completed' }],
          changes: { ...failed.body.changes, files: [] },
        }),
      ],
    });
    const found = (filter: string) => prompts(press(state, '/', ...filter, 'enter'));
    expect(found('npm run format')).toEqual(['Format']);
    expect(found('slug.ts 0.169.0')).toEqual(['Fix the build']);
    expect(found('!no !pack')).toEqual([]);
    expect(found('no pack')).toEqual(['Fix the build', 'Format']);
    expect(frameOf(press(state, '/', ...'zzz', 'enter'))).toContain('nothing passes the filter');
  });

  it('are sorted by a column, and the cursor stays on its run when another process records one', () => {
    const state = shown({ runs: [added, failed] });
    expect(prompts(press(state, 'O'))).toEqual(['Add slug()', 'Fix the build']);
    const below = press(state, 'j');
    expect(selectedRun(below)?.seq).toBe(1);
    const later = prompted(9, 'Later', { started_at: '2026-11-22T10:00:00.000Z' });
    const after = change(below, (now) => runsRead(now, { runs: [later, added, failed] }));
    expect([prompts(after)[0], selectedRun(after)?.seq]).toEqual(['Later', 1]);
  });

  it('are few columns on a narrow terminal: what tells them apart and their outcome stay', () => {
    const lines = paneOf(wholeFrame(shown({ runs: [added, failed] }), { width: 62, height: 20 }));
    expect(lines.join('\n')).toMatch(/✘ failed +11-22 09:00 +Fix the build/);
  });

  it('that are not there are explained with the first command', () => {
    const frame = frameOf(shown(), { width: 110 });
    expect(frame).toContain('codex-cockpit run -- codex exec "Add a test for slug()"');
    expect(frame).toContain('no run is captured yet');
    expect(frameOf(on('runs'))).toContain('reading the captured runs…');
    expect(frameOf(runs.set(on('runs'), { value: undefined, fault: 'the file is no database' }))).toContain(
      '✘ not everything could be read: the file is no database',
    );
  });

  it('have a tab at 80 columns when they are shown, and the palette finds them', () => {
    const [, tabs = ''] = wholeFrame(shown()).split('\n');
    expect(tabs).toContain('[Runs]');
    expect(press(on('upgrade'), 'tab').screen).toBe('runs');
    const found = press(shown({ runs: [added, failed] }), ':', ...'captured run Fix', 'enter');
    expect([found.screen, selectedRun(found)?.seq, found.detail?.of]).toEqual(['runs', 2, 'row']);
  });
});

describe('the detail of a captured run', () => {
  const opened = async (run: typeof added) => {
    const step = pressed(shown({ runs: [run] }), ['enter']);
    return carriedOut(step, {
      world: () => ({ environment: { CODEX_COCKPIT_RUNS: '/nowhere' }, cwd: '/' }) as never,
      reading: (work) => work(undefined as never),
    });
  };

  it('says how it ended, under which policy, what it used, did and changed, and where its evidence is', async () => {
    const run = knownRun(1, {
      ...{ faults: ['2 lines that are not JSON'], commands_total: 201 },
      commands: [{ command: 'npm test', exit: 1, status: 'failed' }],
    });
    const text = frameOf(await opened(run), { width: 150, height: 60 });
    for (const said of [
      /outcome +✔ completed, exit 0/,
      /began +2026-11-22 08:00:00, took 1\.3 s/,
      /cli +0\.139\.0, the pin/,
      /policy +sandbox workspace-write, approval never, no network \(from the session\)/,
      /usage +120 tokens in \(20 cached\), 30 out \(5 reasoning\)/,
      /verified +○ not yet/,
      /pack +○ none yet/,
      /Changed files \(1\)\s.*\n.*\+ src\/slug\.ts/,
      /Commands \(201\)\s.*\n.*✘ npm test {2}\(failed, exit 1\)/,
      /and 200 further commands/,
      /2 lines that are not JSON/,
      /agent_message: 1 completed/,
      /folder +\/nowhere\/01a1fad2-0000-7000-8000-000000000001 \(not on this machine\)/,
      /instructions +AGENTS\.md/,
      /events\.jsonl/,
    ])
      expect(text).toMatch(said);
  });

  it('says of a failure what the CLI said, and that a version is not the pin', async () => {
    const text = frameOf(await opened(failed), { width: 150, height: 40 });
    expect(text).toMatch(/outcome +✘ failed, exit 1, turn failed/);
    expect(text).toMatch(/said +the model is overloaded/);
    expect(text).toContain('0.169.0 (pin 0.139.0)');
  });

  it('shows what was compared, and leads to the entries of the run, its packs and the comparison', async () => {
    const state = await opened(added);
    expect(frameOf(state, { width: 150, height: 60 })).toMatch(
      /✘ different: events\.jsonl: one byte changed\s.*\n.*○ unreachable: AGENTS\.md/,
    );
    expect(wholeFrame(press(state, 'enter'), { width: 100 })).toMatch(
      /entry 1: the captured run\s.*\n.*entry 3: review pack, risk low\s.*\n.*entry 4: provenance: different/,
    );
  });

  it('has the newest review pack behind a key, as it was written', async () => {
    expect(refusalOf(shown({ runs: [failed] }), 'p')).toBe('no review pack was made of this run yet');
    const step = pressed(shown({ runs: [added] }), ['p']);
    const state = await carriedOut(step, {
      world: () => ({}) as never,
      reading: (work) => work({ blob: async () => ({ text: '# Review pack\n\nWhat changed' }) } as never),
    });
    expect(frameOf(state, { width: 100 })).toMatch(
      /Runs: review pack.*\n.*# Review pack\s.*\n.*\n.*What changed/,
    );
    expect(press(state, 'esc').detail).toBeUndefined();
  });

  it('contains hostile texts', async () => {
    const text = `${hostile}</script>\n\`\`\`\n# not a heading`;
    const run = prompted(1, text, {
      ...{ message: text, faults: [text] },
      commands: [{ command: text, exit: 1, status: text }],
      tool: { ...knownRun(1).body.tool, version: text, model: text },
      git: { repository: text, branch: text, base: null, head: null, dirty: true },
      changes: {
        ...knownRun(1).body.changes,
        files: [{ path: text, kind: 'add', sha256: null, seen: 'stream' }],
      },
    });
    for (const state of [shown({ runs: [run] }), await opened(run)])
      expect(frameOf(state, { height: 60 }).replaceAll('\n', '')).not.toMatch(controls);
  });
});

describe('the views beside the captured runs', () => {
  const all = { runs: [added], gates: [gateOf(7)], lints: [lintOf(8)] };

  it('follow each other, and esc leads back', () => {
    let state = shown(all);
    for (const id of ['run-gates', 'run-lints', 'run-incidents', 'runs']) {
      state = press(state, 'right');
      expect(state.screen).toBe(id);
    }
    expect(press(state, 'left', 'esc').screen).toBe('runs');
    expect(wholeFrame(press(state, 'right'), { width: 120 })).toContain('Runs › Gates');
  });

  it('are the gates that were asked, with what they found', () => {
    const state = shown(all, {}, 'run-gates');
    expect(frameOf(state, { width: 230 })).toMatch(
      /✘ closed +no-silent-codegen +11-22 08:00 +medium +github\.com\/acme\/payments +(?:ab){4} +1/,
    );
    expect(frameOf(press(state, 'enter'))).toContain('pack.missing: src/slug.ts:3: no pack');
    expect(frameOf(shown({}, {}, 'run-gates'))).toContain('codex-cockpit gate no-silent-codegen');
  });

  it('are the workflows that were linted, with the rules that found something', () => {
    const state = shown(all, {}, 'run-lints');
    expect(frameOf(state, { width: 140 })).toMatch(/✘ fail +github\.com\/acme\/payments +11-22 08:00 +2 +4/);
    expect(frameOf(press(state, 'enter'))).toMatch(/pin\.missing: 3\s.*\n.*secret\.in-prompt: 1/);
    expect(frameOf(shown({}, {}, 'run-lints'))).toContain('codex-cockpit sdlc lint');
  });
});
