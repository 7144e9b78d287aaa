import type { FrameProfile, Profile } from '../profile/profile.js';
import { boardNamed, isBoardName } from './board.js';
import type { DocumentFacts } from './document-facts.js';
import type { OutlineLabel, TableLabels } from './outline.js';
import { headingKey, headingText, slugOf } from './words.js';

/** Which frame (*ram*) of the board a table is of, as the headings tell; null is the board itself. */
export class Frames {
  /** Frame headings that have been found, by their place in the document. */
  readonly #found: { readonly frame: FrameProfile; readonly position: number }[] = [];

  constructor(
    private readonly facts: DocumentFacts,
    private readonly profile: Profile,
    private readonly outline: readonly OutlineLabel[],
  ) {
    for (const label of outline) {
      const frame = this.known(label.text);
      if (frame !== null) this.#found.push({ frame, position: label.position });
    }
  }

  /** Of the frames that the profile knows of the board. */
  ids(): string[] {
    return this.#ofBoard().map(({ id }) => id);
  }

  /**
   * Whether a table that no rule knows may be of a frame, and nothing says of which: by the profile, tables of that area
   * are the frames' and not the board's, and no heading of its own names the board.
   */
  areOf(area: string, { near, above }: TableLabels, kind: { readonly area?: string }): boolean {
    const ids = this.ids();
    if (kind.area !== undefined || ids.length === 0) return false;
    const names = [...near, ...above].filter((text) => text !== this.facts.title);
    if (names.some((text) => this.#isBoard(text))) return false;
    const rules = this.profile.tables.filter((rule) => rule.area === area && !rule.text);
    return rules.length > 0 && rules.every(({ unit }) => unit === 'frame' || ids.includes(unit));
  }

  /** A frame of the board that the profile knows, by its id. */
  withId(id: string): FrameProfile | null {
    return this.#ofBoard().find((frame) => frame.id === id) ?? null;
  }

  /** A frame that the profile knows under this name. */
  known(name: string): FrameProfile | null {
    const key = headingKey(name);
    const named = ({ name: own, also }: FrameProfile): boolean =>
      [own, ...also].some((each) => headingKey(each) === key);
    return this.#ofBoard().find(named) ?? null;
  }

  /** A frame by its name, whether the profile knows it or not; null where the board itself is named. */
  named(name: string): FrameProfile | null {
    const known = this.known(name);
    if (known !== null || this.#isBoard(name)) return known;
    const text = headingText(name);
    const id = slugOf(text);
    return { id, name: `${text.charAt(0).toUpperCase()}${text.slice(1)}`, short: id, also: [] };
  }

  /**
   * The frame that a table stands under: a heading above it; else the frame heading that came last. A heading that the
   * profile does not know is a frame, unless it is one that every document has (`Resultat`, `Resurser` …).
   */
  above({ above, near, position }: TableLabels): FrameProfile | null {
    const known = above.map((text) => this.known(text)).find((frame) => frame !== null);
    if (known !== undefined) return known;
    const last = this.#found.findLast((each) => each.position < position);
    const heading = this.#unknownAbove(above, near, position);
    if (heading === null || (last !== undefined && last.position > heading.position))
      return last?.frame ?? null;
    const frame = this.named(heading.text);
    if (frame === null) return last?.frame ?? null;
    this.#found.push({ frame, position: heading.position });
    this.#found.sort((a, b) => a.position - b.position);
    return frame;
  }

  /** The innermost heading above that may be a frame; without levels, one that stands just above the table's own. */
  #unknownAbove(above: readonly string[], near: readonly string[], position: number): OutlineLabel | null {
    const before = this.outline.filter((label) => label.isHeading && label.position < position);
    for (const text of above) {
      const label = before.findLast((each) => each.text === text);
      if (label !== undefined && this.#mayBeFrame(label)) return label;
    }
    const own = before.findLast((label) => near.includes(label.text));
    const just = before.find((label) => own !== undefined && label.position === own.position - 1);
    return above.length === 0 && just !== undefined && this.#mayBeFrame(just) ? just : null;
  }

  #mayBeFrame({ text, key }: OutlineLabel): boolean {
    const { municipality, notFrames } = this.profile;
    if (this.#isBoard(text) || USUAL.test(key) || notFrames.includes(key)) return false;
    return key !== headingKey(municipality.name) && key !== headingKey(this.facts.title);
  }

  #isBoard(name: string): boolean {
    if (headingKey(name) === headingKey(this.facts.board.name)) return true;
    return isBoardName(name) && boardNamed(name, this.profile.boards).id === this.facts.board.id;
  }

  #ofBoard(): readonly FrameProfile[] {
    return this.profile.boards.find(({ id }) => id === this.facts.board.id)?.frames ?? [];
  }
}

/** Headings that documents of all boards have, and that name no part of the board. */
const USUAL =
  /^(?:resultat|resurser|ekonomi|ekonomisk\p{L}*(?: .*)?|nämndens? .*|nämnd|styrelsens .*|verksamhet\p{L}*(?: .*)?|budget.*|drift.*|investering.*|exploatering.*|bilag.*|innehåll.*|inledning|sammanfattning.*|bakgrund|uppföljning.*|personal.*|mål.*|uppdrag.*|delårs.*|års.*|indikator.*|förutsättningar.*|omvärld.*)$/u;
