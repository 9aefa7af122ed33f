// Adds to package-lock.json the optional packages of other platforms that npm left out.
// npm leaves out what its registry could not give at that moment, and `npm ci` then refuses the lock
// on every machine. An entry with version and platform is enough: elsewhere it is skipped, on its
// own platform it is fetched. Run after `npm install` has changed the lock.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

const added = [];
for (const parent of Object.values(lock.packages)) {
  for (const [name, wanted] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]) continue;
    const os = systems.find((word) => name.includes(word));
    const cpu = processors.find((word) => name.includes(word));
    if (!os || !cpu) continue;
    const [, alias, version = wanted] = /^npm:(.+)@([^@]+)$/.exec(wanted) ?? [];
    lock.packages[place] = {
      ...(alias ? { name: alias } : {}),
      version,
      cpu: [cpu],
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      os: [os],
    };
    added.push(name);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
process.stdout.write(added.length === 0 ? 'The lock is complete.\n' : `Added ${added.join(', ')}\n`);
