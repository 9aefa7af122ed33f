import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureRuntime } from './runtime.ts';

// Runs one of our scripts or a tool under a suitable Node: `node dist/launch.js SCRIPT [ARGS…]`.
const [script = '', ...args] = process.argv.slice(2);
if (ensureRuntime(process.argv[1] ?? '', process.argv.slice(2))) {
  process.argv = [process.execPath, resolve(script), ...args];
  await import(pathToFileURL(resolve(script)).href);
}
