import { describe, expect, it } from 'vitest';
import { readFilterLine } from '../../../../src/domain/history/find/filter-line.ts';

describe('a filter on one line', () => {
  it.each([
    ['', {}],
    ['refused token', { text: 'refused* token*' }],
    [
      'who:ada@example.com kind:phase kind:item since:30d',
      { who: 'ada@example.com', kind: ['phase', 'item'], since: '30d' },
    ],
    [
      'what:"moved the pin" phase:pilot version:0.139.0 pin:0.150.0',
      { what: 'moved the pin', phase: 'pilot', version: '0.139.0', pin: '0.150.0' },
    ],
    [
      'subject:item/pilot.use-cases until:2026-11-20 x',
      { subject: 'item/pilot.use-cases', until: '2026-11-20', text: 'x*' },
    ],
    ['"two words" more', { text: '"two words" more*' }],
    ['https://example.com', { text: 'https://example.com*' }],
    ['phase.passed ada', { kind: ['phase.passed'], text: 'ada*' }],
    ['phase.re', { kind: ['phase.revisited'] }],
    ['1.2', { text: '1.2*' }],
    ['run:12', { text: 'run:12*' }],
    ['who:', { text: 'who:*' }],
  ])('%j', (line, asked) => {
    expect(readFilterLine(line)).toEqual(asked);
  });
});
