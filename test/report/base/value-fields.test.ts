import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderFields, withShortLists } from '../../../src/report/base/value-fields.ts';
import { hostile } from '../../support/recorded-builders.ts';

describe('a recorded value for people', () => {
  it('stands as names and values, what is inside below its name', () => {
    const body = {
      v: 1,
      complete: false,
      pin: '0.139.0',
      note: '',
      cli_version: null,
      roles: ['team lead', 'auditor'],
      keys: [],
      items: [
        { item: 'pilot.risks', evidence: [{ seq: 12 }] },
        { item: 'pilot.cases', evidence: [] },
      ],
      statements: ['yes, all of it', 'no'],
    };
    expect(renderFields(body).join('\n')).toMatchInlineSnapshot(`
      "v: 1
      complete: no
      pin: 0.139.0
      note: ""
      cli_version: none
      roles: team lead, auditor
      keys: none
      items:
        - item: pilot.risks
          evidence:
            - seq: 12
        - item: pilot.cases
          evidence: none
      statements:
        - yes, all of it
        - no"
    `);
  });

  it('shows a text of several lines as one text, in which no line passes for a field', () => {
    expect(renderFields({ reason: 'holiday\nhash: ab', by: 'ada' })).toEqual([
      'reason:',
      '  | holiday',
      '  | hash: ab',
      'by: ada',
    ]);
  });

  it('shows a tab as spaces, so that the lines below start where they should', () => {
    expect(renderFields({ script: '\tmake\nrun\tnow' })).toEqual(['script:', '  |   make', '  | run  now']);
  });

  it('keeps every field, and lets no text move a terminal', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(hostile, 'x\n\n- y: 1'));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text), (body) => {
        const lines = renderFields(body);
        expect(lines.join('\n')).not.toMatch(/[^\P{Cc}\n]/u);
        expect(lines.filter((line) => /^[a-z]/.test(line))).toHaveLength(Object.keys(body).length);
      }),
    );
  });
});

describe('a long list', () => {
  it('is cut, and says how many more there are', () => {
    const rows = Array.from({ length: 500 }, (_, index) => ({ id: index, names: ['a', 'b', 'c'] }));
    expect(withShortLists({ v: 1, rows, none: [] }, 2)).toEqual({
      v: 1,
      rows: [
        { id: 0, names: ['a', 'b', 'and 1 more'] },
        { id: 1, names: ['a', 'b', 'and 1 more'] },
        'and 498 more',
      ],
      none: [],
    });
  });
});
