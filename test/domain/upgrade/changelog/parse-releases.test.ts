import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/domain/base/errors.ts';
import { parseReleases } from '../../../../src/domain/upgrade/changelog/parse-releases.ts';

const api = {
  tag_name: 'rust-v0.150.0',
  published_at: '2026-08-20T17:00:00Z',
  prerelease: false,
  draft: false,
  body: [
    '## New Features',
    '',
    '- Plugins can be pinned by commit ([#101](https://example.test/101))',
    '  and by tag',
    '* `codex exec --full-auto` is gone',
    '',
    '## Bug Fixes',
    '- The sandbox keeps `.git` read-only',
    '```',
    '- not a note',
    '```',
    '**Full Changelog**: rust-v0.149.0...rust-v0.150.0',
  ].join('\n'),
};

const parse = (value: unknown) => parseReleases(JSON.stringify(value), 'releases.json');

describe('release notes as JSON', () => {
  it('are read with their sections, wrapped lines and what they speak of; code is left out', () => {
    const [release] = parse([api]);
    expect(release).toMatchObject({
      version: '0.150.0',
      publishedAt: '2026-08-20T17:00:00.000Z',
      prerelease: false,
    });
    expect(release?.notes.map(({ section, text, areas }) => [section, text, areas])).toEqual([
      [
        'New Features',
        'Plugins can be pinned by commit ([#101](https://example.test/101)) and by tag',
        ['skills'],
      ],
      ['New Features', '`codex exec --full-auto` is gone', ['commands', 'events']],
      ['Bug Fixes', 'The sandbox keeps `.git` read-only', ['sandbox']],
    ]);
  });

  it('may have the names that the command line client of the host gives', () => {
    const { body } = api;
    const [release] = parse({
      tagName: 'rust-v0.151.0',
      publishedAt: '2026-08-27T00:00:00Z',
      isPrerelease: true,
      body,
    });
    expect(release).toMatchObject({ version: '0.151.0', prerelease: true });
  });

  it('leave out drafts and tags that are no release of the CLI', () => {
    expect(
      parse([api, { ...api, tag_name: 'codex-sdk-1' }, { ...api, tag_name: 'rust-v0.152.0', draft: true }]),
    ).toHaveLength(1);
  });

  it('have the notes of a version once, also when a file has them twice', () => {
    const again = { ...api, body: '- The sandbox keeps `.git` read-only\n- One more' };
    expect(parse([api, again])[0]?.notes.map(({ text }) => text)).toHaveLength(4);
  });

  it.each([
    ['[{"tag_name": 7}]', /releases\.json: tag_name/],
    [`[${JSON.stringify(api)}, {"tag_name": 7}]`, /releases\.json: \[1\]\.tag_name/],
    ['{"tag_name":"rust-v0.150.0","published_at":"soon"}', /0\.150\.0: published_at: "soon" is not a time/],
    ['[{]', /releases\.json: not JSON/],
    ['[]', /no release of the Codex CLI/],
  ])('%s is refused with its file and field', (text, message) => {
    expect(() => parseReleases(text, 'releases.json')).toThrow(message);
  });
});

describe('release notes as Markdown', () => {
  it.each([
    ['# rust-v0.150.0', '0.150.0', null],
    ['## Codex CLI 0.150.0 (2026-08-20)', '0.150.0', '2026-08-20T00:00:00.000Z'],
    ['## [0.150.0] - 2026-08-20', '0.150.0', '2026-08-20T00:00:00.000Z'],
    ['### npm install -g @openai/codex@0.151.0-alpha.2', '0.151.0-alpha.2', null],
  ])('have a heading for each version: %s', (title, version, publishedAt) => {
    expect(parseReleases(`${title}\n\n- A line\n`, 'notes.md')).toMatchObject([
      { version, publishedAt, notes: [{ text: 'A line' }] },
    ]);
  });

  it('are refused when no heading names a version', () => {
    expect(() => parseReleases('# What is new\n- A line\n', 'notes.md')).toThrow(/notes\.md: no release/);
  });
});

it('reads any text, or refuses it with its file', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      try {
        parseReleases(text, 'f');
      } catch (cause) {
        expect(cause).toBeInstanceOf(UsageError);
      }
    }),
  );
});

it('keeps the id of a line when its notes are imported again in another form', () => {
  const [json] = parse([api]);
  const [markdown] = parseReleases(`# 0.150.0\n\n${api.body}\n`, 'notes.md');
  expect(markdown?.notes.map(({ id }) => id)).toEqual(json?.notes.map(({ id }) => id));
});
