import { medianOf, percentileOf, ratioOf, spreadOf } from './statistics.js';

describe('the median', () => {
  it('is the middle value, whatever the order, compared as numbers', () => {
    expect(medianOf([10, 9, 100])).toBe(10);
    expect(medianOf([7])).toBe(7);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  });

  it('leaves what it is given as it is', () => {
    const values = [3, 1, 2];
    medianOf(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a percentile', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);

  it('is the value of the nearest rank', () => {
    expect(percentileOf(hundred, 0.5)).toBe(50);
    expect(percentileOf(hundred, 0.99)).toBe(99);
    expect(percentileOf(hundred, 0.991)).toBe(100);
    expect(percentileOf(hundred, 1)).toBe(100);
    expect(percentileOf(hundred, 0)).toBe(1);
    expect(percentileOf([5], 0.99)).toBe(5);
  });

  it('hides no outlier among few values', () => {
    expect(percentileOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 900], 0.99)).toBe(900);
  });

  it('has a share between 0 and 1', () => {
    expect(() => percentileOf(hundred, 99)).toThrow(RangeError);
    expect(() => percentileOf(hundred, Number.NaN)).toThrow(RangeError);
  });
});

describe('a ratio', () => {
  it('is that of the medians, with the extremes of rounds that ran side by side', () => {
    expect(ratioOf([1, 2, 6], [2, 4, 6])).toEqual({ median: 0.5, min: 0.5, max: 1 });
  });

  it('needs both sides of each round', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow(RangeError);
  });
});

describe('no values', () => {
  it('give no figure', () => {
    expect(() => medianOf([])).toThrow(RangeError);
    expect(() => spreadOf([])).toThrow(RangeError);
    expect(() => percentileOf([], 0.5)).toThrow(RangeError);
  });

  it('and one value is its own spread', () => {
    expect(spreadOf([3])).toEqual({ median: 3, min: 3, max: 3 });
  });
});
