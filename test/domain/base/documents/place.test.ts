import { expect, it } from 'vitest';
import { formatPlace, parsePlace } from '../../../../src/domain/base/documents/place.ts';

it('is read as it is written', () => {
  for (const place of [
    { file: 'checks/sandbox.yaml', line: 5, column: 9 },
    { file: 'C:\\a:b.toml', line: 1, column: 1 },
  ])
    expect(parsePlace(formatPlace(place))).toEqual(place);
});

it.each(['', 'a.toml', 'a.toml:3', ':1:1', 'a.toml:x:1'])('is not read from %j', (text) => {
  expect(parsePlace(text)).toBeUndefined();
});
