import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {docker, serviceArgument} from '../shell.ts';
import {changesBy, imageAfter, type Return} from './returns.ts';

/** What else goes back with an image, and follows from it. */
const follows = ['label com.docker.stack.image'];

/** Docker has a command for its own rollback; of a return to another spec, flags cover the image and the replicas. */
export const returnCommand = (service: Service, way: Return, snapshot: Snapshot) => {
	const name = serviceArgument(service, snapshot);

	if (way.kind === 'engine') {
		return docker('service', 'rollback', name);
	}

	const changes = changesBy(service, way);
	const replicas = changes.find(({path}) => path === 'replicas')?.after;
	const image = imageAfter(service, way);
	const flags = [
		...(image === service.image ? [] : ['--with-registry-auth', '--image', image]),
		...(replicas === undefined ? [] : ['--replicas', replicas]),
	];
	const isAll = changes.every(({path}) => ['image', 'replicas', ...follows].includes(path));

	if (flags.length === 0) {
		return `# no docker command returns ${name} to that spec: skep writes it back as it was`;
	}

	return docker('service', 'update', ...flags, name) + (isAll ? '' : ' # and a flag for all else in the diff');
};
