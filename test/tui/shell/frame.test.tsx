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

  it('shows a long notice to its end, and keeps its height', () => {
    const notice = `config.toml is not accepted: ${'unknown field, '.repeat(12)}the end of it`;
    const lines = frame(on('rollout', { notice }));
    expect(lines.join(' ')).toContain('the end of it');
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toContain('? keys');
  });
});
