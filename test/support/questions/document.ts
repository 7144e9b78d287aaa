/* docs/questions.md as a program reads it: questions, what is asked in them, and the answers that are written down. */

/** In which language something is asked, and in which it is answered. */
const ANSWERED_IN = { graphql: 'json', sh: 'text' } as const;

export type Asking = keyof typeof ANSWERED_IN;

/** One thing that is asked, with the answer as it stands in the document. */
export interface Asked {
  readonly by: Asking;
  readonly text: string;
  /** Null where none is written yet. */
  readonly answer: string | null;
  /** Where the answer stands, fences and all: offsets in the document; an empty place where none is written yet. */
  readonly from: number;
  readonly to: number;
}

export interface Question {
  readonly number: string;
  readonly title: string;
  /** The heading that it stands under. */
  readonly kind: string;
  readonly asked: readonly Asked[];
  /** What is said beside the blocks. */
  readonly words: string;
}

const HEADING = /^(#{2,3}) (.*)$/gm;
const NUMBERED = /^(\d+)\. (.*)$/;
const FENCED = /^```(\w+)\n([\s\S]*?)^```\n/gm;

export function questionsOf(document: string): Question[] {
  // In code nothing is a heading; blanks keep the offsets.
  const prose = document.replaceAll(FENCED, (fenced) => fenced.replaceAll(/[^\n]/g, ' '));
  const headings = [...prose.matchAll(HEADING)];
  let kind = '';
  return headings.flatMap((heading, n) => {
    const [line, level, words = ''] = heading;
    if (level === '##') {
      kind = words;
      return [];
    }
    const [, number = '', title = ''] = NUMBERED.exec(words) ?? [];
    const from = heading.index + line.length;
    const to = headings[n + 1]?.index ?? document.length;
    const asked = askedIn(document.slice(from, to), from);
    return [{ number, title, kind, asked, words: prose.slice(from, to) }];
  });
}

function askedIn(section: string, offset: number): Asked[] {
  const blocks = [...section.matchAll(FENCED)];
  return blocks.flatMap((block, n) => {
    const [fenced, by = '', text = ''] = block;
    if (by !== 'graphql' && by !== 'sh') return [];
    const end = block.index + fenced.length;
    const next = blocks[n + 1];
    const answers = next?.[1] === ANSWERED_IN[by] ? next : undefined;
    const from = answers?.index ?? end;
    const to = from + (answers?.[0].length ?? 0);
    return [{ by, text, answer: answers?.[2] ?? null, from: offset + from, to: offset + to }];
  });
}

/** The document with these answers in it, in the order of what is asked. */
export function withAnswers(document: string, answers: readonly string[]): string {
  const places = questionsOf(document).flatMap(({ asked }) => asked);
  if (places.length !== answers.length) throw new Error(`${places.length} asked, ${answers.length} answers`);
  return places.reduceRight((text, { by, from, to, answer }, n) => {
    const fenced = `\`\`\`${ANSWERED_IN[by]}\n${answers[n] ?? ''}\`\`\`\n`;
    return `${text.slice(0, from)}${answer === null ? '\n' : ''}${fenced}${text.slice(to)}`;
  }, document);
}

const CONTENTS = /(?<=^## Contents\n\n)[\s\S]*?(?=^## )/m;

/** The document with its table of contents made again: the kinds, and the questions of each. */
export function withContents(document: string): string {
  const questions = questionsOf(document);
  const kinds = [...new Set(questions.map(({ kind }) => kind))];
  const lines = kinds.map((kind) => {
    const of = questions.filter((question) => question.kind === kind);
    const listed = of.map(
      ({ number, title }) => `  - [${number}. ${title}](#${anchor(`${number}. ${title}`)})\n`,
    );
    return `- [${kind}](#${anchor(kind)})\n${listed.join('')}`;
  });
  return document.replace(CONTENTS, () => `${lines.join('')}\n`);
}

/** The fragment that a heading is reached by on the usual pages of repositories. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Pd}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** The numbers that the words of a question give in bold, as they are compared. */
export function figuresClaimed({ words }: Question): string[] {
  return [...words.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, bold = '']) => numbersIn(bold));
}

/** The numbers in a text without their sign, in whatever way they are written: `1 250`, `1250`, `−0,05`. */
export function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?/g)].map(([number]) =>
    number.replaceAll(/[ \u00A0\u202F]/g, '').replace(',', '.'),
  );
}
