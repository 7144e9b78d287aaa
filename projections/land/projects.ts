import { toDecimal, type Amount, type UnitOfMeasure } from '#amount';
import type { ProjectApproved, ScaleDefined } from '#domain';
import { startsWith, type Basis, type Evaluator, type Line, type Mark, type Reading } from '#ledger';
import { eventsOf, stepAnswer, subjectsOf, type SubjectHistory, type Subjects } from '../answers/subjects.js';
import type { Standpoint } from '../answers/surroundings.js';
import type { ProjectAnswer, ProjectStatusAnswer } from '../subject-answers.js';
import { codeIn, holdsIn, scaleChange, scaleOfYear } from '../identity/scales.js';
import type { ComparabilityAnswer } from '../identity/comparability-answer.js';
import type { ViewSurroundings } from '../view/view-declaration.js';
import { landEditions, LIFETIME, type LandEditions } from './land.js';

/** Scales by unit and name. */
export type Scales = ReadonlyMap<string, ScaleDefined>;

/** The projects of a unit that have an approval or a status by the year, in the order in which they came. */
export function projectsOf(
  at: Standpoint,
  unit: string,
  year: string,
  { facts, editionLines }: ViewSurroundings,
  evaluator: Evaluator,
  unitOfMeasure: UnitOfMeasure,
): { readonly projects: readonly ProjectAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'project', unit);
  const scales = scalesOf(at, unit);
  const editions = new Map<string, LandEditions>();
  const land = editionLines.filter((line) => line.area === 'land');
  const editionsOf = (of: string): LandEditions => {
    const known = editions.get(of) ?? landEditions(facts, land, { unit: of, area: 'land' }, year);
    editions.set(of, known);
    return known;
  };
  const projects = histories.flatMap((history): ProjectAnswer[] => {
    const place = placeOf(history);
    if (place === null) return [];
    const of = editionsOf(history.unit);
    // A project that none of the year's editions has is of another time.
    const inTables = eventsOf(history, 'ProjectApproved').some(({ data }) => isShown(of, data));
    const statuses = statusesOf(history, scales, year);
    const byYear = statuses.filter(({ asAt }) => asAt === null || asAt.slice(0, 4) <= year);
    if (!inTables && !byYear.some(({ asAt }) => asAt?.startsWith(year) === true)) return [];
    const amount = (basis: Basis, edition: string, measure: string): Amount | null =>
      edition === ''
        ? null
        : evaluator.value(readingOf(history.unit, place.line, basis, edition, measure)).amount;
    const approved = amount('approved', of.approved, 'outlay');
    const inForce = amount('approved', of.inForce, 'outlay');
    const spent = amount('outcome', of.spent, 'outlay');
    const text = (value: Amount | null): string | null =>
      value === null ? null : toDecimal(value, unitOfMeasure);
    return [
      {
        project: history.key[0] ?? '',
        unit: history.unit,
        name: place.name,
        line: place.line,
        approved: text(approved),
        extended: of.approved === of.inForce ? null : text(minus(inForce, approved)),
        spent: text(spent),
        remaining: text(minus(inForce, spent)),
        sold: text(amount('outcome', of.spent, 'sale')),
        contribution: text(amount('outcome', of.spent, 'contribution')),
        status: byYear.at(-1) ?? null,
        statuses,
      },
    ];
  });
  return { projects, undatedLeftOut };
}

/** The scales that the statuses shown are of, beside those of the year asked for. */
export function scaleChanges(
  at: Standpoint,
  unit: string,
  projects: readonly ProjectAnswer[],
): ComparabilityAnswer[] {
  const scales = [...scalesOf(at, unit).values()];
  const pairs = new Map<string, Map<string, readonly string[]>>();
  for (const { line, statuses } of projects) {
    for (const { scale, scaleOfYear: ofYear } of statuses) {
      if (ofYear === null || ofYear === scale) continue;
      const rows = pairs.get(`${scale} ${ofYear}`) ?? new Map<string, readonly string[]>();
      pairs.set(`${scale} ${ofYear}`, rows.set(line.join(' > '), line));
    }
  }
  return [...pairs].flatMap(([key, rows]) => {
    const [from, to] = key.split(' ').map((name) => scales.find(({ scale }) => scale === name));
    const change =
      from === undefined || to === undefined ? null : scaleChange(from, to, [...rows.values()], []);
    return change ?? [];
  });
}

function isShown({ approved, inForce }: LandEditions, { edition }: ProjectApproved): boolean {
  return edition === approved || edition === inForce;
}

/** The name and the line of a project; null where it is no land development. */
function placeOf(history: SubjectHistory): { readonly name: string; readonly line: Line } | null {
  const approvals = eventsOf(history, 'ProjectApproved').filter(({ data }) => data.area === 'land');
  const lines = approvals.flatMap(({ data }) => data.lines.map(({ line }) => line));
  const [first] = lines;
  const name = approvals.at(-1)?.data.name;
  if (first === undefined || name === undefined) {
    const line = eventsOf(history, 'ProjectStatusChanged').find(({ data }) => data.at?.area === 'land')?.data
      .at?.line;
    return line === undefined ? null : { name: line.at(-1) ?? '', line };
  }
  // Its outlay may be divided below it: what all its lines begin with is the project.
  let shared: Line = first;
  while (!lines.every((line) => startsWith(line, shared))) shared = shared.slice(0, -1);
  return { name, line: shared };
}

function statusesOf(history: SubjectHistory, scales: Scales, year: string): ProjectStatusAnswer[] {
  return eventsOf(history, 'ProjectStatusChanged')
    .map(({ event, data }) => {
      const { code, scale } = data;
      const meaning = meaningOf(scales, data.unit, scale, code);
      const ofYear = scaleOfYear([...scales.values()], data.unit, scale, year);
      const same = ofYear === null || ofYear.scale === scale;
      const codeInYear = ofYear === null ? null : same ? code : codeIn(ofYear, meaning);
      const marks: Mark[] =
        same && ofYear !== null ? [] : [codeInYear === null ? 'notComparable' : 'restated'];
      return {
        ...stepAnswer(event),
        code,
        scale,
        meaning,
        asAt: data.asAt ?? data.at?.edition ?? null,
        scaleOfYear: ofYear?.scale ?? null,
        codeInYear,
        marks: ofYear === null && holdsAnyhow(scales, scale, year) ? [] : marks,
      };
    })
    .sort((a, b) => compare(a.asAt ?? '', b.asAt ?? ''));
}

/** Without a scale of the year nothing is known of it that a scale defined for other years would contradict. */
function holdsAnyhow(scales: Scales, scale: string, year: string): boolean {
  return [...scales.values()].every((one) => one.scale !== scale || holdsIn(one, year));
}

function meaningOf(scales: Scales, unit: string, scale: string, code: string): string | null {
  for (let of = unit; ; of = of.slice(0, of.lastIndexOf('/'))) {
    const meaning = scales.get(`${of} ${scale}`)?.codes.find((c) => c.code === code)?.meaning;
    if (meaning !== undefined) return meaning;
    if (!of.includes('/')) return null;
  }
}

/** The scales of a unit, of those below it and of those that it belongs to; the last definition of each. */
export function scalesOf(at: Standpoint, unit: string): Scales {
  const scales = new Map<string, ScaleDefined>();
  // What a code means is a declaration: it is not left out by what had been published.
  const declared: Standpoint = { ...at, options: {} };
  const take = ({ histories }: Subjects): void => {
    for (const history of histories) {
      const defined = eventsOf(history, 'ScaleDefined').at(-1)?.data;
      if (defined !== undefined) scales.set(`${defined.unit} ${defined.scale}`, defined);
    }
  };
  take(subjectsOf(declared, 'scale', unit));
  for (let above = unit; above.includes('/');) {
    above = above.slice(0, above.lastIndexOf('/'));
    take(subjectsOf(declared, 'scale', above, { below: false }));
  }
  return scales;
}

function readingOf(unit: string, line: Line, basis: Basis, edition: string, measure: string): Reading {
  return { unit, area: 'land', line, measure, period: LIFETIME, basis, edition };
}

function minus(a: Amount | null, b: Amount | null): Amount | null {
  return a === null || b === null ? null : a - b;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
