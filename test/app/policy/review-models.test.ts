import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attestCloudModels } from '../../../src/app/policy/attest-models.ts';
import { reviewModelPolicy } from '../../../src/app/policy/review-models.ts';
import { readEvent } from '../../../src/domain/history/entry/event.ts';
import { summarizeEvent } from '../../../src/domain/history/entry/summarize.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { team } from '../../support/team.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const policy = `version: 1
local:
  allowed: [gpt-5.5]
  profiles: { ci: [gpt-5.4-mini] }
cloud: { statement: The default of the workspace, confirmed_by: Ada, confirmed_on: 2026-11-01 }
`;
const { signal } = new AbortController();

describe('the local model policy, on the real CLI', () => {
  it('is held against the catalog and against every layer that names a model', async () => {
    const world = testWorld();
    writeFileSync(join(world.cwd, 'model-policy.yaml'), policy);
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "gpt-5.5"\n');
    writeFileSync(join(world.teamHome, 'ci.config.toml'), 'model = "gpt-5.4-mini"\n');
    mkdirSync(join(world.cwd, '.codex'));
    writeFileSync(join(world.cwd, '.codex', 'config.toml'), 'model = "gpt-5.2"\n');
    const { local, catalogs, cloud } = await reviewModelPolicy(world, undefined, {
      codex: realCodex,
      signal,
    });
    expect(catalogs).toEqual(['0.139.0']);
    expect(local.models.map(({ slug, standings }) => [slug, standings[0]?.state])).toEqual([
      ['gpt-5.5', 'listed'],
      ['gpt-5.4-mini', 'listed'],
      ['gpt-5.2', 'listed'],
    ]);
    expect(local.problems).toContainEqual({
      verdict: 'fail',
      text: `gpt-5.2 in ${join(world.cwd, '.codex', 'config.toml')} model is not allowed`,
    });
    expect(cloud).toMatchObject({ stated: { confirmed_by: 'Ada' }, attested: undefined });
  });

  it('counts the models of roles, named in config.toml or kept in the folder of agents', async () => {
    const world = testWorld();
    writeFiles(world.cwd, { 'model-policy.yaml': policy });
    writeFiles(world.teamHome, {
      'config.toml': '[agents.writer]\ndescription = "writes"\nconfig_file = "roles/writer.toml"\n',
      'roles/writer.toml': 'model = "gpt-5.4"\n',
      'agents/reviewer.toml':
        'name = "reviewer"\ndescription = "reviews"\ndeveloper_instructions = "x"\nmodel = "gpt-5.2"\n',
    });
    const { local } = await reviewModelPolicy(world, undefined, { codex: realCodex, signal });
    expect(local.problems.flatMap(({ verdict, text }) => (verdict === 'fail' ? [text] : []))).toEqual([
      `gpt-5.2 in ${join(world.teamHome, 'agents', 'reviewer.toml')} model is not allowed`,
      `gpt-5.4 in ${join(world.teamHome, 'roles', 'writer.toml')} model is not allowed`,
    ]);
  });

  it('leaves a model of a provider of one own, or of a catalog of one own, out of what is gone', async () => {
    const world = testWorld();
    const provider =
      'model_provider = "lab"\nmodel = "qwen3-coder:30b"\n[model_providers.lab]\nname = "lab"\nbase_url = "http://127.0.0.1:1/v1"\n';
    writeFiles(world.cwd, {
      'model-policy.yaml':
        'version: 1\nlocal: { allowed: ["qwen3-coder:30b"], profiles: { team: [acme-1] } }\n',
    });
    const catalog = JSON.stringify({ models: [{ slug: 'acme-1', visibility: 'list', upgrade: null }] });
    writeFiles(world.teamHome, {
      'config.toml': provider,
      'team.config.toml': 'model = "acme-1"\nmodel_provider = "openai"\nmodel_catalog_json = "models.json"\n',
      'models.json': catalog,
    });
    const { local } = await reviewModelPolicy(world, undefined, { codex: realCodex, signal });
    expect(local.problems).toEqual([]);
    expect(local.models.map(({ standings }) => standings[0]?.state)).toEqual(['own provider', 'listed']);
    const check = shippedCheck('models.local-policy');
    expect((await runOn(realCodex, world, check)).judgement).toMatchObject({ verdict: 'pass' });
  });

  it('is not judged by a CLI that does not show its models', async () => {
    const world = testWorld();
    writeFileSync(join(world.cwd, 'model-policy.yaml'), policy);
    const codex = fakeCodex({ when: ['debug', 'models'], exit: 2 });
    await expect(reviewModelPolicy(world, undefined, { codex, signal })).rejects.toThrow(
      /does not show its models/,
    );
  });
});

describe('the cloud side', () => {
  it('is attested by a named person with a day, from what the policy states', async () => {
    const { world, store } = await team();
    writeFileSync(join(world.cwd, 'model-policy.yaml'), policy);
    await attestCloudModels(world, store, { seenOn: '2026-11-19' });
    const entry = (await Array.fromAsync(store.entries())).at(-1);
    expect(entry && readEvent(entry)).toEqual({
      kind: 'models.cloud-attested',
      body: {
        v: 1,
        statement: 'The default of the workspace',
        seen_on: '2026-11-19',
        role: 'rollout owner',
        pin: '0.139.0',
      },
    });
    expect(entry && summarizeEvent(readEvent(entry))).toContain('as seen on 2026-11-19: The default');
    const { cloud } = await reviewModelPolicy(world, store, { codex: realCodex, signal });
    expect(cloud.attested).toMatchObject({
      actor: 'ada@example.com',
      summary: 'The default of the workspace (seen on 2026-11-19 by ada@example.com as rollout owner)',
      good_until: '2027-02-17T00:00:00.000Z',
    });
    expect(cloud.standing).toEqual({
      verdict: 'pass',
      text: 'attested by ada@example.com, until 2027-02-17',
    });
    const later = { ...world, now: () => new Date('2027-02-17T09:00:00Z') };
    const again = await reviewModelPolicy(later, store, { codex: realCodex, signal });
    expect(again.cloud.standing).toMatchObject({
      verdict: 'manual',
      text: expect.stringContaining('expired'),
    });
  });

  it('counts the newest attestation, dated today when no day is named', async () => {
    const { world, store, as } = await team();
    await attestCloudModels(world, store, { statement: 'first' });
    expect(await attestCloudModels(as('sue'), store, { statement: 'second' })).toEqual({
      statement: 'second',
      seenOn: '2026-11-20',
      until: '2027-02-18',
      by: 'sue@example.com',
    });
    writeFileSync(join(world.cwd, 'model-policy.yaml'), policy);
    const { cloud } = await reviewModelPolicy(world, store, { codex: realCodex, signal });
    expect(cloud.attested?.summary).toMatch(/^second/);
  });

  it('is refused to somebody without the role, and records nothing', async () => {
    const { store, as } = await team();
    const before = await Array.fromAsync(store.entries());
    await expect(attestCloudModels(as('bob'), store, { statement: 'x' })).rejects.toThrow(/rollout owner/);
    expect(await Array.fromAsync(store.entries())).toEqual(before);
  });

  it.each([
    [{ statement: '  ' }, /needs a statement/],
    [{ statement: 'x', seenOn: '2026-13-01' }, /is not a day/],
    [{ statement: 'x', seenOn: '2026-02-30' }, /is not a day/],
    [{ statement: 'x', seenOn: '2026-11-21' }, /is in the future/],
    [{ statement: 'x', seenOn: '2026-08-22' }, /no longer counts/],
  ])('is refused for %j', async (asked, message) => {
    const { world, store } = await team();
    await expect(attestCloudModels(world, store, asked)).rejects.toThrow(message);
  });
});
