import { limitPlanOf } from './limit-plan.js';

const sdl = (fields: string) =>
  `type Citizen @key(fields: "id") { id: ID! ${fields} } type A { b: Int } type C { d: Int }`;
const page = {
  selection: 'a { b } c { d } e',
  authorities: [
    { name: 'one', sdl: sdl('a: A e: Int') },
    { name: 'two', sdl: sdl('c: C') },
  ],
};

describe('the plan of the server written by hand', () => {
  const plan = limitPlanOf(page, 'http://entry', (name) => `http://${name}`);

  it('asks every authority once, for its own sections', () => {
    expect(plan.authorities.map(({ origin }) => origin)).toEqual(['http://one', 'http://two']);
    expect(plan.authorities.map(({ query }) => /Citizen \{ (.*?) \} \} \}$/.exec(query)?.[1])).toEqual([
      'a { b } e',
      'c { d }',
    ]);
  });

  it('puts the sections together in the order of the document', () => {
    expect(plan.sections).toEqual([
      { name: 'a', authority: 0 },
      { name: 'c', authority: 1 },
      { name: 'e', authority: 0 },
    ]);
  });
});
