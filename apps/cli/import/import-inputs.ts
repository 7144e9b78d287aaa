import { LedgerError } from '#amount';
import {
  corrections,
  factsOf,
  settle,
  type Fate,
  type ImportPlan,
  type Settlement,
  type StoredFact,
} from '#ingest';
import { ImportRunner } from '#recording';
import type {
  CellFate,
  FateCounts,
  ImportOptions,
  ImportOutcome,
  ImportProblem,
} from '../../shared/import-outcome.js';
import type { Ledger } from '../../shared/ledger.js';
import { discrepanciesOf } from './adds-up.js';
import { causesPlan } from './causes-plan.js';
import { knownDocuments } from './known-documents.js';
import { factsAbout } from './ledger-facts.js';
import type { PlannedInput } from './planned-input.js';
import { candidates, replacedPrints } from './replaced.js';
import { takenFor } from './taken-for.js';

/** One input, settled with the ledger and with those before it. */
interface Settled {
  readonly input: PlannedInput;
  readonly settlement: Settlement | null;
  readonly problems: readonly ImportProblem[];
  readonly skipped: number;
}

const NOTHING: FateCounts = { new: 0, recorded: 0, corrected: 0, withdrawn: 0, kept: 0 };

/**
 * Imports what was read, each input an import of its own: all are held against the ledger before the first is recorded,
 * and where one is refused none is. A dry run only says what would be recorded; without a ledger all of it is new.
 */
export async function importInputs(
  ledger: Ledger | null,
  inputs: readonly PlannedInput[],
  options: ImportOptions,
): Promise<ImportOutcome[]> {
  const settled = await settleAll(ledger, inputs, options);
  const names = new Map<string, string>();
  for (const { input } of settled) {
    if (!('plan' in input)) continue;
    for (const event of input.plan.streams.flatMap(({ events }) => events)) {
      if (event.type === 'DocumentRegistered')
        names.set(event.data.sha256, event.data.fileName ?? event.data.title);
    }
  }
  const nameOf = (sha256: string): string =>
    names.get(sha256) ?? ledger?.reader.document(sha256)?.file ?? sha256.slice(0, 12);
  const outcomes = settled.map((one) => outcomeOf(one, options, nameOf));
  const refused = outcomes.some((outcome) => outcome.refused !== null);
  if (options.dryRun) {
    options.onProgress?.('adding up', 0, 1);
    const settlements = settled.map(({ settlement }) => settlement);
    const found = await discrepanciesOf(ledger, settlements, nameOf);
    return outcomes.map((outcome, n) => ({ ...outcome, discrepancies: found[n] ?? null }));
  }
  if (refused || ledger === null) return outcomes;
  const runner = new ImportRunner({ store: ledger.store, answers: ledger.answers });
  const recorded: ImportOutcome[] = [];
  for (const [n, { settlement, input }] of settled.entries()) {
    const outcome = outcomes[n];
    if (outcome === undefined) continue;
    const plan = settlement?.plan;
    if (plan === undefined || plan.streams.length === 0) {
      recorded.push(outcome);
      continue;
    }
    const imported = await runner.run({
      importId: plan.importId,
      documents: plan.documents,
      streams: plan.streams,
      ...(plan.profile === undefined ? {} : { profile: plan.profile }),
      actor: options.actor,
      onProgress: ({ step, done, total }) => {
        if (step === 'recording') options.onProgress?.(`importing ${input.name}`, done, total);
      },
    });
    // The rules of recording are asked of the read model: it follows before the next one.
    await ledger.waitFor(imported.position);
    recorded.push({ ...outcome, position: imported.position });
  }
  return recorded;
}

async function settleAll(
  ledger: Ledger | null,
  inputs: readonly PlannedInput[],
  options: ImportOptions,
): Promise<Settled[]> {
  const documents = knownDocuments(ledger?.reader ?? null);
  const ordered = byDate(inputs);
  const plans = ordered.flatMap((input) => ('plan' in input ? [input.plan] : []));
  const named = ordered.filter(({ kind }) => kind === 'document').length;
  if (options.replaces !== undefined && named !== 1) {
    throw new LedgerError('WRONG_USAGE', `--replaces is of one document, and there are ${named}`, {
      place: { field: '--replaces' },
      hint: 'Import the document that replaces it by itself.',
    });
  }
  const facts =
    ledger === null
      ? []
      : await factsAbout(ledger, plans, [
          ...candidates(ordered, documents, options),
          ...plans.flatMap(replacedIn),
        ]);
  const known: StoredFact[] = [...facts];
  const settled: Settled[] = [];
  for (const [n, input] of ordered.entries()) {
    options.onProgress?.('checking', n, ordered.length);
    const one = await settleOne(ledger, input, known, options);
    if (one.settlement !== null) known.push(...factsOf(one.settlement));
    settled.push(one);
  }
  return settled;
}

async function settleOne(
  ledger: Ledger | null,
  input: PlannedInput,
  known: readonly StoredFact[],
  options: ImportOptions,
): Promise<Settled> {
  const refused = (problems: readonly ImportProblem[], skipped = 0): Settled => ({
    input,
    settlement: null,
    problems,
    skipped,
  });
  if (input.kind === 'refused') return refused(input.problems);
  const {
    plan,
    facts,
    skipped,
    problems: inFile,
  } = input.kind === 'causes'
    ? await causesPlan(ledger, input, known)
    : { plan: input.plan, facts: known, skipped: 0, problems: [] };
  if (plan === null) return refused(inFile, skipped);
  const documents = knownDocuments(ledger?.reader ?? null);
  const { replaces, problems } = replacedPrints(input, facts, documents, options);
  const settlement = settle(plan, facts, {
    replaces,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    unitsAsKnown: input.kind === 'document',
  });
  return { input, settlement, problems, skipped };
}

function replacedIn(plan: ImportPlan): string[] {
  return plan.streams.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.type === 'DocumentRegistered' && event.data.replaces !== undefined ? [event.data.replaces] : [],
    ),
  );
}

/** Prints of one document in the order of their dates, in the places that they have among the others. */
function byDate(inputs: readonly PlannedInput[]): PlannedInput[] {
  const idOf = (input: PlannedInput): string | null => (input.kind === 'document' ? input.facts.id : null);
  const dateOf = (input: PlannedInput): string =>
    (input.kind === 'document' ? input.facts.decision.date : '') || '9999';
  const waiting = new Map<string, PlannedInput[]>();
  for (const input of [...inputs].sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))) {
    const id = idOf(input);
    if (id !== null) waiting.set(id, [...(waiting.get(id) ?? []), input]);
  }
  return inputs.map((input) => waiting.get(idOf(input) ?? '')?.shift() ?? input);
}

function outcomeOf(
  { input, settlement, problems, skipped }: Settled,
  options: ImportOptions,
  nameOf: (sha256: string) => string,
): ImportOutcome {
  const changed = settlement === null ? [] : settlement.fates.filter(isChanged).map(fateOf);
  const unasked = settlement !== null && options.correct !== true && corrections(settlement).length > 0;
  const streams = settlement?.plan.streams ?? [];
  const added = settlement === null ? 0 : countOf(settlement.plan);
  const there = settlement?.alreadyThere ?? 0;
  const older = [...(settlement?.replaces.values() ?? [])][0];
  const newer = [...(settlement?.superseded.values() ?? [])][0];
  return {
    name: input.name,
    kind: input.kind === 'refused' ? 'document' : input.kind,
    documents: settlement?.plan.documents.length ?? 0,
    profile: ('plan' in input ? input.plan.profile : undefined) ?? null,
    takenFor: input.kind === 'document' ? takenFor(input.facts, input.plan) : null,
    replaces: older === undefined ? null : nameOf(older),
    replacedBy: newer === undefined ? null : nameOf(newer),
    streams: streams.length,
    events: added + there,
    alreadyStored: there,
    counts: settlement === null ? NOTHING : countsOf(settlement.fates),
    changed,
    notUnderstood: problems,
    discrepancies: null,
    leftOut: input.kind === 'document' ? input.leftOut : [],
    hiddenDigits: input.kind === 'document' ? input.hiddenDigits : [],
    cells: options.cells === true && settlement !== null ? settlement.fates.map(fateOf) : null,
    skipped,
    refused: problems.length > 0 ? 'NOT_UNDERSTOOD' : unasked ? 'SAME_ID_OTHER_CONTENT' : null,
    dryRun: options.dryRun,
    position: null,
  };
}

function isChanged({ fate, correction }: Fate): boolean {
  return correction !== null || fate === 'withdrawn';
}

function fateOf({ fate, correction, place, was, is, entry }: Fate): CellFate {
  const { document = null, table = null, row = null, column = place.field ?? null } = place;
  return { fate, document, table, row, column, was, is, correction, entry };
}

function countsOf(fates: readonly Fate[]): FateCounts {
  const counts = { ...NOTHING } as Record<keyof FateCounts, number>;
  for (const { fate, reading } of fates) if (reading !== null && fate !== 'restated') counts[fate]++;
  return counts;
}

function countOf(plan: Pick<ImportPlan, 'streams'>): number {
  return plan.streams.reduce((count, { events }) => count + events.length, 0);
}
