import { expect, it } from 'vitest';
import { refersIntoGit } from '../../../../src/domain/plugins/sources/git-folder.ts';

it.each([
  ['sh .git/evil.sh', true],
  ['sh "$PLUGIN_ROOT/.git/evil.sh"', true],
  ['cd "$PLUGIN_ROOT"/.git && sh evil.sh', true],
  ['x\n.GIT\\evil', true],
  ['.git', true],
  ['git --git-dir=.git/modules/x show', true],
  ['test -d .git && echo begun', false],
  ['cat .gitignore .github/a b.git/c x/.gitmodules', false],
  ['git clone https://git.example.invalid/a.git', false],
])('a command leads into .git: %j is %j', (command, expected) => {
  expect(refersIntoGit({ command: 'x', args: [{ deep: command }] })).toBe(expected);
});
