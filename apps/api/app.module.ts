import { type ArgumentsHost, Catch, type DynamicModule, type ExceptionFilter, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';
import { formatFailures, type FailureLog } from './failure.js';
import { LEDGER_ACCESS, type LedgerAccess } from './ledger-access.js';
import { COMPILE_AFTER, QUERIES_KEPT, QUERY_TOKENS_MAX } from './limits.js';
import { followable } from './live/followable.js';
import { LiveResolver } from './live/resolver.js';
import { limitsRule } from './query-limits.js';
import { DiscrepanciesResolver } from './resolvers/discrepancies.js';
import { FiguresResolver } from './resolvers/figures.js';
import { RegisterResolver } from './resolvers/register.js';
import { RegisteringResolver } from './resolvers/registering.js';
import { SubjectViewsResolver } from './resolvers/subject-views.js';
import { ViewsResolver } from './resolvers/views.js';
import { registering } from './registering.module.js';
import { Failure } from './types/failure.js';
import { waitingFor } from './wait-for.js';

export const GRAPHQL_PATH = '/graphql';

export const RESOLVERS = [
  ViewsResolver,
  SubjectViewsResolver,
  FiguresResolver,
  DiscrepanciesResolver,
  RegisterResolver,
  RegisteringResolver,
  LiveResolver,
] as const;

/** Types that no field answers with and that whoever generates types from the schema needs. */
export const ORPHANED_TYPES = [Failure];

/** Nest would log every expected failure as a fault, with its stack; failure.ts knows which are faults. */
@Catch()
class LeaveToFormatter implements ExceptionFilter {
  catch(failure: unknown, _host: ArgumentsHost): never {
    throw failure;
  }
}

/**
 * Nest gives every field a resolver that reads the property of its name, as the executor does by itself. Without them
 * a compiled query reads properties instead of calling functions: three times as many answers a second.
 */
function withoutPropertyResolvers(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || roots.has(type)) continue;
    for (const field of Object.values(type.getFields())) field.resolve = undefined;
  }
  return schema;
}

@Module({})
class AppModule {}

/** The module of the whole API over one ledger. */
export function appModule(access: LedgerAccess, log: FailureLog, actor: string): DynamicModule {
  return {
    module: AppModule,
    imports: [
      registering(access, actor),
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        path: GRAPHQL_PATH,
        autoSchemaFile: true,
        sortSchema: true,
        transformSchema: (schema) => followable(waitingFor(withoutPropertyResolvers(schema), access)),
        buildSchemaOptions: { orphanedTypes: ORPHANED_TYPES },
        // The page is bundled here (apps/graphiql): theirs loads from a network.
        graphiql: false,
        jit: COMPILE_AFTER,
        cache: QUERIES_KEPT,
        validationRules: [limitsRule],
        graphql: { parseOptions: { maxTokens: QUERY_TOKENS_MAX } },
        errorFormatter: (result) => formatFailures(result, log),
        // Resolvers ask the ledger, not the request.
        context: () => ({}),
      }),
    ],
    providers: [
      ...RESOLVERS,
      { provide: LEDGER_ACCESS, useValue: access },
      { provide: APP_FILTER, useClass: LeaveToFormatter },
    ],
  };
}
