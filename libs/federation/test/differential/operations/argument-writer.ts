import {
  astFromValue,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import type { Choices } from './choices.js';
import type { VariableTable } from './variable-table.js';

const LIST_MAX = 3;

/** Writes arguments: left out, `null`, literals, variables, and variables inside lists and input objects. */
export class ArgumentWriter {
  constructor(
    private readonly vocabulary: Readonly<Record<string, readonly unknown[]>>,
    private readonly variables: VariableTable,
  ) {}

  /** The arguments in brackets, or nothing. */
  argumentsOf(field: GraphQLField<unknown, unknown>, choices: Choices): string {
    const written = field.args.flatMap((argument) => this.#argument(argument, choices));
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  }

  #argument(argument: GraphQLArgument, choices: Choices): string[] {
    const isOptional = !isNonNullType(argument.type) || argument.defaultValue !== undefined;
    if (isOptional && choices.among(4) === 0) return [];
    return [`${argument.name}: ${this.#literal(argument.type, choices)}`];
  }

  #literal(type: GraphQLInputType, choices: Choices): string {
    const form = choices.among(10);
    if (form > 6) return this.#variable(type, choices);
    if (isNonNullType(type)) return this.#literalOfNonNull(type.ofType, choices);
    return form === 6 ? 'null' : this.#literalOfNonNull(type, choices);
  }

  #literalOfNonNull(type: GraphQLInputType, choices: Choices): string {
    if (isListType(type)) {
      const item = () => this.#literal(type.ofType, choices);
      // A single value stands for a list of one.
      if (choices.among(8) === 7 && !isListType(unwrapped(type.ofType)))
        return this.#literalOfNonNull(type.ofType, choices);
      return `[${Array.from({ length: choices.among(LIST_MAX) }, item).join(', ')}]`;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const isOptional = !isNonNullType(field.type) || field.defaultValue !== undefined;
        if (isOptional && choices.among(3) === 0) return [];
        return [`${field.name}: ${this.#literal(field.type, choices)}`];
      });
      return `{${fields.join(', ')}}`;
    }
    if (isNonNullType(type)) return this.#literalOfNonNull(type.ofType, choices);
    return this.#print(this.#value(type, choices), type);
  }

  #variable(type: GraphQLInputType, choices: Choices): string {
    const value = () => this.#value(type, choices);
    if (isNonNullType(type)) {
      const form = choices.among(4);
      if (form < 2) return this.variables.declare(String(type), { value: value() });
      const byDefault = this.#print(value(), type);
      return this.variables.declare(`${String(type.ofType)} = ${byDefault}`, form === 2 ? {} : { value: value() });
    }
    switch (choices.among(6)) {
      case 0:
        return this.variables.declare(String(type), {});
      case 1:
        return this.variables.declare(String(type), { value: null });
      case 2:
        return this.variables.declare(`${String(type)} = ${this.#print(value(), type)}`, {});
      case 3:
        return this.variables.declare(`${String(type)} = ${this.#print(value(), type)}`, { value: value() });
      default:
        return this.variables.declare(String(type), { value: value() });
    }
  }

  /** A value as clients send it in JSON. */
  #value(type: GraphQLInputType, choices: Choices): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, choices);
    if (isListType(type))
      return Array.from({ length: choices.among(LIST_MAX) }, () =>
        !isNonNullType(type.ofType) && choices.among(5) === 4 ? null : this.#value(type.ofType, choices),
      );
    if (isInputObjectType(type)) {
      const value: Record<string, unknown> = {};
      for (const field of Object.values(type.getFields())) {
        const isNullable = !isNonNullType(field.type);
        if ((isNullable || field.defaultValue !== undefined) && choices.among(3) === 0) continue;
        value[field.name] = isNullable && choices.among(5) === 4 ? null : this.#value(field.type, choices);
      }
      return value;
    }
    if (isEnumType(type)) return choices.of(type.getValues()).name;
    const words = this.vocabulary[type.name];
    if (words === undefined) throw new RangeError(`the fixture's vocabulary has no ${type.name}`);
    return choices.of(words);
  }

  #print(value: unknown, type: GraphQLInputType): string {
    const node = astFromValue(value, type);
    if (node === null || node === undefined) throw new TypeError(`no literal of ${String(type)}`);
    return print(node);
  }
}

const unwrapped = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);
