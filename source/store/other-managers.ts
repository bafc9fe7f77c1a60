import {nodeOf, type Snapshot} from '../swarm/snapshot.ts';

/** A manager that was up when the swarm was last heard, and the address to try it at. */
export type OtherManager = {readonly name: string; readonly host: string};

/** The same way to another machine: the port and the user there are most likely the same. */
const hostFor = (address: string, machine: string) => {
	const [, scheme = '', user = '', port = ''] =
		/^(tcp|ssh):\/\/([^@/]*@)?(?:\[[^\]]*\]|[^:/]*)(:\d+)?/.exec(address) ?? [];
	const at = machine.includes(':') ? `[${machine}]` : machine;
	return scheme === '' ? `ssh://${at}` : `${scheme}://${user}${at}${port}`;
};

/** Where to go when the engine at this address answers no more. */
export const otherManagers = (snapshot: Snapshot, address: string): readonly OtherManager[] => {
	const self = nodeOf(snapshot, snapshot.self)?.id;
	const nodes = [...(snapshot.nodes?.items.values() ?? [])];
	return nodes.flatMap(({id, hostname, manager}) => {
		const machine = manager?.address?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
		return id === self || manager?.reachability !== 'reachable' || machine === undefined
			? []
			: [{name: hostname, host: hostFor(address, machine)}];
	});
};
