import {behaviourOf} from '../behaviour.ts';
import {digestOf} from '../image-digest.ts';
import {Refusal} from '../refusal.ts';
import {hasEnded} from '../task-order.ts';
import {type Call, json, type Reply} from './call.ts';
import {taskName} from './task-routes.ts';

/** The containers of this node's tasks. */
export const listContainers = (call: Call): Reply => {
	const {store, timeline} = call.simulator.swarm;
	const isAll = call.query['all'] === '1' || call.query['all'] === 'true';
	const tasks = store.index
		.onNode(call.self.id)
		.filter(task => task.containerId !== undefined && (isAll || !hasEnded(task)));
	return json(
		tasks.map(task => {
			const service = store.services.all.get(task.serviceId);
			const image = task.raw.Spec.ContainerSpec?.Image ?? '';
			return {
				Id: task.containerId,
				Names: [`/${taskName(service, task)}`],
				Image: image,
				ImageID: digestOf(image),
				Command: '',
				Created: Math.floor(task.createdAt / 1000),
				Ports: [],
				Labels: {
					'com.docker.swarm.node.id': call.self.id,
					'com.docker.swarm.service.id': task.serviceId,
					'com.docker.swarm.service.name': service?.raw.Spec.Name ?? '',
					'com.docker.swarm.task.id': task.id,
					'com.docker.swarm.task.name': taskName(service, task),
				},
				State: hasEnded(task) ? 'exited' : 'running',
				Status: hasEnded(task) ? 'Exited' : `Up ${Math.round((timeline.now() - task.createdAt) / 1000)} seconds`,
				HostConfig: {NetworkMode: 'default'},
				NetworkSettings: {Networks: {}},
				Mounts: [],
			};
		}),
	);
};

export const emptyList = (): Reply => json([]);

/** What a registry would say: every image is in one, but those that no one has. */
export const distribution = (call: Call): Reply => {
	const image = call.name.replace(/@sha256:.*$/, '');
	if (behaviourOf({Image: image}, false).isMissing) {
		const why =
			"repository does not exist or may require 'docker login': denied: requested access to the resource is denied";
		throw new Refusal(403, `pull access denied for ${image}, ${why}`);
	}
	return json({
		Descriptor: {
			mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
			digest: digestOf(image),
			size: 1638,
		},
		Platforms: ['amd64', 'arm64'].map(architecture => ({architecture, os: 'linux'})),
	});
};

/** `docker inspect` looks everywhere; what a swarm doesn't have isn't found. */
export const noSuch =
	(what: string) =>
	(call: Call): Reply => {
		throw new Refusal(404, `No such ${what}: ${call.name}`);
	};
