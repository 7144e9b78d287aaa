import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { LedgerError } from '#amount';
import { ReadArgs } from './types/read-args.js';
import { PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX } from './limits.js';

/** Where a page of a list ends (*sidinformation*). */
@ObjectType({ description: 'Where a page of a list ends (*sidinformation*).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether the list goes on after this page (*finns nästa sida*).' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where the next page begins, as `after`; null where nothing was listed (*slutmarkör*).',
  })
  endCursor!: string | null;
}

export interface EdgeOf<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface ConnectionOf<T> {
  readonly edges: readonly EdgeOf<T>[];
  readonly pageInfo: PageInfo;
}

/** The connection type of a list: `edges { cursor node } pageInfo { hasNextPage endCursor }`. */
export function connectionType<T>(
  node: Type<T>,
  name: string,
  what: string,
  term: string,
): Type<ConnectionOf<T>> {
  @ObjectType(`${name}Edge`, {
    description: `One of the ${what}, with its place in the list (*${term}, post i lista*).`,
  })
  class Edge {
    @Field(() => String, { description: 'Continues the list after this item, as `after` (*markör*).' })
    cursor!: string;

    @Field(() => node, { description: `The item itself (*${term}*).` })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of the ${what} (*${term}, sida*).` })
  class Connection {
    @Field(() => [Edge], { description: 'The items of the page, in order (*poster*).' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where the page ends (*sidinformation*).' })
    pageInfo!: PageInfo;
  }
  return Connection;
}

/** What every list takes. */
@ArgsType()
export class PageArgs extends ReadArgs {
  @Field(() => Int, {
    defaultValue: PAGE_ITEMS_DEFAULT,
    description: `How many items, at most ${PAGE_ITEMS_MAX} (*antal*).`,
  })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'A cursor: the page begins after it (*efter markör*).',
  })
  after?: string | null;
}

/**
 * The page that was asked for, once it is known to be of a size that the server gives.
 * @throws LedgerError PAGE_TOO_LARGE, INPUT_INVALID
 */
export function pageRequest(args: PageArgs): { first: number; after?: string } {
  if (args.first > PAGE_ITEMS_MAX) {
    throw new LedgerError(
      'PAGE_TOO_LARGE',
      `a page has at most ${PAGE_ITEMS_MAX} items, ${args.first} were asked for`,
      {
        place: { field: 'first' },
        hint: 'Ask for a smaller page and go on with `after: pageInfo.endCursor`.',
      },
    );
  }
  if (args.first < 1) {
    throw new LedgerError('INPUT_INVALID', `a page has at least one item, ${args.first} were asked for`, {
      place: { field: 'first' },
      hint: 'Leave `first` out for the usual size.',
    });
  }
  return { first: args.first, ...(typeof args.after === 'string' ? { after: args.after } : {}) };
}

/** A page that the read side made. */
export function connection<T>(page: {
  readonly items: readonly { readonly cursor: string; readonly item: T }[];
  readonly hasNext: boolean;
  /** Where the next page begins, if that is not after the last item. */
  readonly endCursor?: string | null;
}): ConnectionOf<T> {
  return {
    edges: page.items.map(({ cursor, item }) => ({ cursor, node: item })),
    pageInfo: { hasNextPage: page.hasNext, endCursor: page.endCursor ?? page.items.at(-1)?.cursor ?? null },
  };
}

/**
 * A page of a list that is short and known whole (the assignments of a unit). The cursor is the item's own key, so it
 * holds while the list grows.
 * @throws LedgerError CURSOR_UNKNOWN
 */
export function pageOfList<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  args: PageArgs,
): ConnectionOf<T> {
  const { first, after } = pageRequest(args);
  let begin = 0;
  if (after !== undefined) {
    begin = list.findIndex((item) => cursorOf(keyOf(item)) === after) + 1;
    if (begin === 0) {
      throw new LedgerError('CURSOR_UNKNOWN', 'the cursor is not of this list', {
        place: { field: 'after' },
        hint: 'Take the cursor from `edges` or `pageInfo` of the same query.',
      });
    }
  }
  const items = list.slice(begin, begin + first).map((item) => ({ cursor: cursorOf(keyOf(item)), item }));
  return connection({ items, hasNext: begin + first < list.length });
}

function cursorOf(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}
