import { parse, print } from 'graphql';
import { withoutConditions } from './conditions.js';

const decided = (query: string, variables: Record<string, unknown> = {}) =>
  print(withoutConditions(parse(query), variables)).replaceAll(/\s+/g, ' ');

describe('a document without its conditions', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['what is included', '{ a @include(if: true) b }', {}, '{ a b }'],
    ['not what is left out', '{ a @include(if: false) b }', {}, '{ b }'],
    ['not what is skipped', '{ a @skip(if: true) b }', {}, '{ b }'],
    ['what is not skipped', '{ a @skip(if: false) b }', {}, '{ a b }'],
    ['what a variable includes', 'query ($x: Boolean!) { a @include(if: $x) b }', { x: true }, '{ a b }'],
    ['not what a variable leaves out', 'query ($x: Boolean!) { a @include(if: $x) b }', { x: false }, '{ b }'],
    ['what a default includes', 'query ($x: Boolean = true) { a @include(if: $x) b }', {}, '{ a b }'],
    ['a value before its default', 'query ($x: Boolean = true) { a @include(if: $x) b }', { x: false }, '{ b }'],
    [
      'what both conditions allow',
      'query ($x: Boolean!, $y: Boolean!) { a @include(if: $x) @skip(if: $y) b @include(if: $x) }',
      { x: true, y: true },
      '{ b }',
    ],
    [
      'fragments in place',
      '{ a ... on T @skip(if: true) { b } ... on T @include(if: true) { c } }',
      {},
      '{ a ... on T { c } }',
    ],
    [
      'named fragments',
      '{ a ...F @skip(if: true) ...G @include(if: true) } fragment G on T { g }',
      {},
      '{ a ...G } fragment G on T { g }',
    ],
    ['no fragment of which nothing is left', '{ a ... on T { b @skip(if: true) } }', {}, '{ a }'],
    ['the type where nothing else is left', '{ a { b @skip(if: true) } }', {}, '{ a { __typename } }'],
    ['the type where the last fragment went', '{ a { ... on T { b @skip(if: true) } } }', {}, '{ a { __typename } }'],
    ['other directives', '{ a @other(if: false) b }', {}, '{ a @other(if: false) b }'],
    [
      'variables that are still used',
      'query ($r: [R!]!, $x: Boolean!, $k: K) { a(r: $r) { b @include(if: $x) c(k: $k) } }',
      { x: false },
      'query ($r: [R!]!, $k: K) { a(r: $r) { c(k: $k) } }',
    ],
    [
      'nothing that only hangs on a name of every object',
      'query ($toString: Boolean) { a @include(if: $toString) b }',
      {},
      '{ b }',
    ],
  ])('keeps %s', (_, query, variables, expected) => {
    expect(decided(query, variables)).toBe(expected);
  });
});
