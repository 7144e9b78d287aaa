import type { Type } from '@nestjs/common';
import { Field, InputType, Int } from '@nestjs/graphql';
import type { ObjectShape, Shape } from '../shared/registering/shape.js';
import { CHOICE_ENUMS } from './register-enums.js';
import { Decimal } from './scalars.js';

/*
 * The input types of the mutations, made from the shapes of the commands: the same fields, the same words, and nothing
 * written twice.
 */

@InputType({ description: 'The sign in which a table prints a measure (*tecken*).' })
class MeasureSignInput {
  @Field(() => String, { description: 'revenue, cost, net, outlay … (*mått*).' })
  measure!: string;

  @Field(() => Int, { description: 'Canonical value = sign × printed value: 1 or −1 (*tecken*).' })
  sign!: number;
}

@InputType({ description: 'The place of an edition in the line of editions (*ordning*).' })
class EditionOrderInput {
  @Field(() => Int, { description: 'The year of the budget round (*år*).' })
  year!: number;

  @Field(() => Int, { description: 'Its number in that year; 0 for one without (*nummer*).' })
  number!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Of a restatement: where it is restated (*omräkning*).',
  })
  restatement?: string | null;
}

/** What a field of an input is, as Nest takes it: a list is an array of one. */
type InputField = object | readonly InputField[];

const classes = new Map<string, Type<object>>();

/** The input type of a shape; the same shape has one. */
export function inputType(shape: ObjectShape): Type<object> {
  const name = `${shape.name}Input`;
  const known = classes.get(name);
  if (known !== undefined) return known;
  const Input = class {
    readonly [field: string]: unknown;
  };
  Object.defineProperty(Input, 'name', { value: name });
  classes.set(name, Input);
  InputType(name, { description: shape.description })(Input);
  for (const { name: field, shape: of, required, nullable, description } of shape.fields) {
    Field(() => typeOf(of) as Type<object>, { nullable: !required || nullable, description })(
      Input.prototype,
      field,
    );
    // Nested inputs are known to Nest before the schema is made.
    typeOf(of);
  }
  return Input;
}

function typeOf(shape: Shape): InputField {
  switch (shape.kind) {
    case 'text':
      return String;
    case 'decimal':
      return Decimal;
    case 'integer':
      return Int;
    case 'flag':
      return Boolean;
    case 'choice':
      return CHOICE_ENUMS[shape.name];
    case 'list':
      return [typeOf(shape.of)];
    case 'signs':
      return [MeasureSignInput];
    case 'order':
      return EditionOrderInput;
    case 'object':
      return inputType(shape);
  }
}
