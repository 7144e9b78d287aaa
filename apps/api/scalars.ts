import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Whether the text is a number is told by the rules of what takes it: they know the field. */
function decimalText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('a Decimal is a text such as "-128650" or "52.6", never a JSON number', {
    extensions: { code: 'INPUT_INVALID' },
  });
}

/**
 * An exact decimal as text: a JSON number would pass through a binary float on its way. What the read side answers
 * with is already such a text, so nothing is converted on the way out.
 */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as text, `"-128650"`, never a float (*decimaltal*).',
  serialize: (value) => value as string,
  parseValue: decimalText,
  parseLiteral: (node) => decimalText(node.kind === Kind.STRING ? node.value : undefined),
});
