import { describe, expect, it } from 'vitest';
import { editorCommand } from '../../../../src/domain/base/shell/editor-command.ts';

const path = '/team/config.toml';

describe('the command of an editor', () => {
  it.each([
    ['vi', ['vi', '+4', path]],
    ['vim -R', ['vim', '-R', '+4', path]],
    ['/usr/local/bin/nvim', ['/usr/local/bin/nvim', '+4', path]],
    ['nano', ['nano', '+4,7', path]],
    ['emacs -nw', ['emacs', '-nw', '+4:7', path]],
    ['emacsclient -t', ['emacsclient', '-t', '+4:7', path]],
    ['kak', ['kak', '+4:7', path]],
    ['code --wait', ['code', '--wait', '-g', `${path}:4:7`]],
    ['cursor -w', ['cursor', '-w', '-g', `${path}:4:7`]],
    ['hx', ['hx', `${path}:4:7`]],
    ['ed', ['ed', path]],
    ['"/opt/my editor/run" --fast', ['/opt/my editor/run', '--fast', path]],
    [
      '"C:\\\\Program Files\\\\Code\\\\code.cmd"',
      ['C:\\Program Files\\Code\\code.cmd', '--wait', '-g', `${path}:4:7`],
    ],
  ])('of %s opens the file at line 4, column 7 where it can', (EDITOR, command) => {
    expect(editorCommand({ EDITOR }, { path, line: 4, column: 7 })).toEqual(command);
  });

  it.each([
    ['nano', ['nano', '+4', path]],
    ['kak', ['kak', '+4', path]],
    ['helix', ['helix', `${path}:4`]],
    ['codium', ['codium', '--wait', '-g', `${path}:4`]],
  ])('of %s does without a column', (EDITOR, command) => {
    expect(editorCommand({ EDITOR }, { path, line: 4 })).toEqual(command);
  });

  it('opens the file alone where no line is named', () => {
    expect(editorCommand({ EDITOR: 'vim' }, { path })).toEqual(['vim', path]);
  });

  it('waits for an editor that has a window of its own', () => {
    expect(editorCommand({ EDITOR: 'code' }, { path })).toEqual(['code', '--wait', path]);
  });

  it('prefers VISUAL, unless it is blank', () => {
    expect(editorCommand({ VISUAL: 'nvim', EDITOR: 'ed' }, { path })).toEqual(['nvim', path]);
    expect(editorCommand({ VISUAL: '  ', EDITOR: 'ed' }, { path })).toEqual(['ed', path]);
  });

  it('takes nothing of it for a shell', () => {
    expect(editorCommand({ EDITOR: 'vim; rm -rf $HOME `id`' }, { path })).toEqual([
      'vim;',
      'rm',
      '-rf',
      '$HOME',
      '`id`',
      path,
    ]);
  });

  it.each([
    [{}, 'no editor is named'],
    [{ EDITOR: '' }, 'no editor is named'],
    [{ EDITOR: 'code "--wait' }, 'the editor code "--wait has a quote that is left open'],
    [{ EDITOR: '\u001b[31m"' }, 'the editor " has a quote that is left open'],
  ])('of %j is refused, with what to set', (environment, message) => {
    expect(() => editorCommand(environment, { path })).toThrow(
      expect.objectContaining({ message, next: expect.stringContaining('Set VISUAL or EDITOR') }),
    );
  });
});
