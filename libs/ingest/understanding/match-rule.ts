import type { TableRule } from '../profile/profile.js';
import type { TableLabels } from './outline.js';
import { headingKey, headingText } from './words.js';

/** A rule of a profile that a table's headings fit. */
export interface MatchedRule {
  readonly rule: TableRule;
  /** The headings that it fits, the outermost first, without numbers and units. */
  readonly headings: readonly string[];
  /** What stands where the rule has `{frame}`; null where it has none. */
  readonly frame: string | null;
}

/** Of the rules that fit, the one for the nearest heading; of these the one that names most headings. */
export function matchingRule(labels: TableLabels, rules: readonly TableRule[]): MatchedRule | null {
  let best: { readonly matched: MatchedRule; readonly distance: number; readonly depth: number } | null =
    null;
  for (const rule of rules) {
    for (const [distance] of labels.near.entries()) {
      const matched = fits(rule, [...labels.near.slice(distance), ...labels.above]);
      if (matched === null) continue;
      const depth = rule.headings.length;
      if (best === null || distance < best.distance || (distance === best.distance && depth > best.depth)) {
        best = { matched, distance, depth };
      }
      break;
    }
  }
  return best?.matched ?? null;
}

/** The last heading of the rule is the first label; each one before stands somewhere further out. */
function fits(rule: TableRule, labels: readonly string[]): MatchedRule | null {
  const found: string[] = [];
  let frame: string | null = null;
  let from = 0;
  for (const pattern of rule.headings.toReversed()) {
    const last = found.length === 0 ? 1 : labels.length;
    const index = labels.findIndex(
      (label, i) => i >= from && i < last && patternOf(pattern).test(headingKey(label)),
    );
    if (index === -1) return null;
    const label = headingText(labels[index] ?? '');
    frame ??= patternOf(pattern).exec(headingKey(label))?.groups?.['frame'] ?? null;
    found.unshift(label);
    from = index + 1;
  }
  return { rule, headings: found, frame };
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '*': '.*',
  '{year}': '(?:19|20)\\d\\d(?:-\\d+)?',
  '{board}': '.+',
  '{frame}': '(?<frame>.+)',
};

const patterns = new Map<string, RegExp>();

function patternOf(heading: string): RegExp {
  const known = patterns.get(heading);
  if (known !== undefined) return known;
  const source = heading
    .split(/(\*|\{year\}|\{board\}|\{frame\})/)
    .map((part) => PLACEHOLDERS[part] ?? part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  const pattern = new RegExp(`^${source}$`, 'u');
  patterns.set(heading, pattern);
  return pattern;
}
