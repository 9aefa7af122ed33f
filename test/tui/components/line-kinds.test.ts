import { describe, expect, it } from 'vitest';
import { lineKinds } from '../../../src/tui/components/line-kinds.ts';

const kindsOf = (text: string) => lineKinds(text.split('\n')).map((kind) => kind ?? '');

describe('a text with a difference', () => {
  const diff = '--- revision 1\n+++ revision 2\n@@ -1,2 +1,2 @@\n one\n-two\n+three';
  const kinds = ['heading', 'heading', 'hunk', '', 'removed', 'added'];

  it('shows what was taken away and added, from its names to its end', () => {
    expect(kindsOf(diff)).toEqual(kinds);
    expect(kindsOf(`${diff}\n\n- a list`)).toEqual([...kinds, '', '']);
    expect(kindsOf(`Changed\n${diff}`)).toEqual(['', ...kinds]);
  });

  it('also where it stands indented', () => {
    const indented = diff.replaceAll(/^/gm, '  ');
    expect(kindsOf(`What changed\n${indented}\n\nText`)).toEqual(['heading', ...kinds, '', '']);
  });

  it('is not seen in a list, a rule or the output of a command', () => {
    expect(kindsOf('- one\n+ two\n--- stdout\ntext\n---')).toEqual(['', '', '', '', '']);
  });
});

describe('the headings of a text', () => {
  it('are those of Markdown, and what stands alone above indented lines', () => {
    expect(kindsOf('# Pilot\ntext\n\nRests on\n    2  ada\n\nnot one\ntext')).toEqual([
      'heading',
      '',
      '',
      'heading',
      '',
      '',
      '',
      '',
    ]);
  });
});
