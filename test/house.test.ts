import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';
import { publishedSchemas } from '../src/domain/schemas/published-schemas.ts';
import { registry } from '../src/tui/screens/registry.ts';
import { keysDocument } from '../src/tui/shell/keys/keys-document.ts';
import { tempFolder } from './support/temp.ts';

async function violations(files: Record<string, string>): Promise<string[]> {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { tsConfig: _, ...options } = configuration.options;
  const { output } = await cruise(['src'], {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden: configuration.forbidden },
    validate: true,
  } as never);
  if (typeof output === 'string') throw new Error('dependency-cruiser gave no result');
  return output.summary.violations.map(({ rule }) => rule.name);
}

const store = { 'src/store/open.ts': 'export type Store = number;\nexport const open = 1;\n' };

describe('the arrows of the house', () => {
  it.each([
    [
      'domain never imports another room',
      {
        ...store,
        'src/domain/rule.ts': "import { open } from '../store/open.ts';\nexport const x = open;\n",
      },
      'domain-arrows',
    ],
    [
      'not even its types',
      {
        ...store,
        'src/domain/rule.ts': "import type { Store } from '../store/open.ts';\nexport type X = Store;\n",
      },
      'domain-arrows',
    ],
    [
      'commands never import the store',
      { ...store, 'src/cli/x.ts': "import { open } from '../store/open.ts';\nexport const x = open;\n" },
      'cli-arrows',
    ],
    [
      'rules do no input or output',
      { 'src/domain/rule.ts': "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n" },
      'domain-does-no-io',
    ],
    [
      'people know nothing of plugins',
      {
        'src/domain/plugins/source.ts': 'export const source = 1;\n',
        'src/domain/people/person.ts':
          "import { source } from '../plugins/source.ts';\nexport const x = source;\n",
      },
      'domain-people-arrows',
    ],
    [
      'a new room of the domain gets its arrows first',
      {
        'src/domain/gadgets/gadget.ts': 'export const gadget = 1;\n',
        'src/app/x.ts': "import { gadget } from '../domain/gadgets/gadget.ts';\nexport const x = gadget;\n",
      },
      'domain-has-only-known-rooms',
    ],
  ])('%s', async (_, files, rule) => {
    expect(await violations(files)).toContain(rule);
  });

  it('let the use cases ask the store', async () => {
    expect(
      await violations({
        ...store,
        'src/app/x.ts': "import { open } from '../store/open.ts';\nexport const x = open;\n",
      }),
    ).toEqual([]);
  });
});

describe('the published schemas', () => {
  it.each(Object.entries(publishedSchemas()))(
    '%s is what the program uses; npm run generate writes it',
    (name, schema) => {
      expect(JSON.parse(readFileSync(join('data', 'schemas', name), 'utf8'))).toEqual(schema);
    },
  );
});

it('the page of keys is what the keymap says; npm run generate writes it', () => {
  expect(readFileSync('docs/keys.md', 'utf8')).toBe(keysDocument(registry));
});

it('the lock names the packages of every platform; scripts/complete-lock.mjs adds what npm left out', () => {
  type Package = { version?: string; optionalDependencies?: Record<string, string> };
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Package>;
  };
  const names = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  const missing = names.filter(
    (name) => !Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`)),
  );
  expect(missing).toEqual([]);
});

it('a room has at most 12 files of its own', () => {
  const perFolder = new Map<string, number>();
  for (const file of globSync('src/**/*.{ts,tsx}')) {
    const folder = dirname(file);
    perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
  }
  expect(perFolder.size).toBeGreaterThan(50);
  expect([...perFolder].filter(([, count]) => count > 12)).toEqual([]);
});

describe('what the repository says of itself', () => {
  const self = 'test/house.test.ts';
  const files = globSync([
    '*.md',
    '{src,test,checks,data,docs,runbooks,scripts}/**/*.{ts,tsx,mjs,md,yaml,json}',
  ])
    .filter((file) => !file.startsWith('test/fixtures/') && file !== self)
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

  it('cites no file outside the repository', () => {
    const outside =
      /(?<![\w./-])(?:facts\/codex|shared\/(?:facts|sources|trials)|trials\/[\w-])|\b(?:DESIGN|STYLE)\.md\b/;
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter(({ text }) => outside.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('cites sections that docs/codex-facts.md has', () => {
    const titles = readFileSync('docs/codex-facts.md', 'utf8')
      .split('\n')
      .flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? []);
    // A comment may break the line between the page and the title.
    const citation = /docs\/codex-facts\.md,[\s*/]+"([^"]+)"(?: and "([^"]+)")?/g;
    const cited = files.flatMap(({ file, text }) =>
      [...text.matchAll(citation)].flatMap(([, ...found]) =>
        found.filter((title) => title !== undefined).map((title) => ({ file, title })),
      ),
    );
    expect(cited.length).toBeGreaterThan(50);
    expect(cited.filter(({ title }) => !titles.includes(title))).toEqual([]);
  });
});

it('the pictures in docs say nothing of the machine that they were made on', () => {
  const pictures = globSync('docs/pictures/*.svg');
  expect(pictures).toHaveLength(7);
  for (const path of pictures) {
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('Acme rollout');
    expect(text).not.toMatch(/\/(tmp|home|root|Users|var|work)\//);
  }
});
