import type {ClusterState, Connection} from '../../store/cluster.ts';
import {quorumOf} from '../../swarm/quorum.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';
import {exactAge} from '../format/age.ts';
import type {ServiceRow} from '../rows/service-rows.ts';
import {clean} from '../text/clean.ts';
import {cells, cut} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';

/** A word with its tone; what doesn't fit is left out from the end. */
type Part = {readonly text: string; readonly tone: Tone};

type HeaderFacts = {
	readonly state: ClusterState;
	readonly services: readonly ServiceRow[];
	readonly tasks: {
		readonly alive: number;
		readonly wanted: number;
		readonly isKnown: boolean;
		readonly isWantedKnown: boolean;
	};
	readonly isReadOnly: boolean;
	readonly now: Instant;
};

/** One line: where we are, how the swarm stands, and how well it can be heard. */
export function drawHeader(facts: HeaderFacts, width: number): string {
	const {state, now} = facts;
	const end = connectionPart(state.connection, now);
	const room = width - cells(end.text) - 2;
	const isNarrow = width < 110;
	const parts = [placePart(state), ...unverifiedParts(state), ...swarmParts(facts, isNarrow)];
	const gap = isNarrow ? '  ' : '   ';
	const left = parts.reduce((line, part) => appendPart(line, part, gap, room), {text: '', styled: ''});
	return `${left.styled}${' '.repeat(Math.max(1, width - cells(left.text) - cells(end.text) - 1))}${tone(end.tone, end.text)} `;
}

type Line = {readonly text: string; readonly styled: string};

function appendPart({text, styled}: Line, part: Part, between: string, room: number): Line {
	const gap = text === '' ? ' ' : between;
	const next = text + gap + part.text;

	if (cells(next) <= room) {
		return {text: next, styled: styled + gap + tone(part.tone, part.text)};
	}

	// The place is never left out: half of all mistakes start there.
	const short = text === '' ? cut(` ${part.text}`, room) : text;
	return {text: short, styled: text === '' ? short : styled};
}

/** Longer names of contexts say no more in a glance. */
const longestContext = 24;

/** Where skep is: `prod @mgr2`, by the name of its Docker context where it has one. */
export function placePart({snapshot, info, place}: ClusterState): Part {
	const name = nodeOf(snapshot, snapshot.self)?.hostname ?? info?.name;
	const context = cut(clean(place?.context ?? 'skep'), longestContext);
	return {text: name === undefined ? context : `${context} @${clean(name)}`, tone: 'bold'};
}

/** Whoever answers there could be anybody. */
const unverifiedParts = ({place}: ClusterState): readonly Part[] =>
	place?.isUnverified ? [{text: 'TLS NOT VERIFIED', tone: 'act'}] : [];

function swarmParts(
	{state: {snapshot, connection}, services, tasks, isReadOnly}: HeaderFacts,
	isNarrow: boolean,
): readonly Part[] {
	const readOnly: readonly Part[] = isReadOnly ? [{text: 'read-only', tone: 'look'}] : [];

	if (snapshot.nodes === undefined || snapshot.services === undefined) {
		return readOnly;
	}

	const whole = services.filter(({isWhole}) => isWhole).length;
	return [
		...readOnly,
		managersPart(snapshot, connection, isNarrow),
		nodesPart(snapshot),
		{
			text: `${isNarrow ? 'svc' : 'services'} ${tasks.isKnown ? whole : '?'}/${services.length}${isNarrow ? '' : ' whole'}`,
			tone: !tasks.isKnown || whole === services.length ? 'plain' : 'look',
		},
		{
			text: `tasks ${tasks.isKnown ? tasks.alive : '?'}/${tasks.isWantedKnown ? tasks.wanted : '?'}${isNarrow ? '' : ' alive'}`,
			tone: 'plain',
		},
		...enginePart(snapshot, isNarrow),
	];
}

/** Of managers that don't answer as one, what they last said of themselves is known to be wrong. */
function managersPart(snapshot: Snapshot, {kind}: Connection, isNarrow: boolean): Part {
	const quorum = quorumOf(snapshot.nodes?.items ?? new Map());
	const word = isNarrow ? 'mgr' : 'managers';

	if (kind === 'electing' || kind === 'no-quorum') {
		const isLost = kind === 'no-quorum';
		const fewer = isNarrow ? '<' : 'fewer than ';
		return {
			text: `${word} ${isLost ? `${fewer}${quorum.needed} of ` : '?/'}${quorum.managers}`,
			tone: isLost ? 'act' : 'look',
		};
	}

	const up = `${quorum.reachable}/${quorum.managers}`;
	const isWhole = quorum.reachable === quorum.managers;
	return {
		text: isNarrow ? `${word} ${up} (+${quorum.spare})` : `${word} ${up}, ${quorum.spare} to spare`,
		tone: isWhole ? 'plain' : quorum.spare === 0 ? 'act' : 'look',
	};
}

function nodesPart(snapshot: Snapshot): Part {
	const nodes = [...(snapshot.nodes?.items.values() ?? [])];
	const ready = nodes.filter(({state}) => state === 'ready').length;
	return {text: `nodes ${ready}/${nodes.length}`, tone: ready === nodes.length ? 'plain' : 'look'};
}

function enginePart(snapshot: Snapshot, isNarrow: boolean): readonly Part[] {
	const versions = new Set([...(snapshot.nodes?.items.values() ?? [])].map(node => node.engineVersion ?? '?'));
	const [first] = versions;

	if (isNarrow || first === undefined) {
		return [];
	}

	return [
		versions.size === 1
			? {text: `engine ${clean(first)}`, tone: 'dim'}
			: {text: `${versions.size} engine versions`, tone: 'look'},
	];
}

/** How well the swarm can be heard. */
export function connectionPart(connection: Connection, now: Instant): Part {
	switch (connection.kind) {
		case 'connecting':
			return {text: 'connecting', tone: 'moving'};
		case 'live':
			return {text: 'live', tone: 'plain'};
		case 'stale':
			return {text: `no answer for ${exactAge(now - connection.since)}`, tone: 'look'};
		case 'electing':
			return {text: `electing a leader ${exactAge(now - connection.since)}`, tone: 'look'};
		case 'no-quorum':
			return {text: `NO QUORUM ${exactAge(now - connection.since)}`, tone: 'act'};
		case 'disconnected':
			return {text: `disconnected ${exactAge(now - connection.since)}`, tone: 'act'};
		case 'locked':
			return {text: 'locked', tone: 'act'};
		default:
			return {text: 'no swarm', tone: 'look'};
	}
}
