import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileShipped } from '../../../scripts/compile-shipped.ts';
import { loadShippedRunbooks } from '../../../src/app/runbooks/read-runbook-files.ts';
import { compiled } from '../../../src/app/world/shipped.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { suiteAt } from '../../../src/domain/checks/suite.ts';
import { restoreRunbook } from '../../../src/domain/runbooks/compiled-runbook.ts';

const built = <T>(kind: string): T => JSON.parse(readFileSync(`dist/shipped/${kind}.json`, 'utf8'));
const shipped = compileShipped('.');

describe('what the build reads of the files that ship', () => {
  it.each(['runbooks', 'suites', 'kinds'] as const)('is all of the %s, as JSON', (kind) => {
    expect(built(kind)).toEqual(shipped[kind]);
  });

  it('gives the same runbooks as their files, with the place of every item and its evidence', async () => {
    const forms = built<typeof shipped.runbooks>('runbooks');
    for (const read of await loadShippedRunbooks()) {
      const known = forms.find(({ digest }) => digest === read.digest);
      if (!known) throw new Error(`${read.file} was not built`);
      const { placeOfItem, placeOfRequirement, ...runbook } = restoreRunbook(known.form, read);
      const { placeOfItem: itemInFile, placeOfRequirement: requirementInFile, ...inFile } = read;
      expect(runbook).toEqual(inFile);
      for (const [index, { requirements }] of read.items.entries()) {
        expect(placeOfItem(index)).toEqual(itemInFile(index));
        for (const number of requirements.keys())
          expect(placeOfRequirement(index, number)).toEqual(requirementInFile(index, number));
      }
    }
  });

  it('gives the same suite under whatever name its file has', () => {
    const text = readFileSync('checks/upgrade.yaml', 'utf8');
    const known = built<typeof shipped.suites>('suites').find((one) => one.text === text);
    if (!known) throw new Error('the suite was not built');
    expect(suiteAt(known.form, '../copy.yaml')).toEqual(parseSuite(text, '../copy.yaml'));
  });

  it('knows no other text, so that a changed file is read', () => {
    expect(compiled('runbooks', 'another text')).toBeUndefined();
  });
});
