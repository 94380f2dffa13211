import { parseCalendarDate } from '@app/domain';
import { GraphQLScalarType } from 'graphql';

/** Scalars of the common model. They guard what leaves: a wrong value becomes an error at its field, not data. Arguments do not use them. */

function outgoing(name: string, serialize: (value: unknown) => unknown): GraphQLScalarType {
  const refuse = (): never => {
    throw new TypeError(`${name} is not an input type`);
  };
  return new GraphQLScalarType({ name, serialize, parseValue: refuse, parseLiteral: refuse });
}

function requireForm<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined) throw new TypeError(`a value is not of the form of ${name}`);
  return value;
}

/** Calendar date in Denmark, `YYYY-MM-DD`. */
export const DateScalar = outgoing('Date', (value) => requireForm('Date', parseCalendarDate(value)));

/** Amount in øre: an integer within ±2^53. */
export const OereScalar = outgoing('Oere', (value) =>
  requireForm('Oere', Number.isSafeInteger(value) ? value : undefined),
);

/** Instant, ISO 8601 with zone. */
export const DateTimeScalar = outgoing('DateTime', (value) => {
  if (value instanceof Date) return value.toISOString();
  const isInstant =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value));
  return requireForm('DateTime', isInstant ? value : undefined);
});

export const SCALARS = { Date: DateScalar, Oere: OereScalar, DateTime: DateTimeScalar } as const;
