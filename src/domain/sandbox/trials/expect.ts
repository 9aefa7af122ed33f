import { formatPlace, type Place } from '../../base/documents/place.ts';
import { accessOf, type GrantedAccess } from '../matrix/access-of.ts';
import type { SandboxProfile } from '../profiles/profile.ts';
import type { Places } from './places.ts';
import type { Expectation, SandboxProbe } from './probe.ts';

/**
 * What a probe should find under a profile, and why; `expected` is undefined where the profile does not say. With
 * a risk it is open only because no rule closes it, and few people know.
 */
export type Expected = {
  expected: Expectation | undefined;
  because: string;
  risk?: string | undefined;
  isStated?: boolean;
  /** The line that says so; undefined where no file does. */
  place?: Place | undefined;
};

/** Derives from a profile, as its author meant it, what a probe should find. */
export function expectOf(profile: SandboxProfile, probe: SandboxProbe, places: Places): Expected {
  if (profile.fullAccess) return { expected: 'allowed', because: 'this profile is no sandbox' };
  switch (probe.act) {
    case 'write': {
      const expected = expectWriting(profile, probe, { path: probe.lands, places });
      if (!probe.missing || expected.expected !== 'allowed') return expected;
      return {
        expected: undefined,
        because: 'it is not on this machine, and the CLI opens only what is there',
      };
    }
    case 'access':
      return expectWriting(profile, probe, { path: probe.path, places });
    case 'append':
      // The settings of the kernel are open to root whatever a profile says (seen on 0.139.0 and 0.169.0).
      return probe.path.startsWith('/proc/')
        ? unlessRisky(probe, { because: 'no rule of a profile speaks of it' })
        : expectWriting(profile, probe, { path: probe.path, places });
    case 'pipe':
      return expectPipe(profile, probe, { path: probe.path, places });
    case 'read': {
      const granted = accessOf(profile, probe.reads, places);
      if (granted.access === 'deny') return { expected: 'denied', ...reason(granted) };
      if (granted.unsure !== undefined) return { expected: undefined, because: granted.unsure };
      return unlessRisky(probe, reasonToRead(profile, granted));
    }
    case 'write renamed': {
      const granted = accessOf(profile, probe.lands, places);
      return granted.access === 'write'
        ? { expected: 'allowed', ...reason(granted) }
        : unlessRisky(probe, reason(granted));
    }
    case 'read renamed': {
      const granted = accessOf(profile, probe.reads, places);
      if (granted.access === 'deny') return unlessRisky(probe, reason(granted));
      if (granted.unsure !== undefined) return { expected: undefined, because: granted.unsure };
      return { expected: 'allowed', ...reasonToRead(profile, granted) };
    }
    case 'look': {
      const granted = accessOf(profile, probe.path, places);
      const isOpen =
        granted.rule === undefined && profile.rules.some(({ scope }) => scope.type === 'minimal');
      if (isOpen) return { expected: undefined, because: '":minimal" depends on the machine' };
      return { expected: granted.access === 'deny' ? 'denied' : 'allowed', ...reason(granted) };
    }
    case 'connect':
      return expectConnection(profile);
    case 'bind':
      return profile.network.enabled ? networkIsOn : networkIsOff(profile.network);
    case 'socket':
      return profile.network.enabled ? unlessRisky(probe, networkIsOn) : networkIsOff(profile.network);
    case 'outbound':
      return expectOutbound(profile);
    case 'processes':
      return expectProcesses(profile);
    case 'variable':
    case 'datagram':
    case 'namespace':
    case 'privileges':
      return unlessRisky(probe, { because: 'no rule of a profile speaks of it' });
  }
}

function expectWriting(
  profile: SandboxProfile,
  probe: SandboxProbe,
  { path, places }: { path: string; places: Places },
): Expected {
  const granted = accessOf(profile, path, places);
  if (granted.access !== 'write') return { expected: 'denied', ...reason(granted) };
  return unlessRisky(probe, reason(granted));
}

/** A pipe is written through a read-only mount too (seen on 0.139.0 and 0.169.0). */
function expectPipe(
  profile: SandboxProfile,
  probe: SandboxProbe,
  { path, places }: { path: string; places: Places },
): Expected {
  const granted = accessOf(profile, path, places);
  if (granted.access === 'write') return { expected: 'allowed', ...reason(granted) };
  if (granted.access === 'deny') return { expected: 'denied', ...reason(granted) };
  return unlessRisky(probe, reason(granted));
}

type Reason = Pick<Expected, 'because' | 'place'>;

function unlessRisky({ risk }: SandboxProbe, { because, place }: Reason): Expected {
  const why = { because, place };
  return risk === undefined ? { expected: 'allowed', ...why } : { expected: undefined, ...why, risk };
}

function reasonToRead({ scanDepth }: SandboxProfile, granted: GrantedAccess): Reason {
  const { missed } = granted;
  if (!missed) return reason(granted);
  return {
    because: `glob_scan_max_depth = ${scanDepth}: ${missed.text} ends above it`,
    place: missed.place,
  };
}

function reason({ rule, isProtected }: GrantedAccess): Reason {
  if (!rule) return { because: 'no rule speaks of it' };
  const { place } = rule;
  const text = `${rule.text} (${place === undefined ? 'built in' : formatPlace(place)})`;
  return { because: isProtected ? `${text}, and .git, .codex and .agents stay closed` : text, place };
}

const loopback = ['127.0.0.1', 'localhost', '*'];

const networkIsOn: Expected = { expected: 'allowed', because: 'network is enabled' };

/** With the proxy nothing is reached directly, whatever the domains say (seen on 0.139.0 and 0.169.0). */
function expectConnection({ network }: SandboxProfile): Expected {
  if (!network.enabled) return networkIsOff(network);
  if (network.proxied)
    return { expected: 'denied', because: 'features.network_proxy: only the proxy is reached' };
  const denied = loopback.find((host) => network.hosts[host] === 'deny');
  return denied === undefined ? networkIsOn : { expected: 'denied', because: `domains."${denied}" = "deny"` };
}

function expectOutbound({ network }: SandboxProfile): Expected {
  if (!network.enabled) return networkIsOff(network);
  if (network.proxied)
    return { expected: 'denied', because: 'features.network_proxy: only the proxy is reached' };
  return Object.keys(network.hosts).length === 0
    ? networkIsOn
    : { expected: undefined, because: 'it depends on the domains of the profile' };
}

function networkIsOff({ place }: SandboxProfile['network']): Expected {
  const where = place === undefined ? 'no rule enables it' : formatPlace(place);
  return { expected: 'denied', because: `network is off (${where})`, place };
}

/** With all of the disk writable the CLI hides no processes (seen on 0.139.0 and 0.169.0). */
function expectProcesses({ rules }: SandboxProfile): Expected {
  const open = rules.findLast(({ scope }) => scope.type === 'root')?.access === 'write';
  if (!open) return { expected: 'denied', because: 'a sandbox has its own processes' };
  const narrowed = rules.some(({ scope, access }) => scope.type !== 'root' && access !== 'write');
  return narrowed
    ? { expected: undefined, because: 'it depends on how the CLI narrows a writable disk' }
    : { expected: 'allowed', because: '":root" = "write" leaves nothing to hide' };
}
