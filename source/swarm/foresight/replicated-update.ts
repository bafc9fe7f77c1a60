import {needsNothing} from '../placement/needs.ts';
import {groupBySlot} from '../slot-groups.ts';
import {lastTimes} from '../slot-times.ts';
import type {Task} from '../task.ts';
import {demandOf} from './demand-of.ts';
import type {Fate, Range, Rolled} from './foresight.ts';
import {isForgotten, leftBehind} from './forgotten.ts';
import {waitingOf} from './parties.ts';
import {none, nowhere, type Party} from './party.ts';
import type {Places} from './places.ts';
import type {Rolling} from './played-out.ts';
import {besideGood, type Revision, rollOutOf} from './revision.ts';
import {roomFor} from './room.ts';
import type {Settled} from './settle.ts';
import type {Ended, Share} from './share.ts';
import {sum} from './sum.ts';
import {isWaiting, livingTasks} from './waiting-tasks.ts';
import {reasonsFor} from './words-of.ts';

/** No more than one node would take it: it comes back to its data. */
const isBound = ({demand, service}: Rolling, places: Places) =>
	[...places.values()].filter(place => roomFor(demand, place, service.id) > 0).length <= 1;

const both = (one: Range, other: Range): Range => ({least: one.least + other.least, most: one.most + other.most});

/** Data that it had, and still mounts. */
const keptData = ({before, after}: Revision): Fate['local'] => {
	const had = (before.template.needs ?? needsNothing).local;
	return (after.template.needs ?? needsNothing).local.filter(data =>
		had.some(({kind, name}) => kind === data.kind && name === data.name),
	);
};

type Parts = {readonly roll: Rolling; readonly more: Party | undefined; readonly beside: ReadonlySet<Task>};

/** What runs in the end. Slots that ran nowhere run then, too; which slots are held up, those or others, is chance. */
const runningAfter = (kept: number, idle: number, stuck: Range, isStartFirst: boolean): Range =>
	stuck.most === 0
		? {least: kept + idle, most: kept + idle}
		: {
				least: isStartFirst ? kept : kept - Math.min(stuck.most, kept),
				most: kept + idle - (isStartFirst ? 0 : Math.min(stuck.least, kept + idle)),
			};

/** Old ones beside a good task go for it, even where that still waits; but a rollout that is held up may not get there. */
const livingOf = (revision: Revision, {roll: {roll}, beside}: Parts, stuck: Range, added: Range): Fate['living'] => {
	const {nodes, tasks, old} = revision;
	const {isStartFirst, parallelism} = roll;
	const living = livingTasks(tasks, nodes);
	const dropped = living.filter(task => beside.has(task)).length;
	const kept = living.length - dropped;
	const after = runningAfter(kept, roll.old.get(nowhere) ?? 0, stuck, isStartFirst);
	const going = isStartFirst ? 0 : Math.min(parallelism, old.filter(task => living.includes(task)).length - dropped);
	return {
		before: living.length,
		during: kept - going,
		after: {
			least: after.least + added.least,
			most: after.most + added.most + (stuck.most > 0 ? dropped : 0),
		},
	};
};

const rolledIn = ({nodes, after, tasks, old}: Revision, {roll, more, beside}: Parts): Rolled => {
	const gone = new Set(old);
	const waiting = groupBySlot(
		after,
		tasks.filter(task => isWaiting(task) && !gone.has(task)),
	);
	const dropped = livingTasks([...beside], nodes).filter(task =>
		[...waiting.values()].some(([first]) => first?.slot === task.slot),
	);
	return {
		slots: sum(roll.roll.old.values()),
		more: more?.count ?? 0,
		idle: roll.roll.old.get(nowhere) ?? 0,
		dropped: dropped.length,
	};
};

const fateOf = (revision: Revision, parts: Parts, {mine, start, places}: Ended): Fate => {
	const {nodes, after, tasks, old} = revision;
	const {roll, more} = parts;
	const stuckIn = (party: Party | undefined) => mine.find(({group}) => group === party)?.stuck ?? none;
	const [slow, short] = [stuckIn(roll), stuckIn(more)];
	const stuck = both(slow, short);
	const count = more?.count ?? 0;
	const stuckest = mine.find(entry => entry.stuck.most > 0);
	return {
		service: after,
		tasks: old.length,
		stuck,
		starting: {least: Math.max(0, count - short.most), most: old.length + count - stuck.least},
		living: livingOf(revision, parts, slow, {least: count - short.most, most: count - short.least}),
		likely: [],
		text: stuckest?.words().text,
		nodes: stuckest ? reasonsFor(stuckest.group, places) : [],
		local: isBound(roll, start) ? [] : keptData(revision),
		last: lastTimes(after, tasks, livingTasks(tasks, nodes)),
		isReplaced: true,
		rolled: rolledIn(revision, parts),
	};
};

/** What of a rolling update waits in the end: of its own tasks, and of those it never comes to. */
const rollWaits = (revision: Revision, replaced: readonly Task[], beside: ReadonlySet<Task>, own: Settled) => {
	const before = revision.tasks.filter(isWaiting).length;
	const dropped = own.stuck.most > 0 ? [...beside].filter(isWaiting) : [];
	return [
		...waitingOf(own, () => before),
		...leftBehind(revision.after, replaced.filter(isWaiting), own.left),
		...leftBehind(revision.after, dropped, {least: 0, most: dropped.length}),
	];
};

/** What waits and is left alone, where it goes on being tried. */
const keptWaiting = ({snapshot, before, after, tasks, old, isRollback}: Revision): Party | undefined => {
	const left = tasks.filter(task => isWaiting(task) && !old.includes(task) && !isForgotten(task, before));
	return isRollback && left.length > 0
		? {
				service: after,
				demand: demandOf(after, snapshot),
				count: left.length,
				errors: new Set(left.flatMap(({error}) => error ?? [])),
			}
		: undefined;
};

/** What is replaced, so many at a time; and so many tasks more, at once. */
export const replicatedShare = (revision: Revision, added: number): Share => {
	const {old, after, snapshot} = revision;
	const beside = besideGood(revision);
	const replaced = old.filter(task => !beside.has(task));
	const roll = rollOutOf(revision, replaced);
	const kept = keptWaiting(revision);
	const more = added > 0 ? {service: after, demand: demandOf(after, snapshot), count: added} : undefined;
	return {
		service: after,
		gone: old,
		own: [...(replaced.length > 0 ? [roll] : []), ...(more ? [more] : []), ...(kept ? [kept] : [])],
		isTriedOn: revision.isRollback ?? false,
		told(end) {
			const rolled = end.mine.find(({group}) => group === roll);
			const others = end.mine.filter(entry => entry !== rolled);
			return {
				fates:
					end.mine.some(({group}) => group !== kept) || beside.size > 0
						? [fateOf(revision, {roll, more, beside}, end)]
						: [],
				waiting: [
					...(rolled ? rollWaits(revision, replaced, beside, rolled) : []),
					...others.flatMap(entry => waitingOf(entry, () => (entry.group === kept ? kept.count : 0))),
				],
			};
		},
	};
};
