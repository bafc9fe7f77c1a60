import type {Node} from '../swarm/node.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';

export {comment, docker, quoted} from '../swarm/shell-words.ts';

/** What names the node on a command line: its host name where that is safe and unique, else its id. */
export const nodeArgument = (node: Node, snapshot: Snapshot) => {
	const twins = [...(snapshot.nodes?.items.values() ?? [])].filter(({hostname}) => hostname === node.hostname);
	// `docker node` takes `self` for the engine it talks to, and a leading dash for an option.
	const isName = /^[A-Za-z0-9]/.test(node.hostname) && node.hostname !== 'self' && !/[\0-\x1f\x7f]/.test(node.hostname);

	return isName && twins.length < 2 ? node.hostname : node.id;
};

/** What names a network, secret or config on a command line: its name, which the swarm keeps unique, else its id. */
export const objectArgument = ({id, name}: {readonly id: string; readonly name: string}) =>
	/^[A-Za-z0-9][\w.-]*$/.test(name) ? name : id;

/** What names the service on a command line: its name, which the swarm keeps unique, else its id. */
export const serviceArgument = (service: Service, snapshot: Snapshot) => {
	const twins = [...(snapshot.services?.items.values() ?? [])].filter(({name}) => name === service.name);

	return /^[A-Za-z0-9][\w.-]*$/.test(service.name) && twins.length < 2 ? service.name : service.id;
};
