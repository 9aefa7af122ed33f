import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMentions, mayMention } from '../../../../src/domain/upgrade/pins/find-mentions.ts';
import { pinText } from '../../../../src/domain/upgrade/pins/fix.ts';
import { judgeMention } from '../../../../src/domain/upgrade/pins/mention.ts';

const pin = '0.139.0';

/** What a file says, as `form:spec`, in order. */
const said = (path: string, text: string) =>
  findMentions(path, text).map(({ form, spec }) => `${form}:${spec}`);

/** The file with every place that can be rewritten naming the pin. */
const fixed = (path: string, text: string) => pinText(text, findMentions(path, text), pin).text;

describe('where a CLI version is named', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a package manifest',
      'package.json',
      '{"devDependencies":{"@openai/codex":"^0.139.0"}}',
      ['package:^0.139.0'],
    ],
    [
      'an override',
      'package.json',
      '{"overrides":{"a/@openai/codex":"npm:@openai/codex@0.150.0"}}',
      ['package:0.150.0'],
    ],
    [
      'a script of a manifest',
      'package.json',
      '{"scripts":{"ai":"npx -y @openai/codex@latest exec"}}',
      ['package:latest'],
    ],
    [
      'a lock of npm',
      'package-lock.json',
      '{"packages":{"":{"dependencies":{"@openai/codex":"^0.1"}},"node_modules/@openai/codex":{"version":"0.139.0"},"node_modules/@openai/codex-linux-x64":{"name":"@openai/codex","version":"0.139.0-linux-x64"}}}',
      ['lock:0.139.0'],
    ],
    ['a lock of yarn 1', 'yarn.lock', '"@openai/codex@^0.139.0":\n  version "0.140.1"\n', ['lock:0.140.1']],
    [
      'a lock of yarn 4',
      'yarn.lock',
      '"@openai/codex@npm:^0.139.0":\n  version: 0.140.1\n  resolution: x\n',
      ['lock:0.140.1'],
    ],
    [
      'a lock of pnpm',
      'pnpm-lock.yaml',
      "packages:\n\n  '@openai/codex@0.139.0':\n    resolution: {}\n\n  '@openai/codex@0.139.0-linux-x64':\n    os: [linux]\n",
      ['lock:0.139.0'],
    ],
    ['a lock of bun', 'bun.lock', '"@openai/codex": ["@openai/codex@0.139.0", "", {}]', ['lock:0.139.0']],
    [
      'a workflow',
      '.github/workflows/ai.yml',
      'steps:\n  - uses: actions/checkout@v4\n  - name: review\n    uses: openai/codex-action@v1\n    with:\n      prompt: |\n        look\n      codex-version: 0.139.0 # the pin\n  - run: npm test\n',
      ['action:v1', 'action-version:0.139.0'],
    ],
    [
      'a step whose keys come before the action',
      '.github/workflows/ai.yml',
      '    - with: {}\n      env:\n        A: b\n      uses: "openai/codex-action@v1"\n    - uses: x\n      with:\n        codex-version: "0.150.0"\n',
      ['action:v1', 'action-version:'],
    ],
    ['a run step', '.github/workflows/ci.yaml', '      - run: npm i -g @openai/codex\n', ['package:']],
    [
      'a Dockerfile',
      'docker/Dockerfile.dev',
      'RUN apk add git \\\n && npm install -g \\\n  @openai/codex@0.150.0\n',
      ['package:0.150.0'],
    ],
    [
      'a variable of a Dockerfile',
      'Dockerfile',
      'ARG CODEX_VERSION=0.150.0\nRUN npm i -g @openai/codex@$' + '{CODEX_VERSION}\n',
      ['package:0.150.0'],
    ],
    [
      'a variable from elsewhere',
      'run.sh',
      'npx "@openai/codex@$CODEX_VERSION" exec\n',
      ['package:$CODEX_VERSION'],
    ],
    ['a variable set twice', 'run.sh', 'V=0.1.0\nV=0.2.0\nnpx @openai/codex@$V\n', ['package:$V']],
    [
      'an expression of a workflow',
      '.github/workflows/ci.yml',
      'env:\n  CODEX_VERSION: "0.139.0"\nsteps:\n  - run: npx @openai/codex@$' +
        '{{ env.CODEX_VERSION }} exec\n',
      ['package:0.139.0'],
    ],
    ['mise', 'mise.toml', '[tools]\n"npm:@openai/codex" = "latest"\nnode = "22"\n', ['tool:latest']],
    [
      'mise with a table',
      '.mise.toml',
      '[tools]\n"ubi:openai/codex" = { version = "rust-v0.139.0" }\n',
      ['tool:0.139.0'],
    ],
    ['asdf', '.tool-versions', 'nodejs 22.1.0\ncodex 0.138.0\n', ['tool:0.138.0']],
    [
      'a devcontainer',
      '.devcontainer/devcontainer.json',
      '{ // comment\n  "postCreateCommand": "npm install -g @openai/codex@0.139.0"\n}\n',
      ['package:0.139.0'],
    ],
    [
      'a download',
      'install.sh',
      'curl -L https://github.com/openai/codex/releases/download/rust-v0.150.0/codex.tar.gz\ncurl -L https://github.com/openai/codex/releases/latest/download/codex.tar.gz\n',
      ['release:0.150.0', 'release:latest'],
    ],
    ['Homebrew', 'setup.sh', 'brew install --cask codex\n', ['formula:']],
    ['an update', 'setup.sh', 'set -e\ncodex update\n', ['update:']],
    ['a program', 'tools/run.mjs', "spawn('npx', ['-y', '@openai/codex@next', 'exec'])\n", ['package:next']],
    ['a comment', 'setup.sh', '# npm i -g @openai/codex@0.1.0\n', []],
    ['an import of the SDK', 'a.ts', "import { Codex } from '@openai/codex-sdk'\n", []],
    [
      'a program that puts it together',
      'a.ts',
      "run('npx', ['@openai/codex@' + pin])",
      ['package:(computed)'],
    ],
    ['prose', 'tools/about.py', 'print("see @openai/codex on npm")\n', []],
  ])('%s', (_, path, text, mentions) => {
    expect(mayMention(path)).toBe('yes');
    expect(said(path, text)).toEqual(mentions);
  });

  it.each(['README.md', 'src/image.png', 'a.lock', 'data.csv'])('%s is not read', (path) => {
    expect(mayMention(path)).toBe('no');
  });
});

describe('a place that names a version', () => {
  it.each([
    ['package', '0.139.0', 'same'],
    ['package', '=0.139.0', 'same'],
    ['lock', '0.150.0', 'differs'],
    ['package', '^0.139.0', 'floats'],
    ['package', '0.139', 'floats'],
    ['package', '*', 'floats'],
    ['package', '', 'floats'],
    ['package', 'latest', 'floats'],
    ['package', 'alpha', 'floats'],
    ['package', 'workspace:*', 'unresolved'],
    ['package', '$' + '{CODEX_VERSION}', 'unresolved'],
    ['package', '$' + '{{ inputs.version }}', 'unresolved'],
    ['package', '%CODEX%', 'unresolved'],
    ['package', '{pin}', 'unresolved'],
    ['package', '(computed)', 'unresolved'],
    ['action', 'v1', 'floats'],
    ['action', '', 'floats'],
    ['action', 'a'.repeat(40), 'same'],
    ['update', '', 'floats'],
  ] as const)('%s %j is %s', (form, spec, state) => {
    expect(judgeMention({ form, spec }, pin).state).toBe(state);
  });
});

describe('a fix', () => {
  it.each([
    [
      'package.json',
      '{"dependencies": {"@openai/codex": "^0.139.0"}}',
      '{"dependencies": {"@openai/codex": "0.139.0"}}',
    ],
    [
      'a.sh',
      'npx @openai/codex exec\nnpx @openai/codex@latest exec',
      'npx @openai/codex@0.139.0 exec\nnpx @openai/codex@0.139.0 exec',
    ],
    [
      'Dockerfile',
      'ARG V=0.1.0\nRUN npm i @openai/codex@$V\nRUN npx @openai/codex@$V',
      'ARG V=0.139.0\nRUN npm i @openai/codex@$V\nRUN npx @openai/codex@$V',
    ],
    ['mise.toml', '"npm:@openai/codex" = "latest"', '"npm:@openai/codex" = "0.139.0"'],
    ['.tool-versions', 'codex 0.150.0 # ai', 'codex 0.139.0 # ai'],
    [
      'x/action.yml',
      '  - uses: openai/codex-action@v1\n    with:\n      codex-version: 0.150.0',
      '  - uses: openai/codex-action@v1\n    with:\n      codex-version: "0.139.0"',
    ],
    ['a.sh', 'npx @openai/codex@$FROM_ELSEWHERE', 'npx @openai/codex@$FROM_ELSEWHERE'],
    [
      'package-lock.json',
      '{"node_modules/@openai/codex":{"version":"0.1.0"}}',
      '{"node_modules/@openai/codex":{"version":"0.1.0"}}',
    ],
  ])('of %s: %j', (path, before, after) => {
    expect(fixed(path, before)).toBe(after);
  });

  it('leaves nothing to fix, and changes nothing else, whatever text is around it', () => {
    const line = fc.constantFrom(
      'npm i -g @openai/codex',
      'npx @openai/codex@latest exec',
      'V=0.150.0',
      'npx @openai/codex@$V',
      'echo é "x"',
      '# npx @openai/codex@0.1.0',
      '',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        const once = fixed('a.sh', text);
        expect(fixed('a.sh', once)).toBe(once);
        expect(once.split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  it('never fails on hostile text', () => {
    const paths = ['package.json', 'yarn.lock', '.github/workflows/a.yml', 'mise.toml', 'a.sh'];
    const piece = fc.constantFrom(
      '@openai/codex',
      '"',
      ':',
      '@',
      '${',
      '}}',
      'npm ',
      '- uses: openai/codex-action',
      '\n',
      '\\',
      '{',
      ' ',
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.array(piece), (path, pieces) => {
        const text = pieces.join('');
        for (const { offset, spec, write } of findMentions(path, text))
          if (write) expect(text.slice(offset, offset + spec.length)).toBe(spec);
      }),
    );
  });
});
