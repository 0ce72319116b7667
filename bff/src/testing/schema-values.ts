import fc from 'fast-check';

/** The part of JSON Schema in which the OpenAPI document describes what is asked. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

type Values = fc.Arbitrary<unknown>;
/** Makes values of a schema. */
type Maker = (schema: Schema) => Values;

const mostItems = 3;
const longestText = 40;
const anything = fc.jsonValue({ maxDepth: 1 });

/** Values of the schema, now and then with something else in some place. `known` are names that mean something. */
export function valuesOf(schema: Schema, known: readonly string[]): Values {
  const make: Maker = (inner) =>
    fc.oneof({ weight: 25, arbitrary: fitting(inner, { make, known }) }, { weight: 1, arbitrary: anything });
  return make(schema);
}

interface Making {
  readonly make: Maker;
  readonly known: readonly string[];
}

function fitting(schema: Schema, making: Making): Values {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(making.make));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  return (byType[schema.type ?? ''] ?? (() => anything))(schema, making);
}

const byType: Readonly<Record<string, (schema: Schema, making: Making) => Values>> = {
  object: ({ properties = {}, required = [], additionalProperties }, { make }) =>
    typeof additionalProperties === 'object'
      ? fc.dictionary(fc.string({ maxLength: longestText }), make(additionalProperties), { maxKeys: mostItems })
      : fc.record(Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, make(inner)])), {
          requiredKeys: [...required],
        }),
  array: ({ items = {}, minItems = 0 }, { make }) =>
    fc.array(make(items), { minLength: minItems, maxLength: minItems + mostItems }),
  string: (schema, { known }) => fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...known) }, texts(schema)),
  integer: ({ minimum, maximum }) => fc.integer({ min: minimum, max: maximum }),
  number: ({ minimum, maximum }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function texts({ pattern, minLength = 0, maxLength = longestText }: Schema): Values {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { maxLength });
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, longestText)) });
}
