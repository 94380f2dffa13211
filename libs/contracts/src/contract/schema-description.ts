import { z } from 'zod';

/** What the schema says about the value at a path: the nearest description on the way down. */
export function descriptionAt(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  const own = schema.description;
  const inner = innerOf(schema);
  if (inner !== undefined) return descriptionAt(inner, path) ?? own;
  const [step, ...rest] = path;
  if (step === undefined) return own;
  const next = childrenOf(schema, step);
  for (const child of next) {
    const found = descriptionAt(child, rest);
    if (found !== undefined) return found;
  }
  return own;
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return typeOf(schema.def.innerType);
  return schema instanceof z.ZodPipe ? typeOf(schema.def.in) : undefined;
}

function childrenOf(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) return [typeOf(schema.shape[String(step)])].filter((child) => child !== undefined);
  if (schema instanceof z.ZodArray) return [typeOf(schema.element)].filter((child) => child !== undefined);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option) => childrenOf(typeOf(option) ?? z.never(), step));
  return [];
}

function typeOf(value: unknown): z.ZodType | undefined {
  return value instanceof z.ZodType ? value : undefined;
}
