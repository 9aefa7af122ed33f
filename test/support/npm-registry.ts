import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp.ts';

/** What a version of the CLI in the registry is like. */
type Release = {
  version: string;
  /** What its program states as its version; the version by default. */
  states?: string;
  /** The registry records the digest of something else than it serves. */
  recordsAnother?: true;
  /** It has no package for this platform. */
  isForeign?: true;
};

const platform = `${process.platform}-${process.arch}`;

/** A registry on the loopback interface with small stand-ins of the CLI: a wrapper, and a package for this platform. */
export async function npmRegistry(releases: readonly Release[]) {
  const folder = tempFolder();
  const tarballs = new Map<string, Buffer>();
  const versions: Record<string, object> = {};
  // A download that is waited for is served when it is let go.
  const gate = { isShut: false, onRequest: () => {}, open: () => {} };
  const server = createServer(async ({ url = '' }, response) => {
    const tarball = tarballs.get(url);
    if (tarball) {
      gate.onRequest();
      if (gate.isShut) await new Promise<void>((done) => (gate.open = done));
      response.end(tarball);
      return;
    }
    if (decodeURIComponent(url) !== '/@openai/codex') {
      response.writeHead(404).end('{"error":"not found"}');
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: '@openai/codex', 'dist-tags': {}, versions }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const publish = (manifest: { version: string }, files: Record<string, string>, recordsAnother: boolean) => {
    const root = join(folder, manifest.version, 'package');
    const all = { ...files, 'package.json': JSON.stringify({ name: '@openai/codex', ...manifest }) };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(join(root, name, '..'), { recursive: true });
      writeFileSync(join(root, name), text);
      chmodSync(join(root, name), 0o755);
    }
    const path = join(folder, `${manifest.version}.tgz`);
    execFileSync('tar', ['-czf', path, '-C', join(root, '..'), 'package']);
    const bytes = readFileSync(path);
    const url = `/@openai/codex/-/codex-${manifest.version}.tgz`;
    tarballs.set(url, bytes);
    const recorded = recordsAnother ? 'something else' : bytes;
    const integrity = `sha512-${createHash('sha512').update(recorded).digest('base64')}`;
    const dist = { integrity, tarball: `${base}${url}`, unpackedSize: 1_572_864 };
    versions[manifest.version] = { name: '@openai/codex', ...manifest, dist };
  };
  for (const { version, states = version, recordsAnother = false, isForeign = false } of releases) {
    const native = `${version}-${isForeign ? 'plan9-mips' : platform}`;
    const program = `#!/usr/bin/env node\nconsole.log('codex-cli ${states}');\n`;
    publish(
      {
        version,
        ...{ bin: { codex: 'bin/codex.js' } },
        optionalDependencies: {
          [`@openai/codex-${isForeign ? 'plan9-mips' : platform}`]: `npm:@openai/codex@${native}`,
        },
      } as { version: string },
      { 'bin/codex.js': program },
      false,
    );
    publish({ version: native }, { 'vendor/triple/bin/codex': program }, recordsAnother);
  }
  return {
    /** The variables that lead npm to it, with a cache of its own. */
    environment: {
      npm_config_registry: base,
      npm_config_cache: join(folder, 'cache'),
      npm_config_fetch_retries: '0',
    },
    gate,
  };
}
