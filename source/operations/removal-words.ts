import type {Service} from '../swarm/service.ts';
import {agree} from './words.ts';

/** What the engine would refuse as well, said before: `reason` is a clause. */
export const inUseRefusals = (name: string, reason: string | undefined): readonly string[] =>
	reason === undefined ? [] : [`${name} is ${reason}: the engine removes nothing that is in use.`];

/** What is part of a stack is back with its next deploy. */
export const madeAgain = ({name, stack}: {readonly name: string; readonly stack: string | undefined}) =>
	stack === undefined
		? []
		: [`${name} is part of stack ${stack}: the next \`docker stack deploy\` makes it again if its file has it.`];

/** What can't be reached any more. */
export const portsClose = (services: readonly Service[]): readonly string[] => {
	const ports = services.flatMap(service =>
		service.ports.map(({published, target, protocol}) => `${published ?? target}/${protocol}`),
	);
	return ports.length === 0
		? []
		: [
				`Published ${agree(ports.length, 'port', 'ports')} ${ports.join(', ')} ${agree(ports.length, 'closes', 'close')}.`,
			];
};
