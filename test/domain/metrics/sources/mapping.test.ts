import { describe, expect, it } from 'vitest';
import type { UsageError } from '../../../../src/domain/base/errors.ts';
import { dashboardFields as fields } from '../../../../src/domain/metrics/sources/dashboard.ts';
import { chooseMapping, type Mapping, type Said } from '../../../../src/domain/metrics/sources/mapping.ts';

const header = ['Date', "User's e-mail", 'Turns', 'Mood'];
const columns = { Date: 'day', Turns: 'turns' };
const choose = (said: Partial<Said>, remembered: readonly Mapping[] = [], heading = header) =>
  chooseMapping(heading, { map: [], ...said }, { remembered, fields });

function refusal(said: Partial<Said>, remembered: readonly Mapping[] = [], heading = header): UsageError {
  try {
    choose(said, remembered, heading);
  } catch (cause) {
    return cause as UsageError;
  }
  throw new Error('it was not refused');
}

describe('the columns of a file', () => {
  it('are asked for once, with flags to paste', () => {
    const { message, next } = refusal({});
    expect(message).toBe('nobody said yet what its columns are');
    expect(next?.split('\n').slice(0, 4)).toEqual([
      'Say it once; the next file with the same columns is read alike:',
      "  --map 'Date=day'",
      "  --map 'Turns=turns'",
      `Not guessed, and left out: "User's e-mail", "Mood"`,
    ]);
  });

  it('can be pasted into a shell whatever they are called', () => {
    expect(refusal({}, [], ["it's=CLI turns", 'Turns']).next).toContain("--map 'Turns=turns'");
    expect(choose({ map: ['a=b=turns', 'Date=day'] }, [], ['a=b', 'Date']).columns).toEqual({
      'a=b': 'turns',
      Date: 'day',
    });
  });

  it('are those that are said, and keep a name', () => {
    expect(choose({ map: ['Date=day', 'Turns=turns'], save: 'people' })).toEqual({
      name: 'people',
      header,
      columns,
    });
  });

  const remembered: readonly Mapping[] = [
    { name: 'old', header, columns: { Date: 'week', Turns: 'turns' } },
    { name: 'people', header, columns },
    { name: 'other', header: ['Date', 'Turns'], columns: { Date: 'month', Turns: 'turns' } },
  ];

  it('are read as the newest file with the same heading', () => {
    expect(choose({}, remembered)).toEqual({ name: 'people', header, columns });
  });

  it('are read as a mapping of another heading by its name', () => {
    expect(choose({ use: 'other' }, remembered)).toEqual({
      ...{ name: 'other', header },
      columns: { Date: 'month', Turns: 'turns' },
    });
  });

  it('are asked for again when the heading is another one', () => {
    expect(refusal({}, remembered, ['Day', 'Turns']).message).toBe('nobody said yet what its columns are');
  });

  it.each<[Partial<Said>, string]>([
    [{ map: ['Turns'] }, '--map Turns: write it as column=field'],
    [{ map: ['Turn=turns'] }, 'there is no column "Turn"; did you mean "Turns"?'],
    [{ map: ['Turns=turn'] }, 'there is no field "turn"; did you mean "turns"?'],
    [{ map: ['Turns=turns', 'Mood=turns'] }, 'two columns are mapped to turns'],
    [{ map: ['Turns=turns'] }, 'it cannot be read: its days are one column'],
    [{ use: 'peoples' }, 'no mapping is called "peoples"; did you mean "people"?'],
  ])('%j is refused', (said, message) => {
    expect(refusal(said, said.map?.[0] === 'Turns=turns' ? [] : remembered).message).toContain(message);
  });

  it('that have the same name cannot be told apart', () => {
    expect(refusal({ map: ['Turns=turns'] }, [], ['Turns', 'Turns']).message).toBe(
      'two columns are called "Turns"',
    );
  });
});
