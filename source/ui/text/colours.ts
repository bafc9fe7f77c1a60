/** How many colours the terminal shows. `none` leaves bold, inverse and underline. */
export type Colours = 'none' | '16' | '256' | 'truecolor';

type Environment = Readonly<Record<string, string | undefined>>;

const forced: Readonly<Record<string, Colours>> = {'0': 'none', '1': '16', '2': '256', '3': 'truecolor'};

/** `NO_COLOR` wins over everything, then `FORCE_COLOR` (0 to 3), then what the terminal says about itself. */
export const coloursFor = (env: Environment): Colours => {
	if (env.NO_COLOR) return 'none';
	const wanted = forced[env.FORCE_COLOR ?? ''];
	if (wanted) return wanted;
	const term = env.TERM ?? '';
	if (term === '' || term === 'dumb') return 'none';
	if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || term.endsWith('-direct')) return 'truecolor';
	return /^(linux|ansi|cygwin|cons25|vt\d+)/.test(term) ? '16' : '256';
};

let current = coloursFor(process.env);

/** Detected once at start. */
export const colours = (): Colours => current;

export const chooseColours = (depth: Colours): void => {
	current = depth;
};
