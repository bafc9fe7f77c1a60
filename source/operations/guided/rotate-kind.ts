import {serviceId} from '../../swarm/ids.ts';
import {serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {verdictOf} from '../../swarm/verdict.ts';
import {hasFile, type Repointing} from '../service/repoint-file.ts';
import {listed} from '../words.ts';
import type {GuidedKind} from './guided.ts';
import {type FileUser, repointStep} from './rotate-steps.ts';

/** Names and ids: the value itself is in the swarm before this is written down, and in no record. */
export type Rotation = Repointing & {readonly users: readonly FileUser[]};

const read = (input: Json) => input as unknown as Rotation;

const turned = ({file, from, to}: Repointing): Repointing => ({file, from: to, to: from});

export const rotateKind: GuidedKind = {
	id: 'rotate',
	steps(input) {
		const {users, ...change} = read(input);
		return users.map(user => repointStep(user, change));
	},
	undoing(input, begun) {
		const {users, ...change} = read(input);
		return users
			.slice(0, begun)
			.toReversed()
			.map(user => repointStep(user, turned(change), true));
	},
	undoWords(input, begun) {
		const {users, from, to} = read(input);
		const names = listed(users.slice(0, begun).map(({name}) => name));
		return begun === 0
			? [`Nothing was re-pointed yet. ${to.name} stays, without a user.`]
			: [
					`${names} ${begun === 1 ? 'goes' : 'go'} back to ${from.name}, the last first, each by its own update settings. ${to.name} stays, without a user.`,
				];
	},
	watches: input => ({services: read(input).users.map(({id}) => serviceId(id)), node: undefined}),
	outlook(input, snapshot) {
		const {users, to} = read(input);
		return users.flatMap(({id, name}) => {
			const service = serviceOf(snapshot, id);
			const at = snapshot.services?.at ?? 0;
			const verdict = service && verdictOf(service, tasksOf(snapshot, id), snapshot, at);
			return service === undefined || verdict === undefined
				? [`${name}: gone`]
				: [
						`${name}: ${verdict.alive} of ${verdict.wanted} alive, ${hasFile(service, to) ? `${verdict.updated} with ${to.name}` : `not on ${to.name} yet`}`,
					];
		});
	},
	leaves(input, phase) {
		const {file, from, to} = read(input);
		return {kind: file, ...(phase === 'going' ? from : to)};
	},
};
