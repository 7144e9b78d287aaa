import type { Line, Move, SourceCell } from '#ledger';

export const UNIT_KINDS = ['municipality', 'board', 'frame'] as const;
export type UnitKindOfOrganisation = (typeof UNIT_KINDS)[number];

/** An organisational unit was defined (*enhet*): a municipality, a board (*nämnd*) or a frame (*anslagsram*). */
export interface UnitDefined {
  /** `municipality/board/frame`, slugs in ASCII. */
  readonly unit: string;
  readonly name: string;
  readonly kind: UnitKindOfOrganisation;
  readonly note?: string;
}

/** The perimeter of a unit changed (*organisationsförändring*). */
export type UnitMoved = Move;

/**
 * A line was given another name, or is several (*benämning*). An alias spells the same line otherwise; a merger is one
 * line that takes the place of its parts; a split is a line that its parts take the place of.
 */
export interface LineNamed {
  readonly unit: string;
  readonly area: string;
  readonly line: Line;
  readonly is:
    | { readonly kind: 'alias'; readonly of: Line }
    | { readonly kind: 'merger'; readonly parts: readonly Line[] }
    | { readonly kind: 'split'; readonly parts: readonly Line[] };
  /** Who judged an identity that no source states. */
  readonly judgedBy?: string;
  readonly source?: SourceCell;
}

/** What the codes of a scale mean in some years (*skala*): project status 3 is not the same in every budget. */
export interface ScaleDefined {
  readonly unit: string;
  readonly scale: string;
  /** The first and the last year that it holds for; open-ended where absent. */
  readonly fromYear?: string;
  readonly toYear?: string;
  readonly codes: readonly { readonly code: string; readonly meaning: string }[];
  readonly source?: SourceCell;
}

export interface UnitCatalogue {
  readonly UnitDefined: UnitDefined;
  readonly UnitMoved: UnitMoved;
  readonly LineNamed: LineNamed;
  readonly ScaleDefined: ScaleDefined;
}
