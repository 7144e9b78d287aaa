import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { ORPHANED_TYPES, RESOLVERS } from './app.module.js';

/** The schema as the code makes it; nothing listens, and no ledger is opened. */
export async function makeSchema(): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
    abortOnError: false,
  });
  try {
    const schema = await app
      .get(GraphQLSchemaFactory)
      .create([...RESOLVERS], { orphanedTypes: ORPHANED_TYPES });
    return lexicographicSortSchema(schema);
  } finally {
    await app.close();
  }
}

/** The schema in the schema language, as `schema.graphql` holds it. */
export async function schemaText(): Promise<string> {
  return `${printSchema(await makeSchema())}\n`;
}
