import { parseCprNumber } from '@app/domain';
import { SwapDesk } from './swap-desk.js';

const [a, b, c] = ['6101701234', '6202711234', '6303721234'].map((text) => parseCprNumber(text)!) as [
  never,
  never,
  never,
];

describe('the desk where answers are swapped', () => {
  it('gives two different persons each other', async () => {
    const desk = new SwapDesk();
    expect(await Promise.all([desk.swap(a, 10_000), desk.swap(b, 10_000)])).toEqual([b, a]);
  });

  it('does not pair a person with itself', async () => {
    const desk = new SwapDesk();
    expect(
      await Promise.all([desk.swap(a, 10_000), desk.swap(a, 10_000), desk.swap(b, 10_000), desk.swap(c, 10_000)]),
    ).toEqual([b, c, a, a]);
  });

  it('lets a person who stays alone keep the own answer', async () => {
    const desk = new SwapDesk();
    expect(await desk.swap(a, 0)).toBe(a);
    expect(await Promise.all([desk.swap(b, 10_000), desk.swap(c, 10_000)])).toEqual([c, b]);
  });
});
