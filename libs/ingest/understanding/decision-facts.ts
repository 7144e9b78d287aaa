import { isDate } from '#domain';
import { isBoardName } from './board.js';
import type { DecisionFacts } from './document-facts.js';
import type { FrontMatter } from './front-matter.js';
import { headingKey } from './words.js';

/**
 * Who decided, when, under which paragraph and case number, and until when it is valid: from a list of facts, minutes or a
 * covering letter. What is not stated is blank.
 */
export function decisionOf(front: FrontMatter): DecisionFacts & { readonly dateIsOfDecision: boolean } {
  const decided = dateAfter(front, DECISION_DATE);
  return {
    body: bodyOf(front),
    date: decided || dateAfter(front, DOCUMENT_DATE),
    dateIsOfDecision: decided !== '',
    paragraph: paragraphOf(front),
    dnr: caseNumberOf(front),
    validity: firstStated(front, ['giltighetstid', 'gäller till och med', 'gäller t.o.m', 'giltig till']),
  };
}

const DECISION_DATE =
  /^(?:datum för beslut|beslutsdatum|beslutsdag|sammanträdesdatum|sammanträdesdag|beslutad|beslutat|antagen|antaget|fastställd|fastställt)\b/;
const DOCUMENT_DATE = /(?:^|[^\p{L}])datum$/u;

function firstStated({ stated }: FrontMatter, labels: readonly string[]): string {
  for (const label of labels) {
    const value = stated.get(label);
    if (value !== undefined) return value;
  }
  return '';
}

/** The date that stands after a label, on the same line or the next. */
function dateAfter({ lines }: FrontMatter, label: RegExp): string {
  for (const [index, line] of lines.entries()) {
    const both = /\d{4}-\d{2}-\d{2}/.test(line) ? line : `${line} ${lines[index + 1] ?? ''}`;
    const [, before = '', date = ''] = /^(.{0,80}?)\s*:?\s*(\d{4}-\d{2}-\d{2})/.exec(both) ?? [];
    if (isDate(date) && label.test(before.toLowerCase().replace(/\s*:$/, ''))) return date;
  }
  return '';
}

const DECIDES = /^(\p{Lu}.{2,60}?) (?:godkänner|beslutar|antar|fastställer|beslutade|antog|fastställde)\b/u;

/** `Antagen av kommunfullmäktige 2030-11-18, § 77`: all of it in one line. */
const DECIDED_BY =
  /^(?:beslutad|beslutat|antagen|antaget|fastställd|fastställt) (?:av|i) (\p{L}[\p{L} -]{2,60}?),? (?:den )?\d{4}-\d{2}-\d{2}(?:,? (§ ?\d+[a-z]?))?\.?$/iu;

function decidedBy({ lines }: FrontMatter): { readonly body: string; readonly paragraph: string } | null {
  for (const line of lines) {
    const [, body = '', paragraph = ''] = DECIDED_BY.exec(line) ?? [];
    const named = body.slice(0, 1).toUpperCase() + body.slice(1);
    if (decides(named)) return { body: named, paragraph };
  }
  return null;
}

function decides(body: string): boolean {
  return isBoardName(body) || /fullmäktige$|utskottet$/i.test(body);
}

function bodyOf(front: FrontMatter): string {
  const named = firstStated(front, BODY_LABELS) || decidedBy(front)?.body || '';
  if (named !== '') return named;
  for (const [index, line] of front.lines.entries()) {
    // "X beslut", and under it what X decides.
    const [, body = ''] = DECIDES.exec(line) ?? [];
    if (!decides(body)) continue;
    const before = front.lines.slice(Math.max(0, index - 3), index).map(headingKey);
    if (before.some((text) => text === 'beslut' || text === `${body.toLowerCase()}s beslut`)) return body;
  }
  return '';
}

const BODY_LABELS = [
  'beslutande instans',
  'beslutande organ',
  'beslutsinstans',
  'beslutad av',
  'antagen av',
  'fastställd av',
];

function paragraphOf(front: FrontMatter): string {
  const named = firstStated(front, ['paragraf', 'beslutsparagraf']) || decidedBy(front)?.paragraph || '';
  const line = named || front.lines.find((each) => /^§\s*\d+[a-z]?$/i.test(each)) || '';
  const [, number = ''] = /(?:§\s*)?(\d+[a-z]?)/i.exec(line) ?? [];
  return number === '' ? '' : `§ ${number}`;
}

/** `KS 2024-00375`, `2024.025 KS`, `KS/2024:17`: a plan's classification that follows is not part of it. */
const CASE_NUMBER =
  /(?:\p{Lu}{2,5}[ /-]?)?\b(?:19|20)\d\d(?:[-/:]\d{5}|[-/:.]\d{1,4}(?!\d))(?:[ /-]\p{Lu}{2,5}\b)?/u;

function caseNumberOf(front: FrontMatter): string {
  const named = firstStated(front, ['diarienummer', 'dnr', 'diarienr', 'ärendenummer']);
  if (named !== '') return CASE_NUMBER.exec(named)?.[0] ?? named;
  for (const line of front.lines) {
    const [, after = ''] = /\b(?:dnr|diarienummer|diarienr)\b\.?:?\s*(.{4,40})/i.exec(line) ?? [];
    const found = CASE_NUMBER.exec(after)?.[0];
    if (found !== undefined) return found;
  }
  return '';
}
