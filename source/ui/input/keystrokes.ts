import {expired, ground, type State, step} from './key-states.ts';
import type {Keystroke} from './keystroke.ts';
import {pasteMore} from './paste.ts';

type KeyReaderOptions = {
	/** How long after an ESC, in milliseconds, the rest of a sequence may still come. */
	readonly escapeWait: number;
	/** How long after its last byte, in milliseconds, a late or broken sequence's tail is swallowed. */
	readonly swallowFor: number;
};

/** Bytes in, keystrokes out. It has no clock: `now` is any steady count of milliseconds. */
type KeyReader = {
	readonly feed: (bytes: Uint8Array | string, now: number) => Keystroke[];
	/** When `expire` wants to be called, if nothing is fed before. */
	readonly deadline: () => number | undefined;
	readonly expire: (now: number) => Keystroke[];
};

/** A paste whose end is this long in coming, in milliseconds, has been cut off. */
const pasteWait = 5000;

/**
 * Reads keys so that a sequence which arrives in pieces never turns into letters: `ESC [ D` is the left arrow, and `D`
 * drains a node. Once `ESC [` is here the rest is waited for. An ESC on its own counts as the Escape key after
 * `escapeWait`; should the rest of a sequence come after all, it is swallowed.
 */
export const createKeyReader = ({escapeWait, swallowFor}: KeyReaderOptions): KeyReader => {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	let state: State = ground;
	let fedAt = 0;

	const deadline = () => {
		if (state.kind === 'escape') return fedAt + escapeWait;
		return state.kind === 'paste' ? fedAt + pasteWait : undefined;
	};

	const expire = (now: number): Keystroke[] => {
		const limit = deadline() ?? (state.kind === 'ground' ? Number.POSITIVE_INFINITY : fedAt + swallowFor);
		if (now < limit) return [];
		const [next, keys] = expired(state);
		state = next;
		return keys;
	};

	/** Goes on by one character, or by all there is of a paste. */
	const take = (text: string): readonly [readonly Keystroke[], string] => {
		if (state.kind === 'paste') {
			const went = pasteMore(state, text);
			state = 'paste' in went ? went.paste : ground;
			return 'paste' in went ? [[], ''] : [[went.key], went.rest];
		}
		const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
		const [next, keys] = step(state, character);
		state = next;
		return [keys, text.slice(character.length)];
	};

	const feed = (bytes: Uint8Array | string, now: number): Keystroke[] => {
		let text = typeof bytes === 'string' ? bytes : decoder.decode(bytes, {stream: true});
		const keys = expire(now);
		while (text !== '') {
			const [more, rest] = take(text);
			keys.push(...more);
			text = rest;
		}
		if (state.kind === 'escape') state = {...state, isFresh: false};
		fedAt = now;
		return keys;
	};

	return {feed, deadline, expire};
};
