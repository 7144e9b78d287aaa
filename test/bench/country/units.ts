import { BOARDS, lineName } from './words.js';
import { happens, pick, skewed, spread } from './random.js';

export const MUNICIPALITIES = 290;

/** Rows of the table that every municipality has and that views are asked of: 57 lines and three of the whole. */
export const WIDE_LINES = 57;

/** A table that is adopted each year: a frame of appropriation (*anslagsram*) of a board. */
export interface CountryFrame {
  readonly unit: string;
  readonly name: string;
  /** Counted over the country. */
  readonly number: number;
  readonly municipality: number;
  /** What all that is random in it follows from. */
  readonly key: number;
  readonly lines: readonly string[];
  /** In thousands of kronor, of an ordinary line. */
  readonly size: number;
  readonly invests: boolean;
  readonly develops: boolean;
}

export interface CountryBoard {
  readonly unit: string;
  readonly name: string;
  readonly frames: readonly CountryFrame[];
}

export interface Municipality {
  readonly unit: string;
  readonly name: string;
  readonly number: number;
  readonly key: number;
  /** Whether its documents are imported, or what they say is registered one by one. */
  readonly imports: boolean;
  /** Whether its budget is restated whole in spring, or amended. */
  readonly restates: boolean;
  readonly boards: readonly CountryBoard[];
}

/** Municipality number n of the country, the largest first. */
export function municipality(n: number, seed: number): Municipality {
  const key = spread(seed, n);
  const unit = `kommun-${String(n + 1).padStart(3, '0')}`;
  const boards = BOARDS.map(([slug, name], b): CountryBoard => {
    const board = `${unit}/${slug}`;
    const several = b === 0 ? 2 : 1 + skewed(spread(key, b, 1), 4);
    const frames = Array.from({ length: several }, (_, f) => frameOf(board, name, n, b, f, key));
    return { unit: board, name, frames };
  });
  const name = `Kommun ${n + 1}`;
  return {
    unit,
    name,
    number: n,
    key,
    imports: n % 2 === 0,
    restates: n % 4 === 0 || n % 4 === 3,
    boards,
  };
}

function frameOf(board: string, name: string, m: number, b: number, f: number, of: number): CountryFrame {
  const key = spread(of, b, f, 2);
  const isWide = b === 0 && f === 0;
  const develops = b === 0 && f === 1;
  const slug = isWide ? 'ledning' : develops ? 'exploatering' : `ram-${f + 1}`;
  const count = isWide ? WIDE_LINES : 3 + skewed(spread(key, 3), 45);
  const first = isWide ? 0 : pick(key, 30);
  return {
    unit: `${board}/${slug}`,
    name: isWide ? 'Ledning och stöd' : develops ? 'Exploatering' : `${name}, ram ${f + 1}`,
    number: (m * BOARDS.length + b) * 4 + f,
    municipality: m,
    key,
    lines: Array.from({ length: count }, (_, n) => lineName(first, n)),
    // The largest has a hundred times what the smallest has.
    size: Math.floor(400_000 / (m + 4)) + 200,
    invests: !isWide && (develops || happens(key, 350)),
    develops,
  };
}
