/** How a table of sentences is spoken in a language, and the sentences of the reading part. */

type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Table = Record<string, string | Forms>;
export type Values = Record<string, string | number>;
export type Speak<T extends Table> = (key: keyof T & string, values?: Values) => string;

/** Tables by language; `en` is complete, and what another lacks is said in English. */
export type Languages<T extends Table> = { en: T } & Record<string, Partial<T>>;

function isKnown(lang: string): boolean {
  try {
    return Intl.PluralRules.supportedLocalesOf(lang).length > 0;
  } catch (error) {
    // A page may write anything into its lang attribute; a malformed tag is a RangeError.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function speaker<T extends Table>(languages: Languages<T>, wanted: string): Speak<T> {
  const lang = isKnown(wanted) ? wanted : "en";
  const own: Partial<Table> = languages[lang] ?? languages[lang.split("-", 1)[0] ?? ""] ?? {};
  const english: Table = languages.en;
  const numbers = new Intl.NumberFormat(lang);
  return (key, values = {}) => {
    const translated = own[key];
    const entry = translated ?? english[key] ?? "";
    const rules = new Intl.PluralRules(translated === undefined ? "en" : lang);
    const form =
      typeof entry === "string" ? entry : (entry[rules.select(Number(values.n))] ?? entry.other);
    return form.replace(/\{(\w+)\}/g, (_match: string, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? numbers.format(value) : value;
    });
  };
}

const en = {
  comments: { one: "{n} comment", other: "{n} comments" },
  fresh: { one: "{n} new comment", other: "{n} new comments" },
  page: "Page {page} of {pages}",
  unreachable: "The discussion could not be reached.",
  again: "Try again",
  write: "Join the discussion…",
  as: "Commenting as {name}",
  guidelines: "Community guidelines",
  signIn: "Sign in",
  register: "Register",
  accept: "Before you comment, please read and accept the",
  closed: "This discussion is closed. Its comments can still be read.",
  suspended: "Your account may comment again after {time}.",
  moderate: "Moderate",
  notices: { one: "{n} notice", other: "{n} notices" },
  claimable: { one: "We found {n} comment of yours", other: "We found {n} comments of yours" },
  respect: "Respect",
  respectOf: " {name}’s comment",
  disagree: "Disagree",
  disagreeOf: " with {name}’s comment",
  pass: "Can’t say",
  passOf: " about {name}’s comment",
  reply: "Reply",
  replyOf: " to {name}",
  link: "Link",
  linkOf: ": copy the address of {name}’s comment",
  report: "Report",
  reportOf: " {name}’s comment",
  edit: "Edit",
  editOf: " your comment",
  delete: "Delete",
  deleteOf: " your comment",
} satisfies Table;

export type ReadingTable = typeof en;
export type Say = Speak<ReadingTable>;
export const reading: Languages<ReadingTable> = { en };
