import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { Working } from '../../../src/tui/components/working.tsx';
import { chooseTheme, ThemeContext } from '../../../src/tui/shell/look/theme.ts';

const draw = (props: Parameters<typeof Working>[0], environment: Record<string, string> = {}) =>
  renderToString(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1', ...environment })}>
      <Working {...props} />
    </ThemeContext>,
    { columns: 60 },
  );

describe('work in progress', () => {
  it('is one line with what is done', () => {
    expect(draw({ work: { what: 'reading the policy' } })).toBe('⠋ reading the policy…');
  });

  it('has a bar once it is known how much there is', () => {
    expect(draw({ work: { what: 'hashing' }, done: 3, planned: 0 })).toBe('⠋ hashing…');
    expect(draw({ work: { what: 'hashing' }, done: 150, planned: 300 })).toBe(
      '⠋ hashing… █████░░░░░ 150 of 300',
    );
    expect(draw({ work: { what: 'hashing' }, planned: 4 })).toBe('⠋ hashing… ░░░░░░░░░░ 0 of 4');
  });

  it('says for how long, and never for less than nothing', () => {
    expect(draw({ work: { what: 'trying', since: performance.now() + 60_000 } })).toBe('⠋ trying…, 0 ms');
    expect(draw({ work: { what: 'trying', since: performance.now() - 125_000 } })).toMatch(/^⠋ trying…, 2 m/);
  });

  it('is cut to its line, and turns in ASCII where there is nothing else', () => {
    expect(draw({ work: { what: 'a'.repeat(100) } }).split('\n')).toHaveLength(1);
    expect(draw({ work: { what: 'trying' } }, { CODEX_COCKPIT_ASCII: '1' })).toMatch(/^\| trying/);
  });
});
