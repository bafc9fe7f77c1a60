import {isJob} from '../../swarm/service.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {joinFitting, type LinePart} from '../text/parts.ts';
import {bar} from '../text/progress.ts';
import {type Tone, tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {versionsOf} from './names.ts';

type Part = LinePart & {readonly tone: Tone};

/** What customers get, first of all; then how far it is, and what is wrong. */
export function drawServing(facts: CockpitFacts, width: number): string {
	const gap = width < 110 ? '  ' : '      ';
	const parts = isJob(facts.service) ? jobParts(facts) : serviceParts(facts, width < 110);
	const styled = parts.map(part => ({...part, text: tone(part.tone, part.text)}));
	const line = ` ${joinFitting(styled, gap, width - 1)}`;
	return fitStyled(withBar(facts, line, width), width);
}

function withBar({rollout, service}: CockpitFacts, line: string, width: number) {
	const {wanted, counts, state} = rollout;
	const isUnderWay = state === 'rolling' || state === 'paused' || isJob(service);
	const room = Math.min(20, width - cells(line) - 8);
	return isUnderWay && room >= 10
		? `${line}      ${tone(state === 'paused' ? 'dim' : 'moving', bar(counts.done, wanted, room))}`
		: line;
}

function serviceParts(facts: CockpitFacts, isTight: boolean): readonly Part[] {
	const {wanted, counts, state} = facts.rollout;
	const isUnderWay = state === 'rolling' || state === 'paused' || counts.old > 0;
	const healthy = `${isTight ? 'Updated' : 'Updated and healthy:'} ${counts.done} of ${wanted}.`;
	return [
		servingPart(facts),
		...(isUnderWay ? [{text: healthy, tone: 'plain' as const, drop: 1}] : []),
		...troubleParts(facts, isTight),
	];
}

function servingPart({rollout}: CockpitFacts): Part {
	const {wanted, serving} = rollout;
	const count = Math.min(
		wanted,
		serving.reduce((sum, {slots}) => sum + slots, 0),
	);
	return {
		text: `SERVING ${count} of ${wanted}${versionsWords(rollout)}${besidesWords(rollout)}`,
		tone: count >= wanted ? 'bold' : count === 0 ? 'act' : 'look',
	};
}

function versionsWords(rollout: CockpitFacts['rollout']) {
	const {old, next, differ} = versionsOf(rollout);
	const count = (isNew: boolean) =>
		rollout.serving.reduce((sum, part) => sum + (part.isNew === isNew ? part.slots : 0), 0);
	const [fresh, before] = [count(true), count(false)];

	if (fresh + before === 0) {
		return '.';
	}

	if (fresh === 0 || before === 0) {
		const isNamed = differ || before > 0;
		return isNamed ? `, all on ${fresh > 0 ? next : old}.` : '.';
	}

	return `: ${before} on ${old}, ${fresh} on ${next}.`;
}

/** More tasks serve than are wanted: the old ones that nobody told to go. */
function besidesWords(rollout: CockpitFacts['rollout']) {
	const count = rollout.slots.filter(({oldStays}) => oldStays === 'serves').length;
	return count === 0 ? '' : ` ${count} ${count === 1 ? 'slot serves' : 'slots serve'} ${versionsOf(rollout).old}, too.`;
}

const slots = (count: number, isGlobal: boolean) => `${count} ${isGlobal ? 'node' : 'slot'}${count === 1 ? '' : 's'}`;

function troubleParts({rollout, service}: CockpitFacts, isTight: boolean): readonly Part[] {
	const {counts} = rollout;
	const isGlobal = service.mode.kind === 'global';
	const on = versionsOf(rollout).differ && !isTight ? ` on ${versionsOf(rollout).next}` : '';
	return [
		...(counts.failing === 0
			? []
			: [{text: `${slots(counts.failing, isGlobal)} ${failingWord(rollout)}${on}.`, tone: 'act' as const}]),
		...(counts.blocked === 0 ? [] : [{text: `${counts.blocked} with no node that fits.`, tone: 'look' as const}]),
	];
}

/** One slot crash-loops, several do; a single failure is none yet. */
function failingWord({slots, counts}: CockpitFacts['rollout']) {
	const isLoop = slots.some(({phase, failures}) => phase === 'failing' && failures.length > 1);
	const verb = isLoop ? 'crash-loop' : 'fail';
	return counts.failing === 1 ? `${verb}s` : verb;
}

function jobParts({rollout, service}: CockpitFacts): readonly Part[] {
	const {counts, wanted} = rollout;
	const running = rollout.slots.filter(({newTask}) => newTask?.state === 'running').length;
	const onNodes = service.mode.kind === 'global-job';
	return [
		{text: `DONE ${counts.done} of ${wanted}.`, tone: 'bold'},
		...(running === 0 ? [] : [{text: `${running} running.`, tone: 'moving' as const}]),
		...(counts.failing === 0
			? []
			: [{text: `${slots(counts.failing, onNodes)} fail${counts.failing === 1 ? 's' : ''}.`, tone: 'act' as const}]),
		...(counts.blocked === 0 ? [] : [{text: `${counts.blocked} with no node that fits.`, tone: 'look' as const}]),
	];
}
