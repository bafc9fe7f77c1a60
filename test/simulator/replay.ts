import type {RawService, RawTask} from '../../source/engine/decode/raw.ts';
import {type RawRecording, readRecording} from '../helpers/recordings.ts';
import {type Served, served} from './served.ts';

/** What was done to the recorded swarm: so many milliseconds after the start, or after an update got into a state. */
export type Input = {readonly at: number; readonly after?: string} & (
	| {readonly kind: 'write' | 'rollback'}
	| {readonly kind: 'availability'; readonly node: string; readonly to: string}
	| {readonly kind: 'kill'; readonly node: string}
);

export type SeenFrame = {readonly t: number; readonly service: RawService; readonly tasks: readonly RawTask[]};

export type Run = {readonly frames: readonly SeenFrame[]; readonly events: readonly string[]};

export type Replay = {
	readonly inputs: readonly Input[];
	/** The recording starts with the service's creation. */
	readonly isNew?: boolean;
	readonly seed?: number;
};

/** How often the recording looked, and how much longer the replay may take. */
const every = 100;
const slack = 2000;

/** The spec that a write at that moment left behind: the next frame shows it. */
const specAfter = ({frames}: RawRecording, at: number) =>
	(frames.find(({t}) => t >= at + 20) ?? frames.at(-1))?.service['Spec'];

const serviceOf = (swarm: Served, id: string) => swarm.get(`/services/${id}`) as Promise<RawService>;

const nodeNamed = async (swarm: Served, name: string) => {
	const [node] = (await swarm.get(`/nodes?filters=${JSON.stringify({name: [name]})}`)) as {
		ID: string;
		Version: {Index: number};
		Spec: object;
	}[];
	if (node === undefined) {
		throw new Error(`no node ${name}`);
	}
	return node;
};

const apply = async (swarm: Served, id: string, recording: RawRecording, input: Input) => {
	switch (input.kind) {
		case 'availability': {
			const node = await nodeNamed(swarm, input.node);
			const spec = {...node.Spec, Availability: input.to};
			return swarm.post(`/nodes/${node.ID}/update?version=${node.Version.Index}`, spec);
		}
		case 'kill':
			return swarm.simulator.kill(input.node);
		default: {
			const {Version, Spec} = await serviceOf(swarm, id);
			const rollback = input.kind === 'rollback' ? '&rollback=previous' : '';
			// A write that waits for a state says the same once more.
			const spec = input.kind === 'write' && input.after === undefined ? specAfter(recording, input.at) : Spec;
			return swarm.post(`/services/${id}/update?version=${Version?.Index}${rollback}`, spec);
		}
	}
};

const look = (swarm: Served, id: string, t: number): SeenFrame => {
	const {store} = swarm.simulator.swarm;
	const service = store.services.all.get(id);
	return {t, service: (service?.raw ?? {}) as RawService, tasks: store.index.ofService(id).map(({raw}) => raw)};
};

/** Starts with the service that the recording starts with, unless it began with the creation. */
const begin = async (swarm: Served, recording: RawRecording, isNew: boolean) => {
	const first = recording.frames[0]?.service;
	const previous = first?.['PreviousSpec'];
	const {ID} = (await swarm.post('/services/create', previous ?? first?.['Spec'])) as {ID: string};
	if (isNew) {
		return ID;
	}
	swarm.simulator.advance(20_000);
	if (previous !== undefined) {
		const {Version} = await serviceOf(swarm, ID);
		await swarm.post(`/services/${ID}/update?version=${Version?.Index}`, first?.['Spec']);
		swarm.simulator.advance(60_000);
	}
	return ID;
};

const stateOf = ({frames}: Run) => frames.at(-1)?.service.UpdateStatus?.State;

/** Does to a simulated swarm what was done to the recorded one, and looks as often. */
export const replay = async (name: string, {inputs, isNew = false, seed = 1}: Replay): Promise<Run> => {
	const recording = readRecording(name);
	await using swarm = await served({seed, engine: '20.10'});
	const id = await begin(swarm, recording, isNew);
	const run = {frames: [] as SeenFrame[], events: [] as string[]};
	swarm.simulator.events.listen(event => {
		if (event.id === id) {
			run.events.push(described(event.action, event.attributes));
		}
	});
	const waiting = [...inputs];
	let reachedAt: number | undefined;
	const isDue = ({at, after}: Input, t: number) => {
		reachedAt ??= after === undefined ? 0 : stateOf(run) === after ? t : undefined;
		return reachedAt !== undefined && reachedAt + at < t + every;
	};
	for (let t = 0; t <= (recording.frames.at(-1)?.t ?? 0) + slack; t += every) {
		run.frames.push(look(swarm, id, t));
		while (waiting[0] !== undefined && isDue(waiting[0], t)) {
			await apply(swarm, id, recording, waiting.shift() as Input);
			reachedAt = undefined;
		}
		swarm.simulator.advance(every);
	}
	return run;
};

export const recorded = (name: string): Run => {
	const {frames, events} = readRecording(name);
	return {
		frames: frames.map(({t, service, tasks}) => ({t, service, tasks})),
		events: events
			.filter(({ev}) => ev.Actor.ID === frames[0]?.service['ID'] && ev.Action !== 'create')
			.map(({ev}) => described(ev.Action, ev.Actor.Attributes)),
	};
};

const described = (action: string, attributes: Readonly<Record<string, string>>) => {
	const changes = Object.entries(attributes).filter(([key]) => key !== 'name');
	return [action, ...changes.map(([key, value]) => `${key}=${value}`).sort()].join(' ');
};

const withoutRepeats = (texts: readonly string[]) => texts.filter((text, at) => text !== texts[at - 1]);

/** The states an update went through, `none` while there is no status. A rollback can begin and end between two looks. */
export const updateStates = ({frames}: Run): readonly string[] =>
	withoutRepeats(
		frames.map(({service}) => service.UpdateStatus?.State ?? 'none').filter(state => state !== 'rollback_started'),
	);

const early = ['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting'];

/** The states before `running` pass faster than anyone looks. */
const phase = ({DesiredState, Status}: RawTask) =>
	`${DesiredState}/${early.includes(Status?.State ?? '') ? 'waiting' : Status?.State}`;

const key = (task: RawTask) => `${task.Slot ?? task.NodeID}#${task.JobIteration?.Index ?? 0}`;

/** Passing states that a poll sees or misses by chance. */
const fleeting = [
	'running/waiting',
	'complete/waiting',
	'shutdown/waiting',
	'remove/waiting',
	'remove/shutdown',
	'running/failed',
];

const lifeOf = (states: readonly RawTask[]) => {
	const image = states[0]?.Spec?.ContainerSpec?.Image?.replace('demo/web:', '') ?? '';
	return `${image} ${withoutRepeats(states.map(phase).filter(text => !fleeting.includes(text))).join(' > ')}`;
};

/**
What became of the tasks of each slot, in their order: `1 running/running > shutdown/shutdown | 2 ready/waiting >
running/running`. Slots are taken at random, so what counts is what happened, not to which of them; those to whom
nothing happened are left out, and so is what was over before. Of a crash loop only the first tasks say anything.
*/
export const histories = ({frames}: Run, most = Number.POSITIVE_INFINITY): readonly string[] => {
	const byTask = Map.groupBy(
		frames.flatMap(({tasks}) => tasks),
		({ID}) => ID,
	);
	const tasks = [...byTask.values()].sort(([one], [other]) =>
		(one?.CreatedAt ?? '') < (other?.CreatedAt ?? '') ? -1 : 1,
	);
	const bySlot = Map.groupBy(tasks, states => key(states[0] ?? {}));
	return [...bySlot.values()]
		.map(slot => slot.map(lifeOf).filter(life => !/^\S+ (?:shutdown|complete)\/(?:shutdown|complete)$/.test(life)))
		.filter(slot => slot.length > 1 || slot[0]?.includes(' > '))
		.map(slot => slot.slice(0, most).join(' | '))
		.sort();
};
