import type {Node} from './node.ts';
import type {Snapshot} from './snapshot.ts';

/** How far a rotation of the root certificate is: it ends when every node of the list has a certificate by the new one. */
type RootRotation = {
	readonly nodes: number;
	readonly renewed: number;
	/** Those without, by name; a node that is down holds the rotation up until it is back or removed. */
	readonly waitsFor: readonly Node[];
};

/** Undefined while no rotation is under way, or where the engine doesn't tell who signed what. */
export const rootRotationOf = ({swarm, nodes}: Snapshot): RootRotation | undefined => {
	const {isRootRotating = false, issuer} = swarm?.settings ?? {};

	if (!isRootRotating || issuer === undefined || nodes === undefined) {
		return undefined;
	}

	const all = [...nodes.items.values()];
	const waitsFor = all.filter(node => node.issuer !== issuer);
	return {
		nodes: all.length,
		renewed: all.length - waitsFor.length,
		waitsFor: waitsFor.toSorted((a, b) => a.hostname.localeCompare(b.hostname)),
	};
};
