import { EventEmitter } from 'node:events';
import { render, renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { Frame } from '../../../../src/tui/shell/frame/frame.tsx';
import { toAscii } from '../../../../src/tui/shell/look/ascii.ts';
import { toSpoken } from '../../../../src/tui/shell/look/spoken.ts';
import { chooseTheme, ThemeContext } from '../../../../src/tui/shell/look/theme.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, failureOf, statusOf } from '../../../support/recorded-builders.ts';
import { team } from '../../../support/team.ts';
import { on, press, runCockpit } from '../../support.tsx';

/** What a screen reader gets to read of a state, frame by frame. */
function spoken(...states: readonly [State, ...State[]]): string[] {
  const frames: string[] = [];
  const stdout = Object.assign(new EventEmitter(), {
    columns: 100,
    rows: 30,
    write: (text: string) => frames.push(text),
  }) as unknown as NodeJS.WriteStream;
  const frame = (state: State) => (
    <ThemeContext value={chooseTheme({ INK_SCREEN_READER: 'true' })}>
      <Frame registry={registry} state={state} width={100} height={29} />
    </ThemeContext>
  );
  const [first, ...others] = states;
  const screen = render(frame(first), {
    stdout,
    debug: true,
    isScreenReaderEnabled: true,
    patchConsole: false,
  });
  for (const state of others) screen.rerender(frame(state));
  const shown = [...frames];
  screen.unmount();
  return shown;
}

const last = (...states: readonly [State, ...State[]]) => toSpoken(spoken(...states).at(-1) ?? '');

describe('a screen reader', () => {
  it('reads rows as sentences, with what is selected', () => {
    const people = [
      { email: 'ada@example.com', name: undefined, roles: ['rollout owner' as const], keys: [], seq: 5 },
    ];
    const text = last(on('people', { people }));
    expect(text).toMatch(/^pin 0\.139\.0, Acme, People, /);
    expect(text).toMatch(/person ada@example\.com, roles rollout owner, ssh key no key/);
    expect(text.match(/^selected: /gm)).toHaveLength(1);
  });

  it('hears how a run goes without bars and clocks', () => {
    const run: State['run'] = {
      ...on('rollout').run,
      going: true,
      planned: ['cli.version', 'config.strict', 'cli.path'],
      results: { 'cli.version': checkOf(), 'config.strict': failureOf() },
    };
    const status = statusOf({ checks: [checkOf({ check: 'cli.path', durationMs: 9000 })] });
    expect(last(on('history', { run, status }))).toMatch(/^Running {1,2}2\/3, 1 fail, about 9 s left$/m);
  });

  it('gets no edges, bars or signs on any screen, nor in what lies over it', async () => {
    const state = await realState();
    for (const { id } of registry.screens) {
      const shown = on(id, state);
      const texts = [shown, press(shown, '?'), press(shown, ':'), press(shown, 'enter')].map((one) =>
        last(one),
      );
      for (const text of texts) expect(text).toContain('pin 0.139.0');
      expect(texts.join('\n').match(/[─━│╭╮╰╯█░▁▂▃▄▅▆▇✔✘▲○●☞◇▶▸]/g)).toBeNull();
      // Nothing is drawn that has to be taken away again.
      expect(
        spoken(shown)
          .join('')
          .match(/[╭╮╰╯]/g),
      ).toBeNull();
      // The row of tabs would be read again and again.
      expect(texts[0]).not.toContain('3 Hist');
    }
  });
});

describe('a terminal that shows ASCII alone', () => {
  it.each([
    [60, 16],
    [80, 24],
    [100, 30],
    [200, 60],
  ])('gets a sign of its own for everything that the screens draw, at %i by %i', async (width, rows) => {
    const state = await realState();
    for (const { id } of registry.screens) {
      const shown = { ...on(id, state), page: { rows: rows - 6, columns: width } };
      for (const one of [
        shown,
        press(shown, '?'),
        press(shown, ':'),
        press(shown, 'enter'),
        press(shown, 'n'),
      ]) {
        const frame = renderToString(
          <ThemeContext value={chooseTheme({ CODEX_COCKPIT_ASCII: '1' })}>
            <Frame registry={registry} state={one} width={width} height={rows - 1} />
          </ThemeContext>,
          { columns: width },
        );
        expect(frame).toContain('pin 0.139.0');
        const drawn = [...new Set(frame.replace(/\p{ASCII}/gu, ''))];
        expect(drawn.filter((sign) => toAscii(sign) === '?')).toEqual([]);
        expect(toAscii(frame)).toMatch(/^\p{ASCII}*$/u);
      }
    }
  });
});

/** The state of a cockpit on a real rollout, when everything was read that needs no CLI. */
async function realState(): Promise<State> {
  const { world } = await team();
  const { cockpit } = runCockpit(world);
  await expect.poll(() => artifacts.of(cockpit.state()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  return cockpit.state();
}
