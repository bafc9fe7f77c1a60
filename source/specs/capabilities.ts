import {byText} from './tree.ts';

const all = 'ALL';

const normal = (name: string) => {
	const upper = name.trim().toUpperCase();
	return [all, 'RESET'].includes(upper) || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
};

const asSet = (names: readonly string[]) => {
	const set = new Set(names.map(normal));
	return set.has(all) ? new Set([all]) : set;
};

/** As docker/cli evens them out (opts/capabilities.go): upper case with CAP_, ALL before any, added before dropped. */
export const effectiveCapabilities = (add: readonly string[], drop: readonly string[]) => {
	const [added, dropped] = [asSet(add), asSet(drop)];
	return {
		add: [...added].sort(byText),
		drop: [...dropped].filter(name => !added.has(name)).sort(byText),
	};
};
