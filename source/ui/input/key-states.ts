import type {Keystroke} from './keystroke.ts';
import {emptyPaste, type PasteState, pastedOf} from './paste.ts';
import {plainKeys} from './plain-keys.ts';
import {csiKey, ss3Key, withAlt} from './sequences.ts';

/** `isMute`: the sequence's ESC has already counted as the Escape key, so the rest of it says nothing. */
export type State =
	| {readonly kind: 'ground'}
	| {readonly kind: 'after-return'}
	/** `isFresh`: within the same read, so that what follows is Alt with a key rather than Escape and a key. */
	| {readonly kind: 'escape'; readonly count: number; readonly isFresh: boolean}
	| {readonly kind: 'tail'}
	| {readonly kind: 'csi' | 'ss3'; readonly body: string; readonly isAlt: boolean; readonly isMute: boolean}
	| {readonly kind: 'mouse'; readonly left: number}
	/** OSC, DCS and the like, from the character that may or may not open one to the terminator. */
	| {readonly kind: 'opener'; readonly opener: string}
	| {readonly kind: 'string'}
	| {readonly kind: 'string-escape'}
	| PasteState;

type Step = readonly [State, Keystroke[]];

export const ground = {kind: 'ground'} as const satisfies State;
const oneEscape = {kind: 'escape', count: 1, isFresh: true} as const satisfies State;
const ESC = '\u001b';

/** What one more character makes of any state but a paste, and which keys it completes. */
export const step = (state: Exclude<State, PasteState>, character: string): Step => {
	if (state.kind === 'string-escape') return character === '\\' ? [ground, []] : step(oneEscape, character);
	if (state.kind === 'string') return stepString(character);
	if (character === ESC)
		return [state.kind === 'escape' && state.isFresh ? {...state, count: state.count + 1} : oneEscape, lone(state)];
	if (state.kind === 'escape') return stepEscape(state, character);
	if (state.kind === 'csi' || state.kind === 'ss3') return stepSequence(state, character);
	if (state.kind === 'mouse') return [state.left > 1 ? {kind: 'mouse', left: state.left - 1} : ground, []];
	if (state.kind === 'opener')
		return replies[state.opener]?.test(character) ? [{kind: 'string'}, []] : step(ground, character);
	if (state.kind === 'tail') return introduced(character, false, true) ?? step(ground, character);
	if (state.kind === 'after-return' && character === '\n') return [ground, []];
	return stepGround(character);
};

/** An ESC that another ESC follows in a later read was a key. */
const lone = (state: State): Keystroke[] => (state.kind === 'escape' && !state.isFresh ? escapes(state.count) : []);

const escapes = (count: number): Keystroke[] => Array.from({length: count}, () => ({key: 'escape'}));

/** What is left when nothing more came in time. */
export const expired = (state: State): Step => {
	if (state.kind === 'escape') return [{kind: 'tail'}, escapes(state.count)];
	return state.kind === 'paste' ? [ground, [pastedOf(state)]] : [ground, []];
};

const eightBit: Readonly<Record<string, string>> = {
	'\u008f': 'O',
	'\u0090': 'P',
	'\u009b': '[',
	'\u009d': ']',
	'\u009f': '_',
};

const stepGround = (character: string): Step => {
	const introducer = eightBit[character];
	const sequence = introducer === undefined ? undefined : introduced(introducer, false, false);
	return sequence ?? [character === '\r' ? {kind: 'after-return'} : ground, plainKeys(character)];
};

const stepEscape = (state: State & {kind: 'escape'}, character: string): Step => {
	const sequence = introduced(character, state.count > 1, false);
	if (sequence) return sequence;
	const [next, keys] = stepGround(character);
	if (!state.isFresh) return [next, [...escapes(state.count), ...keys]];
	return [next, [...escapes(state.count - 1), ...keys.map(key => ('key' in key ? withAlt(key) : key))]];
};

const introduced = (character: string, isAlt: boolean, isMute: boolean): Step | undefined => {
	if (character === '[') return [{kind: 'csi', body: '', isAlt, isMute}, []];
	if (character === 'O') return [{kind: 'ss3', body: '', isAlt, isMute}, []];
	return ']P_'.includes(character) ? [{kind: 'opener', opener: character}, []] : undefined;
};

/** What tells a reply (`ESC ] 11 ; ...`) from the Escape key and another. */
const replies: Readonly<Record<string, RegExp>> = {']': /\d/, P: /[01>!]/, _: /G/};

const stepString = (character: string): Step => {
	if (character === ESC) return [{kind: 'string-escape'}, []];
	return '\u0007\u0018\u001a\u009c'.includes(character) ? [ground, []] : [{kind: 'string'}, []];
};

const stepSequence = (state: State & {kind: 'csi' | 'ss3'}, character: string): Step => {
	const {kind, body, isAlt, isMute} = state;
	if (!/[ -~]/.test(character)) return step(ground, character);
	if (kind === 'csi' && body === '' && character === 'M') return [{kind: 'mouse', left: 3}, []];
	if (!isFinal(state, character)) return [{...state, body: (body + character).slice(0, 64)}, []];
	if (kind === 'csi' && body === '200' && character === '~') return [emptyPaste, []];
	const press = kind === 'csi' ? csiKey(body, character) : ss3Key(body, character);
	return [ground, press === undefined || isMute ? [] : [isAlt ? withAlt(press) : press]];
};

const isFinal = ({kind, body}: State & {kind: 'csi' | 'ss3'}, character: string) => {
	if (kind === 'ss3') return !/[\d;]/.test(character);
	// The Linux console's function keys go on for one after a second `[`; rxvt ends its shifted ones in `$`.
	if (body === '[') return true;
	if (body === '' && character === '[') return false;
	return /[@-~]/.test(character) || (character === '$' && /^\d+$/.test(body));
};
