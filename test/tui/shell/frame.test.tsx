import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/tui/screens/registry.ts';
import { Frame } from '../../../src/tui/shell/frame.tsx';
import type { State } from '../../../src/tui/shell/state.ts';
import { checkOf, failureOf } from '../../support/recorded-builders.ts';
import { on } from '../support.tsx';

function frame(state: State, { width = 80, height = 20 } = {}): string[] {
  const { lastFrame, unmount } = render(
    <Frame registry={registry} state={state} width={width} height={height} />,
  );
  const lines = (lastFrame() ?? '').split('\n');
  unmount();
  return lines;
}

describe('the frame', () => {
  it('tells on every screen how far a run is, and what failed so far', () => {
    const results = {
      'cli.version': checkOf(),
      'config.strict': failureOf(),
    };
    const run = {
      ...on('rollout').run,
      going: true,
      planned: ['cli.version', 'config.strict', 'cli.path'],
      results,
    };
    for (const screen of ['rollout', 'history', 'policy'])
      expect(frame(on(screen, { run })).join('\n')).toMatch(/Running: 2\/3 done, 1 fail, \d/);
    expect(frame(on('rollout', { run: { ...run, stopping: true } })).join('\n')).toContain('stopping…');
    expect(frame(on('rollout', { run, notice: 'told' })).join('\n')).toMatch(/told\n/);
  });

  it('names the pin first, then the rollout and the screen, and who acts as what', () => {
    const me: State['me'] = { email: 'pat@example.com', roles: ['platform engineer'], hasKey: false };
    const [about] = frame(on('checks', { me }), { width: 100 });
    expect(about).toMatch(/^pin 0\.139\.0 │ Acme │ Checks +pat@example\.com · platform engineer$/);
    const [narrow] = frame(on('checks', { me, readOnly: true }), { width: 60 });
    expect(narrow).toMatch(/^pin 0\.139\.0 │ Acme │ Checks +\[RO\] pat@example\.com/);
  });

  it.each([
    [120, '1 Rollout [2 Checks] 3 History'],
    [80, '1 Roll [2 Chk] 3 Hist 4 Turn'],
    [60, '1 [2 Checks] 3 4 5 6 7 8 9 0'],
  ])('names every screen in its tab as far as %i columns allow', (width, tabs) => {
    const [, line = ''] = frame(on('checks'), { width });
    expect(line).toContain(tabs);
    expect(line).not.toContain('…');
  });

  it('shows a long notice to its end, and keeps its height', () => {
    const notice = `config.toml is not accepted: ${'unknown field, '.repeat(12)}the end of it`;
    const lines = frame(on('rollout', { notice }));
    expect(lines.join(' ')).toContain('the end of it');
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toContain('? keys');
  });
});
