import {commands} from '../commands/commands.ts';
import {keymap} from '../keymap.ts';
import type {Binding, Scope} from '../keys/binding.ts';
import {fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';

type Section = {readonly title: string; readonly isShown: (binding: Binding) => boolean};

const sections: readonly Section[] = [
	{
		title: 'Changes the swarm; the plan is shown first',
		isShown: binding => commands[binding.command].changes === true,
	},
	{title: 'Everywhere', isShown: ({scope, command}) => scope === 'panes' && commands[command].changes !== true},
	{title: 'In lists', isShown: ({scope}) => scope === 'list' || scope === 'tasks'},
	{title: 'In logs', isShown: inScope('logs')},
	{
		title: 'In the cockpit of a rollout',
		isShown: ({scope, command}) => scope === 'cockpit' && commands[command].changes !== true,
	},
	{title: 'In the explanation why', isShown: inScope('why')},
	{title: 'In a dialog', isShown: ({scope}) => scope === 'form' || scope === 'review' || scope === 'typedReview'},
	{title: 'On a page', isShown: inScope('pager')},
	{
		title: 'On the page of the swarm',
		isShown: ({scope, command}) => scope === 'swarmPage' && commands[command].changes !== true,
	},
	{
		title: 'Where there is no swarm to show',
		isShown: ({scope, command}) => scope === 'noSwarm' && commands[command].changes !== true,
	},
	{title: 'In lists of stacks, networks, secrets...', isShown: inScope('shelf')},
	{
		title: 'In the list of images',
		isShown: ({scope, command}) => scope === 'images' && commands[command].changes !== true,
	},
	{title: 'In the topology', isShown: inScope('topology')},
	{title: 'In the events', isShown: inScope('events')},
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

/** All keys, in two columns where there is room for them. */
export function helpLines(legend: readonly string[], columns: number): readonly string[] {
	const isWide = columns >= 120;
	const width = isWide ? Math.floor((columns - 4) / 2) : columns - 2;
	const signs = [tone('bold', fit('Signs', width)), ...legend.map(line => fitStyled(line, width)), fit('', width)];
	const blocks = [...sections.map(section => drawSection(section, width)), signs];
	const lines = isWide ? inTwo(blocks, width) : blocks.flat();
	return ['', ...lines.map(line => ` ${line}`)];
}

function drawSection({title, isShown}: Section, width: number) {
	const lines = keymap.filter(isShown).map(binding => keyLine(binding, width));
	// A dialog that wants a name typed has some of the same keys as one that wants a `y`.
	return [tone('bold', fit(title, width)), ...new Set(lines), fit('', width)];
}

const keysWidth = 18;

const keyLine = ({keys, command}: Binding, width: number) =>
	`  ${tone('bold', fit(keys.map(keyName).join(' '), keysWidth))}${fit(commands[command].title, width - keysWidth - 2)}`;

/** Each block goes where less is, so that both columns are about as long. */
function inTwo(blocks: readonly (readonly string[])[], width: number) {
	const [left, right]: [string[], string[]] = [[], []];

	for (const block of blocks) {
		(left.length <= right.length ? left : right).push(...block);
	}

	const blank = ' '.repeat(width);
	return Array.from(
		{length: Math.max(left.length, right.length)},
		(_, row) => `${left[row] ?? blank}  ${right[row] ?? ''}`,
	);
}
