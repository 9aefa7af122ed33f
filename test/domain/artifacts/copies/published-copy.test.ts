import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARTIFACT_FORMATS } from '../../../../src/domain/artifacts/artifact-kind.ts';
import { readCopy, toCopy } from '../../../../src/domain/artifacts/copies/published-copy.ts';

const sha256 = createHash('sha256').update('x').digest('hex');
const header = { artifact: 'usage-policy', revision: 3, sha256 };

describe('a copy in a repository', () => {
  it.each([
    ['md', `<!-- codex-cockpit: usage-policy, revision 3, sha256 ${sha256}; change it`],
    ['yaml', `# codex-cockpit: usage-policy, revision 3, sha256 ${sha256}; change it`],
    ['toml', '# codex-cockpit: usage-policy, revision 3'],
    ['rules', '# codex-cockpit: usage-policy, revision 3'],
  ] as const)('in %s begins with a comment that names its revision', (format, beginning) => {
    const copy = toCopy('text\n', { ...header, format });
    expect(copy.startsWith(beginning)).toBe(true);
    expect(readCopy(copy)).toEqual({ header, text: 'text\n', own: '' });
  });

  it('in JSON is the text and nothing else', () => {
    expect(toCopy('{}\n', { ...header, format: 'json' })).toBe('{}\n');
    expect(readCopy('{}\n')).toEqual({ header: undefined, text: '{}\n', own: '' });
  });

  it('leaves front matter at the very beginning', () => {
    const text = '---\nname: x\n---\n\n# Title\n';
    const copy = toCopy(text, { ...header, format: 'md' });
    expect(copy.startsWith('---\nname: x\n---\n<!-- codex-cockpit: ')).toBe(true);
    expect(readCopy(copy)).toEqual({ header, text, own: '' });
  });

  it('in Markdown keeps what the repository adds below', () => {
    const copy = `${toCopy('# Ours\n', { ...header, format: 'md' })}\n## Build\n\nmake\n`;
    const read = readCopy(copy);
    expect(read).toEqual({ header, text: '# Ours\n', own: '\n## Build\n\nmake\n' });
    expect(readCopy(toCopy('# New\n', { ...header, format: 'md' }, read.own))).toMatchObject({
      text: '# New\n',
      own: '\n## Build\n\nmake\n',
    });
  });

  it('in any other format is changed by an addition', () => {
    const copy = `${toCopy('a = 1\n', { ...header, format: 'toml' })}b = 2\n`;
    expect(readCopy(copy).text).toBe('a = 1\nb = 2\n');
  });

  it('is the same with the line ends of Windows', () => {
    const copy = toCopy('a\nb\n', { ...header, format: 'md' });
    expect(readCopy(copy.replaceAll('\n', '\r\n'))).toEqual(readCopy(copy));
  });

  it('gives back any text that was put in, and any addition', () => {
    const lines = fc.array(fc.string().filter((line) => !/[\r\n]|codex-cockpit/.test(line)));
    const text = lines.map((all) => `${all.join('\n')}\n`);
    fc.assert(
      fc.property(text, fc.constantFrom(...ARTIFACT_FORMATS), text, (given, format, own) => {
        const added = format === 'md' ? own : '';
        expect(readCopy(toCopy(given, { ...header, format }, added))).toMatchObject({
          text: given,
          own: added,
        });
      }),
    );
  });
});
