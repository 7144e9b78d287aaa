import type { Status } from '#ledger';
import type { AssembledTable, ReadDocument } from '../document/document.js';
import type { DocumentRule, Profile } from '../profile/profile.js';
import { boardNamed, boardsIn, isBoardName, type NamedBoard } from './board.js';
import { decisionOf } from './decision-facts.js';
import type { DocumentFacts, JudgedFact } from './document-facts.js';
import { ruleOfKind, throughOf, titleOf, toldByColumns, USUAL_DOCUMENTS } from './document-name.js';
import { frontMatterOf, type FrontMatter } from './front-matter.js';
import { participationOf } from './participation.js';
import type { NotUnderstood } from './table-kind.js';
import { plainText } from './words.js';

export interface ReadFacts {
  readonly facts: DocumentFacts | null;
  readonly notUnderstood: readonly NotUnderstood[];
}

/** What the document says of itself, else what follows from its tables, else what the profile judges. */
export function factsOf(
  read: ReadDocument,
  tables: readonly AssembledTable[],
  profile: Profile,
  { chosen = false }: { readonly chosen?: boolean } = {},
): ReadFacts {
  const front = frontMatterOf(read);
  const texts = read.blocks.flatMap((block) => (block.kind === 'table' ? [] : [block.text]));
  const rules = [...profile.documents, ...USUAL_DOCUMENTS];
  const judged: JudgedFact[] = [];

  const title = titleOf(front, rules);
  const told = toldByColumns(tables);
  const rule = title?.rule ?? (told === null ? null : ruleOfKind(told.kind, rules));
  if (title === null) judged.push('title', 'kind');
  const year = title?.year ?? told?.year ?? null;
  if (typeof title?.year !== 'number') judged.push('year');
  const board = boardOf(front, title?.text ?? '', texts, profile) ?? (chosen ? onlyBoard(profile) : null);
  if (board?.judged === true) judged.push('board');

  const missing = missingFacts(read, { rule, year, board, profile });
  if (rule === null || year === null || board === null) return { facts: null, notUnderstood: missing };

  const { dateIsOfDecision, ...decision } = decisionOf(front);
  if (decision.date !== '' && !dateIsOfDecision) judged.push('date');
  const through = monthThrough(rule, year, title?.text ?? '', texts);
  if (through?.judged === true) judged.push('through');
  const status = statusOf(rule, title?.text ?? '', decision.body !== '' && dateIsOfDecision);
  if (status === null) judged.push('status');

  const { id: municipality } = profile.municipality;
  return {
    facts: {
      id: [municipality, board.id, rule.slug, String(year)].join('-'),
      unit: `${municipality}/${board.id}`,
      municipality: profile.municipality,
      board: { id: board.id, name: board.name },
      title: title?.text ?? `${genitive(board.name)} ${rule.words[0] ?? rule.slug} ${year}`,
      kind: rule.kind,
      year,
      through: through?.month ?? null,
      status: status ?? rule.status,
      decision,
      participation: participationOf(texts),
      judged,
      judgedBy: profile.judgedBy,
    },
    notUnderstood: [],
  };
}

function boardOf(
  front: FrontMatter,
  title: string,
  texts: readonly string[],
  { boards }: Profile,
): (NamedBoard & { readonly judged: boolean }) | null {
  const statedIn = ['nämnd', 'gäller för', 'ansvarig nämnd', 'styrelse/nämnd'].map(
    (label) => front.stated.get(label) ?? '',
  );
  const alone = front.labels.map(({ text }) => text).filter(isBoardName);
  const [stated] = [...statedIn, title, ...alone].flatMap((text) => boardsIn(text));
  if (stated !== undefined) return { ...boardNamed(stated, boards), judged: false };
  const most = mostOften(texts.flatMap(boardsIn).map((name) => boardNamed(name, boards)));
  return most === null ? null : { ...most, judged: true };
}

/** Of a profile that a user named for a file: the board that it is for, where it is for one. */
function onlyBoard({ boards }: Profile): (NamedBoard & { readonly judged: true }) | null {
  const [only, another] = boards;
  if (only === undefined || another !== undefined) return null;
  return { id: only.id, name: only.name, profile: only, judged: true };
}

function mostOften(boards: readonly NamedBoard[]): NamedBoard | null {
  const counts = new Map<string, number>();
  for (const { id } of boards) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return boards.find(({ id }) => id === most?.[0]) ?? null;
}

/** Of a report alone: the month that it says, else the profile's, else the year's end for an annual report. */
function monthThrough(
  { kind, through }: DocumentRule,
  year: number,
  title: string,
  texts: readonly string[],
): { readonly month: string; readonly judged: boolean } | null {
  if (kind !== 'interim' && kind !== 'annual') return null;
  const said = kind === 'annual' ? 12 : throughOf(title, texts.map(plainText));
  const month = said ?? through;
  return month === null
    ? null
    : { month: `${year}-${String(month).padStart(2, '0')}`, judged: said === null };
}

/** As stated: a draft is proposed, a budget that somebody decided on a day is adopted. Null where it is to be judged. */
function statusOf({ kind }: DocumentRule, title: string, decided: boolean): Status | null {
  if (/förslag|utkast/i.test(title)) return 'proposed';
  return kind === 'budget' && decided ? 'adopted' : null;
}

function genitive(name: string): string {
  return /s$/i.test(name) ? name : `${name}s`;
}

function missingFacts(
  { fileName }: ReadDocument,
  known: { rule: unknown; year: unknown; board: unknown; profile: Profile },
): NotUnderstood[] {
  const missing: NotUnderstood[] = [];
  const add = (code: string, message: string, hint: string): void => {
    missing.push({ code, place: { file: fileName }, message: `${fileName}: ${message}`, hint });
  };
  const { file } = known.profile;
  if (known.rule === null) {
    const hint = `Write in ${file}, under documents, a line with a word of its title: \`- { kind: budget, words: …, status: proposed }\`.`;
    add('KIND_UNKNOWN', 'what kind of document it is, is neither in a title nor in its columns', hint);
  }
  if (known.year === null) {
    const hint = 'A title before the first chapter that has the year (Budget 2026) says it.';
    add('YEAR_UNKNOWN', 'no title and no column says which year it is about', hint);
  }
  if (known.board === null) {
    const hint = `Write in ${file}, under boards, the id and the name of the board as the document has it.`;
    add('BOARD_UNKNOWN', 'it names no board', hint);
  }
  return missing;
}
