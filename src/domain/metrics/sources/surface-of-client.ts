const surfaces: Readonly<Record<string, string>> = {
  CODEX_CLI: 'cli',
  CODEX_SERVICE_EXEC: 'exec',
  CODEX_IDE_VSCODE: 'ide',
  CODEX_DESKTOP_APP: 'desktop',
  CODEX_WEB: 'web',
  CODEX_GITHUB: 'github',
  CODEX_SDK_TS: 'sdk',
};

/** The surface of a client id of the service; an id that is not known stays as it is. */
export function surfaceOfClient(clientId: string): string {
  return Object.hasOwn(surfaces, clientId) ? (surfaces[clientId] ?? clientId) : clientId;
}

/** Whether the surface of a client id is known. */
export const isKnownClient = (clientId: string) => Object.hasOwn(surfaces, clientId);

const surfaceNames: Readonly<Record<string, string>> = {
  cli: 'cli',
  'codex cli': 'cli',
  terminal: 'cli',
  exec: 'exec',
  ide: 'ide',
  'ide extension': 'ide',
  'vs code': 'ide',
  vscode: 'ide',
  desktop: 'desktop',
  'desktop app': 'desktop',
  app: 'desktop',
  web: 'web',
  cloud: 'web',
  'codex cloud': 'web',
  github: 'github',
  'code review': 'github',
  sdk: 'sdk',
};

/** The surface that people call so, or that has this client id; a name that is not known stays as it is. */
export function surfaceOfName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
  return Object.hasOwn(surfaceNames, plain) ? (surfaceNames[plain] ?? name) : surfaceOfClient(name);
}

/** Words for surfaces with which the name of a column may begin, the longest first. */
export const SURFACE_NAMES = Object.keys(surfaceNames).toSorted((one, other) => other.length - one.length);

/** The surface of a program that names itself in telemetry, such as `codex_exec`; another name stays as it is. */
export function surfaceOfOriginator(originator: string): string {
  if (originator === 'codex_exec') return 'exec';
  if (/^codex[-_](?:cli|tui)/.test(originator)) return 'cli';
  if (/desktop/i.test(originator)) return 'desktop';
  if (/vscode|cursor|windsurf|jetbrains|xcode/i.test(originator)) return 'ide';
  return /^codex_sdk/.test(originator) ? 'sdk' : originator;
}
