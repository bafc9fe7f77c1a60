/** `1 task`, `12 tasks`. */
export const count = (amount: number, thing: string) => `${amount} ${thing}${amount === 1 ? '' : 's'}`;

/** The verb for one thing, or for several. */
export const agree = (amount: number, one: string, many: string) => (amount === 1 ? one : many);

const mostNames = 5;

/** `web`, `web and api`, `web, api, db, job, mail and 2 more`. */
export const listed = (names: readonly string[]) => {
	const shown = names.length > mostNames + 1 ? names.slice(0, mostNames) : names;
	const rest = names.length - shown.length;
	const parts = rest > 0 ? [...shown, `${rest} more`] : shown;

	return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
};
