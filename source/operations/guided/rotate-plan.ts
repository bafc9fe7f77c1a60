import type {Config} from '../../swarm/config.ts';
import type {FileKind} from '../../swarm/file-rules.ts';
import {rolloutFloor} from '../../swarm/rollout-floor.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {usersIn} from '../../swarm/uses.ts';
import {newFileNameProblem} from '../create-file.ts';
import {contentWords, type FileContent, newlineEffects} from '../file-content.ts';
import type {ConfigTarget, Plan, SecretTarget} from '../operation.ts';
import {placeWords, type Repointing} from '../repoint-file.ts';
import {isPaused, onStack} from '../service-write.ts';
import {outage, rolloutOf, slotsToReplace} from '../update-pace.ts';
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

/** `api, 3 slots: ...`: where it has it, how it is replaced, and what runs meanwhile at the least. */
const userEffects = (service: Service, change: Repointing, snapshot: Snapshot): readonly string[] => {
	const [rollout] = rolloutOf(service, service.update, snapshot).effects;
	const slots = slotsToReplace(service, snapshot);
	const floor = rolloutFloor(service, slots);
	const least =
		floor === undefined || slots === undefined || slots === 0
			? ''
			: ` Never fewer than ${floor} of ${slots} ${agree(floor, 'runs', 'run')}.`;
	return [`${service.name}, at ${placeWords(service, change)}: ${rollout ?? ''}${least}`];
};

const stackEffects = (services: readonly Service[], name: string) =>
	services.flatMap(service => onStack(service).map(line => `${line.slice(0, -1)}: name ${name} there, too.`));

export const planOf = (kind: FileKind, target: FileTarget, input: RotateInput, snapshot: Snapshot): Plan => {
	const users = usersOf(target, snapshot);
	const {name} = target.saw;
	const change = changeOf(kind, target, input, snapshot);
	const names = listed(users.map(user => user.name));
	return {
		effects: [
			input.isThere
				? `The ${kind} ${input.name}, which exists already, takes the place of ${name}.`
				: `The ${kind} ${input.name} is made with ${contentWords(input, kind)}, with the labels of ${name}.`,
			...(input.isThere ? [] : newlineEffects(input)),
			`${count(users.length, 'service')} ${agree(users.length, 'has', 'have')} ${name} and ${agree(users.length, 'gets', 'get')} ${input.name} at the same place, with the same owner and mode, one service after the other: the next waits until the one before has converged.`,
			...users.flatMap(user => userEffects(user, change, snapshot)),
			'Containers get it by being replaced. If an update pauses or rolls back, it stops there and says how to go on.',
			`${name} stays until you remove it: \`docker service rollback\` of ${names} would need it. It is offered for removal at the end.`,
			...stackEffects(users, input.name),
		],
		warnings: users.flatMap(user => outage(user, user.update, snapshot)),
		refusals: refusalsOf(kind, users, input, snapshot),
	};
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
