import type {RawService, RawTask} from '../../../source/engine/decode/raw.ts';
import {inspect, tasksOf} from './services.ts';
import {type ContractSwarm, patience} from './swarm.ts';

export type Frame = {readonly service: RawService; readonly tasks: readonly RawTask[]};

/** Milliseconds: more looks would only keep the managers busy. */
const every = 250;

/** Asks until the answer is truthy; an error counts as "not yet", and is told when the time is up. */
export const until = async <T>(swarm: ContractSwarm, what: string, ask: () => Promise<T>): Promise<NonNullable<T>> => {
	let last: unknown;
	for (const end = swarm.now() + patience; swarm.now() <= end; await swarm.pass(every)) {
		try {
			const answer = await ask();
			if (answer) {
				return answer;
			}
		} catch (error) {
			last = error;
		}
	}
	throw new Error(`Waited ${patience / 1000} s in vain: ${what}`, {cause: last});
};

/** Looks at a service and its tasks again and again, until they are as wanted. */
export const watch = async (
	swarm: ContractSwarm,
	id: string,
	what: string,
	isDone: (frame: Frame) => boolean,
): Promise<readonly Frame[]> => {
	const frames: Frame[] = [];
	try {
		await until(swarm, what, async () => {
			const frame = {service: await inspect(swarm, id), tasks: await tasksOf(swarm, id)};
			frames.push(frame);
			return isDone(frame);
		});
	} catch (error) {
		const {service, tasks = []} = frames.at(-1) ?? {};
		const last = [JSON.stringify(service?.UpdateStatus), ...tasks.map(lineOf)].join('\n');
		throw new Error(`${(error as Error).message}\n${last}`, {cause: error});
	}
	return frames;
};

const lineOf = ({Slot, DesiredState, Status, Spec, Version}: RawTask) =>
	`${Slot} ${Spec?.ContainerSpec?.Image} ${DesiredState}/${Status?.State} ${Status?.Err ?? ''} v${Version?.Index}`;

export const stateOf = ({Status}: RawTask) => Status?.State ?? '';
export const imageOf = ({Spec}: RawTask) => Spec?.ContainerSpec?.Image?.split('/').at(-1) ?? '';

export const wanted = (tasks: readonly RawTask[]) => tasks.filter(({DesiredState}) => DesiredState === 'running');
export const running = (tasks: readonly RawTask[]) => tasks.filter(task => stateOf(task) === 'running');
/** Wanted and there. */
export const alive = (tasks: readonly RawTask[]) => running(wanted(tasks));

/** So many run as they should, and no others. */
export const isWhole =
	(replicas: number) =>
	({tasks}: Frame) =>
		alive(tasks).length === replicas && running(tasks).length === replicas && wanted(tasks).length === replicas;

export const untilWhole = (swarm: ContractSwarm, id: string, replicas: number) =>
	watch(swarm, id, `${replicas} run`, isWhole(replicas));

export const untilUpdate = (swarm: ContractSwarm, id: string, state: string) =>
	watch(swarm, id, `the update is ${state}`, ({service}) => service.UpdateStatus?.State === state);

export const withoutRepeats = (texts: readonly string[]) => texts.filter((text, at) => text !== texts[at - 1]);

/** The states that an update went through; `none` while there is no status. */
export const updateStates = (frames: readonly Frame[]) =>
	withoutRepeats(frames.map(({service}) => service.UpdateStatus?.State ?? 'none'));

export const lastOf = (frames: readonly Frame[]): Frame => frames.at(-1) ?? {service: {}, tasks: []};

const early = ['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting'];

// The states before `running` pass faster than anyone looks, and on a busy machine so does all but the last one.
const phaseOf = (task: RawTask) => (early.includes(stateOf(task)) ? 'waiting' : stateOf(task));

/** What became of the tasks of each slot, oldest first: `web:1 shutdown, web:2 running`. */
export const histories = (frames: readonly Frame[]): readonly string[] => {
	const seen = Map.groupBy(
		frames.flatMap(({tasks}) => tasks),
		({ID}) => ID,
	);
	const tasks = [...seen.values()].sort(([one], [other]) =>
		(one?.CreatedAt ?? '') < (other?.CreatedAt ?? '') ? -1 : 1,
	);
	const slots = Map.groupBy(tasks, ([task]) => task?.Slot ?? task?.NodeID);
	const lifeOf = (states: readonly RawTask[]) => `${imageOf(states[0] ?? {})} ${phaseOf(states.at(-1) ?? {})}`;
	return [...slots.values()].map(slot => slot.map(lifeOf).join(', ')).sort();
};
