// Writes lists of values of @faker-js/faker as lines `kind TAB locale TAB value`: node values.mjs PACKAGE_FOLDER
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const { allLocales } = await import(pathToFileURL(join(process.argv[2], 'dist/index.js')).href);

const strings = (value) => {
  if (!value) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item) => strings(item.value ?? item));
  return Object.values(value).flatMap(strings);
};

const kinds = {
  first: (l) => l.person?.first_name,
  last: (l) => l.person?.last_name,
  city: (l) => [...strings(l.location?.city_name), ...strings(l.location?.county)],
  country: (l) => strings(l.location?.country),
  state: (l) => l.location?.state,
  street: (l) => l.location?.street_name,
  suffix: (l) => l.location?.street_suffix,
  month: (l) => [...strings(l.date?.month?.wide), ...strings(l.date?.weekday?.wide)],
  dish: (l) => l.food?.dish,
  product: (l) => l.commerce?.product_name?.product,
  adjective: (l) => l.word?.adjective,
  noun: (l) => l.word?.noun,
  verb: (l) => l.word?.verb,
  song: (l) => l.music?.song_name,
  album: (l) => l.music?.album,
  title: (l) => l.book?.title,
  author: (l) => l.book?.author,
  publisher: (l) => l.book?.publisher,
  maker: (l) => l.vehicle?.manufacturer,
  model: (l) => l.vehicle?.model,
  airport: (l) => strings(l.airline?.airport?.map((a) => a.name)),
  airline: (l) => strings(l.airline?.airline?.map((a) => a.name)),
  language: (l) => l.location?.language,
  animal: (l) => l.animal && Object.entries(l.animal).filter(([k]) => k !== 'pet_name').flatMap(([, v]) => strings(v)),
};
const named = { en: true, de: true, fr: true };
const everywhere = { first: true, last: true, city: true, street: true };

const lines = new Set();
for (const [locale, data] of Object.entries(allLocales)) {
  for (const [kind, of] of Object.entries(kinds)) {
    if (!everywhere[kind] && !named[locale]) continue;
    for (const value of strings(of(data))) {
      if (/^[\p{Script=Latin}\p{Mark}0-9 .,'’&!?:()\/-]+$/u.test(value) && !value.includes('{{')) lines.add(`${kind}\t${locale}\t${value}`);
    }
  }
}
process.stdout.write([...lines].join('\n') + '\n');
