import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import type { DocumentAnswer, EditionAnswer, EventAnswer, UnitAnswer } from '#projections';
import { connection, connectionType, PageArgs, pageRequest, type ConnectionOf } from '../connection.js';
import { HistoryPageArgs, historyFilter, historyPage } from '../history-args.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { readOptions } from '../types/read-args.js';
import { Document, Edition, Event, Unit } from '../types/register.js';

const UnitConnection = connectionType(Unit, 'Unit', 'units', 'enheter');
const DocumentConnection = connectionType(Document, 'Document', 'documents', 'dokument');
const EditionConnection = connectionType(Edition, 'Edition', 'editions', 'utgåvor');
const EventConnection = connectionType(Event, 'Event', 'events', 'händelser');

@ArgsType()
class EditionsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this unit (*enhet*).' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this year (*år*).' })
  year?: string | null;
}

@ArgsType()
class EventsArgs extends HistoryPageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this stream (*ström*).' })
  stream?: string | null;
}

/** What the ledger holds: its units, documents, editions and events. */
@Resolver()
export class RegisterResolver {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  @Query(() => UnitConnection, {
    nullable: true,
    description: 'Municipalities, boards and frames, by path (*enheter*).',
  })
  units(@Args() args: PageArgs): ConnectionOf<UnitAnswer> {
    return connection(this.#access.reader.unitsPage(pageRequest(args), readOptions(args)));
  }

  @Query(() => DocumentConnection, {
    nullable: true,
    description: 'The documents that figures were read from (*dokument*).',
  })
  documents(@Args() args: PageArgs): ConnectionOf<DocumentAnswer> {
    return connection(this.#access.reader.documentsPage(pageRequest(args), readOptions(args)));
  }

  @Query(() => EditionConnection, {
    nullable: true,
    description: 'The editions that are declared, in line (*utgåvor*).',
  })
  editions(@Args() args: EditionsArgs): ConnectionOf<EditionAnswer> {
    const filter = { unit: args.unit ?? undefined, year: args.year ?? undefined };
    return connection(this.#access.reader.editionsPage(filter, pageRequest(args), readOptions(args)));
  }

  @Query(() => EventConnection, {
    nullable: true,
    description: 'What was recorded, in the order of the log (*händelser*).',
  })
  async events(@Args() args: EventsArgs): Promise<ConnectionOf<EventAnswer>> {
    const filter = { ...historyFilter(args), stream: args.stream ?? undefined };
    return connection(await this.#access.events.events(filter, historyPage(args), readOptions(args)));
  }
}
