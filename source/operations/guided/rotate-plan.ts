import type {Config} from '../../swarm/config.ts';
import type {FileKind} from '../../swarm/file-rules.ts';
import {rolloutFloor} from '../../swarm/rollout-floor.ts';
import type {Secret} from '../../swarm/secret.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {usersIn} from '../../swarm/uses.ts';
import {verdictOf} from '../../swarm/verdict.ts';
import {duration} from '../duration.ts';
import {newFileNameProblem} from '../objects/create-file.ts';
import {contentWords, type FileContent, newlineEffects} from '../objects/file-content.ts';
import type {Plan} from '../operation.ts';
import {placeWords, type Repointing} from '../service/repoint-file.ts';
import {isPaused} from '../service/service-write.ts';
import {outage, slotsToReplace} from '../service/update-pace.ts';
import type {ConfigTarget, SecretTarget} from '../target.ts';
import {agree, count, listed} from '../words.ts';

export type FileTarget = SecretTarget | ConfigTarget;

/** What the new version is called, and what is in it; `isThere` where one that exists already is to be used. */
export type RotateInput = FileContent & {readonly name: string; readonly isThere: boolean};

const filesIn = (kind: FileKind, snapshot: Snapshot | undefined): readonly (Secret | Config)[] => [
	...((snapshot?.[`${kind}s`]?.items.values() as Iterable<Secret | Config> | undefined) ?? []),
];

export const named = (kind: FileKind, name: string, snapshot: Snapshot | undefined) =>
	filesIn(kind, snapshot).find(file => file.name === name);

export const usersOf = ({id}: FileTarget, snapshot: Snapshot): readonly Service[] =>
	(usersIn(snapshot.services?.items.values() ?? []).get(id)?.now ?? []).toSorted((a, b) =>
		a.name < b.name ? -1 : Number(a.name > b.name),
	);

export const changeOf = (
	kind: FileKind,
	{id, saw}: FileTarget,
	{name}: RotateInput,
	snapshot: Snapshot,
): Repointing => ({
	file: kind,
	from: {id, name: saw.name},
	to: {id: named(kind, name, snapshot)?.id ?? id, name},
});

const atATime = (parallelism: number, slots: number | undefined) =>
	parallelism === 0 || (slots !== undefined && parallelism >= slots) ? 'all at once' : `${parallelism} at a time`;

/** The least that its update settings leave running: the rollout itself may fare worse, and then it pauses. */
const leastWords = (slots: number, floor: number) =>
	floor > 0
		? `: never fewer than ${floor} of ${slots} ${agree(floor, 'runs', 'run')}`
		: `: nothing runs while ${agree(slots, 'it is', 'they are')} replaced`;

/** `api (/run/secrets/db): 3 slots, 1 at a time, stop-first: never fewer than 2 of 3 run.` */
const userEffect = (service: Service, change: Repointing, snapshot: Snapshot): string => {
	const {parallelism, order, delay} = service.update;
	const slots = slotsToReplace(service, snapshot);
	const floor = rolloutFloor(service, slots);
	const head = `${service.name} (${placeWords(service, change)})`;

	if (isJob(service)) {
		return `${head}: it is a job, and runs once more from the start.`;
	}

	if (slots === 0) {
		return `${head}: it has no task, nothing restarts.`;
	}

	const what = slots === undefined ? 'every slot' : count(slots, 'slot');
	const pace = [
		...(slots === 1 ? [] : [atATime(parallelism, slots)]),
		order,
		...(delay > 0 ? [`${duration(delay)} between`] : []),
	].join(', ');
	return `${head}: ${what}, ${pace}${slots === undefined || floor === undefined ? '' : leastWords(slots, floor)}.`;
};

const stackEffects = (services: readonly Service[], name: string): readonly string[] => {
	const byStack = Map.groupBy(
		services.filter(({stack}) => stack !== undefined),
		({stack}) => stack ?? '',
	);
	return [...byStack].map(([stack, members]) => {
		const names = listed(members.map(member => member.name));
		return `${names} ${agree(members.length, 'is', 'are')} part of stack ${stack}: its file must name ${name}, too, or the next \`docker stack deploy\` sets what it names.`;
	});
};

const newEffects = (kind: FileKind, old: string, input: RotateInput): readonly string[] =>
	input.isThere
		? [`The ${kind} ${input.name}, which exists already, takes the place of ${old}.`]
		: [
				`The ${kind} ${input.name} is made with ${contentWords(input, kind)}, and the labels of ${old}.`,
				...newlineEffects(input),
			];

export const planOf = (kind: FileKind, target: FileTarget, input: RotateInput, snapshot: Snapshot): Plan => {
	const users = usersOf(target, snapshot);
	const {name} = target.saw;
	const change = changeOf(kind, target, input, snapshot);
	return {
		effects: [
			...newEffects(kind, name, input),
			`${count(users.length, 'service')} ${agree(users.length, 'gets', 'get')} it in place of ${name}, at the same path, with the same owner and mode, one after the other:`,
			...users.map(user => userEffect(user, change, snapshot)),
			'The next one waits until the one before has converged; an update that pauses or rolls back stops it there.',
			`${name} stays, as \`docker service rollback\` would need it; its removal is offered at the end.`,
			...stackEffects(users, input.name),
		],
		warnings: users.flatMap(user => [...outage(user, user.update, snapshot), ...troubleBefore(user, snapshot)]),
		refusals: refusalsOf(kind, users, input, snapshot),
	};
};

/** It would stop at one that fails as it is. */
const troubleBefore = (service: Service, snapshot: Snapshot): readonly string[] => {
	const {state} = verdictOf(service, tasksOf(snapshot, service.id), snapshot, snapshot.services?.at ?? 0);
	return ['failing', 'gave-up', 'pending', 'lost'].includes(state.kind)
		? [`${service.name} isn't whole as it is: the rotation would stop at it until it is.`]
		: [];
};

const refusalsOf = (kind: FileKind, users: readonly Service[], input: RotateInput, snapshot: Snapshot) => {
	const problem = input.isThere ? undefined : newFileNameProblem(kind, input.name, snapshot);
	const gone = input.isThere && named(kind, input.name, snapshot) === undefined;
	return [
		...(problem === undefined ? [] : [problem]),
		...(gone ? [`The ${kind} ${input.name} is gone by now.`] : []),
		...users
			.filter(isPaused)
			.map(({name}) => `The update of ${name} is paused: resume it (U) or roll it back (R) first.`),
	];
};
