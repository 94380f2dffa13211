import fc from 'fast-check';
import { html, page } from './page.js';

describe('html', () => {
  it('escapes values and leaves HTML as it is', () => {
    expect(html`<p title="${'"<&\'>'}">${html`<b>${'ø'}</b>`}${[html`1`, html`2`]}${3}</p>`.text).toBe(
      '<p title="&#34;&#60;&#38;&#39;&#62;"><b>ø</b>123</p>',
    );
  });

  it('lets no value open a tag or end an attribute', () => {
    fc.assert(fc.property(fc.string(), (value) => !/[<>"']/.test(html`${value}`.text)));
  });
});

it('names language and banner', () => {
  expect(page('da', 'Titel', html`x`)).toMatch(
    /^<!doctype html>\s*<html lang="da">[^]*<title>Titel – Test-MitID, opdigtede personer<\/title>/,
  );
});
