import type {Node} from './objects.ts';
import type {Raft} from './raft.ts';
import type {Swarm} from './swarm.ts';

/** From a changed role in the spec to the node having it. */
const takes = [700, 1900] as const;

/** Makes managers of workers and back, after their specs (manager/role_manager.go). */
export const startRoles = (swarm: Swarm, raft: Raft) => {
	const apply = (node: Node) => {
		const isMeant = node.raw.Spec.Role === 'manager';
		if (!swarm.store.nodes.all.has(node.id) || node.isManager === isMeant) {
			return;
		}
		node.isManager = isMeant;
		node.json = undefined;
		// The node gets a new certificate: a write of its own.
		swarm.store.nodes.write(node, {Description: {...node.raw.Description}});
		raft.membershipChanged();
	};

	swarm.store.watch(change => {
		if (change.kind === 'node' && change.action === 'update' && change.before.Spec.Role !== change.item.raw.Spec.Role) {
			const wait = change.item.raw.Spec.Role === 'worker' ? 50 : swarm.random.between(...takes);
			swarm.timeline.after(wait, () => swarm.leadership.whenLed(() => apply(change.item)));
		}
	});
};
