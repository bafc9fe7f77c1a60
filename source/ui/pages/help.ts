import {commands} from '../commands/commands.ts';
import {type Binding, keymap, type Scope} from '../keymap.ts';
import {fit} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {legendLines} from './legend.tsx';

const sections: readonly {readonly title: string; readonly isShown: (binding: Binding) => boolean}[] = [
	{
		title: 'Changes the swarm; nothing happens before you have seen the plan',
		isShown: binding => commands[binding.command].changes === true,
	},
	{title: 'Everywhere', isShown: ({scope, command}) => scope === 'panes' && commands[command].changes !== true},
	{title: 'In lists', isShown: ({scope}) => scope === 'list' || scope === 'tasks'},
	{title: 'In logs', isShown: inScope('logs')},
	{title: 'In a dialog', isShown: ({scope}) => scope === 'form' || scope === 'review' || scope === 'typedReview'},
	{title: 'On a page', isShown: inScope('pager')},
];

function inScope(wanted: Scope) {
	return ({scope}: Binding) => scope === wanted;
}

/** How a key is written for people. */
export const keyName = (key: string) =>
	keyNames[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl+${letter.toUpperCase()}`);

const keyNames: Readonly<Record<string, string>> = {
	space: 'Space',
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	'shift+tab': 'Shift+Tab',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	home: 'Home',
	end: 'End',
	pageup: 'PgUp',
	pagedown: 'PgDn',
};

/** All keys, as many columns as there is room for. */
export function helpLines(columns: number): readonly string[] {
	const width = columns >= 110 ? Math.floor((columns - 4) / 2) : columns - 2;
	const blocks = sections.map(({title, isShown}) => [
		tone('bold', fit(title, width)),
		...keymap.filter(isShown).map(binding => keyLine(binding, width)),
		fit('', width),
	]);
	const lines = columns >= 110 ? inTwo(blocks, width) : blocks.flat();
	return ['', ...lines.map(line => ` ${line}`), tone('bold', ' Signs'), ...legendLines(Math.min(columns, 60))];
}

const keyLine = ({keys, command}: Binding, width: number) =>
	`  ${tone('moving', fit(keys.map(keyName).join(' '), 16))}${fit(commands[command].title, width - 18)}`;

function inTwo(blocks: readonly (readonly string[])[], width: number) {
	const left = [...(blocks[0] ?? []), ...(blocks[2] ?? []), ...(blocks[4] ?? [])];
	const right = [...(blocks[1] ?? []), ...(blocks[3] ?? []), ...(blocks[5] ?? [])];
	const blank = ' '.repeat(width);
	return Array.from(
		{length: Math.max(left.length, right.length)},
		(_, row) => `${left[row] ?? blank}  ${right[row] ?? ''}`,
	);
}
