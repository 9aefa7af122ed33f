import { ACTS, type Act } from '../../people/act.ts';
import { type Person, personKey } from '../../people/person.ts';
import { keyIdentity } from '../../people/public-key.ts';
import { ROLES, type Role } from '../../people/role.ts';
import type { SourceState } from '../../plugins/sources/source-state.ts';
import { readSignOff, SignedStatements, whatIsWrong } from '../../rollout/gate/sign-off.ts';
import type { Entry } from '../entry/entry.ts';
import { type CockpitEvent, readEvent } from '../entry/event.ts';
import type { AuthorityFinding, AuthorityFindingKind } from './authority-finding.ts';
import { isOpenKind } from './open-kind.ts';

/** What the replay needs of an entry. The body of kinds that anybody but an auditor may record is not read. */
export type AuthorityEntry = Pick<Entry, 'seq' | 'actor' | 'kind' | 'body'>;

const allButAuditors = ROLES.filter((role) => role !== 'auditor');

/** Who wrote a revision of an artifact, in which role it is owned, and who approved it so far. */
type RevisionRecord = { author: string; owner: Role; approvedBy: { person: string; role: Role }[] };

/** What an entry asks of its actor: one of these roles. */
type Right = { roles: readonly Role[]; what: string };

const isOnlyAuditor = (held: readonly Role[]) => held.length > 0 && held.every((role) => role === 'auditor');

const holds = (held: readonly Role[], roles: readonly Role[]) => roles.some((role) => held.includes(role));

const act = (what: Act): Right => ({ roles: ACTS[what], what });

/** The role that an entry names has to be held, and not be that of an auditor. */
const as = (role: Role, what: string): Right => ({ roles: role === 'auditor' ? [] : [role], what });

/**
 * Replays who was allowed to do what: each entry is compared with the roles that its actor had just before it. Entries
 * are given in the order of `seq`, beginning with the first.
 */
export class AuthorityReplay {
  readonly findings: AuthorityFinding[] = [];
  readonly #people = new Map<string, Person>();
  readonly #onlyAuditors = new Set<string>();
  readonly #keyOwners = new Map<string, string>();
  /** Who made the newest attestation and waiver of an item, as `attestation item` and `waiver item`. */
  readonly #statements = new Map<string, string>();
  readonly #sources = new Map<string, SourceState>();
  readonly #revisions = new Map<string, RevisionRecord>();
  readonly #reviewStarters = new Map<string, string>();
  readonly #signed = new SignedStatements();
  #rollout: string | undefined;
  #founder: string | undefined;
  #hasKey = false;

  /** Everybody in the rollout after the entries so far. */
  get people(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** Whether somebody was an auditor and nothing else at some time in the entries so far. */
  wasOnlyAuditor(actor: string): boolean {
    return this.#onlyAuditors.has(personKey(actor));
  }

  /** Takes the next entry. */
  next(entry: AuthorityEntry): void {
    // Before the entry counts: nobody gives themselves the right to what they do.
    const held = this.#rolesOf(entry.actor);
    if (isOpenKind(entry.kind)) {
      if (isOnlyAuditor(held)) this.#find(entry, 'unauthorised', 'an auditor records nothing');
      return;
    }
    const event = this.#read(entry);
    const right = event && this.#rightFor(entry, event);
    if (right) this.#ask(entry, right, held);
  }

  #read(entry: AuthorityEntry): CockpitEvent | undefined {
    try {
      return readEvent(entry);
    } catch {
      this.#find(
        entry,
        'unproved',
        `${entry.kind} cannot be read, so it is not known whether it was allowed`,
      );
      return undefined;
    }
  }

  /** What an entry asks of its actor; null when of nobody. Remembers what later entries are compared with. */
  #rightFor(entry: AuthorityEntry, { kind, body }: CockpitEvent): Right | null {
    const { actor, seq } = entry;
    switch (kind) {
      case 'rollout.started':
        if (this.#founder !== undefined)
          this.#find(entry, 'unauthorised', 'the rollout was started before, and is started once');
        this.#founder ??= actor;
        this.#rollout ??= body.name;
        return null;
      case 'person.recorded': {
        // Whoever starts the rollout records themselves as its first owner.
        const founds =
          this.#people.size === 0 && this.#same(actor, this.#founder) && this.#same(actor, body.email);
        for (const key of body.keys) {
          const identity = keyIdentity(key);
          const owner = this.#keyOwners.get(identity);
          if (owner !== undefined && !this.#same(owner, body.email))
            this.#find(entry, 'shared key', `it records a key for ${body.email} that is ${owner}'s`);
          this.#keyOwners.set(identity, owner ?? body.email);
        }
        const { email, name, roles, keys } = body;
        if (isOnlyAuditor(roles)) this.#onlyAuditors.add(personKey(email));
        this.#people.set(personKey(email), { email, name: name ?? undefined, roles, keys, seq });
        return founds ? null : act('manage people');
      }
      case 'rollout.pin-moved':
        return act('move the pin');
      case 'rollout.surfaces-chosen':
        return act('choose the surfaces');
      case 'runbook.published':
        return act(body.waived === null ? 'publish a runbook' : 'waive the suite for a runbook');
      case 'item.attested':
        this.#statements.set(`attestation ${body.item}`, actor);
        return as(body.role, `attest ${body.item}`);
      case 'item.waived':
        this.#statements.set(`waiver ${body.item}`, actor);
        return act('waive an item');
      case 'item.withdrawn':
        if (this.#same(actor, this.#statements.get(`${body.what} ${body.item}`))) return null;
        return act('withdraw what another person stated');
      case 'changelog.imported':
      case 'changelog.reviewed':
        return act('review release notes');
      case 'upgrade.waived':
        return act('waive a blocker of an upgrade');
      case 'upgrade.signed':
        return as(body.role, `sign the upgrade of entry ${body.seq}`);
      case 'upgrade.approved':
        return act('approve an upgrade');
      case 'upgrade.rejected':
        return act('reject an upgrade');
      case 'upgrade.rolled-back':
        return act('roll an upgrade back');
      case 'rings.planned':
        return act('plan rings');
      case 'ring.opened':
        return act('open a ring');
      case 'ring.incident':
        return act('record an incident');
      case 'machines.reported':
        return act('import machine reports');
      case 'incident.opened':
      case 'incident.step-done':
        return as(body.role, 'record an incident');
      case 'incident.closed':
        return as(
          body.role,
          body.missing.length === 0 ? 'record an incident' : 'close an incident with steps missing',
        );
      case 'metric.recorded':
        return act('record a metric');
      case 'compliance.listed':
      case 'compliance.imported':
        return act('import compliance logs');
      case 'quality.recorded':
      case 'teams.recorded':
      case 'figures.imported':
      case 'sessions.imported':
        return act('import metrics');
      case 'question.asked':
      case 'question.answered':
      case 'question.retired':
        return act('answer a question');
      case 'change.tied':
      case 'change.not-needed':
      case 'change.judged':
      case 'change.closed':
      case 'loop-back.recorded':
        return act('tie a change to a signal');
      case 'phase.signed':
        this.#verifySignature(entry, body);
        return as(body.role, `sign the gate of ${body.phase}`);
      case 'phase.sign-off-withdrawn':
        return this.#same(actor, body.person) ? null : act('withdraw what another person stated');
      case 'phase.passed':
        return act('pass a phase');
      case 'phase.revisited':
        return act('revisit a phase');
      case 'plugins.upgrade-reviewed':
        // In its first form anybody could record one, and it counts for nothing.
        return body.role === null ? null : act('review an upgrade');
      case 'plugins.upgrade-started':
      case 'plugins.upgraded':
        return act('upgrade a marketplace');
      case 'source.acknowledged':
        return act('acknowledge the commands of a source');
      case 'source.decided': {
        const before = this.#sources.get(body.source) ?? 'unknown';
        this.#sources.set(body.source, body.state);
        const promotes =
          body.state === 'team standard' || (body.state === 'experiment' && before === 'unknown');
        return act(promotes ? 'promote a source' : 'demote or block a source');
      }
      case 'models.cloud-attested':
        return act('attest the models of cloud tasks');
      case 'artifact.revised': {
        const { owner } = body.declaration;
        this.#revisions.set(`${body.artifact} ${body.revision}`, { author: actor, owner, approvedBy: [] });
        return act('write an artifact');
      }
      case 'artifact.submitted': {
        const revision = this.#revisions.get(`${body.artifact} ${body.revision}`);
        // A periodic review begins anew: earlier approvals are of another round.
        if (revision) revision.approvedBy = [];
        const roles: readonly Role[] = revision ? [revision.owner, 'rollout owner'] : allButAuditors;
        return { roles, what: `submit ${body.artifact}` };
      }
      case 'artifact.approved':
        this.#approve(entry, body);
        return as(body.role, `approve ${body.artifact}`);
      case 'artifact.published':
        return act('publish an artifact');
      case 'catalog.ran':
        return act('run a command of the catalog');
      case 'review.started':
        this.#reviewStarters.set(body.review, actor);
        return act('review a change');
      case 'review.answered':
        return act('review a change');
      case 'review.finished':
        if (body.exceptions.length > 0) return act('let a change pass its review with exceptions');
        if (this.#same(actor, this.#reviewStarters.get(body.review)))
          this.#find(
            entry,
            'one person',
            `${actor} started the review ${body.review} and finished it: nobody else looked`,
          );
        return act('review a change');
      case 'key.made': {
        // The first one is made with the first checkpoint, by the person who records it.
        const isFirst = !this.#hasKey;
        this.#hasKey = true;
        return isFirst ? null : act('replace the signing key');
      }
      case 'checkpoint.place-chosen':
        return act('choose where checkpoints are kept');
      case 'blobs.removed':
        return act('remove stored texts');
      case 'history.restored':
        if (
          body.v === 2 &&
          body.role_from === 'replaced' &&
          !holds(this.#rolesOf(actor), ACTS['restore a backup'])
        ) {
          this.#find(
            entry,
            'unproved',
            `${actor} was ${body.role} in the history that was replaced, and is not here`,
          );
          return null;
        }
        return act('restore a backup');
      case 'run.started':
      case 'check.finished':
      case 'run.finished':
      case 'plugins.snapshot-taken':
      case 'upgrade.rehearsed':
      case 'checkpoint.made':
      // Anybody may run Codex; whether a run, a pack or a gate counts as evidence is decided by the roles of that time.
      case 'exec.captured':
      case 'provenance.verified':
      case 'pack.created':
      case 'gate.judged':
      case 'workflows.linted':
        return null;
    }
  }

  #verifySignature(
    entry: AuthorityEntry,
    body: Extract<CockpitEvent, { kind: 'phase.signed' }>['body'],
  ): void {
    const { actor, seq } = entry;
    const { phase, signature } = body;
    if (body.v === 1)
      this.#find(
        entry,
        'unproved',
        `the sign-off of ${actor} under ${phase} does not list its evidence: what changed since is not known`,
      );
    const recordedKeys = this.#people.get(personKey(actor))?.keys ?? [];
    const givenBefore = this.#signed.next(seq, signature);
    // When it was signed counts for nothing here.
    const signOff = readSignOff({ seq, actor, at: '' }, body, { recordedKeys, givenBefore });
    const wrong = whatIsWrong(signOff, this.#rollout ?? '');
    if (wrong !== undefined)
      this.#find(entry, 'bad signature', `the sign-off of ${actor} under ${phase} does not count, ${wrong}`);
  }

  #approve(
    entry: AuthorityEntry,
    { artifact, revision: number, role }: Extract<CockpitEvent, { kind: 'artifact.approved' }>['body'],
  ): void {
    const { actor } = entry;
    const text = `revision ${number} of ${artifact}`;
    const revision = this.#revisions.get(`${artifact} ${number}`);
    if (!revision) {
      this.#find(entry, 'unauthorised', `it approves ${text}, which nobody wrote`);
      return;
    }
    if (this.#same(actor, revision.author))
      this.#find(entry, 'own approval', `${actor} wrote ${text} and approved it as ${role}`);
    const earlier = revision.approvedBy.find((one) => this.#same(one.person, actor));
    if (earlier)
      this.#find(entry, 'one person', `${actor} approved ${text} as ${earlier.role} and as ${role}`);
    revision.approvedBy.push({ person: actor, role });
  }

  #ask(entry: AuthorityEntry, { roles, what }: Right, held: readonly Role[]): void {
    if (holds(held, roles)) return;
    const had = held.length === 0 ? 'had no role' : `was ${held.join(', ')}`;
    this.#find(entry, 'unauthorised', `${entry.actor} ${had} then and might not ${what}`);
  }

  #rolesOf(actor: string): readonly Role[] {
    return this.#people.get(personKey(actor))?.roles ?? [];
  }

  #same(one: string, other: string | undefined): boolean {
    return other !== undefined && personKey(one) === personKey(other);
  }

  #find({ seq, actor }: AuthorityEntry, kind: AuthorityFindingKind, reason: string): void {
    this.findings.push({ seq, kind, actor, reason });
  }
}
