import {type Fate, type Foresight, isExact} from '../swarm/foresight/foresight.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {nodeName} from './targets.ts';
import {agree, count, listed} from './words.ts';

const namesOf = (fates: readonly Fate[]) => fates.map(({service}) => service.name);

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** What looks for a node: what a rollout makes anew, or what has to leave where it runs; of one task of one, `its task`. */
const portion = (some: number, {tasks, stuck, living, rolled}: Fate) => {
	if (rolled !== undefined) {
		const all = Math.max(rolled.slots + rolled.more, stuck.most);
		return all === 1 ? 'its new task' : `${some} of its ${count(all, 'new task')}`;
	}

	const all = Math.max(tasks, stuck.most);
	return all > 1 ? `${some} of the ${all} tasks that leave` : living.before > 1 ? 'the task that leaves' : 'its task';
};

/** With the new task first, the old ones go on where no new one finds a node. */
const untilThen = (tasks: number, {before, after}: Fate['living']) =>
	after.most === 0
		? 'It is down'
		: tasks > 0 && after.least >= before
			? 'Its old tasks go on, and its rollout stands still'
			: 'It stays short';

/** `audit_db: no node takes its task: no suitable node (...). It is down until someone acts.` */
const stuckSentence = (fate: Fate) => {
	const {service, tasks, stuck, text, living, local} = fate;
	const amount = Math.max(1, stuck.least);
	const what = `no node takes ${tasks === 0 ? count(amount, 'more task') : portion(amount, fate)}`;
	const more = isExact(stuck) ? '' : `, perhaps of ${stuck.most}`;
	const why = text === undefined ? '' : `: ${text}`;
	const volumes = local.filter(({kind}) => kind === 'volume').map(({name}) => name);
	const data = tasks > 0 && volumes.length > 0 ? ` Its data in ${listed(volumes)} stays where it is.` : '';
	return `${service.name}: ${what}${more}${why}. ${untilThen(tasks, living)} until someone acts.${data}`;
};

const chanceSentence = (fate: Fate) =>
	`${fate.service.name} may not find room for ${fate.tasks === 0 ? count(fate.stuck.most, 'more task') : portion(fate.stuck.most, fate)}: it hangs on who comes first.`;

const volumesOf = ({local}: Fate) => local.filter(({kind}) => kind === 'volume').map(({name}) => name);

/** A change of placement drives it out; a new task of another spec may come to the node where it was. */
type Starts = 'starts' | 'may start';

const emptySentence = (fate: Fate, starts: Starts) => {
	const volumes = volumesOf(fate);
	const [stays, it] = [agree(volumes.length, 'stays', 'stay'), agree(volumes.length, 'volume', 'volumes')];
	return `${fate.service.name} ${starts} elsewhere with an EMPTY ${it}: ${listed(volumes)} ${stays} where it runs now.`;
};

/** `its last start took 9 s, its last stop 30 s`; `up to 10 s to stop` where none was seen. */
export const downFor = ({last: {start, stop}}: Fate): string => {
	const began =
		start === undefined ? 'how long it takes to start is unknown' : `its last start took ${inSeconds(start)}`;
	return `${began}, ${stop.isSeen ? `its last stop ${inSeconds(stop.seconds)}` : `it has ${inSeconds(stop.grace)} to stop`}`;
};

const inSeconds = (seconds: number) => `${Math.max(1, Math.round(seconds))} s`;

const downSentence = (fate: Fate) => `${fate.service.name} is down while it moves: ${downFor(fate)}.`;

const isMoving = (fate: Fate) =>
	fate.stuck.most === 0 && volumesOf(fate).length > 0 && fate.isReplaced && fate.tasks > 0;

/** Some stay without a node: for sure first, then perhaps. */
export const stuckSentences = ({stuck, mayStick}: Pick<Foresight, 'stuck' | 'mayStick'>): readonly string[] => [
	...stuck.map(stuckSentence),
	...mayStick.map(chanceSentence),
];

/** Data that stays behind. */
export const volumeSentences = ({down, empty}: Foresight, starts: Starts = 'starts'): readonly string[] =>
	[...down, ...empty].filter(isMoving).map(fate => emptySentence(fate, starts));

/** What an operator may regret, worst first. */
export const regrets = (foresight: Foresight): readonly string[] => [
	...stuckSentences(foresight),
	...foresight.down.map(downSentence),
	...volumeSentences(foresight),
];

/** The tasks in question by what becomes of them; the numbers add up to all of them. */
export const tallyOf = (foresight: Foresight) => {
	const {stuck, mayStick, down, empty, moves, stops, stays} = foresight;
	const nowhere = sum(stuck.map(({stuck: range, tasks}) => Math.min(range.least, tasks)));
	const perhaps = sum([...stuck, ...mayStick].map(({stuck: range, tasks}) => Math.min(range.most, tasks))) - nowhere;
	const moving = sum([...stuck, ...mayStick, ...down, ...empty, ...moves].map(({tasks}) => tasks)) - nowhere - perhaps;
	return {moving, nowhere, perhaps, stopping: sum(stops.map(({tasks}) => tasks)), staying: stays};
};

/** Global ones, and those that nothing follows. */
const stopsOf = ({stops}: Foresight): readonly [number, number] => {
	const isGlobal = ({service}: Fate) => service.mode.kind.startsWith('global');
	const global = sum(stops.filter(isGlobal).map(({tasks}) => tasks));
	return [global, sum(stops.map(({tasks}) => tasks)) - global];
};

/** Where they go is a guess: Swarm breaks ties at random. */
const likelyWords = ({down, empty, moves}: Foresight, snapshot: Snapshot) => {
	const nodes = new Set([...down, ...empty, ...moves].flatMap(({likely}) => likely));
	const names = [...nodes].map(node => nodeName(node, snapshot)).sort();
	return names.length === 0 ? '' : ` (likely to ${listed(names)})`;
};

/** `8 move, 1 has nowhere to go, 3 just stop.` */
export const tallySentence = (foresight: Foresight, snapshot: Snapshot): readonly string[] => {
	const {moving, nowhere, perhaps} = tallyOf(foresight);
	const [global, last] = stopsOf(foresight);
	const parts = [
		moving > 0 ? `${moving} ${agree(moving, 'moves', 'move')}${likelyWords(foresight, snapshot)}` : '',
		perhaps > 0 ? `${perhaps} may find no room` : '',
		nowhere > 0 ? `${nowhere} ${agree(nowhere, 'has', 'have')} nowhere to go` : '',
		global > 0 ? `${global} ${agree(global, 'is global and just stops', 'are global and just stop')}` : '',
		last > 0 ? `${last} ${agree(last, 'stops', 'stop')} for good (restart policy none)` : '',
	].filter(part => part !== '');
	return parts.length === 0 ? [] : [`Of these, ${parts.join(', ')}.`];
};

/** `Running meanwhile: web 6 -> 4 -> 6, api 3 -> 2 -> 3.`: now, when all have left, and in the end. */
export const dipSentence = ({stuck, mayStick, empty, moves}: Foresight): readonly string[] => {
	const dips = [...stuck, ...mayStick, ...empty, ...moves]
		.filter(({living: {before, during}}) => during > 0 && during < before)
		.map(({service, living: {before, during, after}}) => {
			const end = isExact(after) ? after.most : `${after.least} to ${after.most}`;
			return `${service.name} ${before} -> ${during} -> ${end}`;
		});
	return dips.length === 0 ? [] : [`Running meanwhile: ${dips.join(', ')}.`];
};

/** `Host ports 80/tcp and 443/tcp on work1 close.`, a sentence for each node. */
export const portSentence = ({ports}: Foresight, snapshot: Snapshot): readonly string[] =>
	[...Map.groupBy(ports, ({node}) => nodeName(node, snapshot))].map(([name, some]) => {
		const closing = [...new Set(some.map(({port, protocol}) => `${port}/${protocol}`))];
		const [word, verb] = [agree(closing.length, 'port', 'ports'), agree(closing.length, 'closes', 'close')];
		return `Host ${word} ${listed(closing)} on ${name} ${verb}.`;
	});

const percent = (share: number) => `${Math.round(share * 100)}%`;

export const roomSentence = ({tightest, stuck, mayStick}: Foresight, snapshot: Snapshot): readonly string[] => {
	if (tightest === undefined || tightest.share === 0) {
		return [];
	}

	const fit = stuck.length + mayStick.length === 0 ? 'It fits; tightest afterwards' : 'Tightest afterwards';
	return [
		`${fit} is ${nodeName(tightest.node, snapshot)}, ${percent(tightest.share)} of its ${tightest.resource} reserved.`,
	];
};

/** Tasks that waited and find a node by it, or that global services start. */
export const startSentence = ({starts}: Foresight): readonly string[] => {
	const all = sum(starts.map(({starting}) => starting.least));
	const some = starts.filter(({starting}) => starting.most > 0);
	return some.length === 0
		? []
		: [
				`${all > 0 ? count(all, 'task') : 'A task'} of ${listed(namesOf(some))} ${all > 1 ? 'start' : all === 1 ? 'starts' : 'may start'} by it.`,
			];
};

/** Tasks that wait already, and that a write to their service makes the scheduler forget. */
export const forgottenSentence = ({waiting}: Foresight, service: string): readonly string[] => {
	const tasks = sum(
		waiting.filter(entry => entry.isForgotten && entry.service.name === service).map(({before}) => before),
	);
	return tasks === 0
		? []
		: [
				`${count(tasks, 'task')} of ${service} ${agree(tasks, 'waits', 'wait')} for a node already: after this Swarm no longer tries ${agree(tasks, 'it', 'them')}, whatever room there is. A restart of the service makes new ones.`,
			];
};
