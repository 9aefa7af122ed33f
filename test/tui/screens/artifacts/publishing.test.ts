import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testRepository } from '../../../support/repository.ts';
import { valuesIn } from '../../asking.ts';
import { opened } from './opened.ts';

describe('p', () => {
  async function publishing() {
    const all = await opened('ada', { approved: '# Policy\n\none\n' });
    const repository = testRepository({}, { origin: 'https://git.example.com/shop.git' });
    await all.see(/✔ approved +ours/);
    /** Fills the form anew. */
    const ask = (...choices: string[]) =>
      all.keys('p', 'ctrl-r', 'ctrl-u', ...repository.root, 'enter', ...choices);
    return { ...all, repository, ask };
  }

  it('shows the file and its difference, writes it, and D finds it the same', async () => {
    const { ask, cockpit, keys, see, repository } = await publishing();
    ask('enter', 'enter');
    await see('Write revision 1 of ours into https://git.example.com/shop.git?');
    await see(`${join(repository.root, 'docs/policy.md')} (a new file)`);
    await see('+# Policy');
    await see('artifact.published: ours revision 1 in https://git.example.com/shop.git as docs/policy.md');
    expect(existsSync(join(repository.root, 'docs'))).toBe(false);
    keys('enter');
    await see('published revision 1 of ours as');
    expect(repository.read('docs/policy.md')).toContain('# Policy\n');
    await see('1 published copy; D looks whether they drifted');
    keys('D', 'enter', 'enter');
    await see(/same +ours +https:\/\/git\.example\.com\/shop\.git +docs\/policy\.md +revision 1/);
    repository.write('docs/policy.md', repository.read('docs/policy.md').replace('one', 'ONE'));
    keys('esc', 'D', 'enter', 'enter');
    await see('changed since revision 1 was published');
    await see('+ONE');
    keys('esc');
    await see(/Published copies at \d\d:\d\d: 1 of 1 drifted/);
    const other = testRepository({}, { origin: 'https://git.example.com/api.git' });
    keys('D', 'ctrl-u', ...`${repository.root}, ${other.root}`, 'enter', 'enter');
    await see(/absent +ours +https:\/\/git\.example\.com\/api\.git/);
    // What was looked through is not what is written into next.
    keys('esc', 'p');
    expect(valuesIn(cockpit.state()).Folder).toBe(repository.root);
  });

  it('leaves another text there unless the form says otherwise, and shows what is lost then', async () => {
    const { ask, keys, see, repository } = await publishing();
    repository.write('docs/policy.md', 'theirs\n');
    ask('enter', 'enter');
    await see('docs/policy.md: its text is not a revision of ours');
    expect(repository.read('docs/policy.md')).toBe('theirs\n');
    keys('esc');
    ask('enter', 'down', 'enter');
    await see('OVERWRITES a text from elsewhere');
    await see('-theirs');
    repository.write('docs/policy.md', 'theirs, later\n');
    keys('enter');
    await see('it was changed since its difference was shown. Publish once more.');
    expect(repository.read('docs/policy.md')).toBe('theirs, later\n');
  });

  it('takes no path outside, no control character, and wants a repository', async () => {
    const { ask, cockpit, keys, see, repository, world } = await publishing();
    for (const [path, reason] of [
      ['../outside.md', 'is not a path inside a repository'],
      ['.git/hooks/x', '".git/hooks/x" is not a path inside a repository'],
      ['docs/\u001b[31mx', `${join(repository.root, 'docs/x')} (a new file)`],
    ] as const) {
      ask('ctrl-u');
      cockpit.paste(path);
      keys('enter', 'enter');
      await see(reason);
      keys('esc', 'esc');
    }
    expect(existsSync(join(repository.root, '..', 'outside.md'))).toBe(false);
    keys('p', 'ctrl-r', 'ctrl-u', ...world.root, 'enter', 'enter', 'enter');
    await see(/this is not in a git repository/);
  });
});
