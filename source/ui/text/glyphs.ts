/** Signs that are drawn rather than written. Each of the first three takes one cell. */
type Glyphs = {
	readonly rule: string;
	/** What is done of a progress bar, and what isn't. */
	readonly done: string;
	readonly open: string;
	/** Ends what was cut. May take more than one cell. */
	readonly ellipsis: string;
	/** From new to old, and from old to new. */
	readonly left: string;
	readonly right: string;
};

export const unicodeGlyphs: Glyphs = {rule: '─', done: '█', open: '░', ellipsis: '…', left: '←', right: '→'};
export const asciiGlyphs: Glyphs = {rule: '-', done: '#', open: '.', ellipsis: '..', left: '<-', right: '->'};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `SKEP_ASCII=1` asks for ASCII, `SKEP_ASCII=0` for the other set. In Chinese, Japanese and Korean locales a terminal
 * may draw rules and ellipses two cells wide, which would break every line that holds one.
 */
export const glyphsFor = (env: Environment): Glyphs => {
	if (env.SKEP_ASCII) return env.SKEP_ASCII === '0' ? unicodeGlyphs : asciiGlyphs;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	const isSafe = /utf-?8/i.test(locale) && !/^(zh|ja|ko)/i.test(locale) && env.TERM !== 'linux';
	return isSafe ? unicodeGlyphs : asciiGlyphs;
};

let current = glyphsFor(process.env);

/** The set that this terminal can show, chosen once at start. */
export const glyphs = (): Glyphs => current;

export const chooseGlyphs = (set: Glyphs): void => {
	current = set;
};
