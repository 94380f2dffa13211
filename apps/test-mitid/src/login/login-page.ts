import { NSIS_LEVELS, type NsisLevel } from '@app/identity';
import { PERSONS_ON_PAGE, type PersonOnPage } from '../citizens/test-population.js';
import { html, page, type Html, type Language } from './page.js';
import { LOGIN_TEXTS } from './texts.js';

/** What is chosen in the form: at first by us, after a fault by whoever sent it. */
export interface LoginChoice {
  readonly level: string;
  readonly person: string;
  readonly index: string;
}

export interface LoginPageState {
  readonly language: Language;
  readonly clientName: string;
  readonly chosen: LoginChoice;
  /** The form was sent and could not be used. */
  readonly hasFault: boolean;
}

export const SYNTHETIC_CHOICE = 'synthetic';

/** One form, one button: works with keyboard and screen reader, without a script. */
export function loginPage({ language, clientName, chosen, hasFault }: LoginPageState): string {
  const texts = LOGIN_TEXTS[language];
  const other: Language = language === 'da' ? 'en' : 'da';
  return page(
    language,
    texts.title,
    html`<div class="top">
        <h1>${texts.title}</h1>
        <a href="?lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a>
      </div>
      ${hasFault ? html`<p class="fault" role="alert">${texts.fault}</p>` : ''}
      <p>${texts.client} <strong>${clientName}</strong>. ${texts.explanation}</p>
      <form method="post" action="?lang=${language}" autocomplete="off">
        <fieldset>
          <legend>${texts.level}</legend>
          <div class="levels">
            ${NSIS_LEVELS.map((option) => levelChoice(option, texts.levels[option], option === chosen.level))}
          </div>
        </fieldset>
        <fieldset>
          <legend>${texts.person}</legend>
          <ul>
            ${PERSONS_ON_PAGE.map((person) => personChoice(person, language, person.key === chosen.person))}
            <li>
              <label class="choice">
                <input
                  type="radio"
                  name="person"
                  value="${SYNTHETIC_CHOICE}"
                  ${chosen.person === SYNTHETIC_CHOICE ? 'checked' : ''}
                />
                <span class="name">${texts.synthetic}</span>
                <span class="situation">${texts.syntheticSituation}</span>
              </label>
              <div class="number">
                <label for="index">${texts.syntheticIndex}</label>
                <input
                  type="text"
                  id="index"
                  name="index"
                  value="${chosen.index}"
                  inputmode="numeric"
                  pattern="[0-9]{1,9}"
                />
              </div>
            </li>
          </ul>
        </fieldset>
        <div class="actions">
          <button type="submit" name="action" value="log-in">${texts.logIn}</button>
          <button type="submit" name="action" value="cancel" class="second" formnovalidate>${texts.cancel}</button>
        </div>
      </form>`,
  );
}

function levelChoice(level: NsisLevel, text: string, isChosen: boolean): Html {
  return html`<label
    ><input type="radio" name="level" value="${level}" ${isChosen ? 'checked' : ''} required /> ${text}</label
  >`;
}

function personChoice({ key, name, situation }: PersonOnPage, language: Language, isChosen: boolean): Html {
  return html`<li>
    <label class="choice">
      <input type="radio" name="person" value="${key}" ${isChosen ? 'checked' : ''} required />
      <span class="name">${name} <code>${key}</code></span>
      <span class="situation">${situation[language]}</span>
    </label>
  </li>`;
}
