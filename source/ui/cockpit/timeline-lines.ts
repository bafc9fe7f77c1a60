import {nodeId} from '../../swarm/ids.ts';
import {shortImage, tagOf} from '../../swarm/image-name.ts';
import type {RolloutEvent} from '../../swarm/rollout-timeline.ts';
import {clean} from '../text/clean.ts';
import {cells, cut, fit} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {slotNames} from './names.ts';
import {whenWords} from './slot-words.ts';

/** What happened together, as slots that go side by side do: one line. */
type Group = {readonly first: RolloutEvent; readonly events: readonly RolloutEvent[]};

/** Milliseconds that lie between things that happened together. */
const together = 1000;

const isAlike = (a: RolloutEvent, b: RolloutEvent) =>
	a.slot !== undefined &&
	a.kind === b.kind &&
	Math.abs(a.at - b.at) <= together &&
	a.task?.exitCode === b.task?.exitCode &&
	a.task?.error === b.task?.error;

/** Newest first; as many groups as there are lines. */
function groupsOf(events: readonly RolloutEvent[], most: number): readonly Group[] {
	const groups: {first: RolloutEvent; events: RolloutEvent[]}[] = [];

	for (const event of events) {
		const group = groups.findLast(({first}) => isAlike(first, event));

		if (group !== undefined) {
			group.events.push(event);
		} else if (groups.length === most) {
			break;
		} else {
			groups.push({first: event, events: [event]});
		}
	}

	return groups;
}

/** The times of what happened, newest first. Exactly `height` lines. */
export function drawTimeline(facts: CockpitFacts, width: number, height: number): readonly string[] {
	const groups = groupsOf(facts.events, height);
	const when = groups.map(({first}) => whenWords(first.at, facts));
	const wide = when.reduce((most, text) => Math.max(most, cells(text)), 8);
	const lines = groups.map((group, index) => {
		const {text, tone: meaning} = wordsOf(facts, group);
		const head = ` ${tone('dim', fit(when[index] ?? '', wide, 'right'))}  `;
		const room = Math.max(0, width - wide - 3);
		return `${head}${tone(meaning, cut(clean(text), room))}${' '.repeat(Math.max(0, room - cells(cut(clean(text), room))))}`;
	});
	const empty = groups.length === 0 ? [tone('dim', fit('   Nothing has moved since skep looks', width))] : [];
	return [...lines, ...empty, ...Array.from({length: height}, () => ' '.repeat(width))].slice(0, height);
}

function wordsOf(facts: CockpitFacts, {first, events}: Group): {readonly text: string; readonly tone: Tone} {
	const isGlobal = facts.service.mode.kind.startsWith('global');
	const keys = events.map(({slot}) => (isGlobal ? facts.hostOf(nodeId(slot ?? '')) : (slot ?? '')));
	const who = slotNames(keys.toSorted(byNumber), isGlobal);
	const isOne = events.length === 1;
	const place = isOne && !isGlobal ? ` on ${facts.hostOf(first.task?.nodeId)}` : '';

	switch (first.kind) {
		case 'started':
			return {text: `${first.direction} to ${tagOf(first.image) ?? shortImage(first.image)} began`, tone: 'bold'};
		case 'paused':
			return {text: `${first.direction} paused by a failure`, tone: 'look'};
		case 'resumed':
			return {text: `${first.direction} resumed`, tone: 'bold'};
		case 'completed':
			return {text: `${first.direction} completed`, tone: 'bold'};
		case 'begun':
			return {text: `${who} begun`, tone: 'plain'};
		case 'up':
			return {text: `${who} ${isOne ? 'runs' : 'run'}${place}`, tone: 'plain'};
		case 'through':
			return {text: `${who} ${isOne ? 'is' : 'are'} through`, tone: 'plain'};
		case 'failed':
			return {text: `${who} failed${place}: ${endOf(first)}`, tone: 'look'};
		case 'lost':
			return {
				text: `${who} lost${place === '' ? ' with a node' : `: ${facts.hostOf(first.task?.nodeId)} went down`}`,
				tone: 'look',
			};
		case 'blocked':
			return {text: `${who} ${isOne ? 'fits' : 'fit'} on no node`, tone: 'look'};
	}
}

const byNumber = (a: string, b: string) => Number(a) - Number(b) || (a < b ? -1 : 1);

const endOf = ({task}: RolloutEvent) =>
	task?.exitCode === undefined ? (task?.error ?? 'it ended') : `exit ${task.exitCode}`;
