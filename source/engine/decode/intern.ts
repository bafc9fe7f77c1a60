import {forgetFirst} from '../../swarm/forgetting.ts';

/**
A bounded memory of equal things: the same text gives the same object. A thousand services with twenty tasks each
carry a thousand different specs, not twenty thousand.
*/
export const interner = <T>(limit: number) => {
	const known = new Map<string, T>();
	return (key: string, make: () => T): T => {
		const found = known.get(key);
		if (found !== undefined) {
			return found;
		}
		const made = make();
		known.set(key, made);
		if (known.size > limit) {
			forgetFirst(known, limit - limit / 4);
		}
		return made;
	};
};
