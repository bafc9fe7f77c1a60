import {clean} from '../text/clean.ts';
import {cells, fit, fitStyled} from '../text/fit.ts';
import {dimmed, tone} from '../text/style.ts';
import type {Choice, CockpitFacts} from './facts.ts';

const keyWidth = 3;

/** What can be done, a line each, and what is worth knowing before. Exactly `height` lines. */
export function drawChoices(facts: CockpitFacts, width: number, height: number): readonly string[] {
	const isTight = height < 6;
	const notes = [...(isTight ? [] : [readingLine(facts)]), ...notesOf(facts)].map(line => fitStyled(line, width));
	const rows = facts.silence === undefined ? choiceRows(facts.choices, width, isTight) : [silenceLine(facts.silence)];
	const kept = rows.slice(0, Math.max(1, height - Math.min(notes.length, isTight ? 1 : notes.length)));
	const shown = kept.map(line => fitStyled(line, width));
	const lines = [...(facts.isReadOnly ? shown.map(dimmed) : shown), ...notes];
	return [...lines, ...Array.from({length: height}, () => ' '.repeat(width))].slice(0, height);
}

const silenceLine = (silence: string) => tone('look', ` ${silence}: nothing can be changed`);

/** The command below its choice where there is a line for it, else behind it where it fits. */
function choiceRows(choices: readonly Choice[], width: number, isTight: boolean): readonly string[] {
	const verbWidth = choices.reduce((most, {verb}) => Math.max(most, cells(verb)), 0);
	return choices.flatMap(({key, verb, words, more, command}) => {
		const head = ` ${tone('bold', fit(key, keyWidth))}${fit(verb, verbWidth)}   `;
		const docker = command === undefined ? '' : tone('dim', `$ ${command}`);
		const full = `${head}${words}${more === undefined ? '' : `; ${more}`}`;
		const line = cells(full) < width ? full : `${head}${words}`;

		if (docker === '') {
			return [line];
		}

		const room = width - cells(line) - 3;
		return cells(docker) <= room
			? [`${line}   ${docker}`]
			: isTight
				? [line]
				: [line, `${' '.repeat(verbWidth + keyWidth + 4)}${docker}`];
	});
}

const readingLine = ({failure}: CockpitFacts) =>
	` ${[
		['l', failure === undefined ? 'logs' : 'logs of the failing task'],
		['d', 'what the spec changed'],
		['c', 'copy this as text'],
		['t', 'times or ages'],
	]
		.map(([key, words]) => `${tone('bold', fit(key ?? '', keyWidth))}${words}`)
		.join('     ')}`;

/** What a person at 3 a.m. would look for in vain, or learn too late. */
function notesOf({rollout, service}: CockpitFacts): readonly string[] {
	const {stack} = service;
	return [
		...(rollout.state === 'rolling'
			? [
					tone(
						'dim',
						` Swarm has no pause for a running ${rollout.direction === 'update' ? 'rollout; roll back, or slow it down' : 'rollback; it can be slowed down'}.`,
					),
				]
			: []),
		...(stack === undefined
			? []
			: [tone('dim', ` Part of stack ${clean(stack)}: the next \`docker stack deploy\` sets whatever its file says.`)]),
	];
}
